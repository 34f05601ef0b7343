"""Settled cases by points: a case at every edge, and shares that add up to the budget whatever the order."""

import csv
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.domains.insurance import rules
from tongmai.engines import ledger

ROWS = list(csv.DictReader((Path(__file__).parent / "points.csv").read_text(encoding="utf-8").splitlines()))
CASES = st.lists(st.tuples(st.sampled_from("abcde"), st.fractions(0, 10_000, max_denominator=800)), max_size=40)
BUDGET = st.integers(0, 10**13)


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_the_points_of_a_case(row: dict[str, str]) -> None:
    case = {"group": row["group"], "month": row["month"], "cost": row["cost"], "institution": {}}
    found = rules.pointed(case, row["level"])
    if row["points"]:
        assert found.weighed == (Fraction(row["points"]), row["kind"])
    else:
        assert found.weighed is None
        assert (found.group is None) == (row["kind"] == "no_group")


def test_enough_edges_are_told() -> None:
    assert len(ROWS) >= 15
    assert {row["kind"] for row in ROWS} == {"ordinary", "low", "high", "no_group", "no_level"}


@given(BUDGET, CASES)
def test_the_shares_are_the_budget(budget: int, cases: list[tuple[str, Fraction]]) -> None:
    made = ledger.valued(budget, cases)
    total = sum((points for _, points in cases), Fraction())
    assert made.points == total == sum((one.points for one in made.shares), Fraction())
    assert sum(one.cases for one in made.shares) == len(cases)
    if total:
        assert made.value == budget / total
        assert sum(one.cents for one in made.shares) == budget
        assert all(abs(one.cents - one.points * budget / total) < 1 for one in made.shares)
    else:
        assert made.value is None
        assert not any(one.cents for one in made.shares)


@given(BUDGET, CASES, st.integers())
def test_no_order_of_the_cases_changes_anything(budget: int, cases: list[tuple[str, Fraction]], seed: int) -> None:
    other = list(cases)
    Random(seed).shuffle(other)
    assert ledger.valued(budget, other) == ledger.valued(budget, cases)


@given(st.fractions(0, 5, max_denominator=500), st.fractions(0, 5, max_denominator=500))
def test_what_cost_more_has_no_fewer_points(one: Fraction, other: Fraction) -> None:
    """Points grow with the cost; from a half on it is the score, which is a step up."""
    low, high = sorted((one, other))
    bounds = (Fraction(1, 2), Fraction(2))
    first, second = (ledger.weighed(Fraction(620), Fraction(1), ratio, *bounds) for ratio in (low, high))
    assert first.points <= second.points


def test_one_hospital_takes_the_whole_budget() -> None:
    (only,) = ledger.valued(1_000_001, [("h", Fraction(1, 3)), ("h", Fraction(620))]).shares
    assert (only.cases, only.cents) == (2, 1_000_001)


def test_without_a_case_nothing_is_shared_out() -> None:
    made = ledger.valued(1_000_000, [])
    assert (made.value, made.shares, made.points) == (None, (), 0)


def test_a_cent_that_cannot_be_divided_goes_to_the_earlier_id() -> None:
    made = ledger.valued(100, [("c", Fraction(1)), ("a", Fraction(1)), ("b", Fraction(1))])
    assert [(one.hospital, one.cents) for one in made.shares] == [("a", 34), ("b", 33), ("c", 33)]


def test_below_zero_there_is_nothing_to_share_out() -> None:
    for budget, points in ((-1, Fraction(1)), (1, Fraction(-1))):
        with pytest.raises(ValueError):
            ledger.valued(budget, [("h", points)])


def test_cases_without_points_take_no_part() -> None:
    told = {"month": "2025-03", "cost": "4960", "institution": {"reference": "Organization/h"}}
    cases = [rules.pointed({**told, "group": group}, "2") for group in ("J18-C", "", "QY")]
    made = rules.paid({"amount": "100.01"}, cases)
    assert [(one.hospital, one.cases, one.cents) for one in made.shares] == [("h", 1, 10_001)]


@pytest.mark.parametrize(("amount", "fits"), [("0.01", True), (1.5, True), ("0", False), ("-1", False),
                                              ("1.005", False), (None, False)])  # fmt: skip
def test_amounts_of_the_lists(amount: object, fits: bool) -> None:
    assert (rules.amount_fits({"cost": amount}) == []) is fits
    assert (rules.amount_fits({"amount": amount}) == []) is fits
