"""The one question after a visit."""

from tongmai.base.words import Words
from tongmai.domains.plans.rules import yardsticks
from tongmai.model.workflow import Derived, Look, Need, Set, State, Step, Workflow

OPINION = Workflow(
    id="plans.opinion",
    title=Words("就诊满意度", "opinion of a visit"),
    focus="QuestionnaireResponse",
    start="asked",
    ends=frozenset({"answered"}),
    starters="resident@subject",
    one_live=("encounter",),
    states=(
        State("asked", "draft", Words("待评价", "Asked")),
        State("answered", "completed", Words("已评价", "Answered")),
    ),
    steps=(
        Step("answer", "asked -> answered", by="resident@subject", title=Words("提交评价", "answer"),
             looks=(Look("visits", "Encounter?_id={encounter}"),
                    Look("answers", "QuestionnaireResponse?encounter=Encounter/{encounter}&status=completed")),
             needs=(Need(yardsticks.ITEM, Words("您对这次就诊满意吗？", "Were you satisfied with this visit?"),
                         kind="code", options=yardsticks.OPINIONS),
                    Need("visit_judged_once", Words("一次就诊评价一次", "once a visit"), kind="condition")),
             derives=(Derived("opinion_given", ("answered", "visited")),),
             does=(Set("item", "{answered}"), Set("extension", "{visited}"), Set("status", "completed"),
                   Set("authored", "{now}"))),
    ),
)  # fmt: skip
