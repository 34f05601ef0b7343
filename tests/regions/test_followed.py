"""The follow-ups of the demonstration obey the national rule, and their work is what the engine would have written."""

from datetime import date
from decimal import Decimal
from typing import Any

from tongmai.domains.family_doctor.rules import Found, age_on, judged
from tongmai.regions.region import Region

Json = dict[str, Any]


def test_every_follow_up_is_judged_as_the_room_judges_it(rows: dict[str, list[Json]]) -> None:
    born = {row["id"]: row["birth"] for row in rows["resident"]}
    before: dict[str, str] = {}
    for row in sorted(rows["follow_up_record"], key=lambda one: (one["programme"], one["on"])):
        on = date.fromisoformat(row["on"])
        readings = {name: Decimal(str(row[name])) for name in ("systolic", "diastolic", "glucose")
                    if row[name] is not None}  # fmt: skip
        found = Found(row["disease"], on, age_on(born[row["person"]], on), readings,
                      before=before.get(row["programme"], ""))  # fmt: skip
        result = judged(found)
        told = (result.classification, result.at_target, result.advice, result.next_on.isoformat())
        assert told == (row["classification"], row["at_target"], row["advice"], row["next_on"]), row["id"]
        before[row["programme"]] = row["classification"]


def test_some_are_done_some_due_some_overdue(rows: dict[str, list[Json]], region: Region) -> None:
    today = region.as_of.isoformat()
    days = [row["next_on"] for row in rows["programme"]]
    assert len(days) > 200
    assert sum(day < today for day in days) > 5
    assert sum(day > today for day in days) > 100
    assert any(row["priority"] == "urgent" for row in rows["programme"])
    assert all(row["on"] < today for row in rows["follow_up_record"])


def test_the_tours_resident_is_followed_by_nobody_yet(rows: dict[str, list[Json]], region: Region) -> None:
    told = {person.patient for person in region.people if person.patient}
    assert told.isdisjoint(row["person"] for row in rows["programme"])
