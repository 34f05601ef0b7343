"""Front pages and what they count: the list, one case, the indicators, the grouping, the priority of specialties."""

from tongmai.base.words import Words
from tongmai.domains.quality import shapes
from tongmai.domains.quality.pages.common import ANSWERABLE, APPRAISAL, GROUPS, PRIORITY, ROLES
from tongmai.domains.quality.rules.appraisal import measures
from tongmai.engines.pages import acting, detail, measured, records, stories
from tongmai.model.page import Block, Page, Shown

HOSPITAL = Shown("institution", Words("医院", "hospital"), "reference")
HOME_COUNTY = Shown("home", Words("现住县市区", "lives in"), "area")
MAIN = Shown("main", Words("主要诊断", "main diagnosis"))
ADMITTED = Shown("admitted", Words("入院", "admitted"), "day", phone=False)
DISCHARGED = Shown("discharged", Words("出院", "discharged"), "day")
LEAVING = Shown("leaving", Words("离院方式", "way out"), "code", table="front_leavings")
TOTAL = Shown("total", Words("总费用（元）", "cost (yuan)"), "yuan")
CASE = (
    Shown("name", Words("病案号", "record"), "record", prefix="/front-pages"), HOSPITAL, HOME_COUNTY, MAIN, ADMITTED,
    DISCHARGED, LEAVING, TOTAL,
)  # fmt: skip
NONE_YET = Words("没有病案首页。由医院病案室在“数据导入”中导入“住院病案首页”。",
                 "No front page. The hospital's record room imports them.")  # fmt: skip
SAME = "main={category}&home={?home.prefix}&discharged={?since}&discharged={?until}"

