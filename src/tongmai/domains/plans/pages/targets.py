"""The board, one target, orders, reported values, how targets are read, the policy documents."""

from tongmai.base.words import Words
from tongmai.domains.plans.rules import targets as rules
from tongmai.engines.pages import acting, board, carried, decided, detail, glance, layouts, overview, records, reported
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

TARGET_NAME = Shown("target", Words("目标", "target"), "code", table="targets")
COUNTY = Shown("area", Words("地区", "area"), "area")
STATE = Shown("state", Words("状态", "state"), "state")
FIGURES = (
    Field("period", Words("月份", "month"), "month", True, value="{month}"),
    Field("numerator", Words("分子", "numerator"), "integer"),
    Field("denominator", Words("分母", "denominator"), "integer"),
    Field("value", Words("填报值", "value"), "decimal", True),
)

ISSUE = Act(
    "order",
    Words("下达督办单", "Issue an order"),
    "plans.order",
    "supervision_order",
    fields=(
        Field("unit", Words("督办单位", "unit"), "choice", True,
              choices="options:Organization?type=commission&_sort=_id&village={?county.prefix}"),
        Field("term", Words("办结期限", "term"), "day", True),
        Field("gap", Words("差距", "gap"), hint=Words("如：差 4 个乡镇", "such as: short by 4 townships")),
        Field("requirement", Words("办理要求", "what is required"), "lines", True),
    ),
    roles=("planner",),
    lead=Words("由差距下达到单位，限期办结，销号前全程留痕。", "From a gap to a unit, with a term; each step is kept."),
    fixed=(("issuer", "{organization}"), ("area", "{unit.area}")),
)  # fmt: skip
READ_OTHERWISE = Act(
    "reading",
    Words("提出改用口径", "Propose another reading"),
    "plans.determination",
    "determination",
    fields=(
        Field("value", Words("改用口径", "reading"), "choice", True, choices="reading-options"),
        Field("reason", Words("理由", "reason"), "lines", True),
    ),
    roles=("planner", "county-officer"),
    lead=Words("一人提出，另一人同意后才采用。", "One proposes; it is adopted when a second person agrees."),
    fixed=(("issuer", "{organization}"), ("area", "{area}"), ("subject", "reading")),
)
CONFIRM = Act(
    "responsible",
    Words("提出责任单位", "Propose the responsible unit"),
    "plans.determination",
    "determination",
    fields=(
        Field("value", Words("责任单位", "responsible unit"), "text", True),
        Field("reason", Words("依据", "basis"), "lines", True),
    ),
    roles=("planner", "county-officer"),
    lead=Words("计划没有写明责任单位；一人提出，另一人同意后生效。",
               "The plan names no unit; one proposes, it holds when a second person agrees."),
    fixed=(("issuer", "{organization}"), ("area", "{area}"), ("subject", "responsible")),
)  # fmt: skip
REPORT = Act(
    "report",
    Words("填报本县数值", "Report for the county"),
    "plans.report",
    "reported",
    fields=FIGURES,
    roles=("county-officer",),
    lead=Words("填报值与记录值并列，互不覆盖；记录已知的不必填。",
               "Reported and recorded stand side by side; what the records know need not be typed."),
    fixed=(("area", "{area}"), ("reporter", "{actor}")),
    fetched=(("unit", "unit"),),
)  # fmt: skip

REPORT_HERE = Act(
    "report",
    Words("填报本机构数值", "Report for this institution"),
    "plans.report",
    "reported",
    fields=(Field("target", Words("目标", "target"), "choice", True, choices="target-options"), *FIGURES),
    roles=("clinician", "headquarters"),
    lead=REPORT.lead,
    fixed=(("institution", "{organization}"), ("area", "{area}"), ("reporter", "{actor}")),
    fetched=(("unit", "unit"), ("plan", "own-plan")),
)

