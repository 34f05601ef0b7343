"""Projects from approval to grade."""

from tongmai.base.words import Words
from tongmai.domains.plans.rules import projects
from tongmai.domains.plans.workflows.common import ON, REASON
from tongmai.model.workflow import Append, Derived, Look, Need, Set, State, Step, Term, Workflow

BUILDER = "clinician@applicant|specialist@applicant|institution-head@applicant|headquarters@applicant"
APPROVER, ACCEPTOR = "county-officer@approver|planner@approver", "county-officer@acceptor|planner@acceptor"
SHOWS = Need("evidence", Words("佐证(编号或名称)", "what shows it: number or title"))
STAGE = Need("stage_reached", Words("日期合理", "the day fits"), kind="condition")
SUM_REVISED = (
    Need("approved", Words("批准投资（元）", "approved (yuan)"), kind="number"),
    Need("number", Words("批复文号", "number of the approval")),
)


def _shown(stage: str) -> tuple[Set, Append]:
    """What a stage leaves: its day, and what shows it."""
    shows = f'{{"stage": "{stage}", "on": "{{on}}", "text": "{{evidence}}"}}'
    return Set(f"actual.{stage}", "{on}"), Append("evidence", shows)


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
             within=Term("project-start", since="approve"), needs=(ON, SHOWS, STAGE), does=_shown("start")),
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
             within=Term("project-finish", since="begin"), needs=(ON, SHOWS, STAGE), does=_shown("finish")),
        Step("accept", "built -> accepted", by=ACCEPTOR, title=Words("验收通过", "accept"), not_by="finish",
             within=Term("project-accept", since="finish"),
             needs=(ON, SHOWS, Need("finding", Words("验收结论", "finding")), STAGE),
             does=(*_shown("accept"), Set("finding", "{finding}"))),
        Step("reject", "built -> building", by=ACCEPTOR, title=Words("验收不通过，整改", "not accepted"),
             needs=(REASON,), within=Term("project-accept", since="finish"), does=(Set("note", "{reason}"),)),
        Step("use", "accepted -> in_use", by=BUILDER, title=Words("登记投用", "put into use"),
             within=Term("project-use", since="accept"), needs=(ON, SHOWS, STAGE), does=_shown("use")),
        Step("grade", "in_use -> graded", by=APPROVER, title=Words("登记定级", "enter the grade"),
             within=Term("project-grade", since="use"),
             needs=(Need("level", Words("评定等级", "grade given"), kind="code", options=projects.GRADES), ON, SHOWS,
                    Need("graded_as_planned", Words("达到目标等级", "the grade aimed at"), kind="condition")),
             does=_shown("grade")),
        Step("close", "in_use -> closed", by=APPROVER, title=Words("办结（不需定级）", "close, no grade is aimed at"),
             needs=(Need("opinion", Words("办结意见", "opinion")),
                    Need("no_grade_owed", Words("没有目标等级", "no grade is aimed at"), kind="condition")),
             does=(Set("note", "{opinion}"),)),
        Step("stop", "approved|building|built -> stopped", by=APPROVER, title=Words("停建", "stop"), needs=(REASON,),
             does=(Set("note", "{reason}"),)),
    ),
)  # fmt: skip
