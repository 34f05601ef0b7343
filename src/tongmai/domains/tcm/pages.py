"""The pages of Chinese medicine: reviews of halls and pavilions, certificates, techniques, courses, studios."""

from tongmai.base.words import Words
from tongmai.domains.tcm import rules, shapes
from tongmai.domains.tcm.workflows import CONNOTATION, HALL, PAVILION, REVIEWS, STUDIO, TREATMENT
from tongmai.engines.pages import acting, lanes, layouts, measured, records, stories
from tongmai.engines.pages.lanes import Column
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

OFFICES = ("planner", "county-officer")
WORKERS = ("clinician", "specialist", *OFFICES)
PIECES = f"pieces:{','.join(flow.id for flow in REVIEWS)}"
HELD = f"records:Certificate?standard={','.join(standard for standard, _ in rules.standards())}&_sort=_id"
PLACE = Shown("institution", Words("机构", "institution"), "reference")
STANDARD = Shown("standard", Words("标准", "standard"), "code", table="tcm_standards")
COUNTY = Shown("area", Words("所在地", "place"), "area")
COLUMNS = (
    Column(Words("待现场评审", "To be visited"), ("applied",)),
    Column(Words("待逐项判定", "To be assessed"), ("visited",)),
    Column(Words("待认定", "To be decided"), ("assessed",)),
)
OWN = (("applicant", "{organization}"), ("institution", "{organization}"), ("area", "{area}"))
LEAD = Words("县卫健委两人以上现场评审、逐项判定，地市级卫健委认定；适宜技术以登记的服务为准。",
             "Visited by two of the county, assessed item by item, granted at the prefecture level; techniques as they "
             "are registered.")  # fmt: skip
