"""The pages of diagnostics: the worklist, a new request, one request, its report, the ledger of recognition."""

from tongmai.base.words import Words
from tongmai.domains.diagnostics import shapes
from tongmai.domains.diagnostics.workflows import HANDOVER, READ
from tongmai.engines.pages import acting, lanes, records, shifts, stories
from tongmai.engines.pages.lanes import Column
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

WORKERS = ("clinician", "specialist", "centre-reader")
ANSWERABLE = ("headquarters", "county-officer", "planner")
PATIENT = Shown("subject.display", Words("患者", "patient"))
ITEM = Shown("code.coding(system=urn:tongmai:examination).code", Words("项目", "item"), "code", table="recognition")
FROM = Shown("requester", Words("申请机构", "asked by"), "reference")
TO = Shown("performer.reference", Words("接收机构", "read by"), "reference")
SENT = Shown("occurrenceDateTime", Words("上传时间", "sent"), "time")
CENTRE = Shown("category.coding(system=urn:tongmai:centre).code", Words("专业", "kind"), "code", table="centres")
PURPOSE = Shown("reasonCode.text", Words("检查目的", "purpose"))
CONCLUSION = Shown("conclusion", Words("诊断意见", "conclusion"), wide=True)
ISSUED = Shown("issued", Words("报告时间", "issued"), "time")
READER = Shown("performer.reference", Words("报告机构", "reported by"), "reference")
REPORT_STATE = Shown("status", Words("报告状态", "state"), "code", table="report_states")
FINDING = Shown("extension(url=urn:tongmai:finding).valueString", Words("检查所见或测定值", "finding"))
CRITICAL = Shown("extension(url=urn:tongmai:critical).valueString", Words("危急值", "critical value"))
CORRECTED = Shown("extension(url=urn:tongmai:corrected-because).valueString", Words("更正原因", "corrected because"))
ASKED_BY = Shown("extension(url=urn:tongmai:asked-by).valueReference", Words("申请机构", "asked by"), "reference")
REPORT = (ISSUED, REPORT_STATE, FINDING, CONCLUSION, CRITICAL, CORRECTED, READER)

COLUMNS = (
    Column(Words("待上传", "To be sent"), ("drafted", "ordered")),
    Column(Words("已上传待接收", "Sent, to be accepted"), ("sent",)),
    Column(Words("已接收待报告", "Accepted, to be reported"), ("accepted",)),
    Column(Words("危急值待确认", "Critical, to be acknowledged"), ("critical",)),
    Column(Words("不合格退回", "Rejected"), ("rejected",)),
)
WORKLIST = Page(
    id="diagnostics",
    title=Words("检查检验", "Tests"),
    path="/diagnostics",
    kind="board",
    menu=2,
    roles=WORKERS,
    catalogue=("D02", "D07"),
    live=("Task",),
    lead=Words("申请、上传、接收、报告、危急值：谁该办，还剩多久。",
               "Asked for, sent, accepted, reported, critical: who acts next, and how long is left."),
    blocks=(
        Block("work", "lanes", lanes.board(COLUMNS, PATIENT, (ITEM, FROM, TO)), (f"pieces:{READ.id}", "names"),
              Words("在办", "Under way")),
        Block("idle", "notice", shapes.idle, (f"pieces:{READ.id}",)),
        Block("reported", "table", shapes.reported((ITEM, ISSUED, CONCLUSION, ASKED_BY)),
              ("listed:DiagnosticReport?performer=Organization/{organization}&based-on:missing=false&_sort=-issued",
               "names"), Words("近期已报告", "Reported lately")),
        Block("received", "table", shapes.reported((ITEM, ISSUED, CONCLUSION, READER)),
              ("listed:DiagnosticReport?based-on:ServiceRequest.requester=Organization/{organization}&_sort=-issued",
               "names"), Words("近期收到的报告", "Reports received lately")),
        Block("where", "downloads", shapes.ways, ()),
    ),
)  # fmt: skip

GLANCE = Page(
    id="diagnostics-glance",
    title=Words("检查检验一览", "Tests at a glance"),
    path="/diagnostics-glance",
    kind="dashboard",
    home="above",
    roles=WORKERS,
    live=("Task",),
    lead=Words("在办的各到哪一步，有没有超时。", "Where what is under way stands, and what is late."),
    blocks=(
        Block("work", "figures", lanes.teaser(COLUMNS, "/diagnostics#work"), (f"pieces:{READ.id}",),
              Words("检查检验在办", "Tests under way")),
    ),
)  # fmt: skip

