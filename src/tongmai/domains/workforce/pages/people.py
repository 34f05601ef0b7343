"""The pages of people: talents, people in programmes, rural doctors' insurance."""

from tongmai.base.words import Words
from tongmai.domains.workforce import shapes
from tongmai.domains.workforce.pages.common import COUNTY, INSTITUTION, NOTE, PERIOD, ROLES
from tongmai.domains.workforce.workflows import NOMINATION, STAFF
from tongmai.engines.pages import acting, layouts, records, stories
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

OFFICES = ("planner", "county-officer")
PERSON = Shown("person", Words("人员", "person"), "reference")
BATCH = Shown("batch", Words("批次", "batch"))

PUT_FORWARD = Act(
    "nominate",
    Words("申报名医", "Put somebody forward"),
    NOMINATION.id,
    "nomination",
    fields=(
        Field("person", Words("申报人", "who"), "choice", True, choices=STAFF, private=True),
        Field("batch", Words("批次", "batch"), "text", True, hint=Words("如 2025-1", "such as 2025-1")),
        Field("specialty", Words("专业", "specialty"), "choice", choices="coded:specialties"),
        Field("merits", Words("主要业绩", "achievements"), "lines", True),
    ),
    roles=("clinician", "headquarters", "specialist"),
    lead=Words("县级初审、地市级评审、公示后入选，连续支持三年，每年考核。",
               "Screened, reviewed, on show, then supported for three years and assessed each year."),
    fixed=(("institution", "{organization}"), ("area", "{area}")),
)  # fmt: skip

