"""The board of emergencies, a new event, events, one, what a level brings."""

from tongmai.base.words import Words
from tongmai.domains.emergency import shapes
from tongmai.domains.emergency.pages.common import (
    COUNTY,
    DOCTORS,
    GRADE,
    KIND,
    LEADERS,
    LEVEL,
    NOTE,
    OFFICES,
    PLACE,
    TEAM,
    TITLE,
    UNIT,
)
from tongmai.domains.emergency.workflows import CALL, EVENT, GAP
from tongmai.engines.pages import acting, lanes, layouts, measured, records
from tongmai.engines.pages.lanes import Column
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

PIECES = f"pieces:{EVENT.id},{CALL.id},{GAP.id}"
EVENTS = (
    Column(Words("待报告", "To be reported"), ("found",)),
    Column(Words("待定级", "To be graded"), ("reported",)),
    Column(Words("待响应", "To be responded to"), ("graded",)),
    Column(Words("响应中", "Responding"), ("responding",)),
    Column(Words("待评估", "To be reviewed"), ("closed",)),
)
CALLS = (
    Column(Words("待应答", "To be acknowledged"), ("called",)),
    Column(Words("集结中", "Assembling"), ("acknowledged",)),
    Column(Words("待出发", "To be dispatched"), ("assembled",)),
    Column(Words("处置中", "Dispatched"), ("dispatched",)),
)
FIGURES = ("emergency.reports_in_time", "emergency.acknowledged_in_time", "emergency.duty_gaps",
           "emergency.prefecture_team", "emergency.county_team", "emergency.township_stations")  # fmt: skip
HOME = Page(
    id="emergency",
    title=Words("卫生应急", "Emergencies"),
    path="/emergency",
    kind="board",
    menu=3,
    roles=(*OFFICES, *LEADERS),
    catalogue=("F04",),
    live=("Task",),
    lead=Words("事件报告与响应、队伍调派、值班缺口：谁该办，还剩多久。",
               "Events, call-outs, duty gaps: who acts next, how long is left."),
    blocks=(
        Block("waiting", "figures", shapes.emergencies_waiting, (PIECES,)),
        Block("idle", "notice", shapes.emergencies_idle, (PIECES,)),
        Block("events", "lanes", lanes.board(EVENTS, TITLE, (COUNTY, GRADE)), (f"pieces:{EVENT.id}", "names"),
              Words("突发事件", "Events")),
        Block("calls", "lanes", lanes.board(CALLS, TEAM, (Shown("task", Words("任务", "task")),)),
              (f"pieces:{CALL.id}", "names"), Words("队伍调派", "Call-outs")),
        Block("ways", "downloads", acting.ways(
            (Words("报告突发事件", "Report an event"), "/emergency/new", Words("登记即开始计时", "its clock begins")),
            (Words("事件一览", "Events"), "/emergency/events", Words("报告、定级、响应、评估",
                "told, graded, reviewed")),
            (Words("医疗应急队伍", "Emergency teams"), "/emergency/teams",
             Words("资质、可用、缺员", "certificates, who is there")),
            (Words("重点科室值班", "Duty of key departments"), "/duty", Words("十四天的缺口", "gaps of fourteen days")),
            (Words("预案、演练与培训", "Plans and drills"), "/emergency/plans", Words("复审、演练", "reviewed, held")),
            (Words("应急救治机构", "Places of treatment"), "/emergency/places",
             Words("发热门诊、定点医院、中医基地", "fever clinics, designated hospitals")),
            (Words("发热患者闭环", "Fever patients"), "/emergency/fever", Words("分诊到接收",
                "from triage to receipt")),
            (Words("分级响应措施", "Levels of response"), "/emergency/response", Words("各级做什么",
                "what each brings")),
            (Words("乡镇急救站", "Emergency stations"), "/emergency/stations", Words("值守", "rosters")),
            roles=OFFICES)),
        Block("figures", "table", measured.listing("/indicators"), (f"measured:{','.join(FIGURES)}", "areas"),
              Words("指标", "Figures")),
    ),
)  # fmt: skip
FIELDS = (
    Field("title", Words("事件名称", "title"), "text", True, longest=60),
    Field("kind", Words("类别", "kind"), "choice", True, choices="coded:event_kinds"),
    Field("place", Words("发生地点", "place"), "text", True, longest=100),
    Field("day", Words("发现日期", "found on"), "day", True),
    Field("time", Words("发现时间", "at"), "text", True, hint=Words("时:分，如 09:30", "hour:minute, such as 09:30")),
    Field("signs", Words("初步情况（首发症状）", "first signs"), "lines", True, longest=500),
    Field("affected", Words("波及人数", "persons affected"), "integer", low="0"),
)
LEAD = Words("机构发现后 2 小时内报县卫生健康部门，再逐级上报；时限按事件当日施行的法律，从发现时起算。"
             "瞒报、缓报、谎报依法追究。",
             "The county's authority is told within two hours and then level by level, by the law of the event's day; "
             "the clock runs from when it became known.")  # fmt: skip
