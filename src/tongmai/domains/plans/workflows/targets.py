"""Reported values, supervision orders, determinations by two people."""

from tongmai.base.words import Words
from tongmai.domains.plans.workflows.common import REASON
from tongmai.model.workflow import Append, Need, Set, State, Step, Term, Workflow

EVIDENCE = Need("evidence", Words("佐证材料(编号或名称)", "evidence: numbers or titles"), kind="evidence")
FIGURES = (
    Need("numerator", Words("分子", "numerator"), kind="number", required=False),
    Need("denominator", Words("分母", "denominator"), kind="number", required=False),
    Need("value", Words("填报值", "value"), kind="number"),
    Need("figures_fit", Words("分子分母与填报值一致", "numerator, denominator and value fit"), kind="condition"),
)
SET_FIGURES = (Set("numerator", "{numerator}"), Set("denominator", "{denominator}"), Set("value", "{value}"))

REPORT = Workflow(
    id="plans.report",
    title=Words("填报值", "reported value"),
    focus="ReportedValue",
    start="draft",
    ends=frozenset(),  # a locked value may still be corrected, visibly
    starters="clinician@institution|headquarters@institution|county-officer@area",
    one_live=("plan", "target", "area", "institution", "period"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("draft", "draft", Words("草稿", "Draft")),
        State("county_review", "requested", Words("县审", "County review")),
        State("prefecture_review", "received", Words("地市审核", "Prefecture-level review")),
        State("locked", "completed", Words("锁定", "Locked")),
        State("corrected", "in-progress", Words("订正", "Corrected")),
        State("returned", "on-hold", Words("退回核实", "Returned for check")),
    ),
    steps=(
        Step("submit", "draft|returned -> county_review", title=Words("报县审", "submit to the county"),
             by="clinician@institution|headquarters@institution", needs=(*FIGURES, EVIDENCE),
             does=(*SET_FIGURES, Append("evidence", "{evidence}"), Set("reporter", "{actor}"))),
        Step("report", "draft|returned -> prefecture_review", title=Words("县级上报", "report for the county"),
             by="county-officer@area", needs=(*FIGURES, EVIDENCE), within=Term("answer-return", since="return"),
             does=(*SET_FIGURES, Append("evidence", "{evidence}"), Set("reporter", "{actor}"))),
        Step("approve", "county_review -> prefecture_review", title=Words("县审通过", "approve in the county"),
             by="county-officer@area", not_by="submit", within=Term("county-review", since="submit")),
        Step("lock", "prefecture_review|corrected -> locked", title=Words("核定锁定", "check and lock"),
             by="planner@*", within=Term("prefecture-review", since="report")),
        Step("send-back", "county_review -> returned", title=Words("县审退回", "send back in the county"),
             by="county-officer@area", needs=(REASON,), does=(Set("note", "{reason}"),)),
        Step("return", "county_review|prefecture_review|corrected|locked -> returned",
             title=Words("退回核实", "return for check"), by="planner@*", needs=(REASON,),
             does=(Set("note", "{reason}"),)),
        Step("correct", "locked -> corrected", title=Words("订正", "correct"), by="county-officer@area",
             needs=(*FIGURES, REASON, EVIDENCE),
             does=(*SET_FIGURES, Set("note", "{reason}"), Append("evidence", "{evidence}"),
                   Set("reporter", "{actor}"))),
    ),
)  # fmt: skip