FRONT_PAGES = Page(
    id="front-pages",
    title=Words("病案首页", "Front pages"),
    path="/front-pages",
    under="/quality",
    kind="list",
    roles=ROLES,
    catalogue=("I03",),
    lead=Words("一行一次出院，不含姓名和证件号；只看到本院或本辖区居民的。",
               "A row a discharge, without name or number; only your hospital's or your residents'."),
    blocks=(
        Block("ways", "downloads", acting.ways(
            (Words("导入病案首页", "Import front pages"), "/imports",
             Words("CSV 或 Excel，错误逐行逐格标出", "CSV or Excel, every error at its cell")), roles=("record-room",
                                                                      "planner"),
        )),
        Block("cases", "table", records.table(CASE, NONE_YET),
              ("listed:FrontPage?institution={?institution}&_sort=-discharged", "names")),
    ),
)  # fmt: skip
COSTS = (
    Shown("services", Words("综合服务", "general services"), "yuan"),
    Shown("diagnostics", Words("诊断", "tests"), "yuan"),
    Shown("treatment", Words("治疗", "treatment"), "yuan"),
    Shown("rehabilitation", Words("康复", "rehabilitation"), "yuan"),
    Shown("tcmTreatment", Words("中医治疗", "Chinese medicine"), "yuan"),
    Shown("westernDrugs", Words("西药", "western drugs"), "yuan"),
    Shown("tcmDrugs", Words("中药", "Chinese drugs"), "yuan"),
    Shown("blood", Words("血液", "blood"), "yuan"),
    Shown("consumables", Words("耗材", "consumables"), "yuan"),
    Shown("otherCost", Words("其他", "other"), "yuan"),
)
FRONT_PAGE = Page(
    id="front-page",
    title=Words("病案首页", "Front page"),
    path="/front-pages/{case}",
    kind="record",
    shows="FrontPage",
    brief=(Shown("name", Words("病案号", "record")),),
    blocks=(
        Block("stay", "facts", records.facts((
            HOSPITAL, Shown("stay", Words("住院次数", "which stay"), "number"),
            Shown("sex", Words("性别", "sex"), "code", table="front_sexes"), Shown("age", Words("年龄", "age"),
                                                                      "number"),
            HOME_COUNTY, Shown("route", Words("入院途径", "way in"), "code", table="front_routes"), ADMITTED,
            DISCHARGED,
            LEAVING, Shown("pathway", Words("临床路径", "pathway"), "code", table="pathways"),
        ), 3), ("record:FrontPage/{case}", "names"), Words("住院", "The stay")),
        Block("care", "facts", records.facts((
            MAIN, Shown("other", Words("其他诊断（入院时有）", "on admission")),
            Shown("arisen", Words("住院期间新发", "arose during the stay")),
            Shown("operation", Words("主要手术", "operation")), Shown("operated", Words("手术日期", "on"), "day"),
            Shown("level", Words("手术级别", "level"), "code", table="operation_levels"),
            Shown("timing", Words("择期或急诊", "timing"), "code", table="operation_timings"),
            Shown("otherOperation", Words("其他手术", "other operations")),
            Shown("otherLevel", Words("其他手术级别", "their levels")),
            Shown("minimallyInvasive", Words("微创", "minimally invasive"), "yes_no"),
            Shown("daySurgery", Words("日间手术", "day surgery"), "yes_no"),
            Shown("incision", Words("切口", "incision"), "code", table="incisions"),
            Shown("healing", Words("愈合", "healing"), "code", table="healings"),
        ), 3), ("record:FrontPage/{case}", "names"), Words("诊断与手术", "Diagnoses and operation")),
        Block("cost", "facts", records.facts((
            TOTAL, *COSTS,
        ), 3), ("record:FrontPage/{case}", "names"), Words("费用（元）", "Cost (yuan)")),
        Block("imported", "timeline", stories.imported, ("imported:FrontPage/{case}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
INDICATORS = Page(
    id="hospital-appraisal",
    title=Words("医院监测指标", "Hospital appraisal"),
    path="/hospital-appraisal",
    under="/quality",
    kind="list",
    roles=ROLES,
    catalogue=("I07", "I03"),
    lead=Words("国家监测指标中由病案首页产生的部分，近十二个月，逐县逐院，点到病例。",
               "What front pages carry of the national monitored indicators, twelve months, down to the cases."),
    blocks=(
        Block("hospitals", "table", shapes.hospitals, (APPRAISAL, "names"), Words("各医院", "By hospital")),
        Block("indicators", "table", shapes.indicators, (f"measured:{','.join(measures())}", "areas"),
              Words("各县市区", "By county")),
        Block("ways", "downloads", acting.ways(
            (Words("病种分组", "Groups of cases"), "/case-groups",
             Words("低风险组与权重，注明核实情况", "low risk and weights, each with its status")),
        )),
    ),
)  # fmt: skip
INDICATOR = Page(
    id="hospital-indicator",
    title=Words("监测指标明细", "An indicator"),
    path="/hospital-appraisal/{measure}",
    kind="record",
    roles=ANSWERABLE,
    catalogue=("I07",),
    blocks=(
        Block("figures", "figures", measured.figures("/hospital-appraisal"), ("measured:{measure}", "parts:{measure}")),
        Block("facts", "facts", measured.facts, ("measured:{measure}",)),
        Block("counties", "table", measured.counties, ("measured:{measure}", "areas"), Words("各县市区", "By county")),
        Block("members", "table", detail.members, ("behind:{measure}", "areas"), Words("病例", "The cases")),
    ),
)  # fmt: skip
CASE_GROUPS = Page(
    id="case-groups",
    title=Words("病种分组", "Groups of cases"),
    path="/case-groups",
    under="/hospital-appraisal",
    kind="list",
    roles=ROLES,
    lead=Words("国家分组器未公开：本表按诊断类目简化，低风险和权重均注明依据与核实情况。",
               "The national grouper is not public: a simplification by category, each row with source and status."),
    blocks=(
        Block("groups", "table", records.list_table((
            Shown("category", Words("诊断类目", "category")), Shown("name", Words("病种", "disease"), wide=True),
            Shown("specialty", Words("专科", "specialty"), "code", table="case_specialties", phone=False),
            Shown("lowRisk", Words("低风险", "low risk"), "yes_no"), Shown("weight", Words("权重", "weight"), "number"),
            Shown("since", Words("起", "from"), "day", phone=False), Shown("until", Words("止", "to"), "day",
                                                                      phone=False),
            Shown("source", Words("依据", "source"), phone=False),
            Shown("status", Words("核实情况", "status"), "code", table="row_states"),
        ), Words("还没有病种分组。在“数据导入”中导入“病种分组”。", "No group yet. Import the list.")), (GROUPS,
                                                                      "names")),
    ),
)  # fmt: skip
RANKED = Page(
    id="priority",
    title=Words("专科建设优先级", "Priority of specialties"),
    path="/priority",
    under="/quality",
    kind="list",
    roles=(*ANSWERABLE, "quality-centre"),
    catalogue=("B17",),
    lead=Words("近十二个月各病种的外转占比、病死率、例数和外流费用，按权重排序，每格点到病例。",
               "Share elsewhere, fatality, cases, money leaving by disease, twelve months, down to the cases."),
    blocks=(
        Block("filters", "chips", records.narrowing((), ("home", Words("居民县市区", "residents of"))), ("names",
                                                                      "areas")),
        Block("ranked", "table", shapes.table, (PRIORITY, GROUPS, "names")),
        Block("weights", "facts", shapes.weights, (), Words("排序权重", "Weights of the order")),
    ),
)  # fmt: skip
BEHIND = (
    Block("parts", "figures", shapes.behind, (PRIORITY, GROUPS, "names")),
)  # fmt: skip
INSIDE = Page(
    id="priority-inside",
    title=Words("本地病例", "Cases in the region"),
    path="/priority/{category}",
    kind="list",
    roles=ANSWERABLE,
    catalogue=("B17",),
    blocks=(
        *BEHIND,
        Block("cases", "table", records.table(CASE, NONE_YET),
              (f"listed:FrontPage?{SAME}&leaving={{?leaving}}&_sort=-discharged", "names"),
              Words("本地病例", "Cases in the region")),
    ),
)  # fmt: skip
OUTSIDE = Page(
    id="priority-outside",
    title=Words("异地病例", "Cases elsewhere"),
    path="/priority/{category}/outside",
    kind="list",
    roles=ANSWERABLE,
    catalogue=("B17",),
    blocks=(
        *BEHIND,
        Block("cases", "table", records.table((
            Shown("number", Words("结算单号", "settlement"), wide=True), HOME_COUNTY,
            Shown("place", Words("就医地", "where"), "code", table="outside_places"), MAIN, DISCHARGED,
            Shown("died", Words("死亡", "died"), "yes_no"), TOTAL,
        ), Words("没有异地病例。", "No case elsewhere.")),
            (f"listed:OutsideStay?{SAME}&died={{?died}}&_sort=-discharged", "names"),
            Words("异地病例", "Cases elsewhere")),
    ),
)  # fmt: skip
