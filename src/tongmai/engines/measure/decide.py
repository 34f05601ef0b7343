"""A plan decided on a day: every target's status, gap and course, from cells; exact, nothing rounded.

Rules, in this order:
- no measure decides the target: undefined (口径待定), with what it waits for;
- nothing is on record that the measure counts or asks: unreported (未填报); nought of nothing is no fact;
- nothing to have a share of, or a baseline that must be risen from is unknown: unreported (未填报), with what lacks;
- the goal is reached by the region, or by every county that has something to count where each must: met (达标);
- soft (力争): striving, whatever the day; never failed;
- the deadline has passed: overdue (逾期未达标);
- the value stands at the straight line from the baseline on the plan's day to the goal on the deadline, or beyond it
  (each county on its own line where each must): on course (序时推进); otherwise, or where there is no line because no
  baseline or no deadline is known: behind (滞后).
The baseline is the target's own, or the measure on the target's `since` (a month, the same month a year before, or the
plan's day); none where its period begins before the region's facts do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tongmai.base.dates import month_days, month_of, months_back
from tongmai.base.words import Words
from tongmai.engines.measure.asking import Areas, Asked, ask, count
from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.goals import Course, Figure, course, met, short
from tongmai.engines.measure.protocol import Measures
from tongmai.model.period import Period
from tongmai.model.target import Decision, Goal, Part, Plan, Status, Target

NO_BASELINE = Words("缺基期数据：事实记录晚于基期", "no baseline: the facts begin later")
NOTHING_TO_COUNT = Words("没有可计数的记录", "no record to count")


class Point(NamedTuple):
    """One month of a series; `expected` is where the straight line stands."""

    month: str
    as_of: date
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    expected: Fraction | None


class Decider:
    """Decides plans from an evaluator's cells. `readings` in its methods: by target, the name of a reading of its
    measure, the id of another measure, or "total" or "county"; ValueError names one that does not exist."""

    def __init__(
        self,
        measures: Measures,
        catalogue: Catalogue,
        areas: Areas,
        recorded: Callable[[str], bool] = lambda measure: True,
    ) -> None:
        """`recorded`: whether anything is, or ever was, on record that a measure counts or asks."""
        self._measures, self._catalogue, self._areas, self._recorded = measures, catalogue, areas, recorded

    def decide(self, plan: Plan, as_of: date, readings: Mapping[str, str] | None = None) -> list[Decision]:
        """Every target in the plan's order."""
        return self.decisions(plan, plan.targets, as_of, readings)

    def decisions(
        self, plan: Plan, targets: Sequence[Target], as_of: date, readings: Mapping[str, str] | None = None
    ) -> list[Decision]:
        """Some targets of a plan."""
        chosen = readings or {}
        asked = {it.id: self._asked(plan, it, as_of, chosen.get(it.id, "")) for it in targets if it.measure}
        count(self._measures, list(asked.values()))
        return [
            self._decided(plan, asked[target.id], as_of) if target.id in asked else _undefined(target, as_of)
            for target in targets
        ]

    def series(
        self, plan: Plan, target: Target, as_of: date, reading: str = "", area: str | None = None, months: int = 13
    ) -> list[Point]:
        """The value at the end of each month up to a day, oldest first, for the region or one county."""
        if not target.measure:
            return []
        days = [as_of] + [month_days(months_back(month_of(as_of), back))[1] for back in range(1, months)]
        asked = [self._asked(plan, target, day, reading) for day in reversed(days)]
        count(self._measures, asked)
        where = area if area is not None else self._areas.prefecture
        points = [_point(plan, one, where, day) for one, day in zip(asked, reversed(days), strict=True)]
        known = self._recorded(asked[-1].measure.id)
        return points if known else [one._replace(numerator=None, denominator=None, value=None) for one in points]

    def _asked(self, plan: Plan, target: Target, as_of: date, reading: str) -> Asked:
        measure = self._catalogue.measure(reading if "." in reading else target.measure)
        return ask(plan, target, measure, self._areas, as_of, reading)

    def _decided(self, plan: Plan, asked: Asked, as_of: date) -> Decision:
        target, goal = asked.target, asked.target.goal
        assert goal is not None
        if not self._recorded(asked.measure.id):
            return replace(
                _nothing(target, as_of, "unreported", NOTHING_TO_COUNT), unit=asked.measure.unit, reading=asked.reading
            )
        whole = asked.figure(self._areas.prefecture, asked.now)
        parts = self._parts(asked, goal)
        judged = [part for part in parts if part.met is not None]
        value, before, baseline = (self._value(asked, goal, one) for one in (asked.now, asked.before, asked.base))
        if target.baseline is not None:
            baseline = target.baseline
        reached = met(goal, whole, baseline)
        if asked.by_county:
            reached = all(part.met for part in judged) if judged else None
        line = course(goal, baseline, plan.issued, target.by, as_of)
        return Decision(
            target=target,
            as_of=as_of,
            status=_status(target, reached, as_of, self._on_course(plan, asked, goal, parts, as_of)),
            numerator=None if value is None else whole.numerator,
            denominator=None if value is None else whole.denominator,
            value=value,
            unit=asked.measure.unit,
            short=sum(part.short for part in judged) if asked.by_county and judged else short(goal, whole, baseline),
            short_total=_short_total(goal, whole, baseline, len(judged) if asked.by_county else 1),
            expected=baseline if goal.comparison == "rises" else (line.at(as_of) if line is not None else None),
            baseline=baseline,
            change=value - before if value is not None and before is not None else None,
            parts=tuple(parts),
            reading=asked.reading,
            missing=_missing(goal, whole) if reached is None else None,
            counts=asked.measure.adds,
        )

    def _value(self, asked: Asked, goal: Goal, period: Period | None) -> Fraction | None:
        """The figure of the region as one; of a count asked of each county, the weakest county's."""
        if period is None:
            return None
        if asked.by_county and not asked.is_share:
            values = [Fraction(asked.figure(code, period).numerator) for code in self._areas.counties]
            return (max if goal.comparison == "<=" else min)(values, default=None)
        return asked.figure(self._areas.prefecture, period).value

    def _parts(self, asked: Asked, goal: Goal) -> list[Part]:
        """Every county; and what lies in none of them, which is never judged, so that the parts add up to the whole.
        A count that is asked of the region as one says nothing about a county by itself."""
        now = asked.now
        judged = asked.by_county or asked.is_share
        found = []
        for code, name in self._areas.counties.items():
            figure, baseline = asked.figure(code, now), asked.baseline(code)
            reached = met(goal, figure, baseline) if judged else None
            lacking = short(goal, figure, baseline) if judged else None
            found.append(Part(code, name, figure.numerator, figure.denominator, figure.value, reached, lacking or 0))
        if ("", now) in asked.found:
            rest = asked.figure("", now)
            found.append(Part("", "未落到县", rest.numerator, rest.denominator, rest.value, None, 0))
        return found

    def _on_course(self, plan: Plan, asked: Asked, goal: Goal, parts: Sequence[Part], as_of: date) -> bool:
        """Whether the region, or each county that has not reached the goal, stands at its line or beyond."""
        if asked.by_county:
            standing = [(part.value, asked.baseline(part.area)) for part in parts if part.met is False]
        else:
            prefecture = self._areas.prefecture
            standing = [(asked.figure(prefecture, asked.now).value, asked.baseline(prefecture))]
        lines = [(value, course(goal, base, plan.issued, asked.target.by, as_of)) for value, base in standing]
        return all(value is not None and line is not None and _kept(goal, line, value, as_of) for value, line in lines)


