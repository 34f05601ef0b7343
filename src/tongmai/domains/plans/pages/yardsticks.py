"""The three yardsticks on the home page and by county; the yearly list of deaths; a resident's opinion of a visit."""

from tongmai.base.words import Words
from tongmai.domains.plans import shapes
from tongmai.domains.plans.workflows.opinions import OPINION
from tongmai.engines.pages import acting, measured, records, stories
from tongmai.model.page import Act, Block, Page, Shown

OFFICES = ("planner", "county-officer", "headquarters")
THREE = "measured:plans.premature_mortality,plans.visit_satisfaction,workforce.base_pay,workforce.pay_ratio"
COUNTY = Shown("area", Words("县市区", "county"), "area")
YEAR = Shown("year", Words("年度", "year"), "figure")
AGE = Shown("age", Words("年龄组", "age group"), "code", table="age_groups")
DEATHS = Shown("deaths", Words("死亡数", "deaths"), "number")
PEOPLE = Shown("people", Words("年平均人口", "average residents"), "number")
VISITS = "records:Encounter?subject=Patient/{patient}&_sort=-date"
ANSWERS = "records:QuestionnaireResponse?subject=Patient/{patient}"

GLANCE = Page(
    id="yardstick-glance",
    title=Words("三把尺子", "The three yardsticks"),
    path="/yardstick-glance",
    kind="dashboard",
    home="below",
    roles=OFFICES,
    catalogue=("A17",),
    lead=Words("健康水平、获得感、人员收入；点开到名单和年报。",
               "Health, gain, income; each opens into its records."),
    blocks=(Block("three", "figures", shapes.three, (THREE,), Words("三把尺子", "The three yardsticks")),),
)  # fmt: skip
YARDSTICKS = Page(
    id="yardsticks",
    title=Words("三把尺子", "The three yardsticks"),
    path="/yardsticks",
    under="/projects",
    kind="board",
    roles=OFFICES,
    catalogue=("A17",),
    lead=Words("健康水平看 30–70 岁过早死亡，获得感看就诊一问，收入看基层与牵头医院之比。",
               "Health by deaths between 30 and 70, gain by one question, income by base to leading hospitals."),
    blocks=(
        Block("three", "figures", shapes.three, (THREE,)),
        Block("counties", "table", measured.listing("/indicators"), (THREE, "areas"), Words("各县市区", "By county")),
        Block("satisfied", "table", shapes.satisfied,
              ("counted:opinion_year answers+satisfied,satisfied/answers by period", "names"),
              Words("各机构就诊满意率（十二个月）", "Satisfied by institution, twelve months")),
        Block("ways", "downloads", acting.ways(
            (Words("重点慢病死亡年报", "List of deaths"), "/mortality", Words("县疾控按年龄组报送", "by age group")),
            (Words("年度薪酬", "Pay"), "/pay", Words("各机构薪酬总额与人数", "sums of institutions")),
        ), (), Words("数据", "Where it comes from")),
    ),
)  # fmt: skip
MORTALITY = Page(
    id="mortality",
    title=Words("重点慢病死亡年报", "Deaths of the four diseases"),
    path="/mortality",
    under="/yardsticks",
    kind="list",
    roles=OFFICES,
    catalogue=("A17",),
    lead=Words("心脑血管病、癌症、糖尿病、慢性呼吸系统疾病；四月起采用上一年度，缺一个年龄组不计算。",
               "Cardiovascular, cancer, diabetes, chronic respiratory; from April the year before counts."),
    blocks=(
        Block("filters", "chips", records.narrowing((), ("county", Words("县市区", "county"))), ("names", "areas")),
        Block("rows", "table", records.table((
            Shown("age", Words("年龄组", "age group"), "record", table="age_groups", prefix="/mortality", wide=True),
            COUNTY, YEAR, DEATHS, PEOPLE,
        ), Words("没有年报。在“数据导入”中导入“重点慢病死亡年报”。", "No list yet. Import the yearly list of deaths.")),
            ("listed:MortalityYear?area={?county.prefix}&_sort=-year,_id&_total=accurate", "names")),
        Block("list", "downloads", acting.links(
            (Words("导出年报", "Export the list"), "/imports/template/plans.mortality",
             Words("Excel，可改后再导入", "Excel, may be changed and imported")),
        )),
    ),
)  # fmt: skip
ONE_ROW = Page(
    id="mortality-row",
    title=Words("年龄组死亡", "Deaths of an age group"),
    path="/mortality/{row}",
    kind="record",
    shows="MortalityYear",
    heading="brief:MortalityYear/{row}",
    brief=(AGE, COUNTY),
    blocks=(
        Block("facts", "facts", records.facts((
            COUNTY, YEAR, AGE, DEATHS, PEOPLE, Shown("basis", Words("依据", "basis")),
        ), 3),
              ("record:MortalityYear/{row}", "names")),
        Block("imported", "timeline", stories.imported, ("imported:MortalityYear/{row}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
ANSWER = Act(
    "judge",
    Words("提交评价", "Send"),
    OPINION.id,
    "visit_opinion",
    roles=("resident",),
    fixed=(("patient", "{patient}"),),
    then=OPINION.step("answer"),
    lead=Words("只有这一问，不写文字；只统计合计，机构看不到是谁评的。",
               "This one question, no text; only sums are shown, nobody at the institution sees who answered."),
)  # fmt: skip
MY_OPINIONS = Page(
    id="my-opinions",
    title=Words("就诊评价", "How were your visits?"),
    path="/my-opinions",
    kind="dashboard",
    home="below",
    roles=("resident",),
    catalogue=("A17",),
    lead=Words("每次就诊评价一次；没有可评价的就诊时这里为空。",
               "Each visit is judged once; nothing stands here while there is none to judge."),
    blocks=(
        Block("visits", "table", shapes.to_judge, (VISITS, ANSWERS, "names"),
              Words("就诊评价", "How were your visits?")),
    ),
)  # fmt: skip
JUDGING = Page(
    id="visit-opinion",
    title=Words("评价这次就诊", "Judge this visit"),
    path="/visits/{encounter}/opinion",
    under="/my-opinions",
    kind="form",
    begins="Encounter",
    roles=("resident",),
    catalogue=("A17",),
    lead=Words("一次就诊评价一次。", "Once a visit."),
    blocks=(Block("form", "forms", acting.forms(ANSWER, folded=False), acting.sources(ANSWER)),),
    acts=(ANSWER,),
)  # fmt: skip
ONE_ANSWER = Page(
    id="opinion",
    title=Words("我的评价", "My opinion"),
    path="/opinions/{opinion}",
    under="/my-opinions",
    kind="record",
    shows="QuestionnaireResponse",
    roles=("resident",),
    blocks=(
        Block("facts", "facts", records.facts((
            Shown("extension(url=urn:tongmai:institution).valueReference", Words("机构", "institution"), "reference"),
            Shown("item(linkId=satisfaction).answer.valueInteger", Words("评价", "opinion"), "code", table="opinions"),
            Shown("authored", Words("评价时间", "answered"), "time"),
        )), ("record:QuestionnaireResponse/{opinion}", "names")),
    ),
)  # fmt: skip
PAGES = (GLANCE, YARDSTICKS, MORTALITY, ONE_ROW, MY_OPINIONS, JUDGING, ONE_ANSWER)
