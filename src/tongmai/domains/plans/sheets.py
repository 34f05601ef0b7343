"""The Excel lists of reported values, of funding by line, of deaths and of arrangements: what a county keeps in its own
tables comes in by the front door."""

from tongmai.base.words import Words
from tongmai.model.lists import code_column, codes, day_column, institution_column
from tongmai.model.sheet import Column, Sheet

UNITS = (
    ("percent", Words("%", "%")),
    ("count", Words("个(人)", "count")),
    ("per 1000", Words("每千人口", "per 1000")),
)
STATES = (
    ("draft", Words("草稿", "Draft")),
    ("county_review", Words("县审", "County review")),
    ("prefecture_review", Words("地市审核", "Prefecture-level review")),
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
        Column("area", Words("地区", "area"), "area", required=True, also=("县市区", "县市", "县(市)")),
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
_COUNTY = Column("area", Words("地区", "area"), "area", required=True, also=("县市区", "县市", "县(市)"))
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
_AMOUNTS = (
    Column("people", Words("人数", "people"), "integer", low=0),
    Column("places", Words("数量（床、点、项）", "beds, sites, kinds"), "integer", low=0),
    Column("amount", Words("金额（元）", "amount (yuan)"), "decimal", low=0),
    Column("fund", Words("医保基金承担", "borne by the fund"), "integer", low=0, high=100, unit="%"),
    Column("budget", Words("公卫经费承担", "borne by public-health money"), "integer", low=0, high=100, unit="%"),
    Column("own", Words("个人承担", "borne by the person"), "integer", low=0, high=100, unit="%"),
    Column("share", Words("比例或涨幅", "share or rise"), "decimal", low=0, high=100, unit="%"),
)
_TOLD = (
    ("leader", "负责人或领衔人", "who leads"), ("department", "科室或专业", "department"),
    ("partner", "合作方或成员", "the other party"), ("scope", "范围或内容", "what it covers"),
    ("standard", "标准、办法或条件", "standard or method"), ("level", "级别或类别", "level"),
    ("licence", "许可证登记号", "licence"), ("system", "系统或平台", "system"),
    ("schedule", "频次或周期", "how often"), ("route", "渠道或流程", "channel"),
)  # fmt: skip
ARRANGEMENTS = Sheet(
    id="plans.arrangements",
    title=Words("机制安排", "arrangements"),
    view="arrangement",
    columns=(
        Column("item", Words("事项编号", "item"), "identifier", required=True, pattern=r"[A-J]\d{2}", example="C06",
               hint=Words("政策事项的编号，如 C06", "the item's number, such as C06")),
        Column("title", Words("名称", "title"), required=True, longest=80),
        code_column(__file__, "kind", Words("安排形式", "kind"), "arrangement_kinds", "arrangement_kind",
                    required=True),
        Column("area", Words("地区", "area"), "area", required=True, also=("县市区", "县市", "县(市)")),
        institution_column("institution", "落实机构", "institution", required=False),
        institution_column("issuer", "拟定单位", "kept by"),
        Column("unit", Words("责任单位", "responsible unit"), required=True, longest=80),
        Column("post", Words("责任人职务", "post in charge"), required=True, longest=40),
        Column("text", Words("主要内容", "what it says"), required=True, longest=600),
        *(Column(name, Words(zh, en)) for name, zh, en in _TOLD),
        *_AMOUNTS,
        Column("number", Words("文号或协议编号", "document"), "identifier"),
        day_column("issued", "印发日期", "issued"),
        day_column("since", "施行日期", "in force from"),
        day_column("until", "截止日期", "until"),
        day_column("evaluated", "最近评估日期", "last evaluated"),
        day_column("due", "下次评估日期", "next evaluation"),
        code_column(__file__, "state", Words("状态", "state"), "arrangement_states", "arrangement_state",
                    required=True),
        Column("note", Words("说明", "note")),
    ),
    key=("item", "area", "title"),
    editors=("county-officer", "planner"),
    approvers=("planner",),
    checks=("arrangement_row_fits",),
    fixed=("state",),
    about=Words("一行一项安排；每个事项要填的要素不同，缺什么预览会逐行指出。",
                "a row an arrangement; each item asks facts of its own, and the preview says what is missing"),
)  # fmt: skip
SHEETS = (REPORTED, FUNDING, MORTALITY, ARRANGEMENTS)
