"""A pool of the fund by its year: agreed, prepaid in batches (cash), booked by month, cleared, its surplus split; the
filing of care in another place.

The platform records what the insurer's own system paid and settled, with its numbers; it pays nothing.
"""

from tongmai.base.words import Words
from tongmai.model.workflow import Derived, Look, Need, Set, State, Step, Term, Workflow

INSURER, OWNER = "insurer@area", "headquarters@community"
REASON = Need("reason", Words("原因", "reason"))
POOL = Look("pools", "Pool?_id={pool}")
RUNS = Need("pool_runs", Words("基金包已经确认", "the pool is agreed"), kind="condition")
OF_POOL = Derived("of_pool", ("whose", "where", "of_year"))
WHOSE = (Set("community", "{whose}"), Set("area", "{where}"))
NOTED = Set("note", "{reason}")
BATCHES = Look("prepayments", "Prepayment?pool={pool}")
ACCOUNTS = Look("accounts", "MonthlyAccount?pool={pool}")
LINES = Look("lines", "FundLine?community={pools.community}&month={month}")

POOL_FITS = Need("pool_fits", Words("人数、标准与储备金比例", "people, amount and reserve"), kind="condition")
OPENED = Derived("opened_pool", ("total", "kept"))
TOTALS = (Set("totalCents", "{total}"), Set("reserveCents", "{kept}"))
YEAR = Workflow(
    id="insurance.pool",
    title=Words("医保基金包", "pool of the fund"),
    focus="Pool",
    start="proposed",
    ends=frozenset({"agreed", "withdrawn"}),
    starters=INSURER,
    begins=Step("start", "-> proposed", by=INSURER, derives=(OPENED,), does=TOTALS,
                looks=(Look("pools", "Pool?community={community}"),),
                needs=(POOL_FITS, Need("pool_new", Words("本年度还没有", "none of the year yet"), kind="condition"))),
    one_live=("community", "year", "group"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("proposed", "requested", Words("待医共体确认", "Waits for the community")),
        State("returned", "on-hold", Words("有异议", "Objected")),
        State("agreed", "completed", Words("已确认", "Agreed")),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn")),
    ),
    steps=(
        Step("agree", "proposed -> agreed", by=OWNER, title=Words("确认基金包", "agree to the pool"),
             within=Term("agree-pool", since="start|propose-again")),
        Step("object", "proposed -> returned", by=OWNER, title=Words("提出异议", "object"), needs=(REASON,),
             does=(NOTED,)),
        Step("propose-again", "returned -> proposed", by=INSURER, title=Words("说明后再提交", "propose again"),
             within=Term("answer-objection", since="object"), needs=(REASON,), does=(NOTED,)),
        Step("withdraw", "proposed|returned -> withdrawn", by=INSURER, title=Words("撤回", "withdraw"),
             needs=(REASON,), does=(NOTED,)),
    ),
)  # fmt: skip

BATCH_FITS = Need("batch_fits", Words("批次、金额与日期", "number, amount and day"), kind="condition")
PREPAYMENT = Workflow(
    id="insurance.prepayment",
    title=Words("预付批次", "batch of prepayment"),
    focus="Prepayment",
    start="recorded",
    ends=frozenset({"received", "withdrawn"}),
    starters=INSURER,
    begins=Step("start", "-> recorded", by=INSURER, looks=(POOL, BATCHES), needs=(RUNS, BATCH_FITS),
                derives=(OF_POOL,), does=WHOSE),
    one_live=("pool", "number"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("recorded", "requested", Words("待确认到账", "Arrival to be confirmed")),
        State("disputed", "on-hold", Words("未到账或有异议", "Disputed")),
        State("received", "completed", Words("已到账", "Received")),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn")),
    ),
    steps=(
        Step("receive", "recorded -> received", by=OWNER, title=Words("确认到账", "confirm that it arrived"),
             within=Term("confirm-batch", since="start|explain"),
             needs=(Need("arrived", Words("到账日期", "arrived on"), kind="date", today=True),),
             does=(Set("arrivedOn", "{arrived}"),)),
        Step("dispute", "recorded -> disputed", by=OWNER, title=Words("未到账或金额不符", "dispute it"),
             needs=(REASON,), does=(NOTED,)),
        Step("explain", "disputed -> recorded", by=INSURER, title=Words("核对后再确认", "checked, to be confirmed"),
             within=Term("answer-objection", since="dispute"), needs=(REASON,), does=(NOTED,)),
        Step("withdraw", "recorded|disputed -> withdrawn", by=INSURER, title=Words("撤回", "withdraw"),
             needs=(REASON,), does=(NOTED,)),
    ),
)  # fmt: skip

