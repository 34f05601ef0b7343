"""The Excel lists of reported values, of funding by line and of deaths: what a county keeps in its own tables comes in
by the front door."""

from tongmai.base.words import Words
from tongmai.model.lists import codes, institution_column
from tongmai.model.sheet import Column, Sheet

UNITS = (
    ("percent", Words("%", "%")),
    ("count", Words("个(人)", "count")),
    ("per 1000", Words("每千人口", "per 1000")),
)
STATES = (
    ("draft", Words("草稿", "Draft")),
    ("county_review", Words("县审", "County review")),
    ("prefecture_review", Words("州核", "Prefecture review")),
    ("locked", Words("锁定", "Locked")),
    ("corrected", Words("订正", "Corrected")),
    ("returned", Words("退回核实", "Returned for check")),
)

REPORTED = Sheet(
    id="plans.reported",
    title=Words("填报数据", "reported values"),
    view="reported",
    columns=(
        Column("plan", Words("计划", "plan"), "identifier", required=True, example="plan-2024"),
        Column(
            "target",
            Words("目标编号", "target"),
            "identifier",
            required=True,
            example="T12",
            pattern=r"T\d{2}",
            hint=Words("计划中的编号，如 T12", "the plan's number, such as T12"),
            also=("编号", "指标编号"),
        ),
        Column("area", Words("地区", "area"), "area", required=True, also=("县市", "县(市)")),
        Column("period", Words("月份", "month"), "month", required=True, low=2020, high=2035, example="2025-06"),
        institution_column("institution", "填报单位", "reporting institution", required=False),
        Column("numerator", Words("分子", "numerator"), "integer", low=0),
        Column("denominator", Words("分母", "denominator"), "integer", low=1),
        Column("value", Words("填报值", "value"), "decimal", required=True, low=0),
        Column("unit", Words("单位", "unit"), "code", required=True, codes=UNITS),
        Column("state", Words("填报状态", "state"), "code", required=True, codes=STATES),
        Column("note", Words("备注", "note")),
    ),
    key=("plan", "target", "area", "period"),
    editors=("county-officer", "planner"),
    approvers=("planner",),
    checks=("reported_row_fits",),
    fixed=("state",),
    closed=(("state", ("locked", "corrected")),),
    about=Words(
        "填报值与记录值并列，互不覆盖；记录已知的不必填。",
        "Reported stands beside recorded; what records know is not asked.",
    ),
)
_COUNTY = Column("area", Words("地区", "area"), "area", required=True, also=("县市", "县(市)"))
_YEAR = Column("year", Words("年度", "year"), "integer", required=True, low=2010, high=2050, example="2025")
_BASIS = Column("basis", Words("依据", "basis"))
FUNDING = Sheet(
    id="plans.funding",
    title=Words("政府投入计划", "planned funding"),
    view="funding_line",
    columns=(
        _COUNTY,
        _YEAR,
        Column("line", Words("投入项目", "line"), "code", required=True,
               codes=codes(__file__, "funding_lines", "line")),
        Column("purpose", Words("投向", "purpose"), "code", required=True,
               codes=codes(__file__, "funding_purposes", "purpose")),
        Column("planned", Words("年初计划（元）", "planned (yuan)"), "decimal", required=True, low=0,
               also=("计划（元）", "计划金额（元）", "预算（元）")),
        _BASIS,
        Column("note", Words("备注", "note")),
    ),
    key=("area", "year", "line", "purpose"),
    editors=("county-officer", "planner"),
    approvers=("planner",),
    checks=("funding_row_fits",),
    about=Words("一行一个地区、年度、项目和投向；年中调整与拨付在投入项目的页面逐笔登记，不改本表。",
                "a row an area, year, line and purpose; revisions and instalments are entered on the line's page"),
)  # fmt: skip
MORTALITY = Sheet(
    id="plans.mortality",
    title=Words("重点慢病死亡年报", "yearly list of deaths"),
    view="mortality_year",
    columns=(
        _COUNTY,
        _YEAR,
        Column("age", Words("年龄组起始岁", "first age of the group"), "integer", required=True, low=30, high=65,
               hint=Words("30、35 … 65", "30, 35 … 65"), example="30", also=("年龄组",)),
        Column("deaths", Words("四类慢病死亡数", "deaths of the four diseases"), "integer", required=True, low=0,
               hint=Words("心脑血管病、癌症、糖尿病、慢性呼吸系统疾病",
                          "cardiovascular, cancer, diabetes, chronic respiratory")),
        Column("people", Words("年平均人口", "average residents"), "integer", required=True, low=1),
        _BASIS,
    ),
    key=("area", "year", "age"),
    editors=("county-officer", "planner"),
    approvers=("county-officer", "planner"),
    checks=("mortality_row_fits",),
    about=Words("县疾控中心按年报送，一县一年八个五岁组；死因登记系统为准，这里只收合计，没有个人。",
                "the county's CDC sends it yearly, eight groups a county and year; sums only, no person"),
)  # fmt: skip
SHEETS = (REPORTED, FUNDING, MORTALITY)
