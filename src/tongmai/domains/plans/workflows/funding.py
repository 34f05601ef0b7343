"""Entries of funding: instalments, corrections, revisions, booked by a second person."""

from tongmai.base.words import Words
from tongmai.domains.plans.rules import funding
from tongmai.domains.plans.workflows.common import ON, REASON
from tongmai.model.workflow import Derived, Look, Need, Set, State, Step, Term, Workflow

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
             derives=(MADE,), does=funding.entry_set("payment")),
        Step("correct", "drafted -> entered", by=PAYER, title=Words("更正一笔拨付", "correct an instalment"),
             looks=OF_CORRECTED,
             needs=(DIFFERENCE, ON, VOUCHER, REASON,
                    Need("entry_corrects", Words("更正合理", "the correction fits"), kind="condition")),
             derives=(MADE,), does=(*funding.entry_set("correction"), Set("reason", "{reason}"))),
        Step("revise", "drafted -> entered", by=PAYER, title=Words("调整计划", "revise the plan"), looks=UNDER_LINE,
             needs=(DIFFERENCE, ON, VOUCHER, REASON,
                    Need("entry_revises", Words("不低于已拨", "not below what is paid"), kind="condition")),
             derives=(MADE,), does=(*funding.entry_set("revision"), Set("reason", "{reason}"))),
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