KINDS = {
    "ecg": Words("开心电检查申请", "Ask for an ECG"),
    "laboratory": Words("开检验申请", "Ask for a laboratory test"),
    "imaging": Words("开影像检查申请", "Ask for imaging"),
}
ACTS = {
    centre: Act(
        f"new-{centre}",
        title,
        READ.id,
        "test_request",
        fields=(
            Field("item", Words("项目", "item"), "pick", True, choices=f"coded:recognition centre={centre}",
                  hint=Words("名称、编码或拼音首字母", "name, code or pinyin initials")),
            Field("performer", Words("接收机构", "read by"), "choice", True,
                  choices="options:Organization?type=shared_centre,general_hospital&_sort=_id"),
            Field("purpose", Words("检查目的", "purpose"), "text", True),
        ),
        roles=("clinician",),
        fixed=(("centre", centre), ("requester", "{organization}"), ("today", "{today}")),
        fetched=(("name", "resident-name:{resident}"),),
    )
    for centre, title in KINDS.items()
}  # fmt: skip
NEW = Page(
    id="new-test",
    title=Words("开检查检验单", "Order a test"),
    path="/diagnostics/new/{resident}",
    kind="form",
    roles=("clinician",),
    begins="Patient",
    lead=Words("选项目后先显示近期结果；能互认的可直接采用，复查须选理由。",
               "Recent results are shown before ordering: use what is recognised, or say why to repeat it."),
    blocks=(Block("who", "facts", records.facts((
        Shown("name.text", Words("姓名", "name")),
        Shown("gender", Words("性别", "sex"), "code", table="sexes"),
        Shown("birthDate", Words("出生日期", "born"), "day"),
        Shown("extension(url=urn:tongmai:village).valueCode", Words("居住地", "home"), "area"),
    ), 4), ("record:Patient/{resident}", "names"), Words("患者", "Patient")), *(
        Block(centre, "forms", acting.forms(act, proposes=shapes.proposing(centre)),
              (*acting.sources(act), "records:Organization?type=shared_centre,general_hospital"))
        for centre, act in ACTS.items()
    )),
    acts=tuple(ACTS.values()),
)  # fmt: skip
ONE = f"item:ServiceRequest/{{request}} {READ.id}"
REPORTS = "records:DiagnosticReport?based-on=ServiceRequest/{request}"
REQUEST = Page(
    id="test",
    title=Words("检查检验申请", "Request for a test"),
    path="/diagnostics/requests/{request}",
    kind="record",
    shows="ServiceRequest",
    flows=(READ.id,),
    heading=f"brief:ServiceRequest/{{request}} {READ.id}",
    brief=(PATIENT, ITEM),
    catalogue=("D03",),
    blocks=(
        Block("path", "path", shapes.path, (ONE,)),
        Block("facts", "facts", records.item_facts((PATIENT, ITEM, CENTRE, FROM, TO, SENT, PURPOSE)), (ONE, "names"),
              Words("申请内容", "The request"), "half"),
        Block("deeds", "forms", shapes.steps, (ONE,), Words("办理", "Steps"), "half"),
        Block("report", "facts", shapes.report(REPORT), (REPORTS, "names"), Words("报告", "Report")),
        Block("recent", "table", shapes.recent, (ONE, "names"), Words("开单前的近期结果", "Results before ordering")),
        Block("story", "timeline", stories.timeline, (ONE,), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
REPORT_PAGE = Page(
    id="test-report",
    title=Words("检查检验报告", "Report of a test"),
    path="/diagnostics/reports/{report}",
    kind="record",
    shows="DiagnosticReport",
    brief=(ITEM, ISSUED),
    heading="brief:DiagnosticReport/{report}",
    blocks=(
        Block("facts", "facts", records.facts((
            Shown("subject", Words("患者", "patient"), "reference"), ITEM, CENTRE, ASKED_BY,
            Shown("effectiveDateTime", Words("采样或检查时间", "taken"), "time"), *REPORT,
        )), ("record:DiagnosticReport/{report}", "names"), Words("报告", "Report")),
    ),
)  # fmt: skip
COUNTED = "counted:recognition_month recognised+saved_cents,repeated+repeated_cents,not_recognised by period"
LEDGER = Page(
    id="recognition",
    title=Words("互认台账", "Ledger of recognition"),
    path="/diagnostics/ledger",
    kind="list",
    menu=4,
    roles=(*ANSWERABLE, *WORKERS),
    catalogue=("D03",),
    lead=Words("采用了多少、复查了多少、省下多少钱，精确到分；不出现个人。",
               "What was used, what was repeated, what it saved, to the cent; nobody is named."),
    blocks=(
        Block("sums", "figures", shapes.ledger_figures, (COUNTED,)),
        Block("filters", "chips", shapes.ledger_chips, (COUNTED, "areas")),
        Block("trend", "chart", shapes.saved_by_month, (COUNTED,),
              Words("节约费用走势", "Saved month by month"), "half"),
        Block("months", "table", shapes.by_month, (COUNTED,), Words("按月", "By month"), "half"),
        Block("ledger", "table", shapes.ledger, (COUNTED, "names"), Words("按机构和项目", "By institution and item")),
    ),
)  # fmt: skip
ENTRIES = Page(
    id="recognition-entries",
    title=Words("互认明细", "Requests behind the ledger"),
    path="/diagnostics/ledger/{institution}",
    kind="list",
    heading="title:Organization/{institution}",
    blocks=(
        Block("entries", "table", shapes.entries,
              ("listed:ServiceRequest?requester=Organization/{institution}&code={?item}&_sort=-authored", "names")),
    ),
)  # fmt: skip
HAND_OVER = Act(
    "handover",
    Words("交班", "Hand over"),
    HANDOVER.id,
    "handover",
    roles=WORKERS,
    fixed=(("organization", "{organization}"),),
    then=HANDOVER.step("give"),
    lead=shifts.ACT_LEAD,
)
SHIFTS = shifts.pages(
    ("tests-handovers", "tests-handover"),
    (Words("检查检验交接班", "Hand-over of tests"), Words("检查检验交班记录", "Hand-over of tests")),
    "/diagnostics/handover", HAND_OVER, f"pieces:{READ.id}",
    shifts.open_work(ITEM, Words("没有在办的检查检验。", "No test is under way.")),
)  # fmt: skip
PAGES = (WORKLIST, GLANCE, *SHIFTS, NEW, REQUEST, REPORT_PAGE, LEDGER, ENTRIES)