REPORT = Act(
    "report", Words("报告突发事件", "Report an event"), EVENT.id, "new_event", fields=FIELDS,
    roles=(*DOCTORS, *OFFICES), fixed=(("unit", "{organization}"), ("area", "{area}")), lead=LEAD,
)  # fmt: skip
NEW = Page(
    id="new-emergency", title=Words("报告突发事件", "Report an event"), path="/emergency/new", under="/emergency",
    kind="form", roles=(*DOCTORS, *OFFICES), acts=(REPORT,), catalogue=("F04",),
    blocks=(Block("form", "forms", acting.forms(REPORT, folded=False, proposes=shapes.event_now),
                  acting.sources(REPORT)),),
)  # fmt: skip
FROM_SIGNAL = Act(
    "report", Words("报告突发事件", "Report an event"), EVENT.id, "new_event", fields=FIELDS,
    roles=OFFICES, fixed=(("unit", "{organization}"), ("area", "{area}")), lead=LEAD,
)  # fmt: skip
OF_SIGNAL = Page(
    id="emergency-of-signal", title=Words("由预警信号报告突发事件", "Report an event of a signal"),
    path="/emergency/of-signal/{signal}", under="/emergency", kind="form", roles=OFFICES, acts=(FROM_SIGNAL,),
    begins="EpidemicSignal", catalogue=("F04",),
    lead=Words("核实为疑似事件后报告；信号与事件相连。",
        "Once a signal is suspected to be an event; the two stay linked."),
    blocks=(Block("form", "forms", acting.forms(FROM_SIGNAL, folded=False, proposes=shapes.event_now),
                  acting.sources(FROM_SIGNAL)),),
)  # fmt: skip
LIST = Page(
    id="emergency-events", title=Words("突发事件一览", "Events"), path="/emergency/events", kind="list",
    roles=(*OFFICES, *DOCTORS, *LEADERS), catalogue=("F04",),
    lead=Words("您可以看到的全部事件，最近发现的在前。", "Every event that you may see, the latest first."),
    blocks=(
        Block("filters", "chips", shapes.event_chips, ()),
        Block("list", "table", records.item_table((
            Shown("title", Words("事件", "event"), "record", prefix="/emergency/events"), KIND, COUNTY,
            Shown("found", Words("发现", "found"), "time"), GRADE, LEVEL, Shown("state", Words("状态", "state"),
                "state"),
        ), Words("没有您可以查看的事件。发现后在“报告突发事件”登记。",
                 "There is no event that you may see. It stands here once it is reported.")),
              ("listed-work:EmergencyEvent?state={?state}&_sort=-found", "names")),
    ),
)  # fmt: skip
CALL_OUT = Act(
    "call", Words("调派队伍", "Call out a team"), CALL.id, "new_call",
    fields=(
        Field("team", Words("队伍", "team"), "choice", True,
              choices="options:Organization?_has:PractitionerRole:organization:role=emergency_team,tcm_emergency_team"
                      "&_sort=_id"),
        Field("post", Words("队伍类别", "which team"), "choice", True, value="emergency_team",
              options=(("emergency_team", Words("医疗应急队", "emergency team")),
                       ("tcm_emergency_team", Words("中医应急队", "team of Chinese medicine")))),
        Field("wanted", Words("出动人数", "members"), "integer", True, low="1"),
        Field("task", Words("任务", "task"), "text", True, longest=200),
        Field("meet", Words("集结地点", "where it assembles"), "text", True, longest=100),
    ),
    roles=OFFICES, fixed=(("event", "{event}"), ("area", "{area}")),
    lead=Words("按名册调派资质有效且可用的队员；不足要求人数的队伍不能调派。队长在时限内应答。",
               "Members who are certified and available are called in the order of the roster; a team with fewer is "
               "refused. Its leader acknowledges within the term."),
)  # fmt: skip
ONE = "item:EmergencyEvent/{event}"
STORY = layouts.story("EmergencyEvent/{event}", Words("事件情况", "The event"), (
    KIND, COUNTY, PLACE, UNIT, Shown("found", Words("发现时间", "found"), "time"),
    Shown("firstSigns", Words("初步情况", "first signs")), Shown("affected", Words("波及人数", "affected"), "number"),
    Shown("signal", Words("预警信号", "signal"), "reference"), GRADE, Shown("gradeBasis", Words("定级依据", "why")),
    Shown("gradeDocument", Words("定级文号", "its document")), LEVEL,
    Shown("levelDocument", Words("响应文号", "its document")), Shown("opened", Words("启动时间", "opened"), "time"),
    Shown("closed", Words("终止日期", "closed"), "day"), Shown("conclusion", Words("结论", "conclusion")),
    Shown("finding", Words("评估意见", "review")), Shown("improvement", Words("改进事项", "improvement")), NOTE,
))  # fmt: skip
EVENT_PAGE = Page(
    id="emergency-event", title=Words("突发事件", "Event"), path="/emergency/events/{event}", kind="story",
    shows="EmergencyEvent", heading="brief:EmergencyEvent/{event}", brief=(TITLE,), catalogue=("F04", "F07"),
    acts=(CALL_OUT,),
    blocks=(
        *STORY[:3],
        Block("chain", "table", shapes.chain, (ONE,), Words("逐级报告", "Chain of reports")),
        Block("measures", "table", shapes.brought_measures, (ONE, "names"), Words("本级响应措施", "What it brings")),
        Block("situations", "table", shapes.situations, (ONE,), Words("进程报告", "Situation reports")),
        Block("calls", "table", shapes.calls_of, ("work:CallOut?event=EmergencyEvent/{event}&_sort=_id", "names"),
              Words("队伍调派", "Call-outs")),
        Block("acts", "forms", acting.forms(CALL_OUT), acting.sources(CALL_OUT), Words("调派", "Call out")),
        Block("papers", "downloads", shapes.report_paper, (ONE,)),
        STORY[3],
    ),
)  # fmt: skip
SHEET = Page(
    id="emergency-sheet", title=Words("突发公共卫生事件信息报告卡", "Report of the event"),
    path="/emergency/events/{event}/sheet", kind="print", printed="event_report",
    blocks=(Block("sheet", "sheet", shapes.report_sheet, (ONE, "names")),),
)  # fmt: skip
RESPONSE = Page(
    id="emergency-response", title=Words("分级响应措施", "Levels of response"), path="/emergency/response", kind="list",
    catalogue=("F07",),
    lead=Words("Ⅰ级最重；启动某一级时，较轻各级的措施一并生效。",
               "I is the gravest; what is opened brings the measures of every lower level too."),
    blocks=(Block("measures", "table", shapes.all_measures, ("names",)),),
)  # fmt: skip
PAGES = (HOME, NEW, OF_SIGNAL, LIST, EVENT_PAGE, SHEET, RESPONSE)
