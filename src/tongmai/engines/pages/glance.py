"""A plan at a glance: what stands against it, what moved since last month, which targets press most, the course of the
first of them. Shapes over `Decision`, pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tongmai.base.words import Words
from tongmai.engines.pages import detail
from tongmai.engines.pages.decided import ORDER, shortfall
from tongmai.engines.pages.figures import TONES, gap_words, goal_text, number
from tongmai.engines.pages.given import Area, SeriesPoint
from tongmai.model.blocks import Chart, Figure, Figures, Group, Head, Link, Mark, Row, Stack, Table
from tongmai.model.page import Ask
from tongmai.model.target import STATUS_WORDS, Decision, Plan

MOST = 6
"""Targets named on a dashboard; the board has them all."""


def against(ask: Ask, plan: Plan, decisions: Sequence[Decision], areas: Sequence[Area]) -> Figures:
    """How many targets stand in each status, how many moved since last month, and what the reader's own county is
    short of; each figure opens the board."""
    board, count = f"/plans/{plan.id}", Counter(decision.status for decision in decisions)
    figures = [
        Figure(STATUS_WORDS[status], str(count[status]), tone=TONES[status], href=f"{board}?status={status}")
        for status in ORDER
        if count[status]
    ]
    figures += [_moved(decisions, board), *_own(ask, decisions, areas, board)]
    return Figures(tuple(figures))


def _moved(decisions: Sequence[Decision], board: str) -> Figure:
    better = sum(_step(one) > 0 for one in decisions)
    worse = sum(_step(one) < 0 for one in decisions)
    note = Words(f"退步 {worse} 项", f"{worse} fell back") if worse else Words("没有退步", "none fell back")
    return Figure(Words("较上月进步", "better than last month"), str(better), note, "warn" if worse else "good", board)


def _step(one: Decision) -> int:
    """1: nearer to its goal than a month ago; -1: further off; 0: neither, or not known."""
    if not one.change:
        return 0
    falling = one.target.goal is not None and one.target.goal.comparison == "<="
    return 1 if (one.change > 0) is not falling else -1


def _own(ask: Ask, decisions: Sequence[Decision], areas: Sequence[Area], board: str) -> list[Figure]:
    """What the county of the reader is short of; nothing for a reader of the whole region."""
    own = next((area for area in areas if area.code == f"{ask.area[:6]}000000" and ask.area[4:6] != "00"), None)
    if own is None:
        return []
    held = [part.met for one in decisions if one.target.hard for part in one.parts if part.area == own.code]
    short, judged = held.count(False), held.count(False) + held.count(True)
    label = Words(f"{own.short}未达标", f"not met in {own.short}")
    note = Words(f"共考核 {judged} 项", f"of {judged} judged")
    return [Figure(label, str(short), note, "warn" if short else "good", f"{board}?county={own.code}")]


def pressing(decisions: Sequence[Decision]) -> list[Decision]:
    """The targets that are overdue or behind, the furthest from what is asked first."""
    late = [one for one in decisions if one.status in ("overdue", "behind")]
    return sorted(late, key=lambda one: (one.status != "overdue", -shortfall(one), one.target.id))


UNDECIDED = Words(
    "还没有记录可以判定目标。先在“数据导入”中导入机构、人员等名录。",
    "Nothing is on record that would decide a target. Import the lists of institutions, staff and others first.",
)


def furthest(ask: Ask, plan: Plan, decisions: Sequence[Decision]) -> Table:
    """The targets that press most, each with its value, its goal and its gap."""
    late = pressing(decisions)
    rows = tuple(_row(plan, one) for one in late[:MOST])
    heads = (
        Head(Words("目标", "target"), wide=True),
        Head(Words("现值/要求", "value / goal"), "right"),
        Head(Words("缺口", "gap")),
    )
    decided = any(one.status not in ("unreported", "undefined") for one in decisions)
    empty = Words("没有滞后的目标。", "No target is behind.") if decided else UNDECIDED
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(late))


def _row(plan: Plan, one: Decision) -> Row:
    value = Stack((number(one.value, one.unit), goal_text(one.target.goal, one.unit)))
    gap = Mark(gap_words(one) or STATUS_WORDS[one.status], TONES[one.status])
    return Row((Link(one.target.title, f"/plans/{plan.id}/targets/{one.target.id}"), value, gap), id=one.target.id)


def course(ask: Ask, plan: Plan, pressed: tuple[Decision, Sequence[SeriesPoint]] | None) -> Chart | None:
    """The thirteen months of the target that presses most; left out where none does or nothing is known of it."""
    chart = detail.chart(ask, *pressed) if pressed else None
    if chart is None or pressed is None:
        return None
    target = pressed[0].target
    return replace(chart, caption=Link(target.title, f"/plans/{plan.id}/targets/{target.id}"))
