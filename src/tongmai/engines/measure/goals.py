"""Goals held against figures, exact: met or not, how many units short, where the straight line stands."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tongmai.base.ratio import allowed, needed
from tongmai.model.target import Goal


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted. `denominator` None: a count or a sum; otherwise `per` is what the ratio is multiplied with."""

    numerator: int
    denominator: int | None
    per: int = 1

    @property
    def value(self) -> Fraction | None:
        """In the measure's unit; None when there is nothing to have a share of."""
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator * self.per, self.denominator) if self.denominator else None


def met(goal: Goal, figure: Figure, baseline: Fraction | None) -> bool | None:
    """Whether the figure reaches the goal; None without a value, or where it must rise from a baseline unknown. A share
    that was whole and still is cannot rise: it is as asked."""
    value = figure.value
    if value is None:
        return None
    if goal.comparison == "rises":
        return None if baseline is None else value > baseline or (value == baseline and _whole(figure))
    return (goal.low is None or value >= goal.low) and (goal.high is None or value <= goal.high)


def short(goal: Goal, figure: Figure, baseline: Fraction | None) -> int | None:
    """How many units (institutions, persons, …) the numerator lacks, or has too many; 0 when met, None when unknown."""
    reached = met(goal, figure, baseline)
    if reached is None or reached:
        return None if reached is None else 0
    if goal.comparison == "rises":
        assert baseline is not None
        most = _at_most(figure, baseline)
        return (most if most == figure.denominator else most + 1) - figure.numerator
    value = figure.value
    if goal.low is not None and value is not None and value < goal.low:
        return _at_least(figure, goal.low) - figure.numerator
    assert goal.high is not None
    return figure.numerator - _at_most(figure, goal.high)


def _whole(figure: Figure) -> bool:
    return figure.denominator is not None and figure.numerator == figure.denominator


def _at_least(figure: Figure, bound: Fraction) -> int:
    """The smallest numerator that reaches a bound."""
    return needed(1, bound, 1) if figure.denominator is None else needed(figure.denominator, bound, figure.per)


def _at_most(figure: Figure, bound: Fraction) -> int:
    """The largest numerator that does not exceed a bound."""
    return allowed(1, bound, 1) if figure.denominator is None else allowed(figure.denominator, bound, figure.per)


@dataclass(frozen=True, slots=True)
class Course:
    """The straight line from the baseline on the first day to the goal on the last."""

    first: date
    last: date
    baseline: Fraction
    end: Fraction
    rising: bool

    def at(self, day: date) -> Fraction:
        """Where the line stands on a day, exact by days; its ends before the first and after the last day."""
        if self._beyond(self.baseline):
            return self.end
        days = min(max((day - self.first).days, 0), (self.last - self.first).days)
        return self.baseline + (self.end - self.baseline) * Fraction(days, (self.last - self.first).days)

    def _beyond(self, value: Fraction) -> bool:
        """Whether a value lies at the goal or beyond it: a baseline that does leaves no line to come down along."""
        return value >= self.end if self.rising else value <= self.end

    def kept(self, value: Fraction, day: date) -> bool:
        """Whether a value stands at the line or beyond it on a day."""
        return value >= self.at(day) if self.rising else value <= self.at(day)


def course(goal: Goal, baseline: Fraction | None, first: date, last: date | None, as_of: date) -> Course | None:
    """The line of a goal, None where there is none: no baseline, no deadline, a deadline on or before the first day, or
    a goal that rises without a bound.

    `1..2 a year` begins at nothing on 1 January of the year in question and must reach its lower bound on 31 December.
    """
    if goal.comparison == "between":
        assert goal.low is not None
        return Course(date(as_of.year, 1, 1), date(as_of.year, 12, 31), Fraction(0), goal.low, True)
    end = goal.high if goal.comparison == "<=" else goal.low
    if baseline is None or end is None or last is None or last <= first:
        return None
    rising = goal.comparison != "<=" and (goal.comparison != "=" or baseline <= end)
    return Course(first, last, baseline, end, rising)