FOR_HALL = Act(
    "hall", Words("申报中医馆", "Apply for a hall"), HALL.id, "hall_review",
    fields=(Field("evidence", Words("中医馆自评材料", "what proves the hall"), "text", True, longest=200),),
    roles=("clinician",), fixed=(*OWN, ("standard", "tcm_hall")), lead=LEAD,
)  # fmt: skip
FOR_CONNOTATION = Act(
    "connotation", Words("申报中医馆内涵建设", "Apply for the content of a hall"), CONNOTATION.id, "hall_review",
    fields=(Field("evidence", Words("内涵建设自评材料", "what proves the content"), "text", True, longest=200),),
    roles=("clinician",), fixed=(*OWN, ("standard", "tcm_hall_connotation")), lead=LEAD,
)  # fmt: skip
FOR_PAVILION = Act(
    "pavilion", Words("申报村卫生室中医阁", "Apply for a pavilion"), PAVILION.id, "hall_review",
    fields=(
        Field("institution", Words("村卫生室", "village room"), "choice", True,
              choices="options:Organization?partof=Organization/{organization}&type=village_room&_sort=_id"),
        Field("evidence", Words("中医阁自评材料", "what proves the pavilion"), "text", True, longest=200),
    ),
    roles=("clinician",),
    fixed=(("applicant", "{organization}"), ("area", "{area}"), ("standard", "tcm_pavilion")), lead=LEAD,
)  # fmt: skip
APPLY = (FOR_HALL, FOR_CONNOTATION, FOR_PAVILION)
FIGURES = (
    "tcm.township_halls", "tcm.connotation", "tcm.village_pavilions", "tcm.township_techniques",
    "tcm.techniques_performed", "tcm.village_techniques", "tcm.county_institutions", "tcm.visit_share",
    "tcm.chinese_western", "tcm.studios",
)  # fmt: skip
HOME = Page(
    id="tcm",
    title=Words("中医药", "Chinese medicine"),
    path="/tcm",
    kind="board",
    menu=8,
    roles=WORKERS,
    catalogue=("E10", "E11"),
    live=("Task",),
    acts=APPLY,
    lead=Words("中医馆和中医阁的评审，适宜技术谁在做，传承工作室；指标由记录计算。",
               "Halls and pavilions under review, who performs which technique, studios; figures from records."),
    blocks=(
        Block("sums", "figures", shapes.sums, (HELD,)),
        Block("idle", "notice", shapes.halls_idle, (PIECES,)),
        Block("reviews", "lanes", lanes.board(COLUMNS, PLACE, (STANDARD, COUNTY)), (PIECES, "names"),
              Words("在办的评审", "Reviews under way")),
        Block("apply", "forms", acting.forms(*APPLY), acting.sources(*APPLY), Words("办理", "What you can do")),
        Block("ways", "downloads", acting.ways(
            (Words("认定名单", "Certificates"), "/tcm/halls", Words("有效期、可续评", "valid until, to be renewed")),
            (Words("适宜技术", "Techniques"), "/tcm/techniques", Words("登记与实际开展", "registered and performed")),
            (Words("传承工作室", "Studios"), "/tcm/studios", Words("老师、继承人、年度考核",
                                                                   "master, apprentices, years")),
        )),
        Block("figures", "table", measured.listing("/indicators"), (f"measured:{','.join(FIGURES)}", "areas"),
              Words("指标", "Figures")),
    ),
)  # fmt: skip
HALLS = Page(
    id="tcm-halls",
    title=Words("中医馆与中医阁名单", "Halls and pavilions"),
    path="/tcm/halls",
    kind="list",
    roles=WORKERS,
    catalogue=("E11",),
    lead=Words("证书与资质认定同一份记录；到期前六个月起可以续评。",
               "The certificates of the register; renewed from six months before they end."),
    blocks=(
        Block("filters", "chips", shapes.hall_chips, ()),
        Block("halls", "table", shapes.hall_table, (HELD, "names")),
    ),
)  # fmt: skip
STORY = layouts.story("HallReview/{review}", Words("申报内容", "The application"), (
    PLACE, STANDARD, COUNTY, Shown("applicant", Words("申报单位", "applied by"), "reference"),
    Shown("evidence", Words("自评材料", "evidence"), "list"), Shown("visitedOn", Words("现场评审", "visited"), "day"),
    Shown("visitors", Words("评审人员", "visitors")), Shown("remark", Words("评审意见", "opinion")),
    Shown("number", Words("文号", "number")), Shown("since", Words("有效期起", "valid from"), "day"),
    Shown("until", Words("有效期止", "valid until"), "day"), Shown("note", Words("原因", "reason")),
))  # fmt: skip
REVIEW = Page(
    id="hall-review",
    title=Words("中医馆（阁）评审", "Review of a hall"),
    path="/tcm/reviews/{review}",
    kind="story",
    shows="HallReview",
    heading="brief:HallReview/{review}",
    brief=(PLACE, STANDARD),
    catalogue=("E11",),
    blocks=(
        *STORY[:3],
        Block("items", "table", shapes.item_table, ("item:HallReview/{review}",), Words("逐项判定", "Items")),
        STORY[3],
    ),
)  # fmt: skip
BY_TECHNIQUE = "counted:technique_month times"
TECHNIQUES = Page(
    id="tcm-techniques",
    title=Words("中医药适宜技术", "Suitable techniques"),
    path="/tcm/techniques",
    kind="list",
    roles=WORKERS,
    catalogue=("E10",),
    lead=Words("按类列出：多少机构登记能开展，多少机构近十二个月确有治疗记录。",
               "By class: where it is registered, and where it was performed in the last twelve months."),
    blocks=(Block("catalogue", "table", shapes.catalogue_table, (BY_TECHNIQUE,)),),
)  # fmt: skip
TECHNIQUE = Page(
    id="tcm-technique",
    title=Words("适宜技术开展情况", "Who performs a technique"),
    path="/tcm/techniques/{technique}",
    kind="record",
    roles=WORKERS,
    blocks=(Block("performers", "table", shapes.performers, (BY_TECHNIQUE, "names"),
                  Words("机构与人员", "Where and by whom")),),
)  # fmt: skip
TREAT = Act(
    "treat",
    Words("登记适宜技术治疗", "Enter a technique"),
    TREATMENT.id,
    "tcm_treatment",
    fields=(
        Field("technique", Words("技术", "technique"), "pick", True, choices="coded:tcm_techniques",
              hint=Words("名称、编码或拼音首字母", "name, code or pinyin initials")),
        Field("reason", Words("适应证", "what for"), "text", True, longest=200),
        Field("plan", Words("疗程计划", "the course"), "text", longest=200),
    ),
    roles=("clinician", "specialist"),
    fixed=(("performer", "{organization}"),),
    fetched=(("name", "title:Patient/{resident}"),),
    then=TREATMENT.step("perform"),
    lead=Words("登记即记一次治疗；同一疗程的后续治疗在疗程页面登记。",
               "The first session is entered at once; later ones on the page of the course."),
)  # fmt: skip
NEW = Page(
    id="new-treatment",
    title=Words("适宜技术治疗", "Treat by a technique"),
    path="/new-treatment/{resident}",
    under="/tcm",
    kind="form",
    begins="Patient",
    roles=("clinician", "specialist"),
    lead=Words("针刺、推拿、艾灸等，登记后即成治疗记录。",
               "Acupuncture, massage, moxa: what is entered is the record."),
    acts=(TREAT,),
    blocks=(
        Block("who", "facts", records.facts((
            Shown("name.text", Words("姓名", "name")), Shown("birthDate", Words("出生日期", "born"), "day"),
        ), 4), ("record:Patient/{resident}", "names"), Words("患者", "Patient")),
        Block("form", "forms", acting.forms(TREAT, folded=False), acting.sources(TREAT)),
    ),
)  # fmt: skip
TECH = Shown("code.coding.code", Words("技术", "technique"), "code", table="tcm_techniques")
PATIENT = Shown("subject.display", Words("患者", "patient"))
COURSE = f"item:ServiceRequest/{{request}} {TREATMENT.id}"
TREATMENT_PAGE = Page(
    id="tcm-treatment",
    title=Words("适宜技术治疗", "Course of a technique"),
    path="/tcm/treatments/{request}",
    kind="record",
    shows="ServiceRequest",
    flows=(TREATMENT.id,),
    brief=(PATIENT, TECH),
    catalogue=("E10",),
    blocks=(
        Block("path", "path", stories.path, (COURSE,)),
        Block("sessions", "figures", shapes.sessions, (COURSE,)),
        Block("facts", "facts", records.item_facts((
            PATIENT, TECH, Shown("performer", Words("机构", "institution"), "reference"),
            Shown("reasonCode.text", Words("适应证", "what for")), Shown("note", Words("疗程与疗效", "course"), "list"),
        )), (COURSE, "names"), Words("治疗", "The course"), "half"),
        Block("deeds", "forms", stories.deeds, (COURSE,), Words("办理", "Steps"), "half"),
        Block("story", "timeline", stories.timeline, (COURSE,), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
PROPOSE = Act(
    "studio",
    Words("申报传承工作室", "Propose a studio"),
    STUDIO.id,
    "studio",
    fields=(
        Field("title", Words("名称", "title"), "text", True, longest=60),
        Field("level", Words("级别", "level"), "choice", True, choices="coded:tcm_codes list=level"),
        Field("master", Words("指导老师", "master"), "pick", True,
              choices="options:Practitioner?_has:PractitionerRole:practitioner:organization="
                      "Organization/{organization}&_sort=_id"),
        Field("field", Words("传承方向", "what is handed on"), "text", True, longest=100),
    ),
    roles=("specialist",),
    fixed=(("institution", "{organization}"), ("area", "{area}")),
    lead=Words("地市级卫健委批准后登记继承人和年度计划，按年考核。",
               "Once approved: apprentices, a plan a year, an assessment a year."),
)  # fmt: skip
STUDIOS = Page(
    id="tcm-studios",
    title=Words("名老中医传承工作室", "Inheritance studios"),
    path="/tcm/studios",
    kind="list",
    roles=("specialist", *OFFICES),
    catalogue=("E13",),
    acts=(PROPOSE,),
    lead=Words("老师、继承人、年度计划与考核。", "Master, apprentices, the plan and the assessment of each year."),
    blocks=(
        Block("studios", "table", shapes.studio_table, ("work:Studio?_sort=_id", "names")),
        Block("acts", "forms", acting.forms(PROPOSE), acting.sources(PROPOSE), Words("办理", "What you can do")),
    ),
)  # fmt: skip
KEPT = layouts.story("Studio/{studio}", Words("工作室", "The studio"), (
    Shown("title", Words("名称", "title")), Shown("institution", Words("所在机构", "institution"), "reference"),
    Shown("level", Words("级别", "level"), "code", table="tcm_codes"),
    Shown("master", Words("指导老师", "master"), "reference"), Shown("field", Words("传承方向", "handed on")),
    Shown("document", Words("文号", "document")), Shown("since", Words("成立", "since"), "day"),
    Shown("ended", Words("结束", "ended"), "day"), Shown("note", Words("原因", "reason")),
))  # fmt: skip
ONE_STUDIO = "item:Studio/{studio}"
STUDIO_PAGE = Page(
    id="tcm-studio",
    title=Words("传承工作室", "Inheritance studio"),
    path="/tcm/studios/{studio}",
    kind="story",
    shows="Studio",
    heading="brief:Studio/{studio}",
    brief=(Shown("title", Words("名称", "title")),),
    catalogue=("E13",),
    blocks=(
        *KEPT[:3],
        Block("apprentices", "table", shapes.apprentices, (ONE_STUDIO, "names"), Words("继承人", "Apprentices"),
              "half"),
        Block("years", "table", shapes.years, (ONE_STUDIO,), Words("年度计划与考核", "Years"), "half"),
        KEPT[3],
    ),
)  # fmt: skip
PAGES = (HOME, HALLS, REVIEW, TECHNIQUES, TECHNIQUE, NEW, TREATMENT_PAGE, STUDIOS, STUDIO_PAGE)
