"""Plans, draws and who may be drawn: the lists with their hash, the result, drawn again before the reader's eyes."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.supervision import rules
from tongmai.domains.supervision.shapes.naming import Json, Names, called, joined, linked, people
from tongmai.engines.pages.acting import Proposal
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import bring, worded
from tongmai.engines.pages.records import moment
from tongmai.model.blocks import (
    Cell,
    Download,
    Downloads,
    Facts,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Notice,
    Row,
    Sheet,
    Table,
)
from tongmai.model.page import Ask

_DOORS = (
    ("supervision.draw", ("drafted", "listed"), Words("待抽取的计划", "Plans to be drawn"), "/supervision#plans"),
    ("supervision.inspection", ("assigned",), Words("待检查", "To be inspected"), "/supervision#inspections"),
    ("supervision.inspection", ("inspected",), Words("待公示", "To be published"), "/supervision#inspections"),
    ("supervision.inspection", ("mending", "mended"), Words("整改中", "Being put right"), "/supervision#inspections"),
    ("supervision.complaint", ("filed", "accepted", "answered", "told"), Words("在办投诉", "Complaints"),
     "/supervision#complaints"),
)  # fmt: skip


def waiting(ask: Ask, items: Sequence[Item]) -> Figures:
    """How much waits at each door, and how much of it is late."""
    return Figures(tuple(
        _waiting(title, href, [one for one in items if one.workflow == flow and one.state in states])
        for flow, states, title, href in _DOORS
    ))  # fmt: skip


def _waiting(title: Words, href: str, items: Sequence[Item]) -> Figure:
    late = sum(one.late for one in items)
    note = Words(f"超时 {late} 件", f"{late} late") if late else ""
    return Figure(title, f"{len(items):,}", note, "bad" if late else "course" if items else "quiet", href)


def idle(ask: Ask, items: Sequence[Item]) -> Notice | None:
    """Where nothing is under way: how it begins."""
    if items:
        return None
    return Notice(Words("现在没有在办的抽查、检查和投诉。先制定抽查计划，封存名单后由地市、县随机抽取。",
                        "Nothing is under way. A plan comes first; its lists are closed, then it is drawn."),
                  link=Link(Words("制定抽查计划", "Make a plan"), "/new-draw-plan")
                  if "supervisor" in ask.roles else None)  # fmt: skip


def lists(ask: Ask, item: Item, names: Names) -> Table | None:
    """The objects on the lists of a plan, each with how many inspectors are without a tie; left out before they are
    closed."""
    kept, told = rules.kept_lists(item.focus), item.focus.get("object", ())
    bring(names, [one["institution"] for one in told])
    rows = tuple(
        Row((linked(names, one["institution"]), f"{len(kept.free(rules.named(one['institution'])))}"),
            id=rules.named(one["institution"]))
        for one in told
    )  # fmt: skip
    heads = (Head(Words("检查对象", "object"), wide=True), Head(Words("可派人数", "inspectors free"), "right"))
    hashed = item.focus.get("listHash", "")
    note = Words(f"检查人员 {len(kept.inspectors)} 名，利害关系 {len(kept.ties)} 条；名单校验值 SHA-256 {hashed}",
                 f"inspectors: {len(kept.inspectors)}, ties: {len(kept.ties)}; SHA-256 {hashed}")  # fmt: skip
    return Table(heads, (Group(rows),), note=note, total=len(rows)) if rows else None


def outcome(ask: Ask, item: Item, draws: Sequence[Json]) -> Downloads | None:
    """Where the draw of a plan stands."""
    found = next((one for one in draws if rules.named(one["plan"]) == item.focus["id"]), None)
    if found is None:
        return None
    why = Words("名单、种子和结果，任何人可以复算", "lists, seed and result: anybody can draw again")
    return Downloads((Download(Words("抽取结果", "What was drawn"), f"/draws/{found['id']}", why, False),))


def draw_facts(ask: Ask, draw: Json, names: Names) -> Facts:
    """A draw: plan, lists, seed, hashes; whether drawing again gives the same."""
    again = rules.drawn_again(draw)
    area = names.get(str(draw["area"]))
    pairs: list[tuple[Words, Cell]] = [
        (Words("计划", "plan"), Link(str(draw["title"]), f"/draw-plans/{rules.named(draw['plan'])}")),
        (Words("专业", "specialty"), worded(names, "inspection_specialties", draw["specialty"])),
        (Words("范围", "area"), area.name if area else NOTHING),
        (Words("抽取", "drawn"), _drawn(draw)),
        (Words("完成时限", "to be done by"), str(draw["until"])),
        (Words("名单公布", "lists closed"), moment(str(draw["listed"]))),
        (Words("名单校验值", "hash of the lists"), f"SHA-256 {draw['listHash']}"),
        (Words("随机种子", "seed"), Words(f"{draw['seed']}（{draw['seedSource']}，{draw['seedDay']} 公布）",
                                      f"{draw['seed']} ({draw['seedSource']}, made public on {draw['seedDay']})")),
        (Words("抽取时间", "drawn at"), moment(str(draw["drawnAt"]))),
        (Words("结果校验值", "hash of the result"), f"SHA-256 {draw['drawHash']}"),
        (Words("即时复算", "drawn again now"),
         Mark(Words("与公布的一致", "the same"), "good") if again
         else Mark(Words("与公布的不一致", "not the same"), "bad")),
    ]  # fmt: skip
    return Facts(tuple(pairs), 2)


def _drawn(draw: Json) -> Words:
    every, many = len(draw.get("object", ())), len(draw["assigned"])
    return Words(f"{every} 个对象按 {draw['share']}% 抽取 {many} 个，每个 {draw['team']} 人",
                 f"{many} of {every} objects ({draw['share']}%), {draw['team']} inspectors each")  # fmt: skip


def draw_lines(ask: Ask, draw: Json, inspections: Sequence[Json], names: Names) -> Table:
    """Who inspects what, in the order of the draw, and how far it is. Sources: the draw, inspections, names."""
    begun = {rules.named(one["object"]): one for one in inspections}
    bring(names, [one["institution"] for one in draw["assigned"]])
    rows = tuple(
        Row((f"{number}", linked(names, one["institution"]), people(names, one["inspector"]),
             _stands(begun.get(rules.named(one["institution"])), names)), id=rules.named(one["institution"]))
        for number, one in enumerate(draw["assigned"], start=1)
    )  # fmt: skip
    heads = (Head(Words("序号", "no"), phone=False), Head(Words("检查对象", "object"), wide=True),
             Head(Words("检查人员", "inspectors")), Head(Words("进展", "stands")))  # fmt: skip
    return Table(heads, (Group(rows),), total=len(rows))


def _stands(one: Json | None, names: Names) -> Cell:
    if one is None:
        return Mark(Words("未公示", "not published"), "quiet")
    href = f"/inspections/{one['id']}"
    if one.get("state") == "assigned":
        return Link(Words("待检查", "to be inspected"), href)
    return Link(worded(names, "inspection_results", one.get("result")), href)


def to_open(ask: Ask, draw: Json, inspections: Sequence[Json]) -> Proposal:
    """The objects of a draw that are not begun. Sources: the draw, its inspections."""
    begun = {rules.named(one["object"]) for one in inspections}
    left = [one["institution"] for one in draw["assigned"] if rules.named(one["institution"]) not in begun]
    return Proposal({}, {"object": [(rules.named(one), str(one.get("display", rules.named(one)))) for one in left]})


def draw_table(ask: Ask, draws: Sequence[Json], names: Names) -> Table:
    """Draws, the latest first."""
    ordered = sorted(draws, key=lambda one: (str(one["drawnAt"]), str(one["id"])), reverse=True)
    rows = tuple(
        Row((Link(str(one["title"]), f"/draws/{one['id']}"), worded(names, "inspection_specialties", one["specialty"]),
             _area(names, one), str(one["drawn"]), f"{len(one['assigned'])}",
             Mark(f"#{str(one['drawHash'])[:12]}", "quiet")),
            id=str(one["id"]))
        for one in ordered
    )  # fmt: skip
    heads = (Head(Words("计划", "plan"), wide=True), Head(Words("专业", "specialty")),
             Head(Words("范围", "area"), phone=False), Head(Words("抽取日期", "drawn")),
             Head(Words("对象数", "objects"), "right"), Head(Words("结果校验值", "hash"), phone=False))  # fmt: skip
    empty = Words("还没有公示的抽取结果。", "No draw is published yet.")
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def _area(names: Names, one: Json) -> Cell:
    found = names.get(str(one["area"]))
    return found.name if found else NOTHING


def plan_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Plans under way: whose, which share, where they stand."""
    rows = tuple(
        Row((Link(str(one.focus["title"]), one.href), worded(names, "inspection_specialties", one.focus["specialty"]),
             _area(names, one.focus), Words(f"{one.focus['share']}%", f"{one.focus['share']}%"),
             Mark(one.state_title, "bad" if one.late else "course")), id=one.task)
        for one in items
    )  # fmt: skip
    heads = (Head(Words("计划", "plan"), wide=True), Head(Words("专业", "specialty"), phone=False),
             Head(Words("范围", "area"), phone=False), Head(Words("比例", "share"), "right"),
             Head(Words("状态", "state")))  # fmt: skip
    empty = Words("没有待抽取的计划。", "No plan waits to be drawn.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def roster(ask: Ask, roles: Sequence[Json], ties: Sequence[Json], names: Names) -> Table:
    """Who may be drawn, with the ties that were declared. Sources: posts of inspectors, ties, names."""
    own = set(rules.inspectors(roles, ask.as_of))
    seats = {rules.named(one["practitioner"]): one for one in roles if rules.named(one["practitioner"]) in own}
    bring(names, [ref for one in seats.values() for ref in (one["practitioner"], one["organization"])])
    live = [one for one in ties if one.get("state") == "declared"]
    rows = tuple(
        Row((called(names, one["practitioner"]), called(names, one["organization"]),
             str(one.get("period", {}).get("start", NOTHING))[:10],
             f"{sum(rules.named(tie['inspector']) == who for tie in live)}"), id=who)
        for who, one in sorted(seats.items())
    )  # fmt: skip
    heads = (Head(Words("检查人员", "inspector")), Head(Words("单位", "office"), phone=False),
             Head(Words("入库日期", "on the register since")), Head(Words("利害关系", "ties"), "right"))  # fmt: skip
    empty = Words("名录中没有检查人员。在“数据导入”的“人员任职”中登记岗位“卫生监督检查人员”。",
                  "No inspector is registered: import posts held with the post of an inspector.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def draw_papers(ask: Ask, draw: Json) -> Downloads:
    """The published sheet of a draw."""
    what = Words("可打印张贴", "to be printed and put up")
    return Downloads((Download(Words("抽取结果公示表", "Published sheet"), f"/draws/{draw['id']}/sheet", what, False),))


def draw_sheet(ask: Ask, draw: Json, names: Names) -> Sheet:
    """The fields of the published sheet."""
    bring(names, [one["institution"] for one in draw["assigned"]])
    fields: dict[str, str | Words] = {
        name: str(draw[name])
        for name in ("title", "year", "share", "team", "until", "drawn", "listHash", "drawHash", "seed", "seedSource",
                     "seedDay")
    }  # fmt: skip
    specialty = worded(names, "inspection_specialties", draw["specialty"])
    fields |= {"many": f"{len(draw['assigned'])}", "all": f"{len(draw.get('object', ()))}",
               "listed": moment(str(draw["listed"])), "day": ask.as_of.isoformat(),
               "specialty": specialty.zh if isinstance(specialty, Words) else specialty}  # fmt: skip
    for number, one in enumerate(draw["assigned"], start=1):
        fields |= {f"place_{number}": str(called(names, one["institution"])),
                   f"team_{number}": joined(names, one["inspector"])}  # fmt: skip
    return Sheet(fields)