TALENTS = Page(
    id="talents",
    title=Words("名医遴选", "Talents"),
    path="/talents",
    under="/workforce",
    kind="list",
    roles=(*ROLES, "specialist"),
    catalogue=("H11",),
    lead=Words("每年一至二批，对入选人才连续支持三年，逐年考核。",
               "One or two batches a year, three years of support each, assessed every year."),
    blocks=(
        Block("nominations", "table", records.item_table((
            Shown("person", Words("申报人", "who"), "reference"), INSTITUTION, BATCH,
            Shown("merits", Words("业绩", "achievements"), "record", wide=True),
            Shown("state", Words("状态", "state"), "state"),
        ), Words("没有在办的申报。由所在单位申报。", "Nobody is put forward. Institutions do so.")),
              ("listed-work:Nomination?_sort=-_lastUpdated", "names"),
              Words("申报与考核", "Nominations")),
        Block("new", "downloads", acting.ways(
            (Words("申报名医", "Put somebody forward"), "/new-nomination",
             Words("由所在单位申报", "by the institution")),
            roles=("clinician", "headquarters", "specialist"))),
        Block("batches", "table", shapes.batches,
              ("records:PractitionerRole?identifier=urn:tongmai:batch|&_sort=_id", "names"),
              Words("入选人才", "Selected, by batch")),
    ),
)  # fmt: skip
NEW_NOMINATION = Page(
    id="new-nomination",
    title=Words("申报名医", "Put somebody forward"),
    path="/new-nomination",
    under="/talents",
    kind="form",
    roles=("clinician", "headquarters", "specialist"),
    lead=Words("申报人须在本单位任职。", "Somebody who holds a post at the institution."),
    blocks=(Block("form", "forms", acting.forms(PUT_FORWARD, folded=False), acting.sources(PUT_FORWARD)),),
    acts=(PUT_FORWARD,),
)
NOMINATION_STORY = Page(
    id="nomination",
    title=Words("名医申报", "Nomination"),
    path="/talents/{nomination}",
    kind="story",
    shows="Nomination",
    heading="brief:Nomination/{nomination}",
    brief=(PERSON, BATCH),
    catalogue=("H11",),
    blocks=(
        *layouts.story("Nomination/{nomination}", Words("申报内容", "The nomination"), (
            PERSON, INSTITUTION, COUNTY, BATCH,
            Shown("specialty", Words("专业", "specialty"), "code", table="specialties"),
            Shown("merits", Words("主要业绩", "achievements")), Shown("shown", Words("公示", "on show since"), "day"),
            Shown("period", Words("支持期", "supported"), "period"),
            Shown("due", Words("应考核日", "to be assessed"), "day"),
            NOTE,
        )),
        Block("years", "table", shapes.assessments, ("record:Nomination/{nomination}",),
              Words("年度考核", "Yearly assessments")),
    ),
)  # fmt: skip
TRAINEES = Page(
    id="trainees",
    title=Words("培养与培训", "Programmes"),
    path="/trainees",
    under="/workforce",
    kind="list",
    roles=ROLES,
    catalogue=("H08", "H09"),
    lead=Words("定向生、规培、转岗培训：在培、应结业、服务期。由“数据导入”维护。",
               "Directed students, residents, courses: under way, due, in service. Kept by an imported list."),
    blocks=(
        Block("programmes", "figures", shapes.programmes, ("records:Trainee?_sort=_id", "names")),
        Block("filters", "chips", shapes.trainee_chips, ("areas",)),
        Block("people", "table", records.table((
            Shown("name", Words("姓名", "name"), "record", prefix="/trainees", wide=True),
            Shown("programme", Words("项目", "programme"), "code", table="programmes"), INSTITUTION,
            Shown("period", Words("培养期", "trained"), "period", phone=False),
            Shown("completed", Words("结业", "completed"), "day", phone=False),
            Shown("service", Words("服务期", "serves"), "period"),
        ), Words("没有符合条件的人员。去掉一个筛选，或在“数据导入”中导入“培养与培训”。",
                 "Nobody meets this. Take a filter away, or import the list of people in programmes.")),
            ("listed:Trainee?programme={?programme}&area={?county.prefix}&_sort=_id&_total=accurate", "names")),
    ),
)  # fmt: skip
TRAINEE = Page(
    id="trainee",
    title=Words("培养人员", "Somebody in a programme"),
    path="/trainees/{trainee}",
    kind="record",
    shows="Trainee",
    brief=(Shown("name", Words("姓名", "name")),),
    blocks=(
        Block("facts", "facts", records.facts((
            Shown("name", Words("姓名", "name")),
            Shown("programme", Words("项目", "programme"), "code", table="programmes"), INSTITUTION, COUNTY,
            Shown("school", Words("院校或基地", "school or base")),
            Shown("period", Words("培养期", "trained"), "period"),
            Shown("completed", Words("结业", "completed"), "day"),
            Shown("service", Words("服务期", "serves"), "period"),
            Shown("contract", Words("协议编号", "contract")), Shown("note", Words("备注", "note")),
        ), 3), ("record:Trainee/{trainee}", "names")),
        Block("imported", "timeline", stories.imported, ("imported:Trainee/{trainee}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
RURAL = Page(
    id="rural-doctors",
    title=Words("乡村医生保障", "Rural doctors' insurance"),
    path="/rural-doctors",
    under="/workforce",
    kind="list",
    roles=OFFICES,
    catalogue=("H12",),
    lead=Words("养老与医疗责任保险，按县和每一名乡村医生；保险系统照常使用，这里登记参保号。",
               "Old age and liability, by county and doctor; the insurers' systems stay, their numbers are kept here."),
    blocks=(
        Block("counties", "table", shapes.covered, ("counted:rural_cover_place doctors,pension,liability", "names"),
              Words("各县", "By county")),
        Block("filters", "chips", records.narrowing((("kind", Words("险种", "insurance"), "covers"),),
              ("county", Words("县市区", "county"))), ("names", "areas")),
        Block("covers", "table", records.table((
            Shown("person", Words("乡村医生", "rural doctor"), "reference"),
            Shown("kind", Words("险种", "insurance"), "record", table="covers", prefix="/doctor-covers", wide=True),
            INSTITUTION, PERIOD, Shown("number", Words("参保或保单号", "number"), phone=False),
        ), Words("没有符合条件的参保记录。在“数据导入”中导入“乡村医生保障”。",
                 "No insurance meets this. Import the list of rural doctors' insurance.")),
            ("listed:DoctorCover?kind={?kind}&area={?county.prefix}&_sort=_id&_total=accurate", "names"),
            Words("参保记录", "Insurances")),
    ),
)  # fmt: skip
COVER = Page(
    id="doctor-cover",
    title=Words("乡村医生参保", "Insurance of a rural doctor"),
    path="/doctor-covers/{cover}",
    under="/rural-doctors",
    kind="record",
    shows="DoctorCover",
    brief=(PERSON, Shown("kind", Words("险种", "insurance"), "code", table="covers")),
    blocks=(
        Block("facts", "facts", records.facts((
            PERSON, INSTITUTION, COUNTY, Shown("kind", Words("险种", "insurance"), "code", table="covers"), PERIOD,
            Shown("number", Words("参保或保单号", "number")), Shown("payer", Words("缴费单位", "paid by")),
        ), 3), ("record:DoctorCover/{cover}", "names")),
    ),
)  # fmt: skip