MONTH_FITS = Need("month_fits", Words("该月清单已导入", "the month's list is there"), kind="condition")
BOOKED = Derived("booked_month", ("inside", "outside", "lines_booked", "booked_lines"))
SUMS = (Set("insideCents", "{inside}"), Set("outsideCents", "{outside}"), Set("lines", "{lines_booked}"),
        Set("line", "{booked_lines}"))  # fmt: skip
MONTH = Workflow(
    id="insurance.month",
    title=Words("月结算（记账）", "monthly account (book)"),
    focus="MonthlyAccount",
    start="booked",
    ends=frozenset({"agreed"}),
    starters=INSURER,
    begins=Step("start", "-> booked", by=INSURER, looks=(POOL, LINES, ACCOUNTS), needs=(RUNS, MONTH_FITS),
                derives=(OF_POOL, BOOKED), does=(*WHOSE, *SUMS)),
    one_live=("pool", "month"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("booked", "requested", Words("待医共体核对", "To be checked")),
        State("objected", "on-hold", Words("有异议", "Objected")),
        State("agreed", "completed", Words("双方已确认", "Agreed")),
    ),
    steps=(
        Step("agree", "booked -> agreed", by=OWNER, title=Words("核对一致", "agree"),
             within=Term("agree-month", since="start|book-again")),
        Step("object", "booked -> objected", by=OWNER, title=Words("提出异议", "object"), needs=(REASON,),
             does=(NOTED,)),
        Step("book-again", "objected -> booked", by=INSURER, title=Words("按清单重新记账", "book again from the list"),
             within=Term("answer-objection", since="object"), looks=(POOL, LINES, ACCOUNTS), needs=(REASON, MONTH_FITS),
             derives=(BOOKED,), does=(*SUMS, NOTED)),
    ),
)  # fmt: skip

