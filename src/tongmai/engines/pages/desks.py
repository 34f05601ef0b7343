"""The desk: what waits for a person by urgency with its clock and the next verb, and what the person waits for."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tongmai.base.outcome import refuse
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
    """A piece of work of a workflow: `tell` gives it with what it is about in a line. Only of those that stand on the
    page shown it is asked."""

    workflow: str
    title: Words
    late: bool
    tell: Callable[[], tuple[Item, Text]]


def kinds(ask: Ask, waiting: Sequence[Waiting]) -> Chips | None:
    """Filters by workflow with how many wait in each; left out where there is one kind only."""
    count = Counter(one.workflow for one in waiting)
    titles = {one.workflow: one.title for one in waiting}
    if len(count) < 2:
        return None
    chosen = ask.one("kind")
    chips = tuple(
        Chip(titles[id], ask.link(**{"kind": None if chosen == id else id, "from": None}), chosen == id, many)
        for id, many in count.most_common()
    )
    return Chips((ChipRow(KIND, chips),))


def mine(ask: Ask, waiting: Sequence[Waiting], most: int | None = MOST) -> Table:
    """What waits for the reader, the most pressing first; `most` rows a page from `from` on, or all."""
    chosen = [one for one in waiting if ask.one("kind") in ("", one.workflow)]
    late = sum(one.late for one in chosen)
    heads = (Head(WHAT, wide=True), Head(KIND, phone=False), Head(STATE), Head(NEXT), Head(CLOCK, tight=True))
    empty = Words("没有等待您办理的事项。", "Nothing waits for you.")
    note = Words(f"超时 {late} 件", f"{late} late")
    return _paged(ask, "from", chosen, _mine, most, Table(heads, (), empty, note=note))


def _paged(
    ask: Ask, name: str, waiting: Sequence[Waiting], row: Callable[[Ask, Item, Text], Row], most: int | None,
    bare: Table,
) -> Table:  # fmt: skip
    """A page of rows, beginning where the query parameter says. Refused (value): it is no number."""
    begin = _begin(ask.one(name), name) if most else 0
    page = waiting[begin : begin + most] if most else waiting
    shown = tuple(row(ask, *one.tell()) for one in page)
    following = begin + len(shown)
    return replace(
        bare,
        groups=(Group(shown),) if shown else (),
        next=ask.link(**{name: str(following)}) if following < len(waiting) else "",
        first=ask.link(**{name: None}) if begin else "",
        total=len(waiting),
    )


def _begin(text: str, name: str) -> int:
    if text and not text.isdecimal():
        raise refuse("value", f"{name} 应为数字", f"{name} must be a number", where=name)
    return int(text or 0)


def _mine(ask: Ask, item: Item, about: Text) -> Row:
    verbs = item.mine
    next_one = verbs[0].title if verbs else Words("", "")
    return Row((_link(item, about), item.title, Mark(item.state_title, "bad" if item.late else "course"), next_one,
                clock_mark(ask, item) or "—"))  # fmt: skip


def _theirs(ask: Ask, item: Item, about: Text) -> Row:
    return Row((_link(item, about), item.title, Mark(item.state_title, "bad" if item.late else "quiet"),
                _since(ask, item), clock_mark(ask, item) or "—"))  # fmt: skip


def theirs(ask: Ask, waiting: Sequence[Waiting], most: int | None = MOST) -> Table | None:
    """What the reader began and others are to act on; left out where there is nothing."""
    if not waiting:
        return None
    heads = (Head(WHAT, wide=True), Head(KIND, phone=False), Head(STATE), Head(Words("已等", "waiting for")),
             Head(Words("对方时限", "their clock"), tight=True))  # fmt: skip
    return _paged(ask, "awaited-from", waiting, _theirs, most, Table(heads, ()))


def _link(item: Item, about: Text) -> Link | Text:
    return Link(about, item.href) if item.href else about


def _since(ask: Ask, item: Item) -> Text:
    return spell(ask.now - item.since) if ask.now and item.since and ask.now > item.since else "—"
