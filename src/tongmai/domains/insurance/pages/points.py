"""A year of settled cases by points, a hospital's cases, one case, the budgets."""

from tongmai.base.words import Words
from tongmai.domains.insurance import shapes
from tongmai.domains.insurance.pages.common import PERCENT, YUAN
from tongmai.engines.pages import records
from tongmai.model.page import Block, Page, Shown

KEEPERS = ("insurer", "planner")
STATUS = Shown("status", Words("核实情况", "status"), "code", table="statuses", phone=False)
DISEASE = Shown("group", Words("病种", "disease group"), "code", table="dip_groups")
DISEASE_CODE = Shown("group", Words("病种编码", "code of the group"), phone=False)
HOSPITAL = Shown("institution", Words("医院", "hospital"), "reference", wide=True, phone=False)
WAY = Shown("way", Words("计分方式", "how"), "code", table="dip_ways")
POINTS = Shown("points", Words("分值", "points"), "number")
IN_MONTH = Shown("month", Words("结算月份", "month"), phone=False)
OWN_CASE = Shown("number", Words("病例号", "case"), "record", prefix="/dip-cases", wide=True)
CASE_COLUMNS = (OWN_CASE, IN_MONTH, DISEASE_CODE, DISEASE, Shown("cost", Words("总费用（元）", "cost (yuan)"), "yuan",
                phone=False), WAY, POINTS)  # fmt: skip
BUDGETS, CASES = "records:DipBudget?year={year}", "records:DipCase?month={year}"
HOSPITALS = "records:Organization?_has:DipCase:institution:month={year}"
DIP = Page(
    id="dip",
    title=Words("按病种分值付费", "Payment by points"),
    path="/dip",
    kind="list",
    menu=6,
    roles=KEEPERS,
    catalogue=("G02",),
    lead=Words("医保系统的结算病例按病种分值和医院系数计分，点值＝年度预算÷总分值。本平台只计算不支付。",
               "Settled cases by score and coefficient; a point is worth the budget over all points. Nothing is paid."),
    blocks=(
        Block("years", "table", records.made(shapes.budget_rows, (
            Shown("year", Words("年度", "year"), "record", prefix="/dip"),
            Shown("area", Words("统筹地区", "pooling area"), "area"),
            Shown("amount", Words("年度预算（元）", "budget (yuan)"), "yuan"),
            Shown("source", Words("依据", "source"), wide=True, phone=False), STATUS,
        ), Words("还没有年度预算。请在“数据导入”中导入预算和结算病例。",
                 "No budget yet: import budgets and cases as lists.")),
              ("records:DipBudget?_sort=_id", "names"), Words("年度", "Years")),
        Block("scores", "table", records.made(shapes.score_rows, (
            Shown("dip_group", Words("编码", "code"), phone=False),
            Shown("dip_group", Words("病种", "disease group"), "code", table="dip_groups", wide=True),
            Shown("score", Words("分值", "score"), "number"), Shown("mean", Words("均费（元）", "mean (yuan)"), "yuan"),
            STATUS,
        )), ("names",), Words("现行病种分值（小型示例表）", "Scores that hold today (a small table)")),
    ),
)  # fmt: skip
DIP_YEAR = Page(
    id="dip-year",
    title=Words("年度分值与点值", "A year by points"),
    path="/dip/{year}",
    kind="list",
    roles=KEEPERS,
    catalogue=("G02",),
    lead=Words("费用低于均费一半的按实际费用比计分，高于两倍的超出部分加计；未入组的不计分并列出。本平台不支付。",
               "Below half the mean by its ratio, above twice with what is beyond; what has no group is listed."),
    blocks=(
        Block("sums", "figures", shapes.point_sums, (BUDGETS, CASES, HOSPITALS, "names")),
        Block("hospitals", "table", records.made(shapes.hospital_rows, (
            Shown("name", Words("医院", "hospital"), "record", prefix="/dip", wide=True),
            Shown("area", Words("统筹地区", "pooling area"), "area", phone=False),
            Shown("cases", Words("计分病例", "cases"), "number", phone=False), POINTS,
            Shown("cents", Words("按分值应得（元）", "by points (yuan)"), "cents"),
        ), Words("这一年没有计分的病例。先在“数据导入”中导入预算和结算病例。",
                 "No case with points in the year. Import its budget and its cases first."),
           Words("各医院合计＝年度预算，最大余数法，分文不差。由医保系统结算，本平台不支付。",
                 "Hospitals add up to the budget, by largest remainder. The platform pays nothing.")),
              (BUDGETS, CASES, HOSPITALS, "names"),
              Words("各医院", "Hospitals")),
        Block("left", "table", records.made(shapes.left_rows, (OWN_CASE, HOSPITAL, IN_MONTH, WAY), optional=True),
              (CASES, HOSPITALS, "names"), Words("未计分病例", "Left out, without points")),
    ),
)  # fmt: skip
DIP_HOSPITAL = Page(
    id="dip-hospital", title=Words("医院结算病例", "A hospital's cases"), path="/dip/{year}/{hospital}", kind="list",
    roles=KEEPERS, catalogue=("G02",), heading="title:Organization/{hospital}",
    blocks=(Block("cases", "table", records.made(shapes.case_rows, CASE_COLUMNS, Words(
        "没有结算病例。", "There is no settled case.")), (
        "records:DipCase?institution=Organization/{hospital}&month={year}",
        "records:Organization?_id={hospital}", "names"), Words("结算病例", "Settled cases")),),
)  # fmt: skip
DIP_CASE = Page(
    id="dip-case", title=Words("结算病例", "Settled case"), path="/dip-cases/{case}", under="/dip", kind="record",
    shows="DipCase", brief=(Shown("number", Words("病例号", "case")),),
    blocks=(
        Block("facts", "facts", shapes.case_facts((
            Shown("number", Words("病例号", "case")), Shown("area", Words("统筹地区", "pooling area"), "area"),
            HOSPITAL, IN_MONTH, DISEASE_CODE, DISEASE,
            Shown("cost", Words("总费用", "cost"), "yuan", unit=YUAN),
            Shown("mean", Words("病种均费", "mean of the group"), "yuan", unit=YUAN),
            Shown("ratio", Words("费用比", "cost over mean"), "number", unit=PERCENT),
            Shown("score", Words("病种分值", "score")),
            Shown("level", Words("医院等级", "level"), "code", table="dip_levels"),
            Shown("coefficient", Words("等级系数", "coefficient")), WAY, POINTS,
        )), ("record:DipCase/{case}", "records:Organization?_has:DipCase:institution:_id={case}", "names")),
    ),
)  # fmt: skip
DIP_BUDGET = Page(
    id="dip-budget", title=Words("按分值付费年度预算", "Budget by points"), path="/dip-budgets/{budget}", kind="record",
    under="/dip", shows="DipBudget", brief=(Shown("year", Words("年度", "year")),),
    blocks=(Block("facts", "facts", records.facts((
        Shown("year", Words("年度", "year")), Shown("area", Words("统筹地区", "pooling area"), "area"),
        Shown("amount", Words("年度预算", "budget"), "yuan", unit=YUAN),
        Shown("source", Words("依据", "source")), STATUS,
    )), ("record:DipBudget/{budget}", "names")),),
)  # fmt: skip