REPORTED = "work:ReportedValue?plan={plan}&target={target}"
NEWEST = "_sort=-_lastUpdated"
ORDERED = "listed-work:Order?plan={plan}&target={target}&" + NEWEST
ORDER_COLUMNS = (
    Shown("requirement", Words("督办事项", "order"), "record", wide=True),
    TARGET_NAME,
    Shown("unit", Words("督办单位", "unit"), "reference"),
    Shown("person", Words("责任人", "person")),
    Shown("term", Words("期限", "term"), "day"),
    STATE,
)
REPORT_COLUMNS = (
    Shown("target", Words("目标", "target"), "record", table="targets", wide=True),
    COUNTY,
    Shown("period", Words("月份", "month")),
    Shown("numerator", Words("分子", "numerator"), "number"),
    Shown("denominator", Words("分母", "denominator"), "number"),
    Shown("value", Words("填报值", "value"), "figure"),
    Shown("reporter", Words("填报人", "reporter"), "reference", phone=False),
    STATE,
)

BOARD = Page(
    id="board",
    title=Words("目标进度", "Targets"),
    path="/plans/{plan}",
    kind="board",
    menu=1,
    heading="title:plan",
    lead=Words("每项目标由记录判定，旁边是填报值；点任何一个数可以看到名单。",
               "Every target is decided from records, beside what was reported; each figure opens into names."),
    catalogue=("A13", "A14", "A16"),
    blocks=(
        Block("sentence", "sentence", decided.sentence, ("plan", "decisions"), width="half"),
        Block("map", "map", overview.counties, ("decisions", "areas"), Words("县市区一览", "By county"), "half"),
        Block("status", "figures", decided.status_figures, ("decisions",)),
        Block("filters", "chips", decided.chips, ("plan", "decisions", "areas")),
        Block("downloads", "downloads", decided.downloads, ("plan",)),
        Block("targets", "table", board.board, ("plan", "decisions", "areas", "work:Order?plan={plan}", "origins",
               "confirmed")),
    ),
)  # fmt: skip
GLANCE = Page(
    id="plan-glance",
    title=Words("规划一览", "The plan at a glance"),
    path="/plan-glance",
    kind="dashboard",
    home="above",
    roles=("planner", "county-officer", "headquarters"),
    lead=Words("对照规划站在哪里、较上月怎样、哪几项最紧。",
               "Where the plan stands, what moved since last month, what presses most."),
    catalogue=("A14",),
    blocks=(
        Block("against", "figures", glance.against, ("plan", "decisions", "areas"),
              Words("对照规划", "Against the plan")),
        Block("course", "chart", glance.course, ("plan", "pressing"),
              Words("最紧的一项，十三个月", "The one that presses most"), "half"),
        Block("furthest", "table", glance.furthest, ("plan", "decisions"),
              Words("最紧的目标", "What presses most"), "half"),
    ),
)  # fmt: skip
PLANS = Page(
    id="plans",
    title=Words("规划与方案", "Plans"),
    path="/plans",
    kind="list",
    lead=Words(
        "本地方案在前；其他地区与国家的方案作对照，各有自己的文件夹。",
        "The region's own plan first; others beside it for comparison.",
    ),
    blocks=(Block("plans", "cards", decided.plans, ("plans",)),),
)
TARGET = Page(
    id="target",
    title=Words("目标详情", "Target"),
    path="/plans/{plan}/targets/{target}",
    kind="record",
    heading="title:target",
    blocks=(
        Block("quotation", "prose", detail.quotation, ("plan", "decision"), Words("政策原文", "The plan says")),
        Block("figures", "figures", detail.figures, ("decision",)),
        Block("readings", "options", detail.readings, ("readings",), Words("口径", "Readings")),
        Block("series", "chart", detail.chart, ("decision", "series"), Words("十三个月", "Thirteen months"),
              "two-thirds"),
        Block("counties", "table", detail.counties, ("decision", "areas"), Words("各县市区", "By county"), "third"),
        Block("reported", "table", reported.compared(rules.differences, rules.difference_words),
              ("decision", REPORTED, "areas"), Words("填报值 / 记录值 / 差异", "Reported beside recorded")),
        Block("acts", "forms", acting.forms(ISSUE, REPORT, READ_OTHERWISE, CONFIRM),
              acting.sources(ISSUE, REPORT, READ_OTHERWISE, CONFIRM), Words("办理", "What you can do")),
        Block("facts", "facts", detail.facts, ("plan", "decision", "origin", "confirmed"),
              Words("要求与责任", "What is asked")),
        Block("orders", "table", records.item_table(ORDER_COLUMNS, Words("还没有督办单。", "There is no order yet.")),
              (ORDERED, "names"), Words("督办单", "Orders")),
        Block("corrections", "timeline", reported.corrections,
              ("stories:" + REPORTED.removeprefix("work:") + " note", "areas"),
              Words("退回与订正的历史", "Returns and corrections")),
        Block("members", "table", detail.members, ("members", "areas"), Words("名单", "Names")),
    ),
    acts=(ISSUE, REPORT, READ_OTHERWISE, CONFIRM),
)  # fmt: skip

