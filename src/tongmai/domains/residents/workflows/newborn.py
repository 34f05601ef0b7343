"""A newborn's certificates, applied for once. The application is the birth certificate, asked for where the child was
born; every other part is work of its own party with its own clock, begun when what it follows is answered. Whose part
it is may correct the answer.

What follows what stands in `tables/newborn_parts.csv` (docs/decisions/0107).
"""

from dataclasses import replace

from tongmai.base.words import Words
from tongmai.model.workflow import Begin, Derived, Look, Need, Set, State, Step, Term, Workflow

BORN_HERE = "clinician@applicant|referral-centre@applicant"
ANSWERS = "clinician@issuer|referral-centre@issuer|record-keeper@household|insurer@insurance"
APPLIES = f"{BORN_HERE}|resident@patient"
CHILD = Look("children", "Patient?_id={subject}")
SAME = Look("same", "NewbornPart?number={number}")
BEGINS = tuple(
    Begin("residents.newborn-part", f"templates/newborn_{kind}.json", of=f"ask_{kind}")
    for kind in ("vaccination", "household", "insurance", "card")
)
ASKS = tuple(f"ask_{kind}" for kind in ("vaccination", "household", "insurance", "card"))
CARRIED = ("of_application", "child", "parent_id", "home", "due")
REASON = Need("reason", Words("原因", "reason"), longest=300)
SAYS_WHY = Set("reason", "{reason}")

APPLY = Step(
    "apply", "entered -> asked", by=BORN_HERE, title=Words("提交联办申请", "apply"),
    needs=(
        Need("parent_number", Words("父母或监护人的身份证号", "identity number of a parent or guardian"), kind="code",
             private=True, passing=True),
        Need("vaccination_unit", Words("预防接种单位", "vaccination unit"), kind="code", passing=True,
             choices="options:Organization?type=township_hospital,community_centre&village={within}&_sort=_id"),
        Need("child_is_newborn", Words("新生儿", "a newborn"), kind="condition"),
        Need("not_applied_before", Words("没有申请过", "not applied for before"), kind="condition"),
        Need("parent_is_resident", Words("父母或监护人已建档", "the parent or guardian has a record"),
             kind="condition"),
    ),
    looks=(CHILD, Look("before", "NewbornPart?subject={subject}&kind=birth"),
           Look("parents", "Patient?identifier={parent_number}")),
    derives=(Derived("newborn_applied", ("parent", "unit_id", *CARRIED, *ASKS)),),
    does=(Set("patient", "{parent}"), Set("area", "{home}"), Set("asked", "{today}"), Set("due", "{due}"), *BEGINS),
)  # fmt: skip
STATES = (
    State("asked", "requested", Words("待办理", "To be answered")),
    State("back", "on-hold", Words("退回补充", "Sent back to be completed"), aside=True),
    State("answered", "completed", Words("已办理", "Answered")),
    State("refused", "rejected", Words("不予办理", "Refused"), aside=True),
    State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
)
TERM, FIRST_TERM = Term("answer", since="start|resubmit"), Term("answer", since="apply|resubmit")
ANSWER, BACK, REFUSE = (
    Step("answer", "asked -> answered", by=ANSWERS, title=Words("登记办理结果", "answer"), within=TERM,
         needs=(
             Need("number", Words("证件编号", "number of the certificate"), kind="code", required=False),
             Need("issued", Words("办理日期", "day"), kind="date", today=True),
             Need("receipt", Words("回执号（有的填）", "receipt, where there is one"), kind="code", required=False),
             Need("part_number_fits", Words("编号齐全", "the number is as it should be"), kind="condition"),
             Need("part_number_is_free", Words("编号未重复", "nobody else bears it"), kind="condition"),
             Need("part_day_fits", Words("日期合理", "the day fits"), kind="condition"),
         ),
         looks=(CHILD, SAME),
         derives=(Derived("newborn_goes_on", (*CARRIED, *ASKS)),),
         does=(Set("number", "{number}"), Set("issued", "{issued}"), Set("receipt", "{receipt}"),
               Set("answered", "{today}"), *BEGINS)),
    Step("send-back", "asked -> back", by=ANSWERS, title=Words("退回补充", "send back"), within=TERM,
         needs=(REASON,), does=(SAYS_WHY,)),
    Step("refuse", "asked -> refused", by=ANSWERS, title=Words("不予办理", "refuse"), within=TERM,
         needs=(REASON,), does=(SAYS_WHY,)),
)  # fmt: skip
RESUBMIT = Step(
    "resubmit", "back|refused -> asked", by=APPLIES, title=Words("补充后重新提交", "complete and submit again"),
    within=Term("complete", since="send-back"),
    needs=(Need("supplied", Words("补充了什么", "what was completed"), longest=300),),
    does=(Set("supplied", "{supplied}"),),
)  # fmt: skip
WITHDRAW = Step(
    "withdraw", "asked|back|refused -> withdrawn", by=APPLIES, title=Words("撤回此项", "withdraw this part"),
    needs=(REASON,), does=(SAYS_WHY,),
)  # fmt: skip
CORRECT = Step(
    "correct", "answered -> =", by=ANSWERS, title=Words("更正办理结果", "correct the answer"),
    needs=(
        Need("number", Words("更正后的证件编号（不改不填）", "the right number, where it was wrong"), kind="code",
             required=False),
        Need("issued", Words("更正后的办理日期（不改不填）", "the right day, where it was wrong"), kind="date",
             required=False),
        Need("receipt", Words("更正后的回执号（不改不填）", "the right receipt, where it was wrong"), kind="code",
             required=False),
        Need("correction", Words("更正原因", "why it is corrected"), longest=300),
        Need("part_correction_fits", Words("更正后齐全、未重复", "what then stands is as it should be"),
             kind="condition"),
    ),
    looks=(CHILD, SAME),
    derives=(Derived("newborn_corrected", ("number_now", "issued_now", "receipt_now")),),
    does=(Set("number", "{number_now}"), Set("issued", "{issued_now}"), Set("receipt", "{receipt_now}"),
          Set("corrected", "{today}"), Set("correction", "{correction}")),
)  # fmt: skip
ENDS = frozenset({"answered", "withdrawn"})

