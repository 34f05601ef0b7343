"""What the rules of quality decide, at their edges."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.domains.quality.rules import front_pages, priority, specialties

DAY = date(2025, 6, 30)
GOOD: dict[str, Any] = {
    "admitted": "2025-06-01", "discharged": "2025-06-09", "main": "K80.1", "operation": "51.23",
    "operated": "2025-06-02", "level": "3", "timing": "elective", "total": 100.1, "services": 60.05,
    "other_cost": 40.05,
}  # fmt: skip


def wrong(**changed: Any) -> list[str]:
    return [issue.where for issue in front_pages.front_page_fits(GOOD | changed)]


def test_a_true_row_says_nothing() -> None:
    assert wrong() == []
    assert wrong(services=None, other_cost=None) == []  # only the sum is told


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"discharged": "2025-05-31"}, ["discharged"]),
        ({"operated": "2025-05-31"}, ["operated"]),
        ({"operated": "2025-06-09"}, []),
        ({"operated": "2025-06-10"}, ["operated"]),
        ({"day_surgery": True}, ["day_surgery"]),
        ({"day_surgery": True, "discharged": "2025-06-02"}, []),
        ({"operation": None}, ["operation"]),
        ({"level": None, "timing": None}, ["level", "timing"]),
        ({"healing": "1"}, ["incision"]),
        ({"other_operations": "47.01;13.41", "other_levels": "2;3"}, []),
        ({"other_operations": "47.01;13.41", "other_levels": "2"}, ["other_levels"]),
        ({"other_operations": "47.01"}, ["other_levels"]),
        ({"other_levels": "2"}, ["other_levels"]),
        ({"other_minimally_invasive": True}, ["other_minimally_invasive"]),
        (
            {
                "operation": None,
                "operated": None,
                "level": None,
                "timing": None,
                "other_operations": "47.01",
                "other_levels": "2",
            },
            ["operation"],
        ),
        ({"arisen": "T81.4;K80.1"}, ["arisen"]),
        ({"total": 100.11}, ["total"]),
        ({"services": 60.051}, ["services"]),
    ],
)
def test_an_issue_stands_at_its_column(changed: dict[str, Any], where: list[str]) -> None:
    assert wrong(**changed) == where


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=10))
def test_costs_add_up_to_the_cent_or_not(parts: list[int]) -> None:
    names = front_pages.COSTS[: len(parts)]
    row = {"admitted": "2025-06-01", "discharged": "2025-06-01", "main": "I10"}
    row |= {name: cents / 100 for name, cents in zip(names, parts, strict=True)}
    assert front_pages.front_page_fits(row | {"total": sum(parts) / 100}) == []
    assert len(front_pages.front_page_fits(row | {"total": (sum(parts) + 1) / 100})) == 1


def counted(category: str, **counts: int | None) -> dict[str, Any]:
    zero = dict.fromkeys(("inside", "outside", "died_inside", "died_outside", "cents_outside"), 0)
    return {"category": category, **zero, **counts}


def test_the_order_is_exact_and_equal_points_stand_by_category() -> None:
    found = priority.ranked(
        priority.diseases([
            counted("J18", inside=10), counted("I21", inside=5, outside=5, died_outside=1, cents_outside=300),
            counted("C34", inside=5, outside=5, died_inside=1, cents_outside=300),
        ]), DAY,
    )  # fmt: skip
    assert [one.category for one in found] == ["C34", "I21", "J18"]
    assert [one.score for one in found] == [100, 100, 20]
    assert (found[0].away, found[0].fatality) == (Fraction(1, 2), Fraction(1, 10))


def test_what_was_too_small_is_told_and_not_counted() -> None:
    rows = [counted("I21", inside=7), counted("I21", inside=None, outside=9)]
    (one,) = priority.diseases(rows)
    assert (one.inside, one.outside, one.hidden) == (7, 9, True)


def test_no_weight_holds_before_the_first_row() -> None:
    (one,) = priority.ranked(priority.diseases([counted("I21", inside=7)]), date(2020, 1, 1))
    assert one.score == 0


def test_four_dimensions_by_their_weights() -> None:
    points = {"capability": 85, "quality": 80, "safety": "90", "efficiency": Decimal("70")}
    assert specialties.weighted(points, DAY) == Decimal("82.5")
