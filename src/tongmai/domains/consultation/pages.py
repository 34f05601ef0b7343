"""The pages of consultations: the board, a request, one consultation with its opinion, remote teaching, the figures."""

from tongmai.base.words import Words
from tongmai.domains.consultation import rules, shapes
from tongmai.domains.consultation.workflows import CASE, EMERGENCY, HOSPITALS, TEACHING, TEXT
from tongmai.engines.pages import acting, lanes, layouts, measured, records
from tongmai.engines.pages.lanes import Column
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

DOCTORS = ("clinician", "specialist")
WORKERS = (*DOCTORS, "consultation-centre")
OFFICES = ("planner", "county-officer")
PIECES = f"pieces:{CASE.id},{EMERGENCY.id}"
KINDS, CODES, SPECIALTIES = "consultation_kinds", "consultation_codes", "consultation_specialties"
PATIENT = Shown("subject.display", Words("患者", "patient"))
KIND = Shown("kind", Words("类型", "kind"), "code", table=KINDS)
FROM = Shown("requester", Words("申请机构", "asked by"), "reference")
AGREED = Shown("agreed", Words("会诊时间", "at"), "time")
COLUMNS = (
    Column(Words("待受理", "To be answered"), ("submitted", "returned")),
    Column(Words("待确认时间", "Another time offered"), ("offered",)),
    Column(Words("待签署", "To be signed"), ("scheduled",)),
    Column(Words("待反馈", "To be fed back"), ("answered",)),
)
HOME = Page(
    id="consultations",
    title=Words("会诊", "Consultations"),
    path="/consultations",
    kind="board",
    menu=2,
    roles=WORKERS,
    catalogue=("C09", "D05", "D11", "J10"),
    live=("Task",),
    lead=Words("申请、受理、约时间、签署、反馈：谁该办，还剩多久。",
               "Asked, arranged, signed, fed back: who acts next and how long is left."),
    blocks=(
        Block("waiting", "figures", lanes.teaser(COLUMNS, "/consultations#cases"), (PIECES,)),
        Block("idle", "notice", shapes.idle, (PIECES,)),
        Block("cases", "lanes", lanes.board(COLUMNS, PATIENT, (KIND, FROM, AGREED)), (PIECES, "names"),
              Words("在办的会诊", "Under way")),
        Block("whom", "notice", shapes.whom, ()),
        Block("ways", "downloads", acting.ways(
            (Words("会诊一览", "All consultations"), "/consultations/all",
             Words("您参与的全部会诊", "all you take part in")),
            (Words("远程教学", "Remote teaching"), "/teaching", Words("预告、签到、存档",
                                                                      "announced, signed in, kept")),
        )),
    ),
)  # fmt: skip
ALL = Page(
    id="all-consultations",
    title=Words("会诊一览", "All consultations"),
    path="/consultations/all",
    kind="list",
    roles=WORKERS,
    lead=Words("您申请、受理或参加的全部会诊，最近的在前。",
               "All that you asked for, arrange or take part in, latest first."),
    blocks=(
        Block("list", "table", records.table((
            Shown("subject.display", Words("患者", "patient"), "record", prefix="/consultations"),
            KIND, FROM, Shown("requested", Words("申请时间", "asked at"), "time"),
            Shown("answered", Words("出具时间", "answered at"), "time", phone=False),
            Shown("changed", Words("对诊疗的改变", "changed"), "code", table=CODES, phone=False),
            Shown("state", Words("状态", "state"), "code", table="consultation_states"),
        ), Words("没有您可以查看的会诊。医生从居民档案发起会诊后显示在这里。",
                 "There is none that you may see. It stands here once a doctor asks for one.")),
              ("listed:Consultation?kind={?kind}&_sort=-requested", "names")),
    ),
)  # fmt: skip
MATTER = (
    Field("centre", Words("会诊中心", "consultation centre"), "choice", True, choices=HOSPITALS),
    Field("specialty", Words("希望会诊的专科", "specialty wished for"), "choice", choices=f"coded:{SPECIALTIES}"),
    Field("diagnosis", Words("初步诊断", "diagnosis so far"), "text", True, longest=200),
    Field("question", Words("会诊目的", "what is asked"), "lines", True, longest=TEXT),
    Field("summary", Words("病情摘要", "summary of the illness"), "lines", True, longest=TEXT),
)
REPORTS = "options:DiagnosticReport?patient={resident}&_sort=-issued"
ASK = Act(
    "ask",
    Words("提交会诊申请", "Ask for a consultation"),
    CASE.id,
    "consultation_request",
    fields=(
        Field("kind", Words("会诊类型", "kind"), "choice", True, choices=f"coded:{KINDS} urgent=no"),
        *MATTER,
        Field("treatment", Words("治疗经过", "treatment so far"), "lines", longest=TEXT),
        Field("report_1", Words("附报告一", "first report"), "choice", choices=REPORTS),
        Field("report_2", Words("附报告二", "second report"), "choice", choices=REPORTS),
        Field("report_3", Words("附报告三", "third report"), "choice", choices=REPORTS),
        Field("paper", Words("其他材料（纸质、片子）", "papers, films"), "text", longest=200),
        Field("day", Words("希望日期", "wished for: day"), "day", True),
        Field("time", Words("希望时间", "wished for: time"), "choice", True, options=rules.TIMES),
    ),
    roles=DOCTORS,
    fixed=(("requester", "{organization}"), ("area", "{area}")),
    fetched=(("name", "title:Patient/{resident}"),),
    then=CASE.step("submit"),
    lead=Words("会诊中心 24 小时内受理、另提时间或退回；中西医会诊须双方参加，多学科会诊至少两个专科。",
               "The centre answers within 24 hours. A Chinese-Western consultation needs both sides, a "
               "multidisciplinary one two specialties."),
)  # fmt: skip
AT_ONCE = Act(
    "ask-at-once",
    Words("急会诊：先会诊，后补手续", "Emergency: at once, the paper follows"),
    EMERGENCY.id,
    "consultation_request",
    fields=MATTER,
    roles=DOCTORS,
    fixed=(("requester", "{organization}"), ("area", "{area}"), ("kind", "emergency")),
    fetched=(("name", "title:Patient/{resident}"),),
    then=EMERGENCY.step("emergency"),
    lead=Words("会诊中心 10 分钟内安排，2 小时内出意见；知情同意在当班内补办。",
               "Arranged within 10 minutes, answered within 2 hours; the consent follows within the shift."),
)  # fmt: skip
NEW = Page(
    id="new-consultation",
    title=Words("发起会诊", "Ask for a consultation"),
    path="/new-consultation/{resident}",
    under="/consultations",
    kind="form",
    begins="Patient",
    roles=DOCTORS,
    lead=Words("请上级或中医专家会诊，材料随申请提交。",
               "Experts from above or of Chinese medicine; materials go along."),
    acts=(ASK, AT_ONCE),
    blocks=(
        Block("who", "facts", records.facts((
            Shown("name.text", Words("姓名", "name")),
            Shown("gender", Words("性别", "sex"), "code", table="referral_codes"),
            Shown("birthDate", Words("出生日期", "born"), "day"),
        ), 4), ("record:Patient/{resident}", "names"), Words("患者", "Patient")),
        Block("forms", "forms", acting.forms(ASK, AT_ONCE, proposes=shapes.beginning, opens=1), (
            *acting.sources(ASK, AT_ONCE), "records:Condition?patient={resident}",
            "records:DiagnosticReport?patient={resident}", "records:Organization?type=general_hospital,tcm_hospital",
            "names",
        ), Words("会诊申请", "The request")),
    ),
)  # fmt: skip
ONE = "item:Consultation/{consultation}"
STORY = layouts.story("Consultation/{consultation}", Words("会诊申请", "The request"), (
    PATIENT, KIND, FROM, Shown("centre", Words("会诊中心", "centre"), "reference"),
    Shown("specialty", Words("希望专科", "specialty wished for"), "code", table=SPECIALTIES),
    Shown("diagnosis", Words("初步诊断", "diagnosis")), Shown("question", Words("会诊目的", "asked")),
    Shown("summary", Words("病情摘要", "summary")), Shown("treatment", Words("治疗经过", "treatment")),
    Shown("consent.on", Words("知情同意", "consent"), "day"),
    Shown("wished", Words("希望时间", "time wished for"), "time"),
    Shown("offered", Words("另提时间", "offered"), "time"),
    AGREED,
    Shown("opinionDue", Words("意见时限", "opinion due"), "time"),
    Shown("note", Words("往来说明", "notes"), "list"),
))  # fmt: skip
CONSULTATION = Page(
    id="consultation",
    title=Words("会诊", "Consultation"),
    path="/consultations/{consultation}",
    kind="story",
    shows="Consultation",
    heading="brief:Consultation/{consultation}",
    brief=(PATIENT, KIND, FROM),
    blocks=(
        *STORY[:3],
        Block("materials", "table", shapes.materials, (ONE, "names"), Words("会诊材料", "Materials")),
        Block("seats", "table", shapes.seat_table, (ONE, "names"), Words("参加方与签署", "Who takes part and signed")),
        Block("wordings", "table", shapes.wording_table, (ONE, "names"), Words("会诊意见", "Joint opinion")),
        Block("outcome", "facts", shapes.outcome((
            Shown("advice", Words("结论", "advice"), "code", table=CODES),
            Shown("link", Words("会诊方式", "held over"), "code", table=CODES),
            Shown("answered", Words("出具时间", "answered"), "time"),
            Shown("used", Words("采纳", "used"), "code", table=CODES),
            Shown("changed", Words("对诊疗的改变", "changed"), "code", table=CODES),
            Shown("outcome", Words("处理情况", "what was done")),
        )), (ONE, "names"), Words("结论与反馈", "What it came to")),
        Block("papers", "downloads", shapes.papers, (ONE,), Words("打印单据", "Printed form")),
        STORY[3],
    ),
)  # fmt: skip
RECORD = Page(
    id="consultation-record", title=Words("会诊记录表", "Record of the consultation"),
    path="/consultations/{consultation}/record", kind="print", printed="consultation_record",
    blocks=(Block("sheet", "sheet", shapes.sheet, (ONE, "of-patient:Consultation/{consultation}", "names")),),
)  # fmt: skip
FIGURES = (
    "consultation.per_thousand", "consultation.answered_in_time", "consultation.changed_treatment",
    "consultation.asked_at_the_base", "consultation.over_fiveg", "consultation.people_taught",
)  # fmt: skip
RUNNING = Page(
    id="telemedicine",
    title=Words("远程医疗运行", "Telemedicine"),
    path="/telemedicine",
    kind="list",
    menu=8,
    roles=OFFICES,
    catalogue=("D10",),
    lead=Words("会诊用得多不多、答得及不及时、改没改变治疗；不出现患者。每个数可点到机构。",
               "How much it is used, in time or not, and whether it changed the treatment; nobody is named."),
    blocks=(
        Block("figures", "table", measured.listing("/indicators"), (f"measured:{','.join(FIGURES)}", "areas"),
              Words("近十二个月", "The last twelve months")),
        Block("ways", "downloads", acting.ways(
            (Words("远程教学", "Remote teaching"), "/teaching", Words("预告、签到、存档",
                                                                      "announced, signed in, kept")),
        )),
    ),
)  # fmt: skip
ANNOUNCE = Act(
    "announce",
    Words("发布远程教学", "Announce a session"),
    TEACHING.id,
    "teaching_session",
    fields=(
        Field("title", Words("内容", "about"), "text", True, longest=100),
        Field("specialty", Words("专科", "specialty"), "choice", True, choices=f"coded:{SPECIALTIES}"),
        Field("speaker", Words("主讲", "speaker"), "text", True, longest=40),
        Field("day", Words("日期", "day"), "day", True),
        Field("time", Words("时间", "time"), "choice", True, options=rules.TIMES),
        Field("link", Words("方式", "held over"), "choice", True, choices=f"coded:{CODES} list=link"),
    ),
    roles=("consultation-centre", "specialist"),
    fixed=(("host", "{organization}"), ("area", "{area}")),
)  # fmt: skip
TEACHINGS = Page(
    id="teaching",
    title=Words("远程教学", "Remote teaching"),
    path="/teaching",
    kind="list",
    roles=(*WORKERS, *OFFICES),
    catalogue=("D06",),
    acts=(ANNOUNCE,),
    lead=Words("预告、开始、签到、存档；签到名单即出席记录。",
               "Announced, begun, signed in, kept; the roster is the record."),
    blocks=(
        Block("sessions", "table", shapes.teaching_table, ("work:TeachingSession?_sort=-planned", "names")),
        Block("announce-form", "forms", acting.forms(ANNOUNCE), acting.sources(ANNOUNCE),
              Words("办理", "What you can do")),
    ),
)  # fmt: skip
TAUGHT = layouts.story("TeachingSession/{session}", Words("教学内容", "The session"), (
    Shown("title", Words("内容", "about")), Shown("specialty", Words("专科", "specialty"), "code", table=SPECIALTIES),
    Shown("host", Words("主讲单位", "host"), "reference"), Shown("speaker", Words("主讲", "speaker")),
    Shown("planned", Words("时间", "when"), "time"), Shown("link", Words("方式", "held over"), "code", table=CODES),
    Shown("summary", Words("内容小结", "what was taught")), Shown("note", Words("取消原因", "why cancelled")),
))  # fmt: skip
SESSION = Page(
    id="teaching-session",
    title=Words("远程教学", "Remote teaching"),
    path="/teaching/{session}",
    kind="story",
    shows="TeachingSession",
    heading="brief:TeachingSession/{session}",
    brief=(Shown("title", Words("内容", "about")),),
    catalogue=("D06",),
    blocks=(
        *TAUGHT[:3],
        Block("roster", "table", shapes.roster, ("item:TeachingSession/{session}", "names"),
              Words("签到名单", "Roster")),
        TAUGHT[3],
    ),
)  # fmt: skip
PAGES = (HOME, ALL, NEW, CONSULTATION, RECORD, RUNNING, TEACHINGS, SESSION)
