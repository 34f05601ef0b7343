"""Halls and pavilions: how many hold a certificate, whose ends soon, what an assessment found."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.tcm import rules
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import Names
from tongmai.model.blocks import (
    Chip,
    ChipRow,
    Chips,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Notice,
    Row,
    Table,
)
from tongmai.model.page import Ask

Json = Mapping[str, Any]


def _state(one: Json, day: str) -> str:
    """holds | ends soon | over | under way | rejected."""
    end, state = str(one.get("period", {}).get("end") or "9999-12-31"), str(one.get("state"))
    if state in ("claimed", "reviewed"):
        return "under way"
    if state == "rejected":
        return "rejected"
    if state == "expired" or end < day:
        return "over"
    months = rules.renew_months(str(one.get("standard")))
    return "soon" if end != "9999-12-31" and rules.renewable_from(end, months) <= day else "holds"


_MARKS = {
    "holds": Mark(Words("有效", "holds"), "good"),
    "soon": Mark(Words("有效，可续评", "holds, may be renewed"), "warn"),
    "over": Mark(Words("已到期", "over"), "bad"),
    "under way": Mark(Words("申报中", "claimed"), "course"),
    "rejected": Mark(Words("未通过", "rejected"), "quiet"),
}


def sums(ask: Ask, certificates: Sequence[Json]) -> Figures:
    """Of each standard how many hold on the day, and how many of these may be renewed."""
    day = ask.as_of.isoformat()
    told = []
    for standard, words in rules.standards():
        states = [_state(one, day) for one in certificates if one.get("standard") == standard]
        soon = states.count("soon")
        note = Words(f"其中 {soon} 家可续评", f"{soon} may be renewed") if soon else ""
        held = {str(one["holder"]["reference"]) for one in certificates
                if one.get("standard") == standard and _state(one, day) in ("holds", "soon")}  # fmt: skip
        told.append(Figure(words, f"{len(held):,}", note, "course" if held else "quiet",
                           f"/tcm/halls?standard={standard}", Words("家有效", "hold")))  # fmt: skip
    return Figures(tuple(told))


def halls_idle(ask: Ask, items: Sequence[Item]) -> Notice | None:
    """Where no review is under way: how one begins."""
    if items:
        return None
    return Notice(Words("现在没有在办的评审。卫生院在下面为本院中医馆或下属村卫生室中医阁申报。",
                        "No review is under way. A township hospital applies below, for its hall or for the pavilion "
                        "of a village room."))  # fmt: skip


def hall_chips(ask: Ask) -> Chips:
    """Which standard is shown."""
    now = ask.one("standard", "tcm_hall")
    return Chips((ChipRow(Words("标准", "standard"), tuple(
        Chip(words, ask.link(standard=standard), now == standard) for standard, words in rules.standards()
    )),))  # fmt: skip


def hall_table(ask: Ask, certificates: Sequence[Json], names: Names) -> Table:
    """The certificates of one standard by county, what ends first on top."""
    wanted, day = ask.one("standard", "tcm_hall"), ask.as_of.isoformat()
    by_county: dict[str, list[Json]] = defaultdict(list)
    for one in certificates:
        if one.get("standard") == wanted:
            by_county[f"{str(one.get('area', ''))[:6]}000000"].append(one)
    heads = (Head(Words("机构", "institution"), wide=True), Head(Words("有效期", "valid")),
             Head(Words("文号", "number"), phone=False), Head(Words("状态", "state")))  # fmt: skip
    groups = tuple(
        Group(tuple(_row(one, day, names) for one in sorted(found, key=_ends)), _name(names, county))
        for county, found in sorted(by_county.items())
    )
    empty = Words("还没有这项认定。卫生院在“中医药”页面申报，评审合格后显示在这里。",
                  "None is certified yet. A township hospital applies; it stands here once granted.")  # fmt: skip
    return Table(heads, groups, empty)


def _ends(one: Json) -> tuple[str, str]:
    return str(one.get("period", {}).get("end") or "9999"), str(one["id"])


def _row(one: Json, day: str, names: Names) -> Row:
    told = one.get("period", {})
    start, end = told.get("start", ""), told.get("end", "")
    valid = Words(f"{start} 至 {end}", f"{start} to {end}") if start else NOTHING
    found = names.get(str(one["holder"]["reference"]))
    called = found.name if found else NOTHING
    return Row((
        Link(called, f"/certificates/{one['id']}"), valid, str(one.get("number") or NOTHING), _MARKS[_state(one, day)],
    ), id=str(one["id"]))  # fmt: skip


def _name(names: Names, area: str) -> str:
    found = names.get(area)
    return found.name if found else NOTHING


def item_table(ask: Ask, item: Item) -> Table:
    """The items of the standard, and as they were found."""
    found = {str(one["item"]): bool(one["met"]) for one in item.focus.get("line", ())}
    known = rules.items_of(str(item.focus["standard"]), None if found else ask.as_of)
    marks = {True: Mark(Words("符合", "met"), "good"), False: Mark(Words("不符合", "not met"), "bad")}
    rows = tuple(
        Row((words, marks[found[code]] if code in found else Mark(Words("待判定", "to be decided"), "quiet")))
        for code, words in known
        if not found or code in found
    )
    return Table((Head(Words("标准条目", "item"), wide=True), Head(Words("判定", "found"))), (Group(rows),))
