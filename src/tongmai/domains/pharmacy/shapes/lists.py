"""What pages show of the unified list, of holdings and of work under way."""

from collections.abc import Callable, Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.pharmacy.rules.common import in_force
from tongmai.domains.pharmacy.shapes.words import Json, area, drug_of
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.pages.naming import linked, worded
from tongmai.engines.pages.records import Names, brought
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
    Row,
    Table,
)
from tongmai.model.page import Ask, Shown

_LEVELS = ("village", "township", "county")
_HOUSES = ("institution", "deliverTo", "requester")


def worked(shape: Callable[..., Any]) -> Callable[..., Any]:
    """A shape of a piece of work, left out where a record came in with a list and nobody works on it."""

    def shown(ask: Ask, item: Item) -> Any:
        return shape(ask, item) if item.task else None

    return shown


def standing(ask: Ask, entries: Sequence[Json], pieces: Sequence[Item]) -> Figures:
    """The list of the reader's county and what is under way, by kind."""
    own = [one for one in entries if str(one.get("area", "")).startswith(ask.area[:6].rstrip("0") or "65")]
    now = [one for one in own if in_force(one, ask.as_of)]
    beyond = sum(one["level"] != "county" and not one.get("essential") for one in now)
    late = sum(one.late for one in pieces)
    return Figures((
        Figure(Words("统一目录药品", "drugs on the list"), f"{len({one['drug'] for one in now})}",
               Words("本辖区", "of the area"), href="/formulary"),
        Figure(Words("突破基药限制下沉", "beyond the essential list, below county"), f"{beyond}",
               Words("乡村可用的非基本药物", "usable at townships or villages"), href="/formulary"),
        Figure(Words("在办", "under way"), f"{len(pieces)}", Words("备药、审方、点评、增补、采购", "all kinds"),
               href="#work"),
        Figure(Words("超时", "late"), f"{late}", "", "bad" if late else "good", href="#work"),
    ))  # fmt: skip


def work(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """What is under way and may be seen: its kind, the drug, whose it is, where it stands, by when."""
    houses = tuple(Shown(name, Words("机构", "institution"), "reference") for name in _HOUSES)
    brought(houses, [one.focus for one in items], names)
    rows = tuple(_piece(ask, one, names) for one in items)
    heads = (Head(Words("事项", "what"), wide=True), Head(Words("药品", "drug")), Head(Words("机构", "institution")),
             Head(Words("状态", "state")), Head(Words("期限", "due"), phone=False))  # fmt: skip
    empty = Words("没有在办的事项。缺药在转诊和开方时提出；需求、增补与抽样从下面进入。",
                  "Nothing is under way. A missing drug is asked for where it is missed.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def _piece(ask: Ask, item: Item, names: Names) -> Row:
    focus = item.focus
    whose = next((focus[name] for name in _HOUSES if name in focus), None)
    due = f"{item.due.date()}" if item.due else "—"
    drug = focus.get("month") or drug_of(focus, ask.as_of)
    return Row((Link(item.title, item.href), drug, linked(names, whose),
                Mark(item.state_title, "bad" if item.late else "course"), due),
               "bad" if item.late else "plain")  # fmt: skip


def _county(ask: Ask) -> str:
    """The county that is asked for, else the reader's own; "" for who looks at the whole prefecture."""
    own = "" if ask.area[4:6] in ("", "00") else f"{ask.area[:6]}000000"
    return ask.one("county") or own


def formulary_filters(ask: Ask, names: Names, areas: Sequence[Area]) -> Chips:
    """By tier and by county."""
    levels = tuple(_chip(ask, "level", one, worded(names, "formulary_levels", one)) for one in _LEVELS)
    counties = tuple(
        Chip(one.short, ask.link(county=one.code), _county(ask) == one.code) for one in areas if one.code.isdecimal()
    )
    return Chips((ChipRow(Words("可用级别", "may be used at"), levels), ChipRow(Words("县市区", "county"), counties)))


def _chip(ask: Ask, name: str, value: str, text: Words | str) -> Chip:
    on = ask.one(name) == value
    return Chip(text, ask.link(**{name: None if on else value}), on)


def formulary(ask: Ask, entries: Sequence[Json], names: Names) -> Table:
    """The entries in force by drug: from which tier up, essential or not, since when, on what ground."""
    county, level = _county(ask), ask.one("level")
    found = [one for one in entries if in_force(one, ask.as_of) and (not level or one["level"] == level)
             and (not county or one["area"] == county)]  # fmt: skip
    found.sort(key=lambda one: (one["area"], drug_of(one, ask.as_of).zh))
    rows = tuple(
        Row((Link(drug_of(one, ask.as_of), f"/formulary/{one['id']}"), area(names, one["area"]),
             worded(names, "formulary_levels", one["level"]),
             Mark(Words("基本药物", "essential"), "quiet") if one.get("essential")
             else Mark(Words("非基本药物", "not essential"), "course"),
             str(one["period"]["start"]), str(one.get("basis", "—"))))
        for one in found
    )  # fmt: skip
    heads = (Head(Words("药品", "drug"), wide=True), Head(Words("县市区", "county")),
             Head(Words("可用级别", "may be used at")), Head(Words("类别", "kind"), phone=False),
             Head(Words("列入", "since"), phone=False, tight=True), Head(Words("文号", "by"), phone=False))  # fmt: skip
    empty = Words("没有这样的目录条目。总医院在“数据导入”中导入“统一药品目录”，或在下面申请增补。",
                  "No such entry. The community imports its unified list, or a drug is asked for below.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def _kept(ask: Ask, one: Json) -> Mark:
    held = in_force(one, ask.as_of)
    return Mark(Words("有药", "kept"), "good") if held else Mark(Words("停备", "not kept"), "bad")


def holdings(ask: Ask, found: Sequence[Json], names: Names) -> Table:
    """What an institution keeps, in force first."""
    brought((Shown("institution", Words("机构", "institution"), "reference"),), found, names)
    ordered = sorted(found, key=lambda one: (not in_force(one, ask.as_of), drug_of(one, ask.as_of).zh))
    rows = tuple(
        Row((Link(drug_of(one, ask.as_of), f"/holdings/{one['id']}"), linked(names, one["institution"]),
             _kept(ask, one),
             str(one["period"]["start"]), str(one["period"].get("end", "—"))))
        for one in ordered
    )  # fmt: skip
    heads = (
        Head(Words("药品", "drug"), wide=True),
        Head(Words("机构", "institution")),
        Head(Words("备药", "kept")),
        Head(Words("起", "since"), phone=False, tight=True),
        Head(Words("止", "until"), phone=False, tight=True),
    )
    empty = Words("本机构没有报过备药清单，下转按同类机构常备药核对。在“数据导入”中导入“机构备药清单”。",
                  "No list was sent: referrals down are checked against what such a house usually keeps.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))
