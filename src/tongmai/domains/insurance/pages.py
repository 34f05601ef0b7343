"""The pages of the fund: pools by county, one pool with its course, a batch, a month, the clearing and its split; a
year of settled cases by points, a hospital's cases, one case; filings of care elsewhere."""

from tongmai.base.words import Words
from tongmai.domains.insurance import shapes
from tongmai.engines.pages import acting, layouts, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

ROLES = ("insurer", "headquarters", "county-officer", "planner")
COMMUNITY = Shown("community", Words("医共体", "community"), "reference")
COUNTY = Shown("area", Words("县市", "county"), "area")
GROUP = Shown("group", Words("参保人群", "insured group"), "code", table="fund_groups")
NOTE = Shown("note", Words("说明", "note"))
OF_POOL = Shown("pool", Words("基金包", "pool"), "reference")
YUAN = Words(" 元", " yuan")
PERCENT = Words("%", " %")

OPEN = Act(
    "open-pool",
    Words("建立基金包", "Open a pool"),
    "insurance.pool",
    "new_pool",
    fields=(
        Field("community", Words("医共体", "community"), "choice", True,
              choices="options:Organization?type=medical_community&_sort=_id&village={county}"),
        Field("year", Words("年度", "year"), "integer", True),
        Field("insured_group", Words("参保人群", "insured group"), "choice", True, choices="coded:fund_groups"),
        Field("insured", Words("参保人数", "insured persons"), "integer", True),
        Field("per_head", Words("人均标准（元）", "yuan a head"), "decimal", True),
        Field("reserve", Words("风险储备金比例（%）", "reserve (%)"), "decimal", True, value="5"),
        Field("since", Words("起", "from"), "day", True),
        Field("until", Words("止", "until"), "day", True),
    ),
    roles=("insurer",),
    lead=Words("总额＝人数×人均标准；储备金按比例提取；医共体确认后执行。",
               "People times amount; the reserve is taken off; it runs when the community agrees."),
    fixed=(("area", "{community.area}"),),
)  # fmt: skip
BATCH = Act(
    "batch",
    Words("登记预付批次", "Record a batch"),
    "insurance.prepayment",
    "prepayment",
    fields=(
        Field("number", Words("批次", "number"), "integer", True),
        Field("amount", Words("金额（元）", "yuan"), "decimal", True),
        Field("paid_on", Words("支付日期", "paid on"), "day", True),
        Field("receipt", Words("医保系统付款号", "the insurer's number"), "text", True),
    ),
    roles=("insurer",),
    lead=Words("款项由医保系统支付，这里登记其付款号，由医共体确认到账。",
               "The insurer's system pays; its number is recorded here, the community confirms."),
    fixed=(("area", "{area}"),),
)  # fmt: skip
BOOK = Act(
    "book",
    Words("按清单记月结算", "Book a month from the list"),
    "insurance.month",
    "monthly_account",
    fields=(Field("month", Words("月份", "month"), "month", True),),
    roles=("insurer",),
    lead=Words("按导入的医保结算清单汇总，只记账不支付。", "Summed from the imported list: booked, not paid."),
    fixed=(("area", "{area}"),),
)
CLEAR = Act(
    "clear",
    Words("进行年度清算", "Clear the year"),
    "insurance.clearing",
    "clearing",
    roles=("insurer",),
    lead=Words("年度结束、各月双方确认后清算。", "When the year is over and every month is agreed."),
    fixed=(("area", "{area}"),),
)

