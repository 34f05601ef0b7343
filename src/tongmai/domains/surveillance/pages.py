"""The pages of surveillance: what waits with its clocks, a new card, one card, the line list, the weeks, a signal."""

from tongmai.base.words import Words
from tongmai.domains.surveillance import rules, shapes
from tongmai.domains.surveillance.workflows import CARD, CLOSING, SIGNAL
from tongmai.engines.pages import acting, lanes, layouts, measured, records, stories
from tongmai.engines.pages.lanes import Column
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

UNITS = ("clinician", "specialist")
OFFICES = ("county-officer", "planner")
WORKERS = (*UNITS, *OFFICES)
PIECES = f"pieces:{CARD.id},{SIGNAL.id}"
CODES = "surveillance_codes"
PATIENT = Shown("subject.display", Words("患者", "patient"))
DISEASE = Shown("disease", Words("病种", "disease"), "code", table="notifiable")
CLASS = Shown("category", Words("类别", "class"), "code", table=CODES, phone=False)
CASE = Shown("caseClass", Words("病例分类", "case class"), "code", table=CODES, phone=False)
UNIT = Shown("unit", Words("报告单位", "reported by"), "reference")
AT = Shown("diagnosed", Words("诊断时间", "diagnosed"), "time")
DUE = Shown("due", Words("报告时限", "due"), "time", phone=False)
REPORTED = Shown("reported", Words("报告时间", "reported"), "time")
NATIONAL = Shown("national", Words("国家卡片编号", "national number"), phone=False)
COUNTY = Shown("area", Words("县市区", "county"), "area")
CASES = Shown("cases", Words("近 7 日病例", "cases of 7 days"), "number", unit=Words(" 例/7 日", " cases in 7 days"))
LIMIT = Shown("limit", Words("阈值", "threshold"), "number", unit=Words("（阈值）", " (threshold)"))
METHOD = Shown("method", Words("方法", "method"), "code", table=CODES)
OWED = "records:DiseaseCard?state=owed"
DIAGNOSES = f"records:Condition?code={rules.ICD_CODES}"

CARDS = (
    Column(Words("待报告", "Report owed"), ("owed",)),
    Column(Words("退回订正", "Returned"), ("returned",)),
    Column(Words("待县审", "Waits for the county"), ("reported",)),
    Column(Words("待地市审核", "Waits for the prefecture level"), ("checked",)),
)
SIGNALS = (
    Column(Words("待初步核实", "To be checked"), ("raised",)),
    Column(Words("已核实待判断", "Checked"), ("checked",)),
    Column(Words("疑似事件", "Suspected event"), ("suspected",)),
)
HOME = Page(
    id="surveillance",
    title=Words("传染病报告", "Notifiable diseases"),
    path="/surveillance",
    kind="board",
    menu=3,
    roles=WORKERS,
    catalogue=("F02", "F17"),
    live=("Task",),
    lead=Words("诊断、报卡、县审、地市审核：谁该办，还剩多久；漏报和预警在下面。国家直报系统照常使用，这里登记其编号和回执。",
               "Diagnosed, reported, reviewed: who acts next and how long is left; missed reports and signals below. "
               "The national system stays: its number and receipt are recorded here."),
    blocks=(
        Block("waiting", "figures", shapes.waiting, (PIECES,)),
        Block("idle", "notice", shapes.idle, (PIECES,)),
        Block("cards", "lanes", lanes.board(CARDS, PATIENT, (DISEASE, UNIT)), (f"pieces:{CARD.id}", "names"),
              Words("报告卡", "Cards")),
        Block("missed", "table", shapes.missed,
              (OWED, DIAGNOSES, "records:DiseaseCard?unit=Organization/{organization}", "names"),
              Words("漏报", "Missed reports")),
        Block("signals", "lanes", lanes.board(SIGNALS, DISEASE, (COUNTY, CASES, LIMIT)),
              (f"pieces:{SIGNAL.id}", "names"), Words("预警信号", "Signals")),
        Block("ways", "downloads", acting.ways(
            (Words("个案一览", "Line list"), "/surveillance/line-list", Words("最近诊断的在前", "latest first")),
            (Words("每周病例与预警", "Weeks and signals"), "/surveillance/weeks",
             Words("走势、各病种每周病例、超过阈值的病种", "course, weeks by disease, what passes its threshold")),
            (Words("报告突发事件", "Report an event"), "/emergency/new",
             Words("聚集性疫情、不明原因疾病、中毒", "clusters, unknown diseases, poisoning")),
        )),
    ),
)  # fmt: skip
GLANCE = Page(
    id="surveillance-glance",
    title=Words("传染病报告一览", "Notifiable diseases at a glance"),
    path="/surveillance-glance",
    kind="dashboard",
    home="above",
    roles=OFFICES,
    live=("Task",),
    lead=Words("报告卡和预警各到哪一步，有没有超时。", "Where cards and signals stand, and what is late."),
    blocks=(Block("waiting", "figures", shapes.waiting, (PIECES,), Words("传染病报告与预警", "Cards and signals")),),
)

