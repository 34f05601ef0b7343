"""What a row of the registry must obey."""

from typing import Any

import pytest

from tongmai.domains.registry import rules

Row = dict[str, Any]


def places(found: list[Any]) -> list[str]:
    return [issue.where for issue in found]


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ({"from_day": "2024-01-01", "to_day": "2024-01-01"}, []),
        ({"from_day": "2024-01-02", "to_day": "2024-01-01"}, ["to_day"]),
        ({"from_day": "2024-05-09", "to_day": "2024-05"}, []),  # the month may still hold it
        ({"from_day": "2024-01-01"}, []),
        ({}, []),
    ],
)
def test_a_period_does_not_end_before_it_begins(row: Row, where: list[str]) -> None:
    assert places(rules.period_in_order(row)) == where


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ({"licence": "A1", "licence_from": "2020-01-01", "licence_to": "2024-12-31"}, []),
        ({"licence": "A1", "licence_from": "2025-01-01", "licence_to": "2024-12-31"}, ["licence_to"]),
        ({"licence_from": "2020-01-01"}, ["licence"]),
        ({"licence": "A1"}, []),
    ],
)
def test_a_licence_has_a_number_and_an_order(row: Row, where: list[str]) -> None:
    assert places(rules.licence_in_order(row)) == where


@pytest.mark.parametrize(
    ("code", "good"),
    [("652328102200", True), ("652328102000", False), ("652328000000", False), ("6523281022", False), (None, False)],
)
def test_an_institution_stands_at_a_village_level_code(code: str | None, good: bool) -> None:
    assert (rules.village_code({"village": code}) == []) is good


@pytest.mark.parametrize(
    ("kind", "tier", "good"),
    [
        ("village_room", "village", True),
        ("village_room", "county", False),
        ("general_hospital", "county", True),
        ("department", "prefecture", True),
        ("nothing known", "village", True),
    ],
)
def test_the_tier_fits_the_kind(kind: str, tier: str, good: bool) -> None:
    assert (rules.tier_fits_kind({"kind": kind, "tier": tier}) == []) is good


@pytest.mark.parametrize(
    ("row", "good"),
    [
        ({"state": "certified", "from_day": "2024-01-01", "to_day": "2026-12-31"}, True),
        ({"state": "certified", "from_day": "2024-01-01"}, False),
        ({"state": "claimed"}, True),
        ({"state": "claimed", "from_day": "2024-01-01"}, False),
        ({"state": "expired"}, False),
    ],
)
def test_only_what_is_certified_has_a_validity(row: Row, good: bool) -> None:
    assert (rules.certificate_complete(row) == []) is good


@pytest.mark.parametrize(
    ("standard", "grade", "good"),
    [
        ("emr_level", 0, True),
        ("emr_level", 8, True),
        ("emr_level", 9, False),
        ("emr_level", None, False),
        ("disease_capability", 603, True),
        ("disease_capability", 604, False),
        ("township_basic", None, True),
        ("township_basic", 1, False),
    ],
)
def test_a_grade_lies_within_its_standard(standard: str, grade: int | None, good: bool) -> None:
    assert (rules.grade_in_range({"standard": standard, "grade": grade}) == []) is good
