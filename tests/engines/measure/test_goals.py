"""Goals held against figures: exact at the threshold, monotone, the gap the smallest that closes it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.engines.measure.goals import Figure, course, met, short
from tongmai.model.target import Goal

GOALS = ["all", "done", ">= 90 %", ">= 7 %", ">= 3.4", "<= 2", "<= 12.5 %", "= 5", "rises"]
goals = st.sampled_from(GOALS).map(Goal.parse)
denominators = st.integers(1, 200)


def percent(numerator: int, denominator: int) -> Figure:
    return Figure(numerator, denominator, 100)


def test_nine_of_ten_meet_ninety_percent_and_sixty_four_of_seventy_two_do_not() -> None:
    goal = Goal.parse(">= 90 %")
    assert met(goal, percent(9, 10), None)
    assert not met(goal, percent(64, 72), None)
    assert short(goal, percent(63, 72), None) == 2
    assert met(Goal.parse(">= 7 %"), percent(7, 100), None)


def test_a_rate_per_thousand_is_short_in_persons() -> None:
    assert short(Goal.parse(">= 3.4"), Figure(3399, 1_000_000, 1000), None) == 1
    assert short(Goal.parse(">= 13"), Figure(12, None), None) == 1


def test_what_must_not_be_exceeded_is_short_by_what_is_too_much() -> None:
    assert short(Goal.parse("<= 2"), Figure(5, None), None) == 3
    assert short(Goal.parse("<= 12.5 %"), percent(3, 16), None) == 1
    assert short(Goal.parse("1..2 a year"), Figure(4, None), None) == 2
    assert short(Goal.parse("1..2 a year"), Figure(0, None), None) == 1


def test_rising_means_beyond_the_baseline() -> None:
    goal = Goal.parse("rises")
    assert met(goal, percent(5, 10), Fraction(50)) is False
    assert short(goal, percent(5, 10), Fraction(50)) == 1
    assert met(goal, percent(5, 10), None) is None
    assert met(goal, percent(10, 10), Fraction(100)) is True, "a whole share cannot rise"
    assert met(goal, percent(9, 10), Fraction(100)) is False
    assert short(goal, percent(9, 10), Fraction(100)) == 1
    assert met(goal, Figure(5, None), Fraction(5)) is False


def test_nothing_to_have_a_share_of_decides_nothing() -> None:
    assert met(Goal.parse("all"), percent(0, 0), None) is None
    assert short(Goal.parse("all"), percent(0, 0), None) is None


@given(goal=goals, denominator=denominators, data=st.data())
def test_the_gap_is_the_smallest_change_that_closes_it(goal: Goal, denominator: int, data: st.DataObject) -> None:
    figure = percent(data.draw(st.integers(0, denominator)), denominator)
    baseline = Fraction(data.draw(st.integers(0, 100)))
    lacking = short(goal, figure, baseline)
    assert lacking is not None
    assert lacking >= 0
    if goal.comparison == "=":
        return
    sign = -1 if goal.comparison == "<=" else 1
    closed = percent(figure.numerator + sign * lacking, denominator)
    assert met(goal, closed, baseline)
    if lacking:
        assert not met(goal, percent(closed.numerator - sign, denominator), baseline)


@given(goal=goals, denominator=denominators, data=st.data())
def test_more_is_never_worse_where_more_is_wanted(goal: Goal, denominator: int, data: st.DataObject) -> None:
    if goal.comparison == "=":
        return
    few, many = sorted(data.draw(st.tuples(*[st.integers(0, denominator)] * 2)))
    better, worse = (few, many) if goal.comparison == "<=" else (many, few)
    if met(goal, percent(worse, denominator), Fraction(40)):
        assert met(goal, percent(better, denominator), Fraction(40))


FIRST, LAST = date(2024, 3, 28), date(2025, 12, 31)


@given(baseline=st.integers(0, 100).map(Fraction), days=st.integers(-10, 700))
def test_the_straight_line(baseline: Fraction, days: int) -> None:
    line = course(Goal.parse(">= 90 %"), baseline, FIRST, LAST, FIRST)
    assert line is not None
    day = FIRST + timedelta(days=days)
    at = line.at(day)
    if baseline >= 90:
        assert at == 90
    else:
        assert baseline <= at <= 90
        assert line.at(FIRST) == baseline
        assert line.at(LAST) == 90
        assert at == baseline + (90 - baseline) * Fraction(min(max(days, 0), 643), 643)
    assert line.kept(at, day)
    assert not line.kept(at - Fraction(1, 1000), day)


def test_a_falling_line_is_kept_from_below() -> None:
    line = course(Goal.parse("<= 2"), Fraction(10), FIRST, FIRST + timedelta(days=8), FIRST)
    assert line is not None
    assert line.at(FIRST + timedelta(days=4)) == 6
    assert line.kept(Fraction(5), FIRST + timedelta(days=4))
    assert not line.kept(Fraction(7), FIRST + timedelta(days=4))


@pytest.mark.parametrize(
    ("goal", "baseline", "last"),
    [
        (">= 90 %", None, LAST),
        (">= 90 %", Fraction(1), None),
        ("rises", Fraction(1), LAST),
        ("all", Fraction(1), FIRST),
    ],
)
def test_without_baseline_or_deadline_there_is_no_line(goal: str, baseline: Fraction | None, last: date | None) -> None:
    assert course(Goal.parse(goal), baseline, FIRST, last, FIRST) is None


def test_once_or_twice_a_year_begins_anew_each_year() -> None:
    line = course(Goal.parse("1..2 a year"), None, FIRST, None, date(2025, 7, 1))
    assert line is not None
    assert line.at(date(2025, 1, 1)) == 0
    assert line.at(date(2025, 12, 31)) == 1