ORDER = Workflow(
    id="plans.order",
    title=Words("督办单", "supervision order"),
    focus="Order",
    start="issued",
    ends=frozenset({"closed", "withdrawn"}),
    starters="planner@issuer",
    one_live=("plan", "target", "unit"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("issued", "requested", Words("已下达", "Issued")),
        State("received", "received", Words("已签收", "Received")),
        State("assigned", "accepted", Words("已明确责任人", "A person is named")),
        State("working", "in-progress", Words("办理中", "In progress")),
        State("submitted", "ready", Words("已报佐证", "Evidence handed in")),
        State("returned", "on-hold", Words("退回补充", "Returned")),
        State("circulated", "in-progress", Words("已通报", "Named in a circular")),
        State("verified", "ready", Words("已核实", "Verified")),
        State("closed", "completed", Words("已销号", "Closed")),
        State("withdrawn", "cancelled", Words("已撤销", "Withdrawn")),
    ),
    steps=(
        Step("receive", "issued -> received", title=Words("签收", "receive"),
             by="county-officer@unit|headquarters@unit", within=Term("receive", since="start")),
        Step("name", "received|circulated -> assigned", title=Words("明确责任人", "name a person"),
             by="county-officer@unit|headquarters@unit", within=Term("name-person", since="receive"),
             needs=(Need("person", Words("责任人", "person"), kind="person"),), does=(Set("person", "{person}"),)),
        Step("progress", "assigned|working|returned|circulated -> working", title=Words("填写进展", "write progress"),
             by="county-officer@unit|headquarters@unit", needs=(Need("text", Words("进展情况", "what was done")),),
             does=(Append("progress", '{"at": "{now}", "text": "{text}"}'),)),
        Step("submit", "assigned|working|returned|circulated -> submitted", title=Words("报送佐证", "hand in evidence"),
             by="county-officer@unit|headquarters@unit", within=Term("evidence", since="start"),
             needs=(EVIDENCE, Need("text", Words("完成情况", "what was reached"))),
             does=(Append("evidence", "{evidence}"), Append("progress", '{"at": "{now}", "text": "{text}"}'))),
        Step("return", "submitted -> returned", title=Words("退回补充", "return"), by="planner@issuer",
             needs=(REASON,), does=(Append("progress", '{"at": "{now}", "text": "退回补充：{reason}"}'),)),
        Step("verify", "submitted -> verified", title=Words("核实", "verify"), by="planner@issuer",
             within=Term("verify", since="submit"), needs=(Need("finding", Words("核实结论", "finding")),),
             does=(Set("finding", "{finding}"),)),
        Step("close", "verified -> closed", title=Words("销号", "close"), by="planner@issuer"),
        Step("circulate", "issued|received|assigned|working|returned -> circulated",
             title=Words("通报", "name in a circular"), by="planner@issuer", needs=(REASON,),
             does=(Append("progress", '{"at": "{now}", "text": "通报：{reason}"}'),)),
        Step("withdraw", "issued|received -> withdrawn", title=Words("撤销", "withdraw"), by="planner@issuer",
             needs=(REASON,), does=(Append("progress", '{"at": "{now}", "text": "撤销：{reason}"}'),)),
    ),
)  # fmt: skip

DETERMINATION = Workflow(
    id="plans.determination",
    title=Words("口径与责任认定", "determination"),
    focus="Determination",
    start="proposed",
    ends=frozenset({"adopted", "rejected", "withdrawn"}),
    starters="planner@issuer|county-officer@issuer",
    one_live=("plan", "target", "subject"),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("proposed", "requested", Words("待第二人同意", "Waits for a second person")),
        State("adopted", "completed", Words("已采用", "Adopted")),
        State("rejected", "rejected", Words("未同意", "Rejected")),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn")),
    ),
    steps=(
        Step("adopt", "proposed -> adopted", title=Words("同意采用", "adopt"), by="planner@*|county-officer@*",
             not_by="start", within=Term("agree", since="start"), does=(Set("adopted", "{today}"),)),
        Step("reject", "proposed -> rejected", title=Words("不同意", "reject"), by="planner@*|county-officer@*",
             not_by="start", needs=(REASON,), does=(Set("reason", "{reason}"),)),
        Step("withdraw", "proposed -> withdrawn", title=Words("撤回", "withdraw"),
             by="planner@issuer|county-officer@issuer"),
    ),
)  # fmt: skip
