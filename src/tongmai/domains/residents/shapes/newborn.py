"""What the pages of newborns' certificates show: the work by part, one application part by part. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.residents.rules import part_words, parts_after, without_number
from tongmai.engines.pages import stories, timeline
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item, Named
from tongmai.engines.pages.records import Listing
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Cell, Download, Downloads, Forms, Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Ask

Names = Mapping[str, Named]
ORDER = ("birth", "vaccination", "household", "insurance", "card")
NONE_WAITS = Words("没有在办的新生儿证件。医生在新生儿档案的“可以发起”里提交联办申请后显示在这里。",
                   "Nothing is under way. A doctor applies in the newborn's record, under “Begin”; then it stands "
                   "here.")  # fmt: skip
LATE = Words("逾期", "late")


def _named(item: Item) -> str:
    return str(item.focus["subject"].get("display", NOTHING))


def newborn_board(ask: Ask, items: Sequence[Item]) -> Table:
    """What waits for an answer, was sent back or refused, by part; the oldest first."""
    live = sorted((one for one in items if not one.ended), key=lambda one: str(one.focus.get("asked", "")))
    groups = []
    for kind in ORDER:
        rows = tuple(
            Row((Link(_named(one), one.href), str(one.focus.get("asked", NOTHING)), str(one.focus.get("due", NOTHING)),
                 state_mark(one), Mark(LATE, "bad") if one.overdue else ""), id=one.task)
            for one in live if one.focus["kind"] == kind
        )  # fmt: skip
        if rows:
            groups.append(Group(rows, part_words(kind, ask.as_of)))
    heads = (Head(Words("新生儿", "newborn")), Head(Words("申请日期", "asked"), phone=False),
             Head(Words("整件期限", "whole due by"), phone=False), Head(Words("状态", "state")),
             Head(Words("时限", "term")))  # fmt: skip
    return Table(heads, tuple(groups), NONE_WAITS, total=len(live))


def newborn_ended(ask: Ask, listing: Listing) -> Table:
    """What was answered or withdrawn."""
    rows = tuple(
        Row((Link(_named(one), one.href), part_words(str(one.focus["kind"]), ask.as_of),
             _said(one.focus), str(one.focus.get("answered", NOTHING)), state_mark(one)),
            id=one.task)
        for one in listing.records
    )  # fmt: skip
    heads = (Head(Words("新生儿", "newborn")), Head(Words("事项", "part")),
             Head(Words("编号或回执", "number or receipt"), phone=False),
             Head(Words("办结日期", "answered"), phone=False), Head(Words("状态", "state")))  # fmt: skip
    after = ask.link(after=listing.next) if listing.next else ""
    first = ask.link() if ask.one("after") else ""
    return Table(heads, (Group(rows),) if rows else (), Words("还没有办结的事项。", "Nothing is answered yet."),
                 next=after, first=first, total=listing.total)  # fmt: skip


def newborn_deeds(ask: Ask, item: Item) -> Forms:
    """The steps; of an answer that stands, its correction by who answered, folded."""
    return (item.ended and timeline.further_steps(ask, item)) or stories.deeds(ask, item)


def _said(focus: Mapping[str, Any]) -> Cell:
    """The number or receipt of an answer, and since when it is the corrected one."""
    said, day = str(focus.get("number") or focus.get("receipt") or NOTHING), focus.get("corrected")
    return Words(f"{said}（{day} 更正）", f"{said} (corrected {day})") if day else said


def _remark(item: Item) -> str:
    """Why a part is not answered, or why its answer was corrected."""
    said = item.focus.get(
        "correction" if item.state == "answered" else "reason" if item.state != "asked" else "supplied"
    )
    return str(said or NOTHING)


def newborn_parts(ask: Ask, item: Item, others: Sequence[Item]) -> Table | None:
    """One application part by part, those that wait for another too; shown where the application began."""
    if item.focus["kind"] != "birth":
        return None
    found = {str(one.focus["kind"]): one for one in others} | {"birth": item}
    return Table(_PART_HEADS, (Group(tuple(_part(ask, kind, found) for kind in ORDER)),))


_PART_HEADS = (Head(Words("事项", "part")), Head(Words("状态", "state")),
               Head(Words("编号或回执", "number or receipt")),
               Head(Words("办结日期", "answered"), phone=False),
               Head(Words("说明", "remark"), wide=True, phone=False))  # fmt: skip


def _part(ask: Ask, kind: str, found: Mapping[str, Item]) -> Row:
    title = part_words(kind, ask.as_of)
    item = found.get(kind)
    if item is None:
        first = next((one for one in ORDER if kind in parts_after(one, ask.as_of)), "birth")
        name = part_words(first, ask.as_of)
        waits = Words(f"等待{name.zh}", f"waits for the {name.en}")
        return Row((title, Mark(waits, "quiet"), NOTHING, NOTHING, NOTHING))
    focus = item.focus
    return Row((Link(title, item.href), state_mark(item), _said(focus), str(focus.get("answered", NOTHING)),
                _remark(item)), id=item.task)  # fmt: skip


def own_newborns(ask: Ask, items: Sequence[Item]) -> Table | None:
    """The parent's children: every part that was asked for; nothing where there is none."""
    if not items:
        return None
    ordered = sorted(items, key=lambda one: (str(one.focus["subject"]["reference"]), ORDER.index(one.focus["kind"])))
    rows = tuple(
        Row((_named(one), Link(part_words(str(one.focus["kind"]), ask.as_of), one.href), state_mark(one),
             _said(one.focus)), id=one.task)
        for one in ordered
    )  # fmt: skip
    heads = (Head(Words("新生儿", "newborn")), Head(Words("事项", "part")), Head(Words("状态", "state")),
             Head(Words("编号或回执", "number or receipt")))  # fmt: skip
    return Table(heads, (Group(rows),), total=len(rows))


def number_now(ask: Ask, item: Item, child: Mapping[str, Any]) -> Downloads | None:
    """The household is registered: the identity number is added in the child's record, by the rules there."""
    if item.focus["kind"] != "household" or item.state != "answered" or not child or not without_number(child):
        return None
    what = Words("户口已登记，在新生儿档案里补录", "the household is registered: add it in the record")
    return Downloads((Download(Words("补录身份证号", "Add the identity number"), f"/residents/{child['id']}", what),))