NEWBORN_BIRTH = Workflow(
    id="residents.newborn",
    title=Words("新生儿证件联办", "newborn certificates"),
    focus="NewbornPart",
    start="entered",
    ends=ENDS,
    starters=BORN_HERE,
    one_live=("subject", "kind"),
    escalate=("record-keeper",),
    terms="tables/newborn_terms.csv",
    state_element="state",
    states=(State("entered", "draft", Words("填写中", "Being filled in")), *STATES),
    steps=(APPLY, replace(ANSWER, within=FIRST_TERM), replace(BACK, within=FIRST_TERM),
           replace(REFUSE, within=FIRST_TERM), RESUBMIT, WITHDRAW, CORRECT),
)  # fmt: skip
NEWBORN_PART = Workflow(
    id="residents.newborn-part",
    title=Words("新生儿联办事项", "part of a newborn's application"),
    focus="NewbornPart",
    start="asked",
    ends=ENDS,
    starters=BORN_HERE,
    begins=Step(
        "start", "-> asked", by=BORN_HERE,
        looks=(Look("first", "NewbornPart?_id={application}"), Look("others", "NewbornPart?application={application}")),
        needs=(Need("part_in_order", Words("按顺序办理", "in its order"), kind="condition"),),
    ),
    escalate=("record-keeper",),
    terms="tables/newborn_terms.csv",
    state_element="state",
    states=STATES,
    steps=(ANSWER, BACK, REFUSE, RESUBMIT, WITHDRAW, CORRECT),
)  # fmt: skip
