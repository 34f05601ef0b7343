"""Gradings and rankings: institutions by layer, lines with what they count, editions of a ranking."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.supervision.shapes.naming import Json, Names, called
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import bring, worded
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import (
    Cell,
    Chip,
    ChipRow,
    Chips,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Row,
    Stack,
    Table,
    Tone,
)
from tongmai.model.page import Ask

_LAYERS = ("hospital-high", "hospital-low", "clinic")


def layer_chips(ask: Ask, names: Names) -> Chips:
    """Filters by layer and by whose institutions they are."""
    layers = tuple(_chip(ask, "layer", code, worded(names, "layers", code)) for code in _LAYERS)
    owners = tuple(_chip(ask, "ownership", code, worded(names, "ownerships", code)) for code in ("private", "public"))
    return Chips((ChipRow(Words("分层", "layer"), layers), ChipRow(Words("举办", "owner"), owners)))


def _chip(ask: Ask, name: str, code: str, words: Any) -> Chip:
    on = ask.one(name) == code
    return Chip(words, ask.link(**{name: None if on else code}), on)


def layer_figures(ask: Ask, gradings: Sequence[Json]) -> Figures:
    """How many private institutions stand at each state of this year's grading."""
    own = Counter(str(one.get("state")) for one in gradings if one.get("ownership") == "private"
                  and int(one["year"]) == ask.as_of.year)  # fmt: skip
    told = (
        (Words("待分层", "to be placed"), ("registered",)),
        (Words("待评分", "to be scored"), ("layered",)),
        (Words("已评分", "scored"), ("scored", "closed")),
        (Words("申诉中", "appealed"), ("appealed",)),
    )
    return Figures(tuple(
        _figure(title, sum(own[state] for state in states), "appealed" in states) for title, states in told
    ))  # fmt: skip


def _figure(title: Words, many: int, presses: bool) -> Figure:
    tone: Tone = "quiet" if not many else "bad" if presses else "course"
    return Figure(title, f"{many:,}", "", tone, "/private-institutions#gradings")


def points(value: Any) -> str:
    """Points of a record as text, with its one decimal."""
    return NOTHING if value is None else f"{value}"


def grading_lines(ask: Ask, item: Item, names: Names) -> Table | None:
    """The indicators of a grading: of how many records how many fulfil it, points; left out before it is scored."""
    rows = tuple(_line(one, names) for one in item.focus.get("line", ()))
    heads = (Head(Words("指标", "indicator"), wide=True), Head(Words("符合 / 总数", "fulfil / of"), "right"),
             Head(Words("得分", "points"), "right"), Head(Words("满分", "most"), "right"))  # fmt: skip
    note = Words("总分按适用的指标折算为百分制；公立与社会办机构用同一套指标。",
                 "The points are of 100 of what applies; public and private share the indicators.")  # fmt: skip
    return Table(heads, (Group(rows),), note=note) if rows else None


def _line(one: Json, names: Names) -> Row:
    title: Cell = worded(names, "grading_indicators", one["indicator"])
    if one.get("corrected"):
        title = Stack((title, Mark(Words("申诉后更正", "corrected on appeal"), "warn")))
    whole = int(one.get("whole") or 0)
    counted: Cell = f"{one.get('part', 0)} / {whole}" if whole else Words("不适用", "does not apply")
    return Row((title, counted, points(one.get("given")), str(one["points"])), id=str(one["indicator"]))


def corrections(ask: Ask, item: Item, names: Names) -> Table | None:
    """What decisions on appeals set; left out where there is none."""
    rows = tuple(
        Row((str(one["on"]), worded(names, "grading_indicators", one["indicator"]), f"{one['part']} / {one['whole']}",
             str(one["reason"])))
        for one in item.focus.get("correction", ())
    )  # fmt: skip
    heads = (Head(Words("日期", "day")), Head(Words("指标", "indicator")), Head(Words("更正为", "set to"), "right"),
             Head(Words("理由", "why"), wide=True))  # fmt: skip
    return Table(heads, (Group(rows),)) if rows else None


def ranking_lines(ask: Ask, record: Item | Json, names: Names) -> Table:
    """The institutions of a ranking by place."""
    told: Mapping[str, Any] = record.focus if isinstance(record, Item) else record
    lines = told.get("line", ())
    bring(names, [one["institution"] for one in lines])
    rows = tuple(
        Row((f"{one['rank']}", Link(called(names, one["institution"]), f"/gradings/{one['grading']}"),
             points(one["score"])), id=str(one["grading"]))
        for one in lines
    )  # fmt: skip
    heads = (Head(Words("名次", "place")), Head(Words("机构", "institution")),
             Head(Words("得分", "points"), "right"))  # fmt: skip
    many = int(told.get("publicCount") or 0)
    note = Words(
        f"同层公立机构 {many} 家，按同一套指标平均 {points(told.get('publicMean'))} 分。",
        f"{many} public institutions of the layer have {points(told.get('publicMean'))} points on average.",
    )
    return Table(heads, (Group(rows),) if rows else (), note=note if many else "", total=len(rows))


def editions(ask: Ask, rankings: Sequence[Json], names: Names) -> Table:
    """What was published, the latest first; an old edition stays."""
    newest = {(one["year"], one["layer"]): max(int(other["number"]) for other in rankings
                                               if (other["year"], other["layer"]) == (one["year"], one["layer"]))
              for one in rankings}  # fmt: skip
    ordered = sorted(rankings, key=lambda one: (str(one["published"]), int(one["number"])), reverse=True)
    rows = tuple(
        Row((Link(str(one["title"]), f"/rankings/{one['id']}"), worded(names, "layers", one["layer"]),
             str(one["published"]), f"{one['number']}",
             Mark(Words("现行", "in force"), "good") if int(one["number"]) == newest[one["year"], one["layer"]]
             else Mark(Words("已被更正", "corrected since"), "quiet")), id=str(one["id"]))
        for one in ordered
    )  # fmt: skip
    heads = (Head(Words("排行", "ranking"), wide=True), Head(Words("分层", "layer"), phone=False),
             Head(Words("公布日期", "published")), Head(Words("版次", "edition"), "right"),
             Head(Words("状态", "state")))  # fmt: skip
    empty = Words("还没有公布的排行。", "No ranking is published yet.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def own_gradings(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The gradings of the reader's own institution."""
    rows = tuple(
        Row((Link(f"{one.focus['year']}", one.href), worded(names, "layers", one.focus.get("layer")),
             points(one.focus.get("score")), state_mark(one)), id=one.task)
        for one in items
    )  # fmt: skip
    heads = (Head(Words("年度", "year")), Head(Words("分层", "layer"), wide=True),
             Head(Words("得分", "points"), "right"), Head(Words("状态", "state")))  # fmt: skip
    empty = Words("本机构还没有登记评分。", "Your institution is not registered yet.")
    return Table(heads, (Group(rows),) if rows else (), empty)