ALL_BATCHES, ALL_MONTHS = "records:Prepayment?_sort=_id", "records:MonthlyAccount?_sort=_id"
ALL_POOLS = "records:Pool?_sort=_id"
POOLS = Page(
    id="pools",
    title=Words("医保基金包", "Fund pools"),
    path="/pools",
    kind="list",
    menu=5,
    roles=ROLES,
    catalogue=("G01",),
    lead=Words("每个医共体一年一包：总额、预付（现金）、结算（记账）、剩余。本平台只记账，不支付。",
               "A pool a community and year: what it holds, was prepaid, settled, left. Nothing is paid here."),
    blocks=(
        Block("years", "chips", shapes.years, (ALL_POOLS,)),
        Block("totals", "figures", shapes.totals, (ALL_POOLS, ALL_BATCHES, ALL_MONTHS)),
        Block("pools", "table", records.made(shapes.pool_rows, (
            Shown("name", Words("医共体", "community"), "record", prefix="/pools", wide=True),
            Shown("area", Words("县市", "county"), "area", phone=False),
            Shown("insured", Words("参保人数", "insured"), "number", phone=False),
            Shown("total", Words("总额（元）", "pool (yuan)"), "cents"),
            Shown("prepaid", Words("已预付（元）", "prepaid"), "cents", phone=False),
            Shown("inside", Words("县域内（元）", "inside"), "cents"),
            Shown("outside", Words("县域外（元）", "outside"), "cents", phone=False),
            Shown("surplus", Words("剩余（元）", "left"), "cents"),
        ), Words("还没有基金包。医保经办在下面建立。", "There is no pool yet. The insurer opens one below.")),
              (ALL_POOLS, ALL_BATCHES, ALL_MONTHS, "names"), Words("各医共体", "By community")),
        Block("acts", "forms", acting.forms(OPEN), acting.sources(OPEN), Words("办理", "What you can do")),
        Block("rules", "downloads", acting.ways(
            (Words("结余分配规则", "Rows of the split rule"), "/split-rules",
             Words("没有有效的一行就不分配", "without one nothing is split")),
        )),
    ),
    acts=(OPEN,),
)  # fmt: skip
STATE = Shown("state", Words("状态", "state"), "state")
BATCH_TABLE = records.item_table((
    Shown("number", Words("批次", "batch"), "record", unit=Words(" 批", " (batch)")),
    Shown("amount", Words("金额（元）", "yuan"), "yuan"),
    Shown("paidOn", Words("支付日期", "paid on"), "day", phone=False),
    Shown("receipt", Words("医保系统付款号", "insurer's number"), phone=False), STATE,
), Words("还没有预付批次。", "There is no batch yet."))  # fmt: skip
MONTH_TABLE = records.item_table((
    Shown("month", Words("月份", "month"), "record"),
    Shown("insideCents", Words("县域内（元）", "inside (yuan)"), "cents"),
    Shown("outsideCents", Words("县域外（元）", "outside (yuan)"), "cents"),
    Shown("lines", Words("清单行数", "lines"), "number", phone=False), STATE,
), Words("还没有月结算。导入清单后按月记账。", "No month is booked yet. Import the list, then book it."))  # fmt: skip
CLEARING_TABLE = records.item_table((
    Shown("year", Words("年度清算", "clearing"), "record", unit=Words(" 年度", " (year)")),
    Shown("surplusCents", Words("结余（元）", "surplus (yuan)"), "cents"),
    Shown("payableCents", Words("可分配（元）", "payable (yuan)"), "cents"), STATE,
), Words("还没有清算。年度结束、各月双方确认后进行。", "Not cleared yet: when the year is over."))  # fmt: skip
ITEM, BATCHES, MONTHS = "item:Pool/{pool}", "records:Prepayment?pool={pool}", "records:MonthlyAccount?pool={pool}"
POOL = Page(
    id="pool",
    title=Words("基金包", "Pool"),
    path="/pools/{pool}",
    kind="story",
    shows="Pool",
    heading="brief:Pool/{pool}",
    brief=(COMMUNITY, Shown("year", Words("年度", "year")), GROUP),
    live=("Prepayment", "MonthlyAccount", "Clearing"),
    catalogue=("G01",),
    blocks=(
        Block("course", "table", shapes.course, (ITEM, BATCHES, MONTHS), Words("钱到哪里去了", "Where the money went")),
        Block("spending", "chart", shapes.spending, (ITEM, BATCHES, MONTHS),
              Words("县域内累计结算（万元）", "Settled inside (10,000 yuan)")),
        Block("batches", "table", BATCH_TABLE, ("work:Prepayment?pool={pool}&_sort=number", "names"),
              Words("预付批次（现金）", "Batches (cash)")),
        Block("accounts", "table", MONTH_TABLE, ("work:MonthlyAccount?pool={pool}&_sort=month", "names"),
              Words("月结算（记账）", "Months (book)")),
        Block("clearings", "table", CLEARING_TABLE, ("work:Clearing?pool={pool}", "names"),
              Words("年度清算", "Clearing")),
        Block("acts", "forms", acting.forms(BATCH, BOOK, CLEAR), acting.sources(BATCH, BOOK, CLEAR),
              Words("登记", "Record")),
        *layouts.story("Pool/{pool}", Words("基金包内容", "The pool"), (
            COMMUNITY, COUNTY, Shown("period", Words("期间", "period"), "period"), GROUP,
            Shown("insured", Words("参保人数", "insured"), "number"),
            Shown("perHead", Words("人均标准", "a head"), "yuan", unit=YUAN),
            Shown("reservePercent", Words("风险储备金", "reserve"), "number", unit=PERCENT), NOTE,
        )),
    ),
    acts=(BATCH, BOOK, CLEAR),
)  # fmt: skip
BATCH_STORY = Page(
    id="prepayment",
    title=Words("预付批次", "Batch"),
    path="/prepayments/{prepayment}",
    under="/pools",
    kind="story",
    shows="Prepayment",
    heading="brief:Prepayment/{prepayment}",
    brief=(COMMUNITY, Shown("number", Words("批次", "batch"))),
    blocks=layouts.story("Prepayment/{prepayment}", Words("这一批", "This batch"), (
        COMMUNITY, COUNTY, Shown("number", Words("批次", "batch")),
        Shown("amount", Words("金额", "amount"), "yuan", unit=YUAN),
        Shown("paidOn", Words("支付日期", "paid on"), "day"), Shown("receipt", Words("医保系统付款号", "number")),
        Shown("arrivedOn", Words("到账日期", "arrived on"), "day"), NOTE,
    )),
)  # fmt: skip
MONTH_STORY = Page(
    id="monthly-account",
    title=Words("月结算", "Monthly account"),
    path="/monthly-accounts/{account}",
    under="/pools",
    kind="story",
    shows="MonthlyAccount",
    heading="brief:MonthlyAccount/{account}",
    brief=(COMMUNITY, Shown("month", Words("月份", "month"))),
    blocks=(
        Block("lines", "table", shapes.line_table, ("records:FundLine?_has:MonthlyAccount:line:_id={account}", "names"),
              Words("清单行", "Lines of the list")),
        *layouts.story("MonthlyAccount/{account}", Words("月结算", "The month"), (
            COMMUNITY, COUNTY, Shown("month", Words("月份", "month")),
            Shown("lines", Words("清单行数", "lines"), "number"), NOTE,
        )),
    ),
)  # fmt: skip
CLEARED, SCORES, SPLITS = "item:Clearing/{clearing}", "records:Appraisal?_sort=_id", "records:SplitRule?_sort=_id"
CLEARING = Page(
    id="clearing",
    title=Words("年度清算", "Clearing"),
    path="/clearings/{clearing}",
    under="/pools",
    kind="story",
    shows="Clearing",
    heading="brief:Clearing/{clearing}",
    brief=(COMMUNITY, Shown("year", Words("年度", "year"))),
    catalogue=("G01",),
    blocks=(
        Block("lacking", "notice", shapes.lacking, (CLEARED, SCORES, SPLITS, "names")),
        Block("sums", "table", shapes.clearing_sums, (CLEARED,), Words("清算", "Clearing")),
        Block("split", "table", shapes.split_table, (CLEARED, SCORES, SPLITS), Words("结余分配", "The split")),
        Block("cash", "figures", shapes.open_cash, (CLEARED,)),
        Block("papers", "downloads", shapes.papers, (CLEARED,)),
        *layouts.story("Clearing/{clearing}", Words("内容", "What it says"), (
            COMMUNITY, COUNTY, Shown("year", Words("年度", "year")), NOTE,
        )),
    ),
)  # fmt: skip
PRINTED = Page(
    id="clearing-sheet", title=Words("年度清算表", "Clearing sheet"), path="/clearings/{clearing}/sheet", kind="print",
    printed="clearing_sheet", blocks=(Block("sheet", "sheet", shapes.clearing_sheet, (CLEARED, "names")),),
)  # fmt: skip
RULE_COLUMNS = (
    COUNTY,
    Shown("since", Words("生效", "from"), "day"),
    Shown("until", Words("失效", "until"), "day"),
    Shown("county", Words("县级", "county"), "number"),
    Shown("township", Words("乡级", "townships"), "number"),
    Shown("village", Words("村级", "villages"), "number"),
    Shown("source", Words("依据", "source"), "record", wide=True, prefix="/split-rules"),
    Shown("status", Words("核实情况", "status"), "code", table="statuses"),
)
SPLIT_RULES = Page(
    id="split-rules",
    title=Words("结余分配规则", "Rows of the split rule"),
    path="/split-rules",
    under="/pools",
    kind="list",
    roles=ROLES,
    lead=Words("县、乡、村的权重，按年度最后一天有效的一行；没有就不分配。由州级规划在“数据导入”中导入。",
               "Weights by tier; the row that holds on the year's last day. The planner imports them as a list."),
    blocks=(
        Block("rules", "table", records.list_table(RULE_COLUMNS, Words(
            "还没有规则行：现在任何结余都不分配。", "There is no row: no surplus is divided.")), (SPLITS, "names")),
    ),
)  # fmt: skip
RULE = Page(
    id="split-rule", title=Words("结余分配规则", "Row of the split rule"), path="/split-rules/{rule}", kind="record",
    shows="SplitRule", brief=(Shown("source", Words("依据", "source")),),
    blocks=(Block("facts", "facts", records.facts((*RULE_COLUMNS[:6], Shown("source", Words("依据", "source")))),
                  ("record:SplitRule/{rule}", "names")),),
)  # fmt: skip
LINE = Page(
    id="fund-line", title=Words("医保结算清单行", "Line of the insurer's list"), path="/fund-lines/{line}",
    under="/pools", kind="record", shows="FundLine", brief=(COMMUNITY, Shown("month", Words("月份", "month"))),
    blocks=(Block("facts", "facts", records.facts((
        COMMUNITY, Shown("month", Words("月份", "month")), GROUP,
        Shown("scope", Words("县域内外", "where"), "code", table="fund_scopes"),
        Shown("institution", Words("就诊机构", "institution"), "reference"),
        Shown("category", Words("类别", "category"), "code", table="fund_categories"),
        Shown("fund", Words("基金支付", "fund"), "yuan", unit=YUAN),
        Shown("cost", Words("总费用", "cost"), "yuan", unit=YUAN),
        Shown("admissions", Words("出院人次", "discharges"), "number"),
    )), ("record:FundLine/{line}", "names")),),
)  # fmt: skip
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
CLERKS = ("clinician", "referral-centre")
FILED = Shown("subject.display", Words("居民", "resident"))
FILED_KIND = Shown("kind", Words("类别", "kind"), "code", table="filing_kinds")
WHERE = Shown("place", Words("就医地", "place of care"), "code", table="filing_places")
SINCE, UNTIL = (
    Shown("since", Words("开始日期", "from"), "day"),
    Shown("until", Words("结束日期", "to"), "day", phone=False),
)
FILING_COLUMNS = (Shown("subject.display", Words("居民", "resident"), "record"), FILED_KIND, WHERE, SINCE, UNTIL, STATE)
OWN_COLUMNS = (Shown("kind", Words("类别", "kind"), "record", table="filing_kinds"), WHERE, SINCE, UNTIL, STATE)
FILED_FIELDS = (
    Field("filing_kind", Words("备案类别", "kind"), "choice", True, choices="coded:filing_kinds"),
    Field("place", Words("就医地", "place of care"), "choice", True, choices="coded:filing_places"),
    Field("city", Words("城市、医院", "city, hospital"), "text", True, longest=60),
    Field("since", Words("开始日期", "from"), "day", True),
    Field("until", Words("结束日期", "to"), "day", hint=Words("长期居住可不填", "open for a long-term resident")),
    Field("reason", Words("备案原因", "why"), "lines", longest=200),
)  # fmt: skip
FILE = Act(
    "file", Words("提交备案申请", "Apply"), "insurance.filing", "away_filing", fields=FILED_FIELDS, roles=("resident",),
    fixed=(("person", "{patient}"), ("area", "{area}")), fetched=(("name", "title:Patient/{patient}"),),
    lead=Words("就医前备案；急诊抢救可在入院后限期内补办。缺材料时医保退回说明，补正后再提交。",
               "File before the care, an emergency soon after. What is missing the insurer says; complete it then."),
)  # fmt: skip
FILE_FOR = Act(
    "file-for", Words("代居民提交备案申请", "Apply for the resident"), "insurance.filing", "away_filing",
    fields=FILED_FIELDS, roles=CLERKS,
    fetched=(("patient", "record:Patient/{resident}"), ("name", "title:Patient/{resident}")),
    fixed=(("person", "{resident}"), ("unit", "{organization}"), ("area", "{area}")),
    lead=Words("由居民委托，医院代办；转诊单已转往区域外机构的自动关联。",
               "For a resident who asks for it; a referral sent outside is linked by itself."),
)  # fmt: skip
MY_FILINGS = Page(
    id="my-filings",
    title=Words("异地就医备案", "Care elsewhere"),
    path="/my-filings",
    kind="list",
    menu=4,
    roles=("resident",),
    acts=(FILE,),
    catalogue=("G14",),
    lead=Words("去外地就医前备案，结算更方便。备案由医保系统登记，这里办理申请并查看进度。",
               "File before you are treated elsewhere. The insurer's system keeps it; you apply and follow it here."),
    blocks=(
        Block("filings", "table", records.item_table(OWN_COLUMNS, Words(
            "还没有备案。去外地就医前，请在下面申请。", "Nothing is filed. Apply below before you go.")),
              ("work:AwayFiling?subject=Patient/{patient}&_sort=-since", "names"), Words("我的备案", "My filings")),
        Block("online", "forms", acting.forms(FILE), acting.sources(FILE), Words("申请备案", "Apply here")),
    ),
)  # fmt: skip
FILINGS = Page(
    id="filings",
    title=Words("异地就医备案", "Care elsewhere"),
    path="/filings",
    kind="list",
    menu=7,
    roles=("insurer", *CLERKS),
    catalogue=("G14",),
    live=("AwayFiling",),
    lead=Words("申请、受理或退回、生效、结束。备案号以医保系统为准，本平台不结算。",
               "Applied for, accepted or returned, in force, ended. The insurer's system numbers and settles."),
    blocks=(
        Block("waiting", "table", records.item_table(FILING_COLUMNS, Words(
            "没有待受理的备案。", "No filing waits for the insurer.")),
              ("work:AwayFiling?state=applied&_sort=since", "names"), Words("待医保受理", "To be decided")),
        Block("others", "table", records.item_table(FILING_COLUMNS, Words(
            "还没有其他备案。居民可在线申请，医院可从居民档案代办。",
            "No other filing yet: residents apply online, hospitals from the record.")),
              ("listed-work:AwayFiling?state=returned,in_force,ended,withdrawn&_sort=-since", "names"),
              Words("退回、生效与结束", "Returned, in force, ended")),
    ),
)  # fmt: skip
NEW_FILING = Page(
    id="new-filing", title=Words("代办异地就医备案", "File care elsewhere"), path="/new-filing/{resident}", kind="form",
    under="/filings", begins="Patient", roles=CLERKS, acts=(FILE_FOR,), catalogue=("G14",),
    lead=Words("代居民向医保提交备案申请。", "Apply to the insurer for the resident."),
    blocks=(
        Block("who", "facts", records.facts((Shown("name.text", Words("姓名", "name")),
                                             Shown("birthDate", Words("出生日期", "born"), "day"))),
              ("record:Patient/{resident}", "names"), Words("居民", "Resident")),
        Block("forms", "forms", acting.forms(FILE_FOR, opens=1), acting.sources(FILE_FOR), Words("备案", "Filing")),
    ),
)  # fmt: skip
FILING_STORY = Page(
    id="filing", title=Words("异地就医备案", "Filing"), path="/filings/{filing}", kind="story", shows="AwayFiling",
    heading="brief:AwayFiling/{filing}", brief=(FILED, FILED_KIND, WHERE), catalogue=("G14",),
    blocks=layouts.story("AwayFiling/{filing}", Words("备案内容", "The filing"), (
        FILED, FILED_KIND, WHERE, Shown("city", Words("城市、医院", "city, hospital")), SINCE, UNTIL,
        Shown("reason", Words("备案原因", "why")), Shown("unit", Words("代办机构", "filed by"), "reference"),
        Shown("referral", Words("已关联区域外转诊单", "a referral outside is linked"), "yes_no"),
        Shown("applied", Words("申请日期", "applied"), "day"),
        Shown("missing", Words("缺什么", "what was missing")), Shown("supplied", Words("补充说明", "what was added")),
        Shown("number", Words("医保系统备案号", "the insurer's number")),
        Shown("accepted", Words("受理日期", "accepted"), "day"), NOTE,
    )),
)  # fmt: skip
PAGES = (POOLS, POOL, BATCH_STORY, MONTH_STORY, CLEARING, PRINTED, SPLIT_RULES, RULE, LINE, DIP, DIP_YEAR,
         DIP_HOSPITAL, DIP_CASE, DIP_BUDGET, FILINGS, MY_FILINGS, NEW_FILING, FILING_STORY)  # fmt: skip
