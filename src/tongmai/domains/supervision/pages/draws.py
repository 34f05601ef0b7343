"""The board of supervision, plans and their lists, what was drawn, who may be drawn."""

from tongmai.base.words import Words
from tongmai.domains.supervision import shapes
from tongmai.domains.supervision.pages.common import CODES, COUNTY, NOTE, OBJECT, OFFICES, SPECIALTY, STATE
from tongmai.domains.supervision.workflows import COMPLAINT, INSPECTION, PLAN
from tongmai.engines.pages import acting, lanes, layouts, records
from tongmai.engines.pages.lanes import Column
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

PIECES = f"pieces:{PLAN.id},{INSPECTION.id},{COMPLAINT.id}"
INSPECTIONS = (
    Column(Words("待检查", "To be inspected"), ("assigned",)),
    Column(Words("待公示", "To be published"), ("inspected",)),
    Column(Words("整改中", "Being put right"), ("mending",)),
    Column(Words("待复查", "To be verified"), ("mended",)),
    Column(Words("立案", "Case filed"), ("case",)),
)
COMPLAINTS = (
    Column(Words("待受理", "To be accepted"), ("filed",)),
    Column(Words("待机构答复", "To be answered"), ("accepted",)),
    Column(Words("待核查处理", "To be decided"), ("answered",)),
    Column(Words("待确认", "Told"), ("told",)),
)
PLACE = Shown("object.display", Words("检查对象", "object"))
ABOUT = Shown("institution.display", Words("机构", "institution"))
KIND = Shown("kind", Words("类别", "kind"), "code", table="complaint_kinds")
HOME = Page(
    id="supervision",
    title=Words("综合监管", "Supervision"),
    path="/supervision",
    kind="board",
    menu=8,
    roles=OFFICES,
    catalogue=("I13", "I14", "I15"),
    live=("Task",),
    lead=Words("抽查计划、检查、整改、投诉：谁该办，还剩多久。",
               "Plans, inspections, what is to be put right, complaints: who acts next, how long is left."),
    blocks=(
        Block("waiting", "figures", shapes.waiting, (PIECES,)),
        Block("idle", "notice", shapes.idle, (PIECES,)),
        Block("plans", "table", shapes.plan_table, (f"pieces:{PLAN.id}", "names"), Words("抽查计划", "Plans")),
        Block("inspections", "lanes", lanes.board(INSPECTIONS, PLACE, (SPECIALTY,)),
              (f"pieces:{INSPECTION.id}", "names"), Words("检查", "Inspections")),
        Block("complaints", "lanes", lanes.board(COMPLAINTS, ABOUT, (KIND,)), (f"pieces:{COMPLAINT.id}", "names"),
              Words("投诉", "Complaints")),
        Block("ways", "downloads", acting.ways(
            (Words("制定抽查计划", "Make a plan"), "/new-draw-plan",
             Words("专业、比例、时限", "specialty, share, term")),
            (Words("抽取结果公示", "Published draws"), "/draws", Words("名单、种子、校验值", "lists, seed, hashes")),
            (Words("国家双随机任务", "Tasks drawn nationally"), "/central-tasks",
             Words("按编号承接", "by their number")),
            (Words("检查人员与利害关系", "Inspectors and ties"), "/inspectors", Words("谁应回避", "who stays away")),
            (Words("检查记录", "Inspections"), "/inspections", Words("结果、公示、整改", "results, published, mended")),
            (Words("投诉", "Complaints"), "/complaints", Words("受理到办结", "from accepted to closed")),
            (Words("社会办医疗机构", "Private institutions"), "/private-institutions",
             Words("分层、评分、排行", "layers, points, rankings")),
            roles=OFFICES)),
    ),
)  # fmt: skip
MAKE = Act(
    "plan", Words("制定抽查计划", "Make a plan"), PLAN.id, "new_draw_plan",
    fields=(
        Field("title", Words("计划名称", "title"), "text", True, longest=60),
        Field("year", Words("年度", "year"), "integer", True),
        Field("specialty", Words("专业", "specialty"), "choice", True, choices="coded:inspection_specialties"),
        Field("share", Words("抽取比例（%）", "share (%)"), "integer", True, value="20", low="1", high="100"),
        Field("team", Words("每个对象检查人数", "inspectors an object"), "integer", True, value="2", low="2"),
        Field("until", Words("检查完成时限", "to be done by"), "day", True),
    ),
    roles=OFFICES, fixed=(("area", "{area}"),),
    lead=Words("先封存并公布名单，再用公布后才产生的数字抽取；抽取由另一人办理，结果不能更改。",
               "The lists are closed and published first; then a figure made after them draws. Somebody else does it, "
               "and nothing alters the result."),
)  # fmt: skip
NEW = Page(
    id="new-draw-plan", title=Words("制定抽查计划", "Make a plan"), path="/new-draw-plan", under="/supervision",
    kind="form", roles=OFFICES, acts=(MAKE,), catalogue=("I14",),
    blocks=(Block("form", "forms", acting.forms(MAKE, folded=False), acting.sources(MAKE)),),
)  # fmt: skip
ONE = "item:DrawPlan/{plan}"
STORY = layouts.story("DrawPlan/{plan}", Words("计划内容", "The plan"), (
    Shown("year", Words("年度", "year")), SPECIALTY, COUNTY,
    Shown("share", Words("抽取比例（%）", "share (%)"), "number"),
    Shown("team", Words("每个对象检查人数", "inspectors an object"), "number"),
    Shown("until", Words("完成时限", "to be done by"), "day"),
    Shown("listed", Words("名单公布", "lists closed"), "time"),
    NOTE,
))  # fmt: skip
PLAN_PAGE = Page(
    id="draw-plan", title=Words("抽查计划", "Plan of inspection"), path="/draw-plans/{plan}", under="/supervision",
    kind="story", shows="DrawPlan", heading="brief:DrawPlan/{plan}", brief=(Shown("title", Words("计划", "plan")),),
    catalogue=("I14",),
    blocks=(
        *STORY[:3],
        Block("outcome", "downloads", shapes.outcome, (ONE, "records:Draw?_sort=-drawn")),
        Block("lists", "table", shapes.lists, (ONE, "names"), Words("封存的名单", "The lists as they were closed")),
        STORY[3],
    ),
)  # fmt: skip
DRAWS = Page(
    id="draws",
    title=Words("抽取结果公示", "Published draws"),
    path="/draws",
    under="/supervision",
    kind="list",
    catalogue=("I14",),
    lead=Words(
        "名单、随机种子和结果全部公开，任何人可以复算。", "Lists, seed and result are open: anybody can draw again."
    ),
    blocks=(Block("draws", "table", shapes.draw_table, ("records:Draw?_sort=-drawn", "names")),),
)
OPEN = Act(
    "open", Words("按名单立项检查", "Begin an inspection of the list"), INSPECTION.id, "new_inspection",
    fields=(Field("object", Words("检查对象", "object"), "choice", True),),
    roles=("supervisor",), fixed=(("area", "{area}"),),
    lead=Words("次日起系统也会自动立项；对象与人员以抽取结果为准。",
               "The house begins what is left on the next day; object and inspectors are those drawn."),
)  # fmt: skip
DRAWN = "record:Draw/{draw}"
OF_DRAW = "records:Inspection?basis=Draw/{draw}&_sort=_id"
DRAW = Page(
    id="draw", title=Words("抽取结果", "What was drawn"), path="/draws/{draw}", kind="record", shows="Draw",
    heading="brief:Draw/{draw}", brief=(Shown("title", Words("计划", "plan")),), catalogue=("I14",), acts=(OPEN,),
    blocks=(
        Block("facts", "facts", shapes.draw_facts, (DRAWN, "names")),
        Block("lines", "table", shapes.draw_lines, (DRAWN, OF_DRAW, "names"), Words("抽取名单", "Who inspects what")),
        Block("acts", "forms", acting.forms(OPEN, proposes=shapes.to_open), (DRAWN, OF_DRAW),
              Words("办理", "What you can do")),
        Block("papers", "downloads", shapes.draw_papers, (DRAWN,)),
    ),
)  # fmt: skip
SHEET = Page(
    id="draw-sheet", title=Words("抽取结果公示表", "Published sheet"), path="/draws/{draw}/sheet", kind="print",
    printed="draw_sheet", blocks=(Block("sheet", "sheet", shapes.draw_sheet, (DRAWN, "names")),),
)  # fmt: skip
INSPECTORS_HERE = (
    "options:Practitioner?_has:PractitionerRole:practitioner:role=inspector"
    "&_has:PractitionerRole:practitioner:organization:Organization.village={within}&_sort=_id"
)
DECLARE = Act(
    "tie", Words("申报利害关系", "Declare a tie"), "supervision.tie", "new_tie",
    fields=(
        Field("inspector", Words("检查人员", "inspector"), "choice", True, choices=INSPECTORS_HERE, private=True),
        Field("object", Words("机构", "institution"), "pick", True,
              choices="options:Organization?village={within}&type=general_hospital,tcm_hospital,maternal_child,"
                      "specialist_hospital,community_centre,community_station,township_hospital,village_room,clinic,cdc"
                      "&_sort=_id"),
        Field("kind", Words("关系", "what it is"), "choice", True, choices="coded:tie_kinds"),
        Field("since", Words("起始日期", "since"), "day", True),
        Field("until", Words("终止日期", "until"), "day"),
        Field("basis", Words("说明", "in words"), "text", longest=100),
    ),
    roles=OFFICES, fixed=(("area", "{area}"),),
    lead=Words("申报后名单封存时自动回避；任职经历从岗位记录取，不必申报。",
               "From then on they never meet in a draw; employment is known from the posts held."),
)  # fmt: skip
ROSTER = Page(
    id="inspectors", title=Words("检查人员与利害关系", "Inspectors and ties"), path="/inspectors", under="/supervision",
    kind="list", roles=OFFICES, catalogue=("I14",), acts=(DECLARE,),
    lead=Words("检查人员库与应回避的关系；抽取时有利害关系的人员与对象不相遇。",
               "The register of inspectors and their ties: whoever is tied never meets that object."),
    blocks=(
        Block("roster", "table", shapes.roster,
              ("records:PractitionerRole?role=inspector&organization:Organization.village={within}&_sort=_id",
               "records:InterestTie?_sort=_id", "names"), Words("检查人员", "Inspectors")),
        Block("ties", "table", records.item_table((
            Shown("inspector", Words("检查人员", "inspector"), "reference"), OBJECT,
            Shown("kind", Words("关系", "what it is"), "record", table="tie_kinds", prefix="/interest-ties"),
            Shown("period", Words("起止", "from and to"), "period", phone=False), STATE,
        ), Words("还没有申报利害关系。", "No tie is declared.")), ("listed-work:InterestTie?_sort=_id", "names"),
            Words("利害关系", "Ties")),
        Block("acts", "forms", acting.forms(DECLARE), acting.sources(DECLARE), Words("办理", "What you can do")),
    ),
)  # fmt: skip
TIE = Page(
    id="interest-tie", title=Words("利害关系", "Conflict of interest"), path="/interest-ties/{tie}",
    under="/inspectors", kind="story", shows="InterestTie", heading="brief:InterestTie/{tie}",
    brief=(OBJECT, Shown("kind", Words("关系", "what it is"), "code", table="tie_kinds")), catalogue=("I14",),
    blocks=layouts.story("InterestTie/{tie}", Words("申报内容", "What was declared"), (
        Shown("inspector", Words("检查人员", "inspector"), "reference"), OBJECT,
        Shown("kind", Words("关系", "what it is"), "code", table="tie_kinds"), COUNTY,
        Shown("period", Words("起止", "from and to"), "period"), Shown("basis", Words("说明", "in words")), NOTE,
    )),
)  # fmt: skip
ORIGIN = Shown("origin", Words("来源", "origin"), "code", table=CODES)
PAGES = (HOME, NEW, PLAN_PAGE, DRAWS, DRAW, SHEET, ROSTER, TIE)
