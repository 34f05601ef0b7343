"""Boards of work by state: a room says which states stand in which column; the clock says what presses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import Names, cell, value_at
from tongmai.model.blocks import Cell, Figure, Figures, Lane, Lanes, Link, Mark, Notice, Slip, Tone
from tongmai.model.page import Ask, Shown

NOBODY = Words("无", "none")
MOST = 40  # slips of a column; the rest is counted


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a board. `day`: an element of the record that is a time; `today` True: only those of the present
    day, False: only those of other days."""

    title: Words
    states: tuple[str, ...]
    day: str = ""
    today: bool | None = None


def board(
    columns: Sequence[Column], title: Shown, lines: Sequence[Shown], party: str = ""
) -> Callable[..., Lanes | None]:
    """A shape: pieces of work by column, the most pressing first. `party`: the element that must name the reader's
    institution. Left out for whom nothing of it is there. Sources: pieces, names."""

    def shape(ask: Ask, items: Sequence[Item], names: Names) -> Lanes | None:
        mine = [item for item in items if not party or _named(item, party, ask.organization)]
        lanes = tuple(_lane(ask, column, mine, title, lines, names) for column in columns)
        return Lanes(lanes, NOBODY) if mine else None

    return shape


def idle(words: Words) -> Callable[[Ask, Sequence[Item]], Notice | None]:
    """A shape: what is to be known where no work is under way. Source: pieces."""
    return lambda ask, items: None if items else Notice(words)


def teaser(columns: Sequence[Column], href: str, party: str = "") -> Callable[..., Figures | None]:
    """A shape: a board in one line, a figure a column with how many are late, each leading to the board. Left out for
    whom nothing of it is there. Source: pieces."""

    def shape(ask: Ask, items: Sequence[Item]) -> Figures | None:
        mine = [item for item in items if not party or _named(item, party, ask.organization)]
        return Figures(tuple(_counted(ask, column, mine, href) for column in columns)) if mine else None

    return shape


def _counted(ask: Ask, column: Column, items: Sequence[Item], href: str) -> Figure:
    chosen = [item for item in items if item.state in column.states and _on_day(ask, column, item)]
    late = sum(item.late for item in chosen)
    note = Words(f"超时 {late} 件", f"{late} late") if late else ""
    tone: Tone = "bad" if late else "course" if chosen else "quiet"
    return Figure(column.title, f"{len(chosen):,}", note, tone, href)


def _named(item: Item, party: str, organization: str) -> bool:
    found = item.focus.get(party)
    parties = found if isinstance(found, list) else [found]
    return any(one and one.get("reference") == f"Organization/{organization}" for one in parties)


def _lane(ask: Ask, column: Column, items: Sequence[Item], title: Shown, lines: Sequence[Shown], names: Names) -> Lane:
    chosen = [item for item in items if item.state in column.states and _on_day(ask, column, item)]
    slips = tuple(_slip(ask, item, title, lines, names, len(column.states) > 1) for item in chosen[:MOST])
    rest = len(chosen) - len(slips)
    return Lane(column.title, slips, Words(f"另有 {rest} 件", f"and {rest} more") if rest else "")


def _on_day(ask: Ask, column: Column, item: Item) -> bool:
    if column.today is None:
        return True
    found = str(value_at(item.focus, column.day) or "")
    day = datetime.fromisoformat(found).astimezone(REGION_ZONE).date() if found else None
    return (day == ask.as_of) is column.today


def _slip(ask: Ask, item: Item, title: Shown, lines: Sequence[Shown], names: Names, told: bool) -> Slip:
    text: Any = cell(title, item.focus, names)
    text = text.text if isinstance(text, Link) else text  # the slip itself leads to the piece of work
    drawn: list[Cell] = [found for one in lines if (found := cell(one, item.focus, names)) != NOTHING]
    if told:
        drawn.append(Mark(item.state_title, "quiet"))
    if item.mine:
        drawn.append(Words(f"可办：{item.mine[0].title.zh}", f"next: {item.mine[0].title.en}"))
    clock = clock_mark(ask, item)
    return Slip(Link(text, item.href) if item.href else text, tuple(drawn), clock, "bad" if item.late else "course")


def clock_mark(ask: Ask, item: Item) -> Mark | None:
    """How long until its clock runs out, or since it ran out; None where no clock runs."""
    if item.due is None or ask.now is None:
        return None
    span = abs(item.due - ask.now)
    told = spell(span)
    if item.late:
        return Mark(Words(f"超时 {told.zh}", f"{told.en} late"), "bad")
    tone: Tone = "warn" if span < timedelta(hours=2) else "plain"
    return Mark(Words(f"剩 {told.zh}", f"{told.en} left"), tone)


def spell(span: timedelta) -> Words:
    """A length of time in its largest unit: days from 48 hours on, hours from two on, minutes."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return Words(f"{minutes // 1440} 天", f"{minutes // 1440} d")
    if minutes >= 120:
        return Words(f"{minutes // 60} 小时", f"{minutes // 60} h")
    return Words(f"{minutes} 分钟", f"{minutes} min")
