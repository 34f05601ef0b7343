"""The Excel list of reported values: what a county keeps in its own tables comes in by the front door."""

from tongmai.base.words import Words
from tongmai.model.lists import institution_column
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
SHEETS = (REPORTED,)
