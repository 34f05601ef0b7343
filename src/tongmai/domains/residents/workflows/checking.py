"""The own record checked by its owner, and answered."""

from tongmai.base.words import Words
from tongmai.model.workflow import (
    Derived,
    Look,
    Need,
    Set,
    State,
    Step,
    Term,
    Workflow,
)

OWNER, ANSWERERS = "resident@subject", "record-keeper@area|clinician@institution|referral-centre@institution"
SAYS_RIGHT = Step(
    "right", "opened -> checked", by=OWNER, title=Words("已核对，内容无误", "checked: it is right"),
    needs=(Need("checked_this_month", Words("每月一次", "once a month"), kind="condition"),),
    looks=(Look("checks", "RecordCheck?subject={subject}&_sort=-on", most=50),),
    does=(Set("right", "yes"),),
)  # fmt: skip
SAYS_WRONG = Step(
    "wrong", "opened -> disputed", by=OWNER, title=Words("内容有误，要求更正", "something is wrong"),
    needs=(Need("text", Words("哪里有误", "what is wrong"), longest=500),),
    does=(Set("right", "no"), Set("text", "{text}")),
)  # fmt: skip
CHECK = Workflow(
    id="residents.check",
    title=Words("本人核对档案", "check of the own record"),
    focus="RecordCheck",
    start="opened",
    ends=frozenset({"checked", "answered"}),
    starters=OWNER,
    begins=Step("start", "-> opened", by=OWNER, looks=(Look("persons", "Patient?_id={subject}"),),
                needs=(Need("owner_is_registered", Words("已建档", "registered"), kind="condition"),),
                derives=(Derived("check_goes_to", ("asked", "home")),),
                does=(Set("institution", "{asked}"), Set("area", "{home}"))),
    escalate=("record-keeper",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("opened", "draft", Words("核对中", "Being checked")),
        State("checked", "completed", Words("无误", "Right")),
        State("disputed", "requested", Words("待更正或答复", "To be put right or answered"), aside=True),
        State("answered", "completed", Words("已答复", "Answered"), aside=True),
    ),
    steps=(
        SAYS_RIGHT,
        SAYS_WRONG,
        Step("answer", "disputed -> answered", by=ANSWERERS, title=Words("答复", "answer"),
             within=Term("answer-check", since="wrong"),
             needs=(Need("answer", Words("已如何更正，或为何不改", "what was put right, or why not"), longest=500),),
             does=(Set("answer", "{answer}"),)),
    ),
)  # fmt: skip
