"""Duty of key departments with its gaps; plans with their drills."""

from tongmai.base.words import Words
from tongmai.domains.emergency import shapes
from tongmai.domains.emergency.pages.common import (
    CODES,
    COUNTY,
    DAY,
    DEPARTMENT,
    INSTITUTION,
    KEEPERS,
    NOTE,
    OFFICES,
)
from tongmai.domains.emergency.workflows import DRILL, GAP
from tongmai.engines.pages import acting, layouts, measured, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

WORKERS = (*KEEPERS, *OFFICES)
WHO = Shown("person", Words("值班人", "who"), "reference")
PHONE = Shown("telephone", Words("值班电话", "telephone"))
DUTY = (
    "records:HealthcareService?service-category=urn:tongmai:emergency-place|duty_department"
    "&organization:Organization.village={within}&_sort=_id"
)
SHIFTS = "records:DutyShift?area={within}&day=ge{today}&_sort=day,_lastUpdated"
GAPS = "records:DutyGap?area={within}&day=ge{today}&_sort=_id"
OPEN = Act(
    "gap", Words("报告值班缺口", "Report a gap"), GAP.id, "new_gap",
    fields=(
        Field("department", Words("科室", "department"), "choice", True, choices="coded:duty_departments"),
        Field("day", Words("值班日期", "day"), "day", True),
        Field("reason", Words("不能到岗的原因", "why nobody can"), "text", longest=200),
    ),
    roles=WORKERS, fixed=(("institution", "{organization}"), ("area", "{area}")),
    lead=Words("值班人不能到岗时登记；没有排班的日子系统提前两周自动开出。",
               "When whoever is put down cannot come; days with nobody are opened by the house two weeks before."),
)  # fmt: skip
BOARD = Page(
    id="duty", title=Words("重点科室值班", "Duty of key departments"), path="/duty", under="/emergency",
    kind="board", menu=4, roles=KEEPERS, catalogue=("F19",), live=("Task",), acts=(OPEN,),
    lead=Words("24 小时值班，今天起十四天：绿色有人，红色无人；缺口应在前一天补上。",
               "Round the clock, fourteen days from today: green has somebody, red has nobody; a gap is filled a day "
               "before at the latest."),
    blocks=(
        Block("sums", "figures", shapes.duty_sums, (DUTY, SHIFTS, GAPS)),
        Block("board", "table", shapes.duty_board, (DUTY, SHIFTS, GAPS, "names"), Words("值班板", "The board")),
        Block("gaps", "table", shapes.gap_table,
              (DUTY, "work:DutyGap?area={within}&day=ge{today}&_sort=day", "names"), Words("缺口", "Gaps")),
        Block("acts", "forms", acting.forms(OPEN), acting.sources(OPEN), Words("办理", "What you can do")),
        Block("ways", "downloads", acting.ways(
            (Words("值班表", "Rota"), "/duty/shifts", Words("按日期，可导出", "by day, to be taken along")),
        )),
        Block("figures", "table", measured.listing("/indicators"), ("measured:emergency.duty_gaps", "areas"),
              Words("指标", "Figures")),
    ),
)  # fmt: skip
ROTA = Page(
    id="duty-shifts", title=Words("值班表", "Rota"), path="/duty/shifts", kind="list", roles=WORKERS,
    catalogue=("F19",),
    lead=Words("今天起的值班；在“数据导入”的“重点科室值班表”中排班。",
               "From today on; it is entered with the list of the rota."),
    blocks=(Block("shifts", "table", records.table((
        DAY, INSTITUTION, DEPARTMENT, WHO, PHONE,
    ), Words("今天起没有排班。请导入“重点科室值班表”。", "Nobody is put down from today on: import the rota.")),
        ("listed:DutyShift?area={within}&day=ge{today}&_sort=day,_lastUpdated", "names")),),
)  # fmt: skip
GAP_PAGE = Page(
    id="duty-gap", title=Words("值班缺口", "Gap of the rota"), path="/duty/gaps/{gap}", kind="story", shows="DutyGap",
    heading="brief:DutyGap/{gap}", brief=(DAY, DEPARTMENT, INSTITUTION), catalogue=("F19",),
    blocks=layouts.story("DutyGap/{gap}", Words("缺口", "The gap"), (
        DAY, INSTITUTION, DEPARTMENT, Shown("cause", Words("原因", "why"), "code", table=CODES),
        Shown("left", Words("不能到岗的人", "who cannot come"), "reference"), Shown("reason", Words("说明",
            "in words")),
        Shown("fillBy", Words("应补日期", "to be filled by"), "day"), WHO, PHONE,
        Shown("filled", Words("补上日期", "filled"), "day"), NOTE,
    )),
)  # fmt: skip
PLAN_DRILL = Act(
    "drill", Words("计划演练或培训", "Plan a drill"), DRILL.id, "new_drill",
    fields=(
        Field("plan", Words("预案", "plan"), "choice", True, choices="options:PlanDefinition?_sort=_id"),
        Field("title", Words("名称", "title"), "text", True, longest=60),
        Field("kind", Words("形式", "kind"), "choice", True, choices=f"coded:{CODES} list=drill"),
        Field("planned", Words("计划日期", "planned for"), "day", True),
    ),
    roles=OFFICES, fixed=(("host", "{organization}"), ("area", "{area}")),
    lead=Words("演练可在单独的演练库中进行，不留痕迹；这里登记何时、按哪个预案、发现什么、怎样改进。",
               "It may run in a store of its own and leave no trace; here stands when, by which plan, what was "
               "found and improved."),
)  # fmt: skip
PLANS = Page(
    id="emergency-plans", title=Words("预案、演练与培训", "Plans and drills"), path="/emergency/plans", kind="list",
    roles=OFFICES, catalogue=("F05",), acts=(PLAN_DRILL,),
    lead=Words("预案到期应复审；每次演练和培训登记发现的问题，整改后办结。",
               "Plans are reviewed in time; what a drill or training found is mended before it is closed."),
    blocks=(
        Block("plans", "table", shapes.plan_table, ("records:PlanDefinition?_sort=_id",
              "work:EmergencyDrill?_sort=-planned", "names"), Words("预案", "Plans")),
        Block("drills", "table", shapes.drill_table, ("work:EmergencyDrill?_sort=-planned", "names"),
              Words("演练与培训", "Drills and training")),
        Block("acts", "forms", acting.forms(PLAN_DRILL), acting.sources(PLAN_DRILL), Words("办理", "What you can do")),
    ),
)  # fmt: skip
DRILL_PAGE = Page(
    id="emergency-drill", title=Words("应急演练与培训", "Drill or training"), path="/emergency/drills/{drill}",
    under="/emergency/plans", kind="story", shows="EmergencyDrill", heading="brief:EmergencyDrill/{drill}",
    brief=(Shown("title", Words("名称", "title")),), catalogue=("F05",),
    blocks=layouts.story("EmergencyDrill/{drill}", Words("演练与培训", "The drill"), (
        Shown("plan", Words("预案", "plan"), "reference"), Shown("kind", Words("形式", "kind"), "code", table=CODES),
        Shown("host", Words("组织单位", "held by"), "reference"), COUNTY,
        Shown("planned", Words("计划日期", "planned for"), "day"), Shown("day", Words("举行日期", "held on"), "day"),
        Shown("people", Words("参加人数", "people"), "number"), Shown("store", Words("演练库", "its store")),
        Shown("findings", Words("发现的问题", "findings")), Shown("mendBy", Words("整改期限", "to be mended by"),
            "day"),
        Shown("improvement", Words("改进情况", "improvement")), Shown("mended", Words("整改完成", "mended"),
            "day"), NOTE,
    )),
)  # fmt: skip
PAGES = (BOARD, ROTA, GAP_PAGE, PLANS, DRILL_PAGE)