def decide(
    plan: Plan,
    measures: Measures,
    catalogue: Catalogue,
    areas: Areas,
    as_of: date,
    readings: Mapping[str, str] | None = None,
) -> list[Decision]:
    """Every target of a plan, decided on a day. See `Decider`."""
    return Decider(measures, catalogue, areas).decide(plan, as_of, readings)


def _kept(goal: Goal, line: Course, value: Fraction, as_of: date) -> bool:
    """At the line or beyond it, but not beyond an upper bound."""
    return line.kept(value, as_of) and (goal.comparison not in ("between", "=") or not _past(goal, line, value))


def _past(goal: Goal, line: Course, value: Fraction) -> bool:
    bound = goal.high if goal.comparison == "between" else line.end
    assert bound is not None
    return value > bound if line.rising else value < bound


def _status(target: Target, reached: bool | None, as_of: date, on_course: bool) -> Status:
    if reached is None:
        return "unreported"
    if reached:
        return "met"
    if not target.hard:
        return "striving"
    if target.by is not None and as_of > target.by:
        return "overdue"
    return "on_course" if on_course else "behind"


def _short_total(goal: Goal, total: Figure, baseline: Fraction | None, counties: int) -> int | None:
    """For the region as one. A count asked of each county is, for the region as one, as many times the goal."""
    if total.denominator is not None or counties == 1 or goal.comparison == "rises":
        return short(goal, total, baseline)
    times = Goal(
        goal.text,
        goal.comparison,
        None if goal.low is None else goal.low * counties,
        None if goal.high is None else goal.high * counties,
    )
    return short(times, total, baseline)


def _missing(goal: Goal, whole: Figure) -> Words:
    return NO_BASELINE if goal.comparison == "rises" and whole.value is not None else NOTHING_TO_COUNT


def _undefined(target: Target, as_of: date) -> Decision:
    return _nothing(target, as_of, "undefined", target.missing)


def _nothing(target: Target, as_of: date, status: Status, missing: Words | None) -> Decision:
    """No figure at all, and why."""
    no = None
    return Decision(target, as_of, status, no, no, no, "", no, no, no, target.baseline, no, missing=missing)


def _point(plan: Plan, asked: Asked, area: str, day: date) -> Point:
    figure, baseline, goal = asked.figure(area, asked.now), asked.baseline(area), asked.target.goal
    assert goal is not None
    line = course(goal, baseline, plan.issued, asked.target.by, day)
    expected = baseline if goal.comparison == "rises" else (line.at(day) if line is not None else None)
    return Point(month_of(day), day, figure.numerator, figure.denominator, figure.value, expected)
