"""The ledger of arrangements: the board, the list, the form of an item, one record."""

from tongmai.base.words import Words
from tongmai.domains.plans.rules.arrangements import KEPT
from tongmai.domains.plans.shapes import arrangements as shapes
from tongmai.engines.pages import acting, layouts, measured, records
from tongmai.engines.pages.detail import members
from tongmai.model.blocks import Field
from tongmai.model.page import Block, Page, Register, Shown

READERS = shapes.KEEPERS
RECORDS = "records:Arrangement?_sort=_id"
ITEM = Shown("item", Words("事项", "item"), "code", table="catalogue")
CODE = Shown("item", Words("编号", "no."))
KIND = Shown("kind", Words("安排形式", "kind"), "code", table="arrangement_kinds")
AREA = Shown("area", Words("地区", "area"), "area")
INSTITUTION = Shown("institution", Words("落实机构", "institution"), "reference")
UNIT = Shown("unit", Words("责任单位", "responsible unit"))
NUMBER = Shown("number", Words("文号", "document"), phone=False)
DUE = Shown("due", Words("应评估", "to be evaluated"), "day")
STATE = Shown("state", Words("状态", "state"), "state")
TITLE = (Field("title", Words("名称", "title"), "text", hint=Words("开头几个字", "its first words")),)
MEASURES = "plans.arranged_items,plans.arrangements_evaluated"
BOARD = Page(
    id="arrangements",
    title=Words("政策落实台账", "Arrangements"),
    path="/arrangements",
    under="/policy",
    kind="board",
    roles=READERS,
    lead=Words("每一政策事项由谁、用什么文件或机构落实，哪些该评估，哪些还是空白。",
               "Who arranged what for each item of policy, what is to be evaluated, what has nothing yet."),
    blocks=(
        Block("figures", "figures", shapes.board_figures, (RECORDS,)),
        Block("ways", "downloads", acting.ways(
            (Words("拟定安排", "Draft one"), "/arrangements/new", Words("先选事项，再填要素",
                                                               "choose the item, then its facts")),
            (Words("台账清单", "The list"), "/arrangement-list", Words("筛选、查找、导出", "filter, find, export")),
        )),
        Block("due", "table", shapes.lasting, ("work:Arrangement?state=in-force,questioned&_sort=_id", "names"),
              Words("该评估的", "To be evaluated")),
        Block("measures", "table", measured.listing("/arrangement-measures"), (f"measured:{MEASURES}", "areas"),
              Words("落实与评估", "In force and evaluated")),
        Block("board", "table", shapes.board, (RECORDS, "areas"), Words("事项一览", "Items by area")),
    ),
)  # fmt: skip
MEASURE = Page(
    id="arrangement-measure",
    title=Words("落实指标", "A figure"),
    path="/arrangement-measures/{measure}",
    under="/arrangements",
    kind="record",
    roles=("planner", "county-officer"),
    blocks=(
        Block("figures", "figures", measured.figures("/arrangement-measures"),
              ("measured:{measure}", "parts:{measure}")),
        Block("facts", "facts", measured.facts, ("measured:{measure}",)),
        Block("counties", "table", measured.counties, ("measured:{measure}", "areas"), Words("各县市区", "By county")),
        Block("members", "table", members, ("behind:{measure}", "areas"), Words("安排", "The arrangements")),
    ),
)  # fmt: skip
LIST = Page(
    id="arrangement-list",
    title=Words("台账清单", "List of arrangements"),
    path="/arrangement-list",
    under="/arrangements",
    kind="list",
    register=Register(KEPT, "Arrangement?state=in-force,questioned"),
    lead=Words("印发施行的对所有人公开；拟定中的只有拟定单位和地市级规划可见。",
               "What is issued is open to everybody, a draft to who keeps it and to planners."),
    blocks=(
        Block("find", "form", acting.search(TITLE), (), Words("查找", "Find")),
        Block("filters", "chips", records.narrowing((
            ("kind", Words("安排形式", "kind"), "arrangement_kinds"),
            ("state", Words("状态", "state"), "arrangement_states"),
        ), ("area", Words("县市区", "county"))), ("names", "areas")),
        Block("list", "table", records.item_table((
            Shown("title", Words("名称", "title"), "record", wide=True), CODE,
            Shown("item", Words("事项", "item"), "code", table="catalogue", phone=False), AREA,
            NUMBER, DUE, STATE,
        ), Words("没有符合条件的安排。在“拟定安排”中选事项拟定，或在“数据导入”中导入“机制安排”。",
                 "No arrangement here. Choose an item under “Draft one”, or import the list of arrangements.")),
            ("listed-work:Arrangement?item={?item}&kind={?kind}&area={?area}&state={?state}&title={!title}"
             "&_sort=_id&_total=accurate", "names"), Words("机制安排", "Arrangements")),
    ),
)  # fmt: skip
CHOOSE = Page(
    id="arrangement-items",
    title=Words("拟定安排", "Draft an arrangement"),
    path="/arrangements/new",
    kind="list",
    roles=READERS,
    lead=Words("选一个事项；每个事项要填的要素不同。", "Choose an item; each asks facts of its own."),
    blocks=(Block("items", "cards", shapes.chooser, ()),),
)
NEW = Page(
    id="new-arrangement",
    title=Words("拟定安排", "Draft an arrangement"),
    path="/arrangements/new/{item}",
    kind="form",
    roles=READERS,
    blocks=(Block("form", "forms", shapes.form, shapes.SOURCES),),
    acts=shapes.ACTS,
)
STORY = Page(
    id="arrangement",
    title=Words("机制安排", "Arrangement"),
    path="/arrangements/{arrangement}",
    kind="story",
    shows="Arrangement",
    heading="brief:Arrangement/{arrangement}",
    brief=(Shown("title", Words("名称", "title")), AREA),
    blocks=(
        *layouts.story("Arrangement/{arrangement}", Words("这项安排", "This arrangement"), (
            CODE, ITEM, KIND, AREA, INSTITUTION, Shown("issuer", Words("拟定单位", "kept by"), "reference"), UNIT,
            Shown("post", Words("责任人职务", "post in charge")), Shown("text", Words("主要内容", "what it says")),
            NUMBER, Shown("issued", Words("印发日期", "issued"), "day"),
            Shown("from", Words("施行日期", "in force from"), "day"),
            Shown("until", Words("截止日期", "until"), "day"), DUE,
            Shown("question", Words("地市级质询", "asked")), Shown("answer", Words("答复", "answered")),
            Shown("history", Words("修订与续期", "changes"), "list"), Shown("note", Words("说明", "note")),
        )),
        Block("asked", "facts", shapes.facts, ("record:Arrangement/{arrangement}",),
              Words("本事项的要素", "What the item asks"), "half"),
        Block("evaluations", "table", shapes.evaluations, ("record:Arrangement/{arrangement}", "names"),
              Words("年度评估", "Evaluations"), "half"),
    ),
)  # fmt: skip
PAGES = (BOARD, MEASURE, LIST, CHOOSE, NEW, STORY)
