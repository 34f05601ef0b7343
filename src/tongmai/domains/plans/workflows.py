"""Reported values, supervision orders, determinations by two people; projects from approval to grade, entries of
funding, the one question after a visit."""

from tongmai.base.words import Words
from tongmai.domains.plans.rules import projects, yardsticks
from tongmai.model.workflow import Append, Derived, Look, Need, Set, State, Step, Term, Workflow

REASON = Need("reason", Words("原因", "reason"))
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
        State("prefecture_review", "received", Words("州核", "Prefecture review")),
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

BUILDER = "clinician@applicant|specialist@applicant|institution-head@applicant|headquarters@applicant"
APPROVER, ACCEPTOR = "county-officer@approver|planner@approver", "county-officer@acceptor|planner@acceptor"
ON = Need("on", Words("日期", "day"), kind="date", today=True)
SHOWS = Need("evidence", Words("佐证(编号或名称)", "what shows it: number or title"))
STAGE = Need("stage_reached", Words("日期合理", "the day fits"), kind="condition")
SUM_REVISED = (
    Need("approved", Words("批准投资（元）", "approved (yuan)"), kind="number"),
    Need("number", Words("批复文号", "number of the approval")),
)
SHOWN = {
    stage: (Set(f"actual.{stage}", "{on}"),
            Append("evidence", f'{{"stage": "{stage}", "on": "{{on}}", "text": "{{evidence}}"}}'))
    for stage, _ in projects.STAGES
}  # fmt: skip
"""What a stage leaves: its day, and what shows it."""
PROPOSE = Step(
    "propose", "drafted|returned -> proposed", by=BUILDER, title=Words("申请立项", "apply for approval"),
    within=Term("project-mend", since="return"),
    looks=(Look("there", "Organization?_id={institution}"),
           Look("siblings", "Project?institution={institution}&_sort=_id", most=500)),
    needs=(
        Need("investment", Words("申请投资（元）", "investment (yuan)"), kind="number"),
        Need("start_by", Words("计划开工", "to begin"), kind="date"),
        Need("finish_by", Words("计划完工", "to be finished"), kind="date"),
        Need("accept_by", Words("计划验收", "to be accepted"), kind="date"),
        Need("use_by", Words("计划投用", "to be in use"), kind="date"),
        Need("grade", Words("目标等级", "grade aimed at"), kind="code", required=False, options=projects.GRADES),
        Need("grade_by", Words("计划定级", "to be graded"), kind="date", required=False),
        Need("beds", Words("规划床位", "beds"), kind="number", required=False,
             hint=Words("新院区必填", "wanted of a further campus")),
        Need("project_fits", Words("投资、日期与院区标准", "sum, days and cap"), kind="condition"),
    ),
    derives=(Derived("project_terms", ("investment_cents", "days", "of_beds")),),
    does=(Set("investmentCents", "{investment_cents}"), Set("planned", "{days}"), Set("beds", "{of_beds}"),
          Set("grade", "{grade}")),
)  # fmt: skip
PROJECT = Workflow(
    id="plans.project",
    title=Words("建设项目", "project"),
    focus="Project",
    start="drafted",
    ends=frozenset({"graded", "closed", "refused", "stopped", "withdrawn"}),
    starters=BUILDER,
    one_live=("institution", "kind", "title"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("drafted", "draft", Words("填写中", "Being written")),
        State("proposed", "requested", Words("待批准立项", "To be approved")),
        State("returned", "on-hold", Words("退回修改", "Returned"), aside=True),
        State("approved", "accepted", Words("已立项，待开工", "Approved, to begin"), desk_days=60),
        State("building", "in-progress", Words("在建", "Under construction"), desk_days=60),
        State("built", "ready", Words("已完工，待验收", "Finished, to be accepted"), desk_days=60),
        State("accepted", "received", Words("已验收，待投用", "Accepted, to be put into use"), desk_days=60),
        State("in_use", "in-progress", Words("已投用", "In use"), desk_days=60),
        State("graded", "completed", Words("已定级", "Graded")),
        State("closed", "completed", Words("已办结（不定级）", "Closed without a grade"), aside=True),
        State("refused", "rejected", Words("不予立项", "Not approved"), aside=True),
        State("stopped", "cancelled", Words("已停建", "Stopped"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        PROPOSE,
        Step("withdraw", "drafted|proposed|returned -> withdrawn", by=BUILDER, title=Words("撤回", "withdraw"),
             needs=(REASON,), does=(Set("note", "{reason}"),)),
        Step("approve", "proposed -> approved", by=APPROVER, title=Words("批准立项", "approve"),
             within=Term("project-approve", since="propose"),
             needs=(*SUM_REVISED,
                    Need("approval_fits", Words("不超过申请", "not beyond what is asked"), kind="condition")),
             derives=(Derived("approved_sum", ("approved_cents",)),),
             does=(Set("approvedCents", "{approved_cents}"), Set("number", "{number}"),
                   Set("actual.approve", "{today}"))),
        Step("return", "proposed -> returned", by=APPROVER, title=Words("退回修改", "return"), needs=(REASON,),
             within=Term("project-approve", since="propose"), does=(Set("note", "{reason}"),)),
        Step("refuse", "proposed -> refused", by=APPROVER, title=Words("不予立项", "do not approve"), needs=(REASON,),
             within=Term("project-approve", since="propose"), does=(Set("note", "{reason}"),)),
        Step("begin", "approved -> building", by=BUILDER, title=Words("登记开工", "enter the beginning"),
             within=Term("project-start", since="approve"), needs=(ON, SHOWS, STAGE), does=SHOWN["start"]),
        Step("pay", "approved|building|built|accepted|in_use -> =", by=BUILDER,
             title=Words("登记支付", "enter a payment"),
             needs=(Need("amount", Words("支付金额（元）", "amount (yuan)"), kind="number"), ON,
                    Need("voucher", Words("凭证号", "voucher")),
                    Need("payment_fits", Words("不超过批准投资", "not beyond what is approved"), kind="condition")),
             derives=(Derived("project_payment", ("paid",)),), does=(Append("payment", "{paid}"),)),
        Step("revise", "approved|building|built|accepted -> =", by=APPROVER,
             title=Words("调整批准投资", "revise the approved sum"),
             needs=(*SUM_REVISED, REASON,
                    Need("revision_fits", Words("不低于已支付", "not below what is paid"), kind="condition")),
             derives=(Derived("project_revision", ("approved_cents", "revised")),),
             does=(Set("approvedCents", "{approved_cents}"), Append("revision", "{revised}"))),
        Step("finish", "building -> built", by=BUILDER, title=Words("登记完工", "enter the end of construction"),
             within=Term("project-finish", since="begin"), needs=(ON, SHOWS, STAGE), does=SHOWN["finish"]),
        Step("accept", "built -> accepted", by=ACCEPTOR, title=Words("验收通过", "accept"), not_by="finish",
             within=Term("project-accept", since="finish"),
             needs=(ON, SHOWS, Need("finding", Words("验收结论", "finding")), STAGE),
             does=(*SHOWN["accept"], Set("finding", "{finding}"))),
        Step("reject", "built -> building", by=ACCEPTOR, title=Words("验收不通过，整改", "not accepted"),
             needs=(REASON,), within=Term("project-accept", since="finish"), does=(Set("note", "{reason}"),)),
        Step("use", "accepted -> in_use", by=BUILDER, title=Words("登记投用", "put into use"),
             within=Term("project-use", since="accept"), needs=(ON, SHOWS, STAGE), does=SHOWN["use"]),
        Step("grade", "in_use -> graded", by=APPROVER, title=Words("登记定级", "enter the grade"),
             within=Term("project-grade", since="use"),
             needs=(Need("level", Words("评定等级", "grade given"), kind="code", options=projects.GRADES), ON, SHOWS,
                    Need("graded_as_planned", Words("达到目标等级", "the grade aimed at"), kind="condition")),
             does=SHOWN["grade"]),
        Step("close", "in_use -> closed", by=APPROVER, title=Words("办结（不需定级）", "close, no grade is aimed at"),
             needs=(Need("opinion", Words("办结意见", "opinion")),
                    Need("no_grade_owed", Words("没有目标等级", "no grade is aimed at"), kind="condition")),
             does=(Set("note", "{opinion}"),)),
        Step("stop", "approved|building|built -> stopped", by=APPROVER, title=Words("停建", "stop"), needs=(REASON,),
             does=(Set("note", "{reason}"),)),
    ),
)  # fmt: skip

PAYER = "county-officer@area|planner@area"
ENTRIES = "&state=entered,booked&_sort=_id"
UNDER_LINE = (Look("lines", "FundingLine?_id={line}"), Look("entries", "FundingEntry?line={line}" + ENTRIES, most=2000))
OF_CORRECTED = (
    Look("corrected", "FundingEntry?_id={corrects}"),
    Look("lines", "FundingLine?_id={corrected.line}"),
    Look("entries", "FundingEntry?line={corrected.line}" + ENTRIES, most=2000),
)
MADE = Derived("entry_made", ("entry_cents", "line_area", "line_year", "of_line"))
DIFFERENCE = Need("difference", Words("差额（元）", "difference (yuan)"), kind="number",
                  hint=Words("调减填负数", "below nothing to reduce"))  # fmt: skip
VOUCHER = Need("evidence", Words("凭证或文号", "voucher or document"))
ENTERED = {
    kind: (Set("kind", kind), Set("cents", "{entry_cents}"), Set("area", "{line_area}"), Set("year", "{line_year}"),
           Set("line", "{of_line}"), Set("on", "{on}"), Set("evidence", "{evidence}"))
    for kind in ("payment", "correction", "revision")
}  # fmt: skip
"""What an entry is when it was entered."""
FUNDING = Workflow(
    id="plans.funding",
    title=Words("投入台账", "entry of funding"),
    focus="FundingEntry",
    start="drafted",
    ends=frozenset({"booked", "refused", "withdrawn"}),
    starters=PAYER,
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("drafted", "draft", Words("填写中", "Being written")),
        State("entered", "requested", Words("待核定", "To be booked")),
        State("booked", "completed", Words("已核定", "Booked")),
        State("refused", "rejected", Words("未通过", "Refused"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("pay", "drafted -> entered", by=PAYER, title=Words("登记拨付", "enter an instalment"), looks=UNDER_LINE,
             needs=(Need("amount", Words("拨付金额（元）", "amount (yuan)"), kind="number"), ON, VOUCHER,
                    Need("entry_pays", Words("不超过计划", "not beyond what is planned"), kind="condition")),
             derives=(MADE,), does=ENTERED["payment"]),
        Step("correct", "drafted -> entered", by=PAYER, title=Words("更正一笔拨付", "correct an instalment"),
             looks=OF_CORRECTED,
             needs=(DIFFERENCE, ON, VOUCHER, REASON,
                    Need("entry_corrects", Words("更正合理", "the correction fits"), kind="condition")),
             derives=(MADE,), does=(*ENTERED["correction"], Set("reason", "{reason}"))),
        Step("revise", "drafted -> entered", by=PAYER, title=Words("调整计划", "revise the plan"), looks=UNDER_LINE,
             needs=(DIFFERENCE, ON, VOUCHER, REASON,
                    Need("entry_revises", Words("不低于已拨", "not below what is paid"), kind="condition")),
             derives=(MADE,), does=(*ENTERED["revision"], Set("reason", "{reason}"))),
        Step("book", "entered -> booked", by="planner@*", not_by="start", title=Words("核定入账", "book"),
             within=Term("funding-book", since="pay|correct|revise"), looks=UNDER_LINE,
             needs=(Need("opinion", Words("核定意见", "opinion"), required=False),
                    Need("entry_books", Words("核定后不超过计划", "not beyond what is planned"), kind="condition")),
             does=(Set("note", "{opinion}"),)),
        Step("refuse", "entered -> refused", by="planner@*", title=Words("不予核定", "refuse"), needs=(REASON,),
             within=Term("funding-book", since="pay|correct|revise"), does=(Set("note", "{reason}"),)),
        Step("withdraw", "drafted|entered -> withdrawn", by=PAYER, title=Words("撤回", "withdraw"), needs=(REASON,),
             does=(Set("note", "{reason}"),)),
    ),
)  # fmt: skip

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
WORKFLOWS = (REPORT, ORDER, DETERMINATION, PROJECT, FUNDING, OPINION)
