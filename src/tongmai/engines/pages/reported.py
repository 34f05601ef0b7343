"""What was reported beside what is recorded: area by area, never merged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING, fraction_text, number
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Cell, Event, Group, Head, Link, Mark, Row, Stack, Table, Text, Timeline
from tongmai.model.page import Ask
from tongmai.model.target import Decision


class Difference(Protocol):
    """Reported beside recorded for one area ("" the region); a room computes it."""

    @property
    def area(self) -> str: ...
    @property
    def reported(self) -> Fraction | None: ...
    @property
    def recorded(self) -> Fraction | None: ...
    @property
    def by(self) -> Fraction | None: ...


Compare = Callable[[Decision, Iterable[Mapping[str, Any]], str], Sequence[Difference]]
Told = Callable[[Any], Words]
HEADS = (
    Head(Words("地区", "area")),
    Head(Words("填报值", "reported"), "right"),
    Head(Words("记录值", "recorded"), "right"),
    Head(Words("差异", "difference")),
    Head(Words("状态", "state")),
    Head(Words("佐证", "evidence"), phone=False),
)


def compared(differences: Compare, told: Told) -> Callable[..., Table]:
    """A shape: 填报值 / 记录值 / 差异 by area. Sources: the decision, reported values as items, areas."""

    def shape(ask: Ask, decision: Decision, items: Sequence[Item], areas: Sequence[Area]) -> Table:
        of_month = [item for item in items if item.focus.get("period") == ask.month]
        by_area = {str(item.focus.get("area", "")): item for item in of_month}
        names = {area.code: area.name for area in areas}
        found = differences(decision, [item.focus for item in of_month], ask.month)
        rows = tuple(_row(decision, one, by_area, names, told, ask.whole) for one in found)
        empty = Words(f"{ask.month} 还没有填报值。", f"Nothing was reported for {ask.month}.")
        return Table(HEADS, (Group(rows),) if rows else (), empty, caption=Words("填报与记录", "reported and recorded"))

    return shape


def _row(
    decision: Decision, one: Difference, items: Mapping[str, Item], names: Mapping[str, str], told: Told, region: Words
) -> Row:
    item = items.get(one.area)
    parts = {part.area: part for part in decision.parts}
    recorded = _recorded(decision, parts.get(one.area), one.area)
    name: Text = names.get(one.area, "") or Words(f"{region.zh}合计", region.en)
    mark = Mark(told(one), "good" if one.by == 0 else "warn" if one.by is not None else "quiet")
    if item is None:
        reported = _summed(items.values(), decision) if not one.area else number(one.reported, decision.unit)
        return Row((name, reported, recorded, mark, NOTHING, NOTHING), id=one.area)
    evidence = item.focus.get("evidence") or []
    return Row(
        (
            Link(name, item.href) if item.href else name,
            _pair(item.focus.get("numerator"), item.focus.get("denominator"), number(one.reported, decision.unit)),
            recorded,
            mark,
            Link(item.state_title, item.href) if item.href else state_mark(item),
            Stack(tuple(str(entry) for entry in evidence)) if evidence else NOTHING,
        ),
        id=one.area,
    )


def _recorded(decision: Decision, part: Any, area: str) -> Cell:
    if not area:
        return _pair(decision.numerator, decision.denominator, number(decision.value, decision.unit))
    if part is None:
        return NOTHING
    return _pair(part.numerator, part.denominator, number(part.value, decision.unit))


def _pair(numerator: Any, denominator: Any, value: str) -> Cell:
    whole = fraction_text(numerator, denominator) if denominator is not None else ""
    return Stack((value, whole)) if whole else value


def _summed(items: Iterable[Item], decision: Decision) -> Cell:
    """What the counties reported together."""
    pairs = [(item.focus.get("numerator"), item.focus.get("denominator")) for item in items]
    tops = [int(top) for top, _ in pairs if top is not None]
    bottoms = [int(bottom) for _, bottom in pairs if bottom is not None]
    if len(tops) != len(pairs) or len(bottoms) != len(pairs) or not sum(bottoms):
        return str(sum(tops)) if tops else NOTHING
    return _pair(sum(tops), sum(bottoms), number(Fraction(sum(tops) * 100, sum(bottoms)), "percent"))


def corrections(ask: Ask, items: Sequence[Item], areas: Sequence[Area]) -> Timeline:
    """Returns and corrections of what was reported, the latest first."""
    names = {area.code: area.name for area in areas}
    events = [
        Event(
            happened.at,
            " · ".join(part for part in (happened.who, happened.institution) if part),
            Words(f"{names.get(str(item.focus.get('area')), '')} {happened.what.zh}",
                  f"{names.get(str(item.focus.get('area')), '')} {happened.what.en}"),
            happened.note,
            "warn",
        )
        for item in items
        for happened in item.story
        if happened.state.zh != item.stages[0][1].zh
    ]  # fmt: skip
    events.sort(key=lambda event: event.when, reverse=True)
    return Timeline(tuple(events), Words("没有退回或订正。", "Nothing was returned or corrected."))