BREAKDOWN = Page(
    id="breakdown",
    title=Words("任务分解表", "Breakdown"),
    path="/plans/{plan}/breakdown",
    kind="list",
    menu=4,
    roles=("planner", "county-officer", "headquarters"),
    lead=Words("计划没有写明责任单位；逐项提出，由第二人同意后确认。",
               "The plan names no units; each is proposed, and confirmed by a second person."),
    blocks=(Block("breakdown", "table", rules.breakdown, ("plan", "decisions", "confirmed")),),
)  # fmt: skip

ORDERS = Page(
    id="orders",
    title=Words("督办单", "Orders"),
    path="/orders",
    kind="list",
    menu=2,
    roles=("planner", "county-officer", "headquarters"),
    lead=Words("从差距到销号：签收、明确责任人、进展、佐证、核实。",
               "From a gap to its close: received, a person named, progress, evidence, verified."),
    catalogue=("A15",),
    blocks=(
        Block("orders", "table", records.item_table(ORDER_COLUMNS, Words(
            "还没有督办单。打开一个有差距的目标，在“办理”里下达。",
            "There is no order yet. Open a target with a gap and issue one there.")),
            ("listed-work:Order?" + NEWEST, "names")),
    ),
)  # fmt: skip
ORDER = Page(
    id="order",
    title=Words("督办单", "Order"),
    path="/orders/{order}",
    kind="story",
    shows="Order",
    heading="brief:Order/{order}",
    brief=ORDER_COLUMNS[1:3],
    blocks=layouts.story("Order/{order}", Words("督办内容", "The order"), (
        Shown("requirement", Words("办理要求", "required")),
        *ORDER_COLUMNS[1:-1],
        Shown("issuer", Words("下达单位", "issuer"), "reference"),
        COUNTY,
        Shown("gap", Words("差距", "gap")),
        Shown("progress", Words("进展", "progress"), "list"),
        Shown("evidence", Words("佐证材料", "evidence"), "list"),
        Shown("finding", Words("核实结论", "finding")),
    )),
)  # fmt: skip
REPORTS = Page(
    id="reports",
    title=Words("填报值", "Reported values"),
    path="/reports",
    kind="list",
    menu=3,
    roles=("planner", "county-officer", "headquarters"),
    lead=Words("草稿、县审、地市审核、锁定、订正；与记录值并列，互不覆盖。",
               "Draft, county, prefecture level, locked, corrected; beside the recorded value, never over it."),
    blocks=(
        Block("reports", "table", records.item_table(REPORT_COLUMNS, Words(
            "还没有填报值。打开一个目标，在“办理”里填报。",
            "Nothing was reported yet. Open a target and report there.")),
            ("listed-work:ReportedValue?" + NEWEST, "names")),
    ),
)  # fmt: skip
REPORT_STORY = Page(
    id="report",
    title=Words("填报值", "Reported value"),
    path="/reports/{report}",
    kind="story",
    shows="ReportedValue",
    heading="brief:ReportedValue/{report}",
    brief=(TARGET_NAME, *REPORT_COLUMNS[1:3]),
    blocks=layouts.story("ReportedValue/{report}", Words("填报内容", "What was reported"), (
        TARGET_NAME,
        COUNTY,
        Shown("institution", Words("机构", "institution"), "reference"),
        *REPORT_COLUMNS[2:-1],
        Shown("evidence", Words("佐证材料", "evidence"), "list"),
        Shown("note", Words("说明", "note")),
    )),
)  # fmt: skip
SUBJECT = Shown("subject", Words("事项", "about"), "code", table="subjects")
OWN = "Organization/{organization}"
FILLING = Page(
    id="filling",
    title=Words("本机构填报", "Report"),
    path="/filling",
    kind="form",
    menu=3,
    roles=("clinician", "headquarters"),
    heading="title:" + OWN,
    lead=Words("记录已知的自动取数，只填记录里没有的。", "What the records know comes by itself; type only the rest."),
    blocks=(
        Block("burden", "figures", carried.burden,
              ("carried:target " + OWN, "work:ReportedValue?institution=" + OWN)),
        Block("acts", "forms", acting.forms(REPORT_HERE, folded=False), acting.sources(REPORT_HERE),
              Words("需要填的", "To be typed")),
        Block("reports", "table", records.item_table(REPORT_COLUMNS, Words("还没有填报。", "Nothing yet.")),
              ("listed-work:ReportedValue?institution=" + OWN + "&" + NEWEST, "names"), Words("已填报", "Reported")),
        Block("carried", "table", carried.table,
              ("carried:target " + OWN, "work:ReportedValue?institution=" + OWN),
              Words("自动取数的目标", "What came by itself")),
    ),
    acts=(REPORT_HERE,),
)  # fmt: skip
DETERMINATIONS = Page(
    id="determinations",
    title=Words("口径与责任", "Readings and units"),
    path="/determinations",
    kind="list",
    menu=4,
    roles=("planner", "county-officer"),
    lead=Words("改用口径、确认责任单位都由两人办理。", "A reading or a responsible unit is settled by two people."),
    blocks=(
        Block("determinations", "table", records.item_table((
            Shown("reason", Words("理由", "reason"), "record", wide=True),
            TARGET_NAME,
            SUBJECT,
            Shown("issuer", Words("提出单位", "proposed by"), "reference"),
            Shown("adopted", Words("采用日期", "adopted"), "day"),
            STATE,
        ), Words("还没有认定。打开一个目标，在“办理”里提出。", "Nothing was settled yet. Open a target to propose.")),
            ("listed-work:Determination?" + NEWEST, "names")),
    ),
)  # fmt: skip
DETERMINATION = Page(
    id="determination",
    title=Words("口径与责任认定", "Determination"),
    path="/determinations/{determination}",
    kind="story",
    shows="Determination",
    heading="brief:Determination/{determination}",
    brief=(TARGET_NAME, SUBJECT),
    blocks=layouts.story("Determination/{determination}", Words("内容", "What it says"), (
        TARGET_NAME,
        SUBJECT,
        Shown("value", Words("采用", "value")),
        Shown("reason", Words("理由", "reason")),
        Shown("issuer", Words("提出单位", "proposed by"), "reference"),
        Shown("adopted", Words("采用日期", "adopted"), "day"),
    )),
)  # fmt: skip

POLICY = Page(
    id="policy",
    title=Words("政策原文", "Policy"),
    path="/policy",
    kind="board",
    menu=7,
    lead=Words("五份文件、每一事项的引文和它在系统里的状态；状态由页面、指标和名录算出。",
               "Five documents, every item with its quotation and how far it is built, computed from what exists."),
    catalogue=("A22",),
    blocks=(
        Block("ledger", "downloads", acting.ways(
            (Words("政策落实台账", "Arrangements"), "/arrangements",
             Words("每一事项由什么文件、机构、协议落实", "what was arranged for each item")),
            roles=("planner", "county-officer", "headquarters", "quality-office"))),
        *layouts.catalogue("target"),
    ),
)  # fmt: skip
DOCUMENT = Page(
    id="document",
    title=Words("政策文件", "Document"),
    path="/policy/{document}",
    kind="record",
    heading="title:document",
    blocks=layouts.document("target"),
)

PAGES = (
    BOARD, GLANCE, BREAKDOWN, PLANS, TARGET, ORDERS, ORDER, REPORTS, REPORT_STORY, FILLING, DETERMINATIONS,
    DETERMINATION, POLICY, DOCUMENT,
)  # fmt: skip