COMPLETE = Need("year_complete", Words("各月已确认、批次无异议", "every month agreed, no dispute"), kind="condition")
CLEARED = Derived("cleared_year", ("total", "kept", "outside", "inside", "prepaid", "available", "surplus"))
YEAR_SUMS = (
    *TOTALS, Set("outsideCents", "{outside}"), Set("insideCents", "{inside}"), Set("prepaidCents", "{prepaid}"),
    Set("availableCents", "{available}"), Set("surplusCents", "{surplus}"),
)  # fmt: skip
YEAR_LOOKS = (POOL, BATCHES, ACCOUNTS, Look("clearings", "Clearing?pool={pool}"))
SPLITTABLE = Need(
    "can_be_split", Words("有结余、有冻结的考核、有分配规则", "surplus, appraisal, rule"), kind="condition"
)
CLEARING = Workflow(
    id="insurance.clearing",
    title=Words("年度清算", "yearly clearing"),
    focus="Clearing",
    start="drawn",
    ends=frozenset({"confirmed", "carried"}),
    starters=INSURER,
    begins=Step("start", "-> drawn", by=INSURER, looks=YEAR_LOOKS, needs=(RUNS, COMPLETE),
                derives=(OF_POOL, CLEARED), does=(*WHOSE, Set("year", "{of_year}"), *YEAR_SUMS)),
    one_live=("pool",),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("drawn", "requested", Words("待医共体确认", "Waits for the community")),
        State("objected", "on-hold", Words("有异议", "Objected")),
        State("agreed", "accepted", Words("双方已确认，待分配", "Agreed, to be split")),
        State("split", "in-progress", Words("已分配，待核准", "Split, to be confirmed")),
        State("confirmed", "completed", Words("已核准", "Confirmed")),
        State("carried", "completed", Words("已记录，不分配", "Recorded, nothing split"), aside=True),
    ),
    steps=(
        Step("agree", "drawn -> agreed", by=OWNER, title=Words("确认清算", "agree to the clearing"),
             within=Term("agree-clearing", since="start|draw-again")),
        Step("object", "drawn -> objected", by=OWNER, title=Words("提出异议", "object"), needs=(REASON,),
             does=(NOTED,)),
        Step("draw-again", "objected -> drawn", by=INSURER, title=Words("重新清算", "draw it up again"),
             within=Term("answer-objection", since="object"), looks=YEAR_LOOKS, needs=(REASON, COMPLETE),
             derives=(CLEARED,), does=(*YEAR_SUMS, NOTED)),
        Step("split", "agreed -> split", by=INSURER, title=Words("按考核与规则分配结余", "split the surplus"),
             within=Term("split", since="agree"), needs=(SPLITTABLE,),
             looks=(Look("appraisals", "Appraisal?community={community}"), Look("split_rules", "SplitRule?_sort=_id")),
             derives=(Derived("split_surplus", ("payable", "withheld", "county", "township", "village",
                                                "by_appraisal", "by_rule")),),
             does=(Set("payableCents", "{payable}"), Set("withheldCents", "{withheld}"),
                   Set("countyCents", "{county}"), Set("townshipCents", "{township}"),
                   Set("villageCents", "{village}"), Set("appraisal", "{by_appraisal}"),
                   Set("splitRule", "{by_rule}"))),
        Step("carry", "agreed -> carried", by=INSURER, title=Words("记录不分配", "record, split nothing"),
             needs=(REASON,), does=(NOTED,)),
        Step("confirm", "split -> confirmed", by="planner@*", title=Words("核准分配", "confirm the split"),
             within=Term("confirm-split", since="split"), not_by="split"),
    ),
)  # fmt: skip
APPLICANT = "resident@subject|clinician@unit|referral-centre@unit"
TERM_FITS = Need("filing_fits", Words("备案类别与期限", "kind and term"), kind="condition")
REFERRED = (
    Look("referrals", "ServiceRequest?subject=Patient/{subject}&category=urn:tongmai:referral|up&_sort=-authored", 20),
    Look("referral_tasks", "Task?focus=ServiceRequest/{referrals.id}"),
)
FILING = Workflow(
    id="insurance.filing",
    title=Words("异地就医备案", "filing of care elsewhere"),
    focus="AwayFiling",
    start="applied",
    ends=frozenset({"ended", "withdrawn"}),
    starters=APPLICANT,
    begins=Step("start", "-> applied", by=APPLICANT, looks=REFERRED, needs=(TERM_FITS,),
                derives=(Derived("referred_outside", ("from_referral",)),),
                does=(Set("applied", "{today}"), Set("referral", "{from_referral}"))),
    one_live=("subject",),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("applied", "requested", Words("待医保受理", "Waits for the insurer")),
        State("returned", "on-hold", Words("退回补正", "Returned"), aside=True),
        State("in_force", "in-progress", Words("备案生效", "In force"), desk_days=7),
        State("ended", "completed", Words("已结束", "Ended")),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("accept", "applied -> in_force", by=INSURER, title=Words("受理备案", "accept"),
             within=Term("answer-filing", since="start|complete"),
             needs=(Need("number", Words("医保系统备案号", "the number in the insurer's system")),
                    Need("filing_open", Words("期限未过", "its term is not over"), kind="condition")),
             does=(Set("number", "{number}"), Set("accepted", "{today}"))),
        Step("return", "applied -> returned", by=INSURER, title=Words("退回补正", "return"),
             within=Term("answer-filing", since="start|complete"),
             needs=(Need("missing", Words("缺什么", "what is missing")),), does=(Set("missing", "{missing}"),)),
        Step("complete", "returned -> applied", by=APPLICANT, title=Words("补正后再提交", "complete and send again"),
             within=Term("answer-missing", since="return"),
             needs=(Need("supplied", Words("补充说明", "what is added")),
                    Need("since", Words("开始日期（有变更时填）", "from, if it changes"), kind="date", required=False),
                    Need("until", Words("结束日期（有变更时填）", "to, if it changes"), kind="date", required=False),
                    TERM_FITS),
             does=(Set("supplied", "{supplied}"), Set("since", "{since}"), Set("until", "{until}"))),
        Step("end", "in_force -> ended", by=f"{INSURER}|resident@subject", title=Words("结束备案", "end it"),
             within=Term("filing-end", since="accept"), needs=(REASON,), does=(NOTED,)),
        Step("withdraw", "applied|returned -> withdrawn", by=APPLICANT, title=Words("撤回", "withdraw"),
             needs=(REASON,), does=(NOTED,)),
    ),
)  # fmt: skip
WORKFLOWS = (YEAR, PREPAYMENT, MONTH, CLEARING, FILING)
