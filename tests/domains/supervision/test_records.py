"""What the demonstration tells of supervision holds before the room's own rules; a private institution stands on the
terms of a public one."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from tests.demonstration import everything

from tongmai.domains.diagnostics import rules as diagnostics
from tongmai.domains.supervision import rules
from tongmai.domains.supervision.rules import grading

Json = dict[str, Any]
PRIVATE, PUBLIC, ASKER = "private-hospital-06", "hospital-652325-general", "th-652325101"
TODAY = date(2025, 6, 30)


@cache
def of(type: str) -> dict[str, Json]:
    return {str(one["id"]): one for one in everything() if one["resourceType"] == type}


def by(type: str, element: str, id: str) -> list[Json]:
    return [one for one in of(type).values() if rules.named(one.get(element)) == id]


def looked(place: str) -> Json:
    """What the step that scores looks at."""
    roles = by("PractitionerRole", "organization", place)
    return {
        "places": [of("Organization")[place]], "roles": roles, "certificates": by("Certificate", "holder", place),
        "people": [of("Practitioner")[rules.named(one["practitioner"])] for one in roles],
        "inspections": by("Inspection", "object", place), "complaints": by("Complaint", "institution", place),
    }  # fmt: skip


def test_every_grading_of_the_demonstration_is_scored_the_same_by_the_rules() -> None:
    gradings = list(of("Grading").values())
    assert len(gradings) == 31
    for one in gradings:
        day = date.fromisoformat(one["scored"])
        found = grading.lines_of(one, grading.counted(looked(rules.named(one["institution"])), day), day)
        told = [(line["indicator"], line["part"], line["whole"]) for line in one["line"]]
        assert told == [(line.indicator, line.part, line.whole) for line in found], one["id"]
        assert float(rules.total(found) or 0) == one["score"], one["id"]
        assert rules.layer_of(of("Organization")[rules.named(one["institution"])], day) == one["layer"]


def test_rankings_of_the_demonstration_are_those_of_the_rules() -> None:
    for one in of("Ranking").values():
        own = [grading for grading in of("Grading").values() if grading["layer"] == one["layer"]]
        told = [(line["grading"], line["rank"], line["score"]) for line in one["line"]]
        assert told == [(line["grading"], line["rank"], float(line["score"])) for line in rules.ranked(own)]


def test_the_same_records_give_a_private_and_a_public_institution_the_same_points() -> None:
    found = {}
    for ownership in ("private", "public"):
        place = of("Organization")[PRIVATE]
        told = [{**one, "valueCode": ownership} if one["url"] == "urn:tongmai:ownership" else one
                for one in place["extension"]]  # fmt: skip
        fields = looked(PRIVATE) | {"places": [{**place, "extension": told}]}
        found[ownership] = rules.FUNCTIONS["graded"]({}, fields, TODAY)
        assert rules.layer_of(fields["places"][0], TODAY) == "hospital-high"
    assert found["private"] == found["public"]


@pytest.mark.parametrize("marked", [True, False])
def test_a_result_of_a_private_institution_is_recognised_on_the_terms_of_a_public_one(marked: bool) -> None:
    """One report, one quality mark, one asker in the county: only whose institution made it differs."""
    mark = next(one for one in by("Certificate", "holder", PRIVATE) if one.get("family") == "potassium")
    code = {"coding": [{"code": "potassium"}]}
    found = []
    for maker in (PRIVATE, PUBLIC):
        report = {"id": "r", "status": "final", "code": code, "issued": "2025-06-29T02:00:00.000Z",
                  "effectiveDateTime": "2025-06-29T02:00:00.000Z",
                  "performer": [{"reference": f"Organization/{maker}"}]}  # fmt: skip
        fields = {
            "reports": [report],
            "institutions": [of("Organization")[ASKER], of("Organization")[maker]],
            "memberships": [],
            "certificates": [{**mark, "holder": {"reference": f"Organization/{maker}"}}] if marked else [],
        }
        focus = {"code": code, "requester": {"reference": f"Organization/{ASKER}"}}
        found.append(diagnostics.verdicts(focus, fields, TODAY)[0][1])
    assert found[0] == found[1]
    assert found[0].recognised == marked


@pytest.mark.parametrize(("since", "many", "day"), [
    (date(2025, 6, 30), 20, date(2025, 7, 28)),
    (date(2025, 6, 28), 1, date(2025, 6, 30)),  # a Saturday
    (date(2025, 9, 26), 5, date(2025, 10, 10)),  # a Sunday worked, eight days off
    (date(2025, 4, 25), 1, date(2025, 4, 27)),  # a Sunday worked
    (date(2031, 1, 3), 1, date(2031, 1, 6)),  # no table of the year: Monday to Friday
])  # fmt: skip
def test_working_days(since: date, many: int, day: date) -> None:
    assert rules.working_days(since, many) == day


def test_places_of_a_ranking_are_by_exact_points() -> None:
    """Two whose tenths are equal and whose points are not; two that are equal share a place."""

    def one(id: str, part: int, whole: int) -> Json:
        return {"id": id, "institution": {"reference": f"Organization/{id}"}, "state": "scored", "ownership": "private",
                "line": [{"indicator": "staff", "points": 25, "part": part, "whole": whole}]}  # fmt: skip

    found = rules.ranked([one("a", 1999, 2001), one("b", 1998, 2000), one("c", 1, 2), one("d", 2, 4), one("e", 0, 1)])
    assert [(line["grading"], line["rank"]) for line in found] == [("a", 1), ("b", 2), ("c", 3), ("d", 3), ("e", 5)]
    assert found[0]["score"] == found[1]["score"]
