"""The pages of referral: the centre's board, one screen to send, the whole of one referral, the printed forms."""

from tongmai.base.words import Words
from tongmai.domains.referral import shapes
from tongmai.domains.referral.workflows import ACROSS, DOWNWARD, HANDOVER, HOSPITALS, UPWARD
from tongmai.engines.pages import acting, lanes, layouts, records, shifts
from tongmai.engines.pages.lanes import Column
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

FLOWS = ("referral.up", "referral.across", "referral.down")
PIECES = f"pieces:{','.join(FLOWS)}"
WORKERS = ("clinician", "referral-centre", "specialist")
PATIENT = Shown("subject.display", Words("患者", "patient"))
ILLNESS = Shown("reasonCode.text", Words("初步印象", "impression"))
BOOKED = Shown("occurrenceDateTime", Words("预约时间", "booked for"), "time")
FROM = Shown("requester", Words("转出机构", "from"), "reference")
TO = Shown("performer", Words("接收机构", "to"), "reference")
URGENCY = Shown("priority", Words("紧急程度", "urgency"), "code", table="referral_codes")

RECEIVING = (
    Column(Words("待受理", "To be answered"), ("submitted", "consulting", "waiting", "proposed")),
    Column(Words("已预约", "Booked"), ("booked",), "occurrenceDateTime", False),
    Column(Words("今日应到", "Expected today"), ("booked",), "occurrenceDateTime", True),
    Column(Words("在院", "Arrived"), ("arrived", "underway", "accepted")),
    Column(Words("待回转", "To be given back"), ("treated",)),
    Column(Words("未到院", "Did not arrive"), ("missed",)),
)
SENDING = (
    Column(Words("待我处理", "Back with us"), ("drafted", "returned", "advised", "missed")),
    Column(Words("对方待受理", "Waits for an answer"), ("submitted", "consulting", "waiting", "proposed")),
    Column(Words("已预约", "Booked"), ("booked",)),
    Column(Words("在院", "In hospital"), ("arrived", "underway", "treated", "accepted", "outside")),
    Column(Words("已回转，待随访", "Given back, to be followed up"), ("given-back",)),
)
BOARD = Page(
    id="referrals",
    title=Words("双向转诊", "Referrals"),
    path="/referrals",
    kind="board",
    menu=2,
    roles=WORKERS,
    catalogue=("C01", "C02", "C03", "C04", "C10"),
    live=("Task",),
    lead=Words("收到的和发出的都在这里：谁要来、何时来、谁该回话、还剩多久。",
               "What came and what was sent: who comes when, who owes an answer, how long is left."),
    blocks=(
        Block("kept", "figures", shapes.kept_today,
              ("records:Slot?institution=Organization/{organization}&start=ge{today}",)),
        Block("received", "lanes", lanes.board(RECEIVING, PATIENT, (ILLNESS, FROM, BOOKED), "performer"),
              (PIECES, "names"), Words("收到的转诊", "Received")),
        Block("sent", "lanes", lanes.board(SENDING, PATIENT, (ILLNESS, TO, BOOKED), "requester"),
              (PIECES, "names"), Words("发出的转诊", "Sent")),
        Block("whom", "notice", shapes.whom, ()),
        Block("day-list", "downloads", acting.ways(
            (Words("当日名单", "Day list"), "/referrals/day", Words("今日应到、在院、待回转，可打印", "to be printed")),
            (Words("交接班", "Hand-over"), "/handover", Words("未了的事交给下一班", "what is open, to the next shift")),
        )),
    ),
)  # fmt: skip

GLANCE = Page(
    id="referral-glance",
    title=Words("转诊一览", "Referrals at a glance"),
    path="/referral-glance",
    kind="dashboard",
    home="above",
    roles=WORKERS,
    live=("Task",),
    lead=Words("今天的号源床位，收到和发出的各到哪一步。",
               "Today's slots and beds, and where what came and went stands."),
    blocks=(
        Block("kept", "figures", shapes.kept_today,
              ("records:Slot?institution=Organization/{organization}&start=ge{today}",),
              Words("号源与床位", "Slots and beds")),
        Block("received", "figures", lanes.teaser(RECEIVING, "/referrals#received", "performer"), (PIECES,),
              Words("收到的转诊", "Received referrals")),
        Block("sent", "figures", lanes.teaser(SENDING, "/referrals#sent", "requester"), (PIECES,),
              Words("发出的转诊", "Sent referrals")),
    ),
)  # fmt: skip

