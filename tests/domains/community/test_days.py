"""Postings across years conserve days and people; points lie within their weights."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.domains.community import rules

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
TODAY = date(2030, 6, 30)
YEARS = range(2023, 2031)


def posting(first: date, last: date | None = None, who: str = "d", **more: Any) -> dict[str, Any]:
    told = {"person": {"reference": f"Practitioner/{who}"}, "mode": "long", "rank": "middle",
            "arrivedOn": first.isoformat()}  # fmt: skip
    return told | ({"returnedOn": last.isoformat()} if last else {}) | more


@given(DAYS, st.integers(0, 1500))
def test_days_of_the_years_are_the_days_of_the_posting(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), TODAY)
    one = posting(first, last)
    assert sum(rules.days_in_year(one, year, TODAY) for year in YEARS) == (last - first).days + 1


@given(DAYS, st.integers(1, 1500))
def test_a_posting_that_goes_on_is_counted_to_today(first: date, length: int) -> None:
    today = first + timedelta(days=length)
    assert sum(rules.days_in_year(posting(first), year, today) for year in range(2023, 2035)) == length + 1


@given(DAYS, st.lists(st.tuples(st.integers(1, 200), st.integers(0, 400)), min_size=1, max_size=8))
def test_nobody_has_more_days_than_the_year_and_nobody_is_in_two_places(
    first: date, stays: list[tuple[int, int]]
) -> None:
    """Stays that the condition of the arrival lets pass never share a day."""
    held: list[dict[str, Any]] = []
    day = first
    for gap, length in stays:
        arrived = day + timedelta(days=gap - 100)  # some too early
        told = {"arrived": arrived.isoformat(), "postings": held}
        if not rules.arrival_fits({"id": "new"}, told, date(2100, 1, 1)):
            day = arrived + timedelta(days=length)
            held.append(posting(arrived, day) | {"id": str(len(held)), "state": "returned"})
    ends = [(date.fromisoformat(one["arrivedOn"]), date.fromisoformat(one["returnedOn"])) for one in held]
    seen = [low + timedelta(days=number) for low, high in ends for number in range((high - low).days + 1)]
    assert len(seen) == len(set(seen))
    for year in {one.year for one in seen}:
        assert sum(rules.days_in_year(one, year, date(2100, 1, 1)) for one in held) <= 366


def test_somebody_still_posted_arrives_nowhere_else() -> None:
    told = {"arrived": "2025-06-01", "postings": [posting(date(2025, 1, 1)) | {"id": "a", "state": "posted"}]}
    assert rules.arrival_fits({"id": "b", "person": {"reference": "Practitioner/d"}}, told, date(2025, 6, 30))
    assert not rules.arrival_fits({"id": "a", "person": {"reference": "Practitioner/d"}}, told, date(2025, 6, 30))


@pytest.mark.parametrize(
    ("first", "last", "year", "reached"),
    [
        (date(2024, 1, 1), date(2024, 7, 1), 2024, True),  # 29 February is a day of it
        (date(2025, 1, 1), date(2025, 7, 1), 2025, False),
        (date(2025, 1, 1), date(2025, 7, 2), 2025, True),
        (date(2023, 7, 2), date(2024, 7, 1), 2023, True),
        (date(2023, 7, 2), date(2024, 6, 30), 2024, False),
        (date(2024, 2, 29), date(2024, 8, 29), 2024, True),
    ],
)
def test_half_a_year(first: date, last: date, year: int, reached: bool) -> None:
    assert (rules.half_year([posting(first, last)], year, TODAY) == {"d"}) == reached


def test_two_halves_of_one_person_add_up_and_of_two_do_not() -> None:
    spring, autumn = (date(2025, 1, 1), date(2025, 4, 10)), (date(2025, 9, 1), date(2025, 11, 30))
    assert rules.half_year([posting(*spring), posting(*autumn)], 2025, TODAY) == {"d"}
    assert not rules.half_year([posting(*spring), posting(*autumn, who="e")], 2025, TODAY)
    assert not rules.half_year([posting(*spring), posting(*autumn, mode="rotating")], 2025, TODAY)
    assert not rules.half_year([posting(*spring), posting(*autumn, rank="junior")], 2025, TODAY)


@given(st.sampled_from(sorted(rules.indicators(2024))), st.fractions(-50, 250), st.fractions(-50, 250))
def test_points_lie_within_the_weight_and_follow_the_value(name: str, one: Fraction, other: Fraction) -> None:
    row = rules.indicators(2024)[name]
    low, high = sorted((one, other))
    better, worse = (high, low) if Fraction(row["full"]) > Fraction(row["zero"]) else (low, high)
    assert 0 <= rules.points(row, worse) <= rules.points(row, better) <= int(row["weight"])
    assert rules.points(row, row["full"]) == int(row["weight"])
    assert rules.points(row, row["zero"]) == 0


def test_the_weights_of_a_year_are_a_hundred() -> None:
    assert sum(int(row["weight"]) for row in rules.indicators(2024).values()) == 100
    assert len(rules.indicators(2024)) == 14


@given(st.lists(st.decimals(0, 100, places=2), min_size=14, max_size=14))
def test_the_score_is_the_sum_of_its_lines(values: list[Decimal]) -> None:
    lines = [{"indicator": name, "weight": 1, "own": value}
             for name, value in zip(rules.indicators(2024), values, strict=True)]  # fmt: skip
    made = rules.scored(lines, 2024)
    assert rules.total(made) == sum(one["points"] for one in made) <= 100
    assert [one["value"] for one in made] == values


def test_the_fourteen_of_2024_are_measured_or_say_what_is_missing() -> None:
    rows = rules.monitored(date(2025, 6, 30))
    assert {int(row["no"]) for row in rows} == set(range(1, 15))
    assert all(row["measures"] or (row["missing_zh"] and row["missing_en"]) for row in rows)
    assert {row["no"] for row in rows if not row["measures"]} == {"13", "14"}
