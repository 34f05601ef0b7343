"""Teams and their rosters, absences, call-outs, emergency stations."""

from tongmai.base.words import Words
from tongmai.domains.emergency import shapes
from tongmai.domains.emergency.pages.common import CODES, COUNTY, LEADERS, NOTE, OFFICES, PERSON, POSTS, TEAM
from tongmai.domains.emergency.workflows import ABSENCE
from tongmai.engines.pages import acting, layouts, measured
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

WORKERS = (*OFFICES, *LEADERS)
STAFF = f"records:Practitioner?_has:PractitionerRole:practitioner:role={POSTS}&_sort=_id"
TEAMS = Page(
    id="emergency-teams", title=Words("医疗应急队伍", "Emergency teams"), path="/emergency/teams", kind="list",
    roles=WORKERS, catalogue=("F06",),
    lead=Words("资质有效且今天可用的才算可出动；地市级 30 人，每县 13 人。中医应急队也在此。",
               "Who is certified and available today may be called: thirty at the prefecture level, thirteen of each "
               "county. The team of Chinese medicine stands here too."),
    blocks=(
        Block("teams", "table", shapes.team_table,
              ("records:Organization?type=emergency_team&_sort=_id", f"records:PractitionerRole?role={POSTS}&_sort=_id",
               STAFF, "records:TeamAbsence?state=declared&_sort=_id", "names")),
        Block("figures", "table", measured.listing("/indicators"), (
            "measured:emergency.prefecture_team,emergency.county_team,emergency.acknowledged_in_time", "areas",
        ), Words("指标", "Figures")),
    ),
)  # fmt: skip
AWAY = Act(
    "away", Words("登记队员不可用", "Declare that a member is away"), ABSENCE.id, "new_absence",
    fields=(
        Field("person", Words("队员", "member"), "choice", True, private=True,
              choices=f"options:Practitioner?_has:PractitionerRole:practitioner:role={POSTS}"
                      "&_has:PractitionerRole:practitioner:organization={team}&_sort=_id"),
        Field("reason", Words("原因", "reason"), "choice", True, choices=f"coded:{CODES} list=absence"),
        Field("since", Words("起始日期", "from"), "day", True, value="{today}"),
        Field("until", Words("截止日期", "until"), "day", True),
    ),
    roles=WORKERS, fixed=(("team", "{team}"), ("area", "{area}")),
    lead=Words("登记后不能调派，T26、T27 随之变化；回来后可提前结束。",
               "From then on the member is not called out, and the figures say so; it can end earlier."),
)  # fmt: skip
ROSTER = f"records:PractitionerRole?organization=Organization/{{team}}&role={POSTS}&_sort=_id"
GONE = "records:TeamAbsence?team=Organization/{team}&state=declared&_sort=_id"
OF_TEAM = (f"records:Practitioner?_has:PractitionerRole:practitioner:role={POSTS}"
           "&_has:PractitionerRole:practitioner:organization={team}&_sort=_id")  # fmt: skip
ONE = Page(
    id="emergency-team", title=Words("应急队伍", "Emergency team"), path="/emergency/teams/{team}", kind="record",
    roles=WORKERS, heading="title:Organization/{team}", catalogue=("F06",), acts=(AWAY,),
    blocks=(
        Block("strength", "notice", shapes.below_strength, ("record:Organization/{team}", ROSTER, OF_TEAM, GONE)),
        Block("roster", "table", shapes.roster_table, (ROSTER, OF_TEAM, GONE, "names"), Words("名册", "Roster")),
        Block("calls", "table", shapes.calls_of, ("work:CallOut?team=Organization/{team}&_sort=_id", "names"),
              Words("调派记录", "Call-outs")),
        Block("acts", "forms", acting.forms(AWAY), acting.sources(AWAY), Words("办理", "What you can do")),
    ),
)  # fmt: skip
CALL_STORY = layouts.story("CallOut/{call}", Words("调派内容", "The call"), (
    TEAM, Shown("event", Words("事件", "event"), "reference"), COUNTY, Shown("task", Words("任务", "task")),
    Shown("meet", Words("集结地点", "where it assembles")), Shown("wanted", Words("出动人数", "members"), "number"),
    Shown("called", Words("调派时间", "called"), "time"),
    Shown("acknowledgeMinutes", Words("应答时限", "to be acknowledged within"), "number",
          unit=Words(" 分钟", " minutes")),
    Shown("acknowledged", Words("应答时间", "acknowledged"), "time"),
    Shown("assembled", Words("集结时间", "assembled"), "time"), Shown("present", Words("到位人数", "present"),
        "number"),
    Shown("dispatched", Words("出发时间", "dispatched"), "time"), Shown("transport", Words("车辆与物资", "transport")),
    Shown("returned", Words("归队时间", "returned"), "time"), Shown("summary", Words("处置小结",
        "what was done")), NOTE,
))  # fmt: skip
CALL_PAGE = Page(
    id="call-out", title=Words("队伍调派", "Call-out"), path="/emergency/calls/{call}", under="/emergency",
        kind="story",
    shows="CallOut", heading="brief:CallOut/{call}", brief=(TEAM, Shown("task", Words("任务", "task"))),
    catalogue=("F06",),
    blocks=(
        *CALL_STORY[:3],
        Block("members", "table", shapes.called_table, ("item:CallOut/{call}", "names"), Words("队员", "Members")),
        CALL_STORY[3],
    ),
)  # fmt: skip
ABSENCE_PAGE = Page(
    id="team-absence", title=Words("队员不可用", "Absence of a member"), path="/emergency/absences/{absence}",
    under="/emergency/teams", kind="story", shows="TeamAbsence", heading="brief:TeamAbsence/{absence}",
    brief=(PERSON, TEAM), catalogue=("F06",),
    blocks=layouts.story("TeamAbsence/{absence}", Words("登记内容", "What was declared"), (
        PERSON, TEAM, Shown("reason", Words("原因", "reason"), "code", table=CODES),
        Shown("period", Words("起止", "from and to"), "period"), NOTE,
    )),
)  # fmt: skip
STATIONS = Page(
    id="emergency-stations", title=Words("乡镇急救站", "Emergency stations"), path="/emergency/stations", kind="list",
    roles=OFFICES, catalogue=("E06",),
    lead=Words("每个乡镇卫生院一站；有值守表、十二个月内出过车才算。机构和值守在“数据导入”的清单中维护。",
               "One a township hospital; it counts with a roster and a run within twelve months. Stations and rosters "
               "are kept by the lists of the register."),
    blocks=(
        Block("stations", "table", shapes.stations,
              ("records:Organization?type=emergency_station&village={within}&_sort=_id",
               "records:PractitionerRole?role=emergency_station&organization:Organization.village={within}&_sort=_id",
               "names")),
        Block("figures", "table", measured.listing("/indicators"), ("measured:emergency.township_stations", "areas"),
              Words("指标", "Figures")),
    ),
)  # fmt: skip
PAGES = (TEAMS, ONE, CALL_PAGE, ABSENCE_PAGE, STATIONS)
