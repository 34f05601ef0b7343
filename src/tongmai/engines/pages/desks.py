"""The desk: what waits for a person by urgency with its clock and the next verb, and what the person waits for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tongmai.base.words import Words
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.lanes import clock_mark, spell
from tongmai.model.blocks import Chip, ChipRow, Chips, Group, Head, Link, Mark, Row, Table, Text
from tongmai.model.page import Ask

MOST = 30
WHAT, KIND = Words("事项", "what"), Words("类别", "kind")
STATE, NEXT, CLOCK = Words("状态", "state"), Words("下一步", "next"), Words("时限", "clock")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece of work with what it is about in a line."""

    item: Item
    about: Text


def kinds(ask: Ask, waiting: Sequence[Waiting]) -> Chips | None:
    """Filters by workflow with how many wait in each; left out where there is one kind only."""
    count = Counter(one.item.workflow for one in waiting)
    titles = {one.item.workflow: one.item.title for one in waiting}
    if len(count) < 2:
        return None
    chosen = ask.one("kind")
    chips = tuple(
        Chip(titles[id], ask.link(kind=None if chosen == id else id), chosen == id, many)
        for id, many in count.most_common()
    )
    return Chips((ChipRow(KIND, chips),))


def mine(ask: Ask, waiting: Sequence[Waiting]) -> Table:
    """What waits for the reader, the most pressing first."""
    chosen = [one for one in waiting if ask.one("kind") in ("", one.item.workflow)]
    late = sum(one.item.late for one in chosen)
    rows = tuple(_mine(ask, one) for one in chosen[:MOST])
    note = Words(f"共 {len(chosen)} 件，超时 {late} 件", f"{len(chosen)} in all, {late} late")
    heads = (Head(WHAT, wide=True), Head(KIND, phone=False), Head(STATE), Head(NEXT), Head(CLOCK, tight=True))
    empty = Words("没有等待您办理的事项。", "Nothing waits for you.")
    return Table(heads, (Group(rows),) if rows else (), empty, note=note)


def _mine(ask: Ask, one: Waiting) -> Row:
    item = one.item
    verbs = item.mine
    next_one = verbs[0].title if verbs else Words("", "")
    return Row((_link(one), item.title, Mark(item.state_title, "bad" if item.late else "course"), next_one,
                clock_mark(ask, item) or "—"))  # fmt: skip


def theirs(ask: Ask, waiting: Sequence[Waiting]) -> Table | None:
    """What the reader began and others are to act on; left out where there is nothing."""
    rows = tuple(
        Row((_link(one), one.item.title, Mark(one.item.state_title, "bad" if one.item.late else "quiet"),
             _since(ask, one.item), clock_mark(ask, one.item) or "—"))
        for one in waiting[:MOST]
    )  # fmt: skip
    heads = (Head(WHAT, wide=True), Head(KIND, phone=False), Head(STATE), Head(Words("已等", "waiting for")),
             Head(Words("对方时限", "their clock"), tight=True))  # fmt: skip
    return Table(heads, (Group(rows),), note=Words(f"共 {len(waiting)} 件", f"{len(waiting)} in all")) if rows else None


def _link(one: Waiting) -> Link | Text:
    return Link(one.about, one.item.href) if one.item.href else one.about


def _since(ask: Ask, item: Item) -> Text:
    return spell(ask.now - item.since) if ask.now and item.since and ask.now > item.since else "—"
