"""Private institutions: register, layers, points; the association's rankings with every edition."""

from tongmai.base.words import Words
from tongmai.domains.supervision import shapes
from tongmai.domains.supervision.pages.common import INSTITUTION, LAYER, NOTE, SCORE, STATE, WHERE, YEAR
from tongmai.domains.supervision.workflows import GRADING, RANKING
from tongmai.engines.pages import acting, layouts, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

ROLES = ("association", "planner", "county-officer")
REGISTER = Act(
    "register", Words("登记机构", "Register an institution"), GRADING.id, "new_grading",
    fields=(
        Field("institution", Words("机构", "institution"), "pick", True,
              choices="options:Organization?type=general_hospital,tcm_hospital,specialist_hospital,maternal_child,clinic,"
                      "community_station&_sort=_id",
              hint=Words("名称、编码或拼音首字母", "name, code or pinyin initials")),
        Field("year", Words("年度", "year"), "integer", True),
    ),
    roles=ROLES,
    lead=Words("登记后由卫健委确认分层，协会按记录评分；公立机构用同一套指标，可一并登记。",
               "The commission confirms the layer, the association scores from records; public ones by the same set."),
)  # fmt: skip
COMPILE = Act(
    "ranking", Words("编制排行", "Draft a ranking"), RANKING.id, "new_ranking",
    fields=(
        Field("title", Words("名称", "title"), "text", True, longest=60),
        Field("year", Words("年度", "year"), "integer", True),
        Field("layer", Words("分层", "layer"), "choice", True, choices="coded:layers"),
    ),
    roles=("association",),
    lead=Words("分层分批编制：同一层、同一年度已评分的社会办机构。", "One layer and one year: those that are scored."),
)  # fmt: skip
HOME = Page(
    id="private-institutions", title=Words("社会办医疗机构", "Private institutions"), path="/private-institutions",
    under="/supervision", kind="list", menu=9, roles=ROLES, catalogue=("I16", "I20", "I21"),
    acts=(REGISTER, COMPILE), live=("Task",),
    lead=Words("登记、分层、评分，由行业协会公布绩效排行；与公立机构同一套指标。",
               "Registered, placed in a layer, scored; the association publishes the ranking. One set for all."),
    blocks=(
        Block("sums", "figures", shapes.layer_figures, ("records:Grading?_sort=_id",)),
        Block("rounds", "table", records.item_table((
            Shown("title", Words("排行", "ranking"), "record", wide=True), LAYER, YEAR,
            Shown("number", Words("版次", "edition")), STATE,
        ), Words(
            "还没有编制排行。先在下面登记机构并评分。", "No ranking is drafted: register and score first.")),
            ("work:RankingRound?_sort=-year", "names"),
            Words("排行编制", "Rankings being made")),
        Block("acts", "forms", acting.forms(REGISTER, COMPILE), acting.sources(REGISTER, COMPILE),
              Words("办理", "What you can do")),
        Block("filters", "chips", shapes.layer_chips, ("names",)),
        Block("gradings", "table", records.item_table((
            Shown("institution", Words("机构", "institution"), "reference", wide=True),
            Shown("layer", Words("分层", "layer"), "record", table="layers", prefix="/gradings"),
            Shown("year", Words("年度", "year"), phone=False), SCORE, STATE,
        ), Words("还没有登记机构。请在上面登记。", "No institution is registered: do so above.")),
            ("listed-work:Grading?layer={?layer}&ownership={?ownership}&_sort=-year&_total=accurate", "names"),
            Words("分层评分", "Layers and points")),
        Block("ways", "downloads", acting.ways(
            (Words("绩效排行", "Rankings"), "/rankings", Words("每一版都保留", "every edition stays")))),
    ),
)  # fmt: skip
ONE = "item:Grading/{grading}"
STORY = layouts.story("Grading/{grading}", Words("评分", "The grading"), (
    INSTITUTION, WHERE, Shown("ownership", Words("举办", "owner"), "code", table="ownerships"), YEAR, LAYER, SCORE,
    Shown("scored", Words("评分日期", "scored on"), "day"), Shown("appeal", Words("申诉事项", "appeal")),
    Shown("proof", Words("证明材料", "proof"), "list"), NOTE,
))  # fmt: skip
GRADING_PAGE = Page(
    id="grading", title=Words("机构分层评分", "Layer and points"), path="/gradings/{grading}",
    under="/private-institutions", kind="story", shows="Grading", heading="brief:Grading/{grading}",
    brief=(INSTITUTION, YEAR), catalogue=("I16",),
    blocks=(
        *STORY[:3],
        Block("lines", "table", shapes.grading_lines, (ONE, "names"), Words("指标与得分", "Indicators and points")),
        Block("corrections", "table", shapes.corrections, (ONE, "names"), Words("申诉更正", "Corrected on appeal")),
        STORY[3],
    ),
)  # fmt: skip
ROUND = "item:RankingRound/{round}"
OF_ROUND = "records:Ranking?round=RankingRound/{round}&_sort=-published"
MAKING = layouts.story("RankingRound/{round}", Words("排行", "The ranking"), (
    Shown("title", Words("名称", "title")), YEAR, LAYER, Shown("number", Words("版次", "edition"), "number"),
    Shown("published", Words("公布日期", "published"), "day"), Shown("notice", Words("公告", "notice")), NOTE,
))  # fmt: skip
ROUND_PAGE = Page(
    id="ranking-round", title=Words("排行编制", "Making of a ranking"), path="/ranking-rounds/{round}",
    under="/private-institutions", kind="story", shows="RankingRound", heading="brief:RankingRound/{round}",
    brief=(Shown("title", Words("名称", "title")),), catalogue=("I17",),
    blocks=(
        *MAKING[:3],
        Block("lines", "table", shapes.ranking_lines, (ROUND, "names"), Words("名次", "Places")),
        Block("editions", "table", shapes.editions, (OF_ROUND, "names"), Words("各版", "Editions")),
        MAKING[3],
    ),
)  # fmt: skip
RANKINGS = Page(
    id="rankings", title=Words("社会办医疗机构绩效排行", "Rankings of private institutions"), path="/rankings",
    kind="list", catalogue=("I17",),
    lead=Words("由行业协会公布；更正后另出新版，旧版保留。",
               "Published by the association; a correction is a new edition, the old one stays."),
    blocks=(Block("editions", "table", shapes.editions, ("records:Ranking?_sort=-published", "names")),),
)  # fmt: skip
SNAPSHOT = "record:Ranking/{ranking}"
RANKING_PAGE = Page(
    id="ranking", title=Words("绩效排行", "Ranking"), path="/rankings/{ranking}", kind="record", shows="Ranking",
    heading="brief:Ranking/{ranking}", brief=(Shown("title", Words("名称", "title")),), catalogue=("I17",),
    blocks=(
        Block("facts", "facts", records.facts((
            YEAR, LAYER, Shown("number", Words("版次", "edition"), "number"),
            Shown("published", Words("公布日期", "published"), "day"), Shown("notice", Words("公告", "notice")),
            Shown("reason", Words("重新公布的原因", "why published anew")),
        ), 3), (SNAPSHOT, "names")),
        Block("lines", "table", shapes.ranking_lines, (SNAPSHOT, "names"), Words("名次", "Places")),
    ),
)  # fmt: skip
PAGES = (HOME, GRADING_PAGE, ROUND_PAGE, RANKINGS, RANKING_PAGE)
