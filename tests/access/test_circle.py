"""The circle's index: it follows the feed, the clock and every kind of change."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tongmai.access import Delete, circle_row
from tongmai.access.circle import Circles

AT = datetime(2025, 6, 30, 4, tzinfo=UTC)


def circle(region: Any, at: datetime = AT, because: str = "contract") -> set[str]:
    """Asked of an index that is kept and of a fresh one, as a whole and for single patients."""
    actor, every = region.access.actors["doctor"], frozenset({"p1", "p2", "p3", "p4"})
    index = getattr(region, "index", None) or Circles(region.store)
    region.index = index
    whole = index.all(actor, (because,), at)
    assert set(whole.ids) == index.among(actor, (because,), at, every)
    assert whole == Circles(region.store).all(actor, (because,), at)
    assert whole is index.all(actor, (because,), at)
    return set(whole.ids)


def test_rows_come_change_and_go(region: Any) -> None:
    assert circle(region) == {"p1"}
    row = circle_row("c9", "p2", "Practitioner/dr-a", "contract", "2025-01-01")
    region.add(row)
    assert circle(region) == {"p1", "p2"}
    region.add({**row, "subject": {"reference": "Patient/p4"}})
    assert circle(region) == {"p1", "p4"}
    region.access.system("test").transact([Delete("CareTeam", "c9"), Delete("CareTeam", "c1")])
    assert circle(region) == set()


def test_an_answer_that_the_policy_keeps_ends_with_the_circle(region: Any) -> None:
    """The same door, asked before, between and after: what was kept of the search never outlives a row."""
    door = region.access.open("doctor")

    def found() -> set[str]:
        return {one.resource()["subject"]["reference"] for one in door.search("Observation").matches}

    before = found()
    assert found() == before
    assert "Patient/p1" in before
    region.access.system("test").transact([Delete("CareTeam", "c1")])
    assert found() == before - {"Patient/p1"}
    region.add(circle_row("c9", "p1", "Organization/clinic-a", "contract", "2025-01-01"))
    assert found() == before


def test_two_rows_for_one_patient_are_two(region: Any) -> None:
    region.add(circle_row("c9", "p1", "Organization/clinic-a", "contract", "2025-01-01"))
    region.access.system("test").transact([Delete("CareTeam", "c1")])
    assert circle(region) == {"p1"}


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2025-06-30T15:59:59+00:00", {"p1"}),
        ("2025-06-30T16:00:00+00:00", {"p1", "p4"}),  # the first of July in the region
        ("2025-07-01T15:59:59+00:00", {"p1", "p4"}),
        ("2025-07-01T16:00:00+00:00", {"p1"}),
    ],
)
def test_a_row_holds_from_its_first_day_through_its_last(region: Any, at: str, inside: set[str]) -> None:
    circle(region)
    region.add(circle_row("c9", "p4", "Organization/clinic-a", "contract", "2025-07-01", "2025-07-01"))
    assert circle(region) == {"p1"}
    assert circle(region, datetime(2025, 6, 1, tzinfo=UTC)) == {"p1"}
    assert circle(region, datetime.fromisoformat(at)) == inside


def test_reasons_are_kept_apart(region: Any) -> None:
    assert circle(region, because="referral") == set()
    assert circle(region, because="contract") == {"p1"}
