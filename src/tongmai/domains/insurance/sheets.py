"""The insurer's lists: clearing tables come in here; the platform settles and pays nothing."""

from tongmai.base.words import Words
from tongmai.model.lists import codes, day_column, institution_column
from tongmai.model.sheet import Column, Sheet

_STATUSES = (
    ("verified", Words("已核实", "verified")),
    ("unverified", Words("未核实", "unverified")),
    ("assumed", Words("推定", "assumed")),
)
_EDITORS, _APPROVERS = ("insurer", "planner"), ("planner",)

LINES = Sheet(
    id="insurance.lines",
    title=Words("医保结算清单", "the insurer's clearing table"),
    view="fund_line",
    columns=(
        institution_column("community", "医共体", "medical community"),
        Column("month", Words("结算月份", "month"), "month", required=True, low=2020, high=2035, example="2025-05"),
        Column("insured_group", Words("参保人群", "insured group"), "code", required=True,
               codes=codes(__file__, "fund_groups", "group")),
        Column("scope", Words("县域内外", "inside or outside"), "code", required=True,
               codes=codes(__file__, "fund_scopes", "scope")),
        institution_column("institution", "就诊机构", "institution", required=False),
        Column("category", Words("类别", "category"), "code", required=True,
               codes=codes(__file__, "fund_categories", "category")),
        Column("fund", Words("基金支付（元）", "borne by the fund (yuan)"), "decimal", required=True, low=0),
        Column("cost", Words("总费用（元）", "cost in all (yuan)"), "decimal", required=True, low=0),
        Column("admissions", Words("出院人次", "discharges"), "integer", low=0),
    ),
    key=("community", "month", "insured_group", "scope", "institution", "category"),
    editors=_EDITORS,
    approvers=_APPROVERS,
    checks=("line_fits",),
    about=Words("一行一家机构一个月一类；县域外不填机构。金额以医保系统为准，本平台只记账不支付。",
                "a row an institution, month and category; the insurer's system settles, this one only books"),
)  # fmt: skip
SPLITS = Sheet(
    id="insurance.splits",
    title=Words("结余分配规则", "rows of the split rule"),
    view="split_rule",
    columns=(
        Column("area", Words("地区", "area"), "area", required=True, also=("县市区", "县市", "县(市)")),
        Column("since", Words("生效日期", "from"), "day", required=True, example="2024-01-01"),
        day_column("until", "失效日期", "until"),
        Column("county", Words("县级权重", "weight of the county"), "integer", required=True, low=0, high=1000),
        Column("township", Words("乡级权重", "weight of townships"), "integer", required=True, low=0, high=1000),
        Column("village", Words("村级权重", "weight of villages"), "integer", required=True, low=0, high=1000),
        Column("source", Words("依据文件", "source"), required=True),
        Column("status", Words("核实情况", "status"), "code", required=True, codes=_STATUSES),
    ),
    key=("area", "since"),
    editors=_EDITORS,
    approvers=_APPROVERS,
    checks=("weights_fit",),
    about=Words("没有有效的一行，就不分配结余。", "without a row that holds nothing is divided"),
)
CASES = Sheet(
    id="insurance.cases",
    title=Words("按分值付费结算病例", "settled cases by points"),
    view="dip_case",
    columns=(
        Column("number", Words("病例号", "case"), "identifier", required=True, also=("结算单号", "病案结算号")),
        Column("area", Words("统筹地区", "pooling area"), "area", required=True),
        institution_column("institution", "医院", "hospital"),
        Column("dip_group", Words("病种", "disease group"), "code", codes=codes(__file__, "dip_groups", "dip_group"),
               hint=Words("未入组的留空", "empty where the case fell into none")),
        Column("month", Words("结算月份", "month"), "month", required=True, low=2020, high=2035, example="2025-05"),
        Column("cost", Words("总费用（元）", "cost in all (yuan)"), "decimal", required=True, low=0),
    ),
    key=("area", "number"),
    editors=_EDITORS,
    approvers=_APPROVERS,
    checks=("amount_fits",),
    about=Words("一行一个结算病例，不含个人信息；病种以医保系统分组为准，本平台只计算不支付。",
                "a row a settled case, without the person; grouped by the insurer's system, nothing is paid here"),
)  # fmt: skip
BUDGETS = Sheet(
    id="insurance.budgets",
    title=Words("按分值付费年度预算", "budgets by points"),
    view="dip_budget",
    columns=(
        Column("area", Words("统筹地区", "pooling area"), "area", required=True),
        Column("year", Words("年度", "year"), "integer", required=True, low=2020, high=2035),
        Column("amount", Words("年度预算（元）", "budget (yuan)"), "decimal", required=True, low=0),
        Column("source", Words("依据文件", "source"), required=True),
        Column("status", Words("核实情况", "status"), "code", required=True, codes=_STATUSES),
    ),
    key=("area", "year"),
    editors=_EDITORS,
    approvers=_APPROVERS,
    checks=("amount_fits",),
    about=Words("没有预算就不计算点值和金额。", "without a budget a point has no value"),
)
SHEETS = (LINES, SPLITS, CASES, BUDGETS)
