"""What was arranged for an item of policy: drafted, issued, evaluated each year, revised, ended."""

from tongmai.base.words import Words
from tongmai.domains.plans.workflows.common import REASON
from tongmai.model.workflow import Append, Derived, Look, Need, Set, State, Step, Term, Workflow

KEEPER = "county-officer@issuer|planner@issuer|headquarters@issuer|quality-office@issuer"
NUMBERED = Look("numbered", "Arrangement?item={item}&number={number}")
NUMBER = Need("number", Words("文号或协议编号", "number of the document"))
UNTIL = Need("until", Words("截止日期（长期有效不填）", "last day (open: leave empty)"), kind="date", required=False)
RESULTS = (("keep", Words("继续执行", "goes on")), ("revise", Words("应当修订", "to be revised")),
           ("stop", Words("建议废止", "should end")))  # fmt: skip
ARRANGEMENT = Workflow(
    id="plans.arrangement",
    title=Words("机制安排", "arrangement"),
    focus="Arrangement",
    start="drafted",
    ends=frozenset({"ended", "withdrawn"}),
    starters=KEEPER,
    begins=Step("start", "-> drafted", by=KEEPER,
                needs=(Need("arrangement_fits", Words("事项要素齐全", "the item's facts"), kind="condition"),)),
    one_live=("item", "area", "title"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("drafted", "draft", Words("拟定", "Drafted")),
        State("in-force", "in-progress", Words("印发施行", "Issued"), desk_days=30),
        State("questioned", "on-hold", Words("地市级质询", "Questioned"), aside=True),
        State("ended", "completed", Words("废止", "Ended")),
        State("withdrawn", "cancelled", Words("撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("issue", "drafted -> in-force", by=KEEPER, title=Words("印发施行", "issue"), looks=(NUMBERED,),
             needs=(NUMBER, Need("issued", Words("印发日期", "issued on"), kind="date", today=True),
                    Need("since", Words("施行日期", "in force from"), kind="date", today=True), UNTIL,
                    Need("arrangement_may_hold", Words("文号与日期", "number and days"), kind="condition")),
             derives=(Derived("arrangement_due", ("due_on",)),),
             does=(Set("number", "{number}"), Set("issued", "{issued}"), Set("from", "{since}"),
                   Set("until", "{until}"), Set("due", "{due_on}"))),
        Step("withdraw", "drafted -> withdrawn", by=KEEPER, title=Words("撤回", "withdraw"), needs=(REASON,),
             does=(Set("note", "{reason}"),)),
        Step("evaluate", "in-force -> =", by=KEEPER, title=Words("年度评估", "evaluate"),
             within=Term("evaluate", since="issue|evaluate"),
             needs=(Need("result", Words("评估结论", "result"), kind="code", options=RESULTS),
                    Need("text", Words("评估情况", "what was found")),
                    Need("arrangement_evaluable", Words("已施行", "in force"), kind="condition")),
             derives=(Derived("arrangement_evaluated", ("entry", "due_on")),),
             does=(Append("evaluation", "{entry}"), Set("evaluated", "{today}"), Set("result", "{result}"),
                   Set("due", "{due_on}"))),
        Step("question", "in-force -> questioned", by="planner@*", title=Words("地市级质询", "question"),
             needs=(Need("question", Words("需说明的问题", "what is asked")),), does=(Set("question", "{question}"),)),
        Step("answer", "questioned -> in-force", by=KEEPER, title=Words("答复", "answer"),
             within=Term("answer-question", since="question"),
             needs=(Need("answer", Words("答复", "answer")),), does=(Set("answer", "{answer}"),)),
        Step("revise", "in-force|questioned -> in-force", by=KEEPER, title=Words("修订", "revise"), looks=(NUMBERED,),
             needs=(NUMBER, Need("issued", Words("修订印发日期", "revision issued on"), kind="date", today=True),
                    Need("text", Words("修订后的主要内容", "what it says now")),
                    Need("arrangement_revisable", Words("文号与日期", "number and day"), kind="condition")),
             does=(Set("number", "{number}"), Set("issued", "{issued}"), Set("text", "{text}"),
                   Append("history", '{"at": "{now}", "text": "修订：{number}"}'))),
        Step("renew", "in-force -> =", by=KEEPER, title=Words("续期", "renew"),
             needs=(Need("until", Words("新的截止日期", "new last day"), kind="date"), REASON,
                    Need("arrangement_renewable", Words("截止日期", "last day"), kind="condition")),
             does=(Set("until", "{until}"), Append("history", '{"at": "{now}", "text": "续期至 {until}：{reason}"}'))),
        Step("end", "in-force|questioned -> ended", by=KEEPER, title=Words("废止", "end"),
             needs=(Need("until", Words("最后施行日", "last day in force"), kind="date", today=True), REASON,
                    Need("arrangement_ends", Words("最后施行日", "last day"), kind="condition")),
             does=(Set("until", "{until}"), Set("note", "{reason}"))),
    ),
)  # fmt: skip