SUMMARY = (
    Field(
        "disease",
        Words("诊断（名称、编码或拼音首字母）", "diagnosis (name, code or initials)"),
        "pick",
        True,
        choices="coded:diseases",
    ),
    Field("impression", Words("初步印象", "impression"), "text", True),
    Field("history", Words("主要现病史（转出原因）", "present illness (why)"), "lines"),
    Field("past", Words("主要既往史", "past illnesses"), "lines"),
    Field("treatment", Words("治疗经过", "treatment so far"), "lines"),
)
CALM = Field(
    "priority", Words("紧急程度", "urgency"), "choice", True, choices="coded:referral_codes list=priority-calm"
)
GIVEN = (("person", "{resident}"), ("requester", "{organization}"))
KNOWN = (("patient", "record:Patient/{resident}"), ("name", "title:Patient/{resident}"))
RECEIVER = Field(
    "performer",
    Words("接收机构（按条件排序）", "receiving institution (best first)"),
    "choice",
    True,
    choices=HOSPITALS,
)
UP = Act(
    "up",
    Words("提交转诊", "Send"),
    "referral.up",
    "referral",
    fields=(CALM, *SUMMARY, RECEIVER),
    roles=("clinician",),
    fixed=(*GIVEN, ("direction", "up")),
    fetched=KNOWN,
    then=UPWARD.step("submit"),
    lead=Words(
        "已按档案预填；核对后提交，对方按时限答复。",
        "Filled in from the record; check, send, and the answer has its clock.",
    ),
)
EMERGENCY = Act(
    "emergency",
    Words("急诊：先转运，后补手续", "Emergency: go at once, the paper follows"),
    "referral.up",
    "referral",
    fields=(*SUMMARY[:2], RECEIVER),
    roles=("clinician",),
    fixed=(*GIVEN, ("direction", "up"), ("priority", "stat")),
    fetched=KNOWN,
    then=UPWARD.step("emergency"),
    lead=Words(
        "立即通知对方启动通道；手续在当班内补办。",
        "The other side opens its channel now; the paper follows within the shift.",
    ),
)
OUTSIDE = Act(
    "outside",
    Words("转往区域外机构", "Send outside the region"),
    "referral.up",
    "referral",
    fields=(CALM, *SUMMARY),
    roles=("clinician",),
    fixed=(*GIVEN, ("direction", "up"), ("performer", "{organization}")),
    fetched=KNOWN,
    then=UPWARD.step("send-outside"),
    lead=Words(
        "对方不在本平台：由本机构登记反馈并随访。", "The other side is not on this platform: we enter what comes back."
    ),
)
SIDEWAYS = Act(
    "across",
    Words("横转到同级或上级医院", "Send across or further up"),
    "referral.across",
    "referral",
    fields=(CALM, *SUMMARY, RECEIVER),
    roles=("specialist",),
    fixed=(*GIVEN, ("direction", "across")),
    fetched=KNOWN,
    then=ACROSS.step("submit"),
)
DOWN = Act(
    "down",
    Words("下转到基层", "Send down"),
    "referral.down",
    "referral",
    fields=(
        *SUMMARY,
        Field(
            "performer",
            Words("接收机构", "receiving institution"),
            "choice",
            True,
            choices="options:Organization?type=township_hospital,community_centre&_sort=_id",
        ),
    ),
    roles=("specialist", "referral-centre"),
    fixed=(*GIVEN, ("direction", "down"), ("priority", "routine")),
    fetched=KNOWN,
    then=DOWNWARD.step("submit"),
    lead=Words(
        "所选药品与接收机构备药即时核对：缺药时可改用其备有的同类药，或请其备药。",
        "Drugs are checked against what the place keeps: take an equivalent, or ask that it be supplied.",
    ),
)
ACTS = (UP, EMERGENCY, OUTSIDE, SIDEWAYS, DOWN)
NEW = Page(
    id="new-referral",
    title=Words("发起转诊", "Send a patient"),
    path="/new-referral/{resident}",
    under="/referrals",
    kind="form",
    begins="Patient",
    roles=WORKERS,
    acts=ACTS,
    blocks=(
        Block("who", "facts", records.facts((
            Shown("name.text", Words("姓名", "name")),
            Shown("gender", Words("性别", "sex"), "code", table="referral_codes"),
            Shown("birthDate", Words("出生日期", "born"), "day"),
            Shown("extension(url=urn:tongmai:village).valueCode", Words("住址", "lives in"), "area"),
        ), 4), ("record:Patient/{resident}", "names"), Words("患者", "Patient")),
        Block("forms", "forms", acting.forms(*ACTS, proposes=shapes.sending, opens=1), (
            *acting.sources(*ACTS), "record:Patient/{resident}", "records:Condition?patient={resident}",
            "records:Observation?patient={resident}&code=85354-9&_sort=-date",
            "records:Organization?type=general_hospital,tcm_hospital,maternal_child,specialist_hospital",
            "records:Organization?type=treatment_centre", "records:Slot?status=free&start=ge{today}",
            "records:OrganizationAffiliation?participating-organization:Organization.type=general_hospital,"
            "tcm_hospital,township_hospital",
            "areas",
        ), Words("转诊申请", "The referral")),
    ),
)  # fmt: skip
ONE = "item:ServiceRequest/{request}"
REQUEST = Page(
    id="referral",
    title=Words("转诊单", "Referral"),
    path="/referrals/{request}",
    kind="record",
    shows="ServiceRequest",
    flows=FLOWS,
    brief=(PATIENT, ILLNESS, FROM, TO),
    blocks=(
        *layouts.story("ServiceRequest/{request}", Words("转诊内容", "The referral"), (
            PATIENT, URGENCY, ILLNESS, FROM, TO, BOOKED,
            Shown("extension(url=urn:tongmai:history).valueString", Words("主要现病史", "present illness")),
            Shown("extension(url=urn:tongmai:past).valueString", Words("既往史", "past illnesses")),
            Shown("extension(url=urn:tongmai:treatment).valueString", Words("治疗经过", "treatment so far")),
        ))[:3],
        Block("agreed", "facts", shapes.consented, (ONE, "names"),
              Words("同意、指征与回转", "Consent, criterion, return")),
        Block("papers", "downloads", shapes.papers, (ONE,), Words("打印单据", "Printed forms")),
        layouts.story("ServiceRequest/{request}", Words("转诊内容", "The referral"), ())[3],
    ),
)  # fmt: skip
PRINTED = (ONE, "of-patient:{request}", "names")
OUT = Page(
    id="referral-out", title=Words("双向转诊（转出）单", "Referral form (out)"), path="/referrals/{request}/out",
    kind="print", printed="referral_out", blocks=(Block("sheet", "sheet", shapes.sheet, PRINTED),),
)  # fmt: skip
BACK = Page(
    id="referral-back", title=Words("双向转诊（回转）单", "Referral form (back)"), path="/referrals/{request}/back",
    kind="print", printed="referral_back", blocks=(Block("sheet", "sheet", shapes.sheet, PRINTED),),
)  # fmt: skip
DAY = Page(
    id="referral-day", title=Words("转诊中心当日名单", "Day list of the centre"), path="/referrals/day", kind="print",
    printed="referral_day", roles=WORKERS, blocks=(Block("sheet", "sheet", shapes.day_list, (PIECES, "names")),),
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
    ("handovers", "handover"), (Words("交接班", "Hand-over of shifts"), Words("交班记录", "Hand-over")), "/handover",
    HAND_OVER, PIECES, shifts.open_work(ILLNESS, Words("没有在办的转诊。", "No referral is under way.")),
)  # fmt: skip
PAGES = (BOARD, GLANCE, NEW, REQUEST, OUT, BACK, DAY, *SHIFTS)