NEW_CARD = Act(
    "card",
    Words("登记传染病诊断", "Enter a notifiable diagnosis"),
    CARD.id,
    "disease_card",
    fields=(
        Field("disease", Words("病种", "disease"), "pick", True, choices="coded:notifiable",
              hint=Words("名称、编码或拼音首字母", "name, code or pinyin initials")),
        Field("origin", Words("来源", "origin"), "choice", True, choices=f"coded:{CODES} list=origin"),
        Field("day", Words("诊断（结果）日期", "day of diagnosis or result"), "day", True),
        Field("time", Words("时间", "time"), "text", True, hint=Words("时:分，如 09:30", "hour:minute, such as 09:30")),
    ),
    roles=UNITS,
    fixed=(("unit", "{organization}"), ("area", "{area}")),
    fetched=(("name", "resident-name:{resident}"),),
    lead=Words("时限从诊断（结果）时起算：甲类及按甲类管理 2 小时，其他 24 小时，按诊断当日的目录。",
               "The clock runs from the diagnosis or result: 2 hours for class A and what is managed so, else 24."),
)  # fmt: skip
NEW_CLOSING = Act(
    "closing",
    Words("办理病历归档", "Close the record"),
    CLOSING.id,
    "record_closing",
    fields=(Field("category", Words("病历类别", "record"), "choice", True, choices=f"coded:{CODES} list=record"),
            Field("number", Words("病案号", "number of the record"), "text")),
    roles=UNITS,
    fixed=(("unit", "{organization}"), ("today", "{today}")),
    fetched=(("name", "resident-name:{resident}"),),
    lead=Words("归档前核查：还有未报告的法定传染病时不能归档，除非说明理由。",
               "Checked before it is closed: not while a notifiable disease is unreported, except with the reason."),
)  # fmt: skip
NEW = Page(
    id="new-disease-card",
    title=Words("报传染病卡", "Report a notifiable disease"),
    path="/surveillance/new/{resident}",
    kind="form",
    roles=UNITS,
    begins="Patient",
    lead=Words("登记诊断即开始计时；病历归档前核查漏报。",
               "The clock starts with the diagnosis; a record is checked before it is closed."),
    acts=(NEW_CARD, NEW_CLOSING),
    blocks=(
        Block("who", "facts", records.facts((
            Shown("name.text", Words("姓名", "name")),
            Shown("gender", Words("性别", "sex"), "code", table=CODES),
            Shown("birthDate", Words("出生日期", "born"), "day"),
            Shown("extension(url=urn:tongmai:village).valueCode", Words("住址", "lives in"), "area"),
        ), 4), ("record:Patient/{resident}", "names"), Words("患者", "Patient")),
        Block("card-form", "forms", acting.forms(NEW_CARD, folded=False, proposes=shapes.beginning),
              (*acting.sources(NEW_CARD), "records:Condition?patient={resident}")),
        Block("closing-form", "forms", acting.forms(NEW_CLOSING), acting.sources(NEW_CLOSING)),
    ),
)  # fmt: skip
ONE = f"item:DiseaseCard/{{card}} {CARD.id}"
CARD_PAGE = Page(
    id="disease-card",
    title=Words("传染病报告卡", "Card of a notifiable disease"),
    path="/surveillance/cards/{card}",
    kind="record",
    shows="DiseaseCard",
    flows=(CARD.id,),
    brief=(DISEASE, PATIENT, AT),
    blocks=(
        Block("path", "path", stories.path, (ONE,)),
        Block("facts", "facts", shapes.card_facts((
            PATIENT, DISEASE, CLASS, CASE,
            Shown("origin", Words("来源", "origin"), "code", table=CODES),
            Shown("onset", Words("发病日期", "first day of illness"), "day"),
            AT, DUE, REPORTED, UNIT, NATIONAL,
            Shown("receipt", Words("国家直报回执", "national receipt")),
            Shown("excuse", Words("不需报告的原因", "why none is owed"), "code", table=CODES),
            Shown("note", Words("审核意见", "remark")),
        )), (ONE, "names"), Words("报告卡", "The card"), "half"),
        Block("deeds", "forms", shapes.deeds, (ONE,), Words("办理", "Steps"), "half"),
        Block("corrections", "table", shapes.corrections, (ONE,), Words("订正记录", "Corrections")),
        Block("story", "timeline", stories.timeline, (ONE,), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
SHUT = f"item:RecordClosing/{{closing}} {CLOSING.id}"
CLOSING_PAGE = Page(
    id="record-closing",
    title=Words("病历归档核查", "Closing of a record"),
    path="/surveillance/closings/{closing}",
    kind="record",
    shows="RecordClosing",
    flows=(CLOSING.id,),
    brief=(PATIENT,),
    catalogue=("F17",),
    blocks=(
        Block("path", "path", stories.path, (SHUT,)),
        Block("facts", "facts", records.item_facts((
            PATIENT, UNIT,
            Shown("category", Words("病历类别", "record"), "code", table=CODES),
            Shown("number", Words("病案号", "number")), Shown("day", Words("日期", "day"), "day"),
            Shown("reason", Words("未报卡的原因", "why there is no card"), "code", table=CODES),
            Shown("note", Words("说明", "in words")),
        )), (SHUT, "names"), Words("病历", "The record"), "half"),
        Block("deeds", "forms", stories.deeds, (SHUT,), Words("办理", "Steps"), "half"),
        Block("owing", "table", shapes.owing,
              (SHUT, DIAGNOSES, "records:DiseaseCard?unit=Organization/{organization}"),
              Words("未报告的法定传染病", "Unreported diseases")),
        Block("story", "timeline", stories.timeline, (SHUT,), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
LIST = Page(
    id="line-list",
    title=Words("个案一览", "Line list"),
    path="/surveillance/line-list",
    kind="list",
    roles=WORKERS,
    catalogue=("F02",),
    lead=Words("您可以看到的全部报告卡，最近诊断的在前。", "Every card that you may see, the latest diagnosis first."),
    blocks=(
        Block("filters", "chips", records.narrowing((), ("county", Words("县市区", "county"))), ("names", "areas")),
        Block("list", "table", records.table((
            Shown("disease", Words("病种", "disease"), "record", table="notifiable", prefix="/surveillance/cards"),
            PATIENT, CLASS, CASE, AT, DUE, REPORTED, UNIT, NATIONAL,
            Shown("state", Words("状态", "state"), "code", table="card_states"),
        ), Words("没有您可以查看的报告卡。医生登记传染病诊断后显示在这里。",
                 "There is no card that you may see. It stands here once a doctor enters a diagnosis.")),
              ("listed:DiseaseCard?county={?county}&disease={?disease}&_sort=-diagnosed", "names")),
    ),
)  # fmt: skip
RAISE = Act(
    "raise",
    Words("立为预警信号", "Raise a signal"),
    SIGNAL.id,
    "epidemic_signal",
    fields=(Field("disease", Words("病种", "disease"), "pick", True, choices="coded:notifiable"),),
    roles=("county-officer",),
    fixed=(("area", "{area}"), ("day", "{today}")),
    lead=Words("病例数和阈值由系统按本县报告卡核算；未超过阈值的不能立。",
               "Cases and threshold are counted from the county's cards; below the threshold none is raised."),
)  # fmt: skip
COUNTED = "counted:disease_day cases"
WEEKLY = Page(
    id="disease-weeks",
    title=Words("每周病例与预警", "Weeks and signals"),
    path="/surveillance/weeks",
    kind="list",
    roles=OFFICES,
    catalogue=("F01", "F03"),
    acts=(RAISE,),
    lead=Words("按诊断日期，每 7 日一段；不出现个人。", "By day of diagnosis, seven days each; nobody is named."),
    blocks=(
        Block("filters", "chips", shapes.week_chips, (COUNTED, "areas")),
        Block("course", "chart", shapes.course, (COUNTED,), Words("走势", "Course")),
        Block("candidates", "table", shapes.candidates, (COUNTED, "names"),
              Words("今天超过阈值的病种", "What passes its threshold today")),
        Block("raise-form", "forms", acting.forms(RAISE), acting.sources(RAISE)),
        Block("weeks", "table", shapes.weeks, (COUNTED,), Words("各病种近四周", "The last four weeks")),
        Block("measures", "table", measured.listing("/indicators"), (
            "measured:surveillance.reported_in_time,surveillance.reports_missed,surveillance.signals_answered", "areas",
        ), Words("报告与响应指标", "Reports and answers, measured")),
    ),
)  # fmt: skip
SIGNAL_PAGE = Page(
    id="epidemic-signal",
    title=Words("预警信号", "Early-warning signal"),
    path="/surveillance/signals/{signal}",
    kind="record",
    shows="EpidemicSignal",
    flows=(SIGNAL.id,),
    brief=(DISEASE, COUNTY),
    catalogue=("F01", "F03"),
    blocks=(*layouts.story("EpidemicSignal/{signal}", Words("信号", "The signal"), (
        DISEASE, COUNTY, METHOD, Shown("day", Words("统计至", "counted up to"), "day"),
        Shown("cases", Words("近 7 日病例", "cases of 7 days"), "number"),
        Shown("limit", Words("阈值", "threshold"), "number"),
        Shown("raised", Words("发出时间", "raised"), "time"), Shown("checked", Words("核实时间", "checked"), "time"),
        Shown("finding", Words("核实或调查结论", "finding")),
    )), Block("begin", "downloads", acting.begun, ("begun:EpidemicSignal/{signal}",))),
)  # fmt: skip
PAGES = (HOME, GLANCE, NEW, CARD_PAGE, CLOSING_PAGE, LIST, WEEKLY, SIGNAL_PAGE)
