"""The ledger of arrangements on its pages: a form that asks what the item asks, a board of items by area."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.plans.rules import arrangements as rules
from tongmai.domains.plans.workflows.arrangements import ARRANGEMENT
from tongmai.engines.pages import acting
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.pages.policy import GROUPS
from tongmai.engines.pages.records import Names, brought, cell
from tongmai.model.blocks import (
    Card,
    Cards,
    Cell,
    Facts,
    Field,
    FieldKind,
    Figure,
    Figures,
    Forms,
    Group,
    Head,
    Link,
    Mark,
    Row,
    Stack,
    Table,
)
from tongmai.model.page import Act, Ask, Shown

Json = Mapping[str, Any]
KEEPERS = ("planner", "county-officer", "headquarters", "quality-office")
_KINDS: dict[str, FieldKind] = {"text": "text", "integer": "integer", "decimal": "decimal"}
_PLACES = (
    "options:Organization?type=commission,medical_community,general_hospital,tcm_hospital,maternal_child,"
    "specialist_hospital,township_hospital,community_centre,cdc&village={within}&_sort=_id"
)
SOURCES = ("coded:arrangement_kinds", _PLACES)


def _fields(item: str) -> Iterator[Field]:
    yield Field("title", Words("名称", "title"), "text", True, longest=80)
    yield Field("kind", Words("安排形式", "kind"), "choice", True, choices=SOURCES[0])
    yield Field("institution", Words("落实机构（如有）", "institution, if it is one"), "pick", choices=SOURCES[1],
                hint=Words("名称、编码或拼音首字母", "name, code or pinyin initials"))  # fmt: skip
    yield Field("unit", Words("责任单位或科室", "responsible unit"), "text", True, longest=80)
    yield Field("post", Words("责任人职务", "post of the person in charge"), "text", True, longest=40)
    yield Field("text", Words("主要内容", "what it says"), "lines", True, longest=600)
    for one in rules.asked_of(item):
        low, high = ("0", "100" if one.key in rules.PERCENTS else "") if one.kind != "text" else ("", "")
        yield Field(one.key, one.title, _KINDS[one.kind], one.required, low=low, high=high)


def _act(item: str) -> Act:
    title = rules.title_of(item)
    return Act(
        f"draft-{item}",
        Words(f"拟定：{title.zh}", f"Draft: {title.en}"),
        ARRANGEMENT.id,
        "new_arrangement",
        fields=tuple(_fields(item)),
        roles=KEEPERS,
        lead=Words("先拟定，再填文号印发施行；施行后每年评估一次。",
                   "Drafted first, then issued with its number; evaluated once a year from then on."),
        fixed=(("item", item), ("issuer", "{organization}"), ("area", "{area}")),
    )  # fmt: skip


ACTS: tuple[Act, ...] = tuple(_act(item) for item in rules.KEPT)
"""One form an item, each with the facts that it asks for."""
_BY_ITEM = dict(zip(rules.KEPT, ACTS, strict=True))


_DRAFT = Words("拟定", "Draft it")


def form(ask: Ask, kinds: acting.Options, places: acting.Options) -> Forms | None:
    """The form of the item in the address; None for one that the ledger does not keep, or whom it is not for."""
    act = _BY_ITEM.get(ask.path["item"])
    drawn: Forms | None = acting.forms(act, folded=False)(ask, kinds, places) if act else None
    return Forms(tuple(replace(one, button=_DRAFT) for one in drawn.items)) if drawn else None


def chooser(ask: Ask) -> Cards:
    """The items that the ledger keeps: what each asks, leading to its form."""
    return Cards(tuple(_card(item, ask) for item in rules.KEPT if not ask.one("group") or item[0] == ask.one("group")))


def _card(item: str, ask: Ask) -> Card:
    facts = rules.asked_of(item, ask.as_of)
    zh, en = "、".join(one.title.zh for one in facts), ", ".join(one.title.en for one in facts)
    return Card(rules.title_of(item), Words(f"要素：{zh}", f"asks: {en}"), f"/arrangements/new/{item}")


def board_figures(ask: Ask, records: Sequence[Json]) -> Figures:
    """How many hold, wait for their evaluation, are late, are drafts; of how many items anything holds."""
    held = [one for one in records if rules.holds_on(one, ask.as_of)]
    late = sum(rules.overdue_on(one, ask.as_of) for one in records)
    soon = sum(rules.soon_on(one, ask.as_of) for one in records)
    some = len({one["item"] for one in held})
    none = len(rules.KEPT) - some
    asked = sum(one.get("state") == "questioned" for one in records)
    return Figures((
        Figure(Words("施行中", "in force"), f"{len(held)}", Words(f"涉及 {some} 项", f"on {some} items"),
               href="/arrangement-list?state=in-force"),
        Figure(Words("没有安排的事项", "items with nothing"), f"{none}", Words(f"共 {len(rules.KEPT)} 项",
               f"of {len(rules.KEPT)}"), "warn" if none else "good", "#board"),
        Figure(Words("评估逾期", "evaluation late"), f"{late}", tone="bad" if late else "good", href="#due"),
        Figure(Words("一个月内应评估", "due within a month"), f"{soon}", tone="course" if soon else "quiet",
               href="#due"),
        Figure(Words("地市级质询中", "questioned"), f"{asked}", tone="warn" if asked else "quiet",
               href="/arrangement-list?state=questioned"),
    ))  # fmt: skip


def board(ask: Ask, records: Sequence[Json], areas: Sequence[Area]) -> Table:
    """Items by group and area: how many hold, marked where an evaluation is late; each opens into the list."""
    found = rules.of_items([one for one in records if rules.holds_on(one, ask.as_of)])
    wide = sorted({area for _, area in found} - {area.code for area in areas})
    heads = (Head(Words("事项", "item"), wide=True), Head(ask.whole, "centre"),
             *(Head(area.short, "centre", phone=False) for area in areas),
             Head(Words("合计", "in all"), "right", tight=True))  # fmt: skip
    groups = []
    chosen = [item for item in rules.KEPT if not ask.one("group") or item[0] == ask.one("group")]
    for key, items in groupby(chosen, key=lambda item: item[0]):
        rows = tuple(_items_row(ask, item, found, wide, areas) for item in items)
        groups.append(Group(rows, GROUPS[key]))
    note = Words("数字是施行中的安排数，红色的有评估逾期；空格是还没有安排。",
                 "Arrangements in force; red where an evaluation is late; an empty cell has nothing.")  # fmt: skip
    return Table(heads, tuple(groups), note=note, caption=Words("事项与县市区", "items by area"))


def _items_row(
    ask: Ask, item: str, found: Mapping[tuple[str, str], Sequence[Json]], wide: Sequence[str], areas: Sequence[Area]
) -> Row:
    above = [one for area in wide for one in found.get((item, area), ())]
    mine = [list(found.get((item, area.code), ())) for area in areas]
    every = above + [one for records in mine for one in records]
    cells = [_count(ask, item, above, wide[0] if wide else "")]
    cells += [_count(ask, item, records, area.code) for records, area in zip(mine, areas, strict=True)]
    total: Cell = (
        Link(f"{len(every)}", f"/arrangement-list?item={item}") if every else Mark(Words("无", "none"), "warn")
    )
    return Row((Link(rules.title_of(item), f"/arrangement-list?item={item}"), *cells, total), id=item)


def _count(ask: Ask, item: str, records: Sequence[Json], area: str) -> Cell:
    if not records:
        return ""
    href = f"/arrangement-list?item={item}&area={area}"
    if any(rules.overdue_on(one, ask.as_of) for one in records):
        return Stack((Link(f"{len(records)}", href), Mark(Words("逾期", "late"), "bad")))
    return Link(f"{len(records)}", href)


_LASTING = (
    Shown("unit", Words("责任单位", "unit")),
    Shown("area", Words("地区", "area"), "area"),
    Shown("number", Words("文号", "document"), phone=False),
    Shown("due", Words("应评估", "due"), "day"),
)


def lasting(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """What is to be evaluated: late first, then what is due within the dated number of days."""
    due = [one for one in items
           if rules.overdue_on(one.focus, ask.as_of) or rules.soon_on(one.focus, ask.as_of)]  # fmt: skip
    due.sort(key=lambda one: (str(one.focus["due"]), str(one.focus["id"])))
    brought(_LASTING, [one.focus for one in due], names)
    rows = tuple(
        Row((Link(str(one.focus["title"]), one.href), *(cell(shown, one.focus, names) for shown in _LASTING),
             Mark(Words("逾期", "late"), "bad") if rules.overdue_on(one.focus, ask.as_of)
             else Mark(Words("将到期", "soon"), "course")))
        for one in due
    )  # fmt: skip
    heads = (Head(Words("安排", "arrangement"), wide=True), *(Head(one.title, phone=one.phone) for one in _LASTING),
             Head(Words("评估", "evaluation"), tight=True))  # fmt: skip
    empty = Words("一个月内没有应评估的安排。", "Nothing is to be evaluated within a month.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def facts(ask: Ask, record: Json) -> Facts:
    """What the record says of what its item asks, under the item's own words."""
    asked = rules.asked_of(str(record["item"]))
    known = {one.key: one.title for one in asked}
    pairs = tuple((title, str(record[key])) for key, title in known.items() if record.get(key) not in (None, ""))
    return Facts(pairs, 1)


def evaluations(ask: Ask, record: Json, names: Names) -> Table:
    """Its evaluations, the last first, and what was changed."""
    rows = tuple(
        Row((str(one["on"]), names[f"arrangement_results/{one['result']}"].kind, str(one["text"])))
        for one in reversed(record.get("evaluation", []))
    )
    heads = (Head(Words("日期", "day"), tight=True), Head(Words("结论", "result"), tight=True),
             Head(Words("情况", "what was found"), wide=True))  # fmt: skip
    due = record.get("due")
    note = Words(f"下次评估不迟于 {due}", f"next by {due}") if due else ""
    return Table(heads, (Group(rows),) if rows else (), Words("还没有评估。", "Not evaluated yet."), note=note)
