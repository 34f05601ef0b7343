"""Pools by county, one pool with its course, a batch, a month, the clearing and its split, rows of the split rule."""

from tongmai.base.words import Words
from tongmai.domains.insurance import shapes
from tongmai.domains.insurance.pages.common import COMMUNITY, COUNTY, NOTE, PERCENT, ROLES, STATE, YUAN
from tongmai.engines.pages import acting, layouts, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

GROUP = Shown("group", Words("参保人群", "insured group"), "code", table="fund_groups")
OF_POOL = Shown("pool", Words("基金包", "pool"), "reference")

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
            Shown("area", Words("县市区", "county"), "area", phone=False),
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
    kind="list",
    roles=ROLES,
    lead=Words("县、乡、村的权重，按年度最后一天有效的一行；没有就不分配。由地市级规划在“数据导入”中导入。",
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
