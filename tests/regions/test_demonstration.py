"""What the demonstration writes: well formed, whole, the same every time, of nobody real."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.lens import columns, fill
from tongmai.fhir.views import View
from tongmai.regions.demonstration.identity import check_digit, identity_number
from tongmai.regions.demonstration.writing import template
from tongmai.regions.region import Region

Json = dict[str, Any]
REGISTRY = Path(__file__).parents[2] / "src" / "tongmai" / "domains" / "registry"
LENSES = sorted(path.stem for path in (REGISTRY / "templates").glob("*.json"))
DIGEST = """
import hashlib, json
from tongmai.regions.demonstration import resources
from tongmai.regions.region import named
digest = hashlib.sha256()
for resource in resources(named("changji")):
    digest.update(json.dumps(resource, ensure_ascii=False).encode())
print(digest.hexdigest())
"""


def test_every_resource_passes_the_checker(everything: list[Json], definitions: Definitions) -> None:
    checker = Checker(definitions)
    wrong = [(one["id"], issue.told("en")) for one in everything for issue in checker.check(one)]
    assert wrong[:5] == []


def test_another_process_writes_the_same_bytes(everything: list[Json]) -> None:
    digest = hashlib.sha256()
    for resource in everything:
        digest.update(json.dumps(resource, ensure_ascii=False).encode())
    told = subprocess.run(
        [sys.executable, "-c", DIGEST],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == digest.hexdigest()


def test_ids_are_unique_and_valid(everything: list[Json]) -> None:
    ids = Counter((one["resourceType"], one["id"]) for one in everything)
    assert [key for key, count in ids.items() if count > 1] == []
    assert [id for _, id in ids if not re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", id)] == []
    assert len(everything) <= 90_000


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def test_every_reference_points_backwards(everything: list[Json]) -> None:
    """A load in order never meets a reference to what is not there yet; a part may stand before its whole only within
    the institutions, which are loaded together."""
    seen = {f"Organization/{one['id']}" for one in everything if one["resourceType"] == "Organization"}
    for one in everything:
        lost = [reference for reference in _references(one) if reference not in seen]
        assert lost == [], one["id"]
        seen.add(f"{one['resourceType']}/{one['id']}")


@pytest.mark.parametrize("lens", LENSES)
def test_a_view_gives_back_the_row_of_its_lens(
    lens: str, rows: dict[str, list[Json]], definitions: Definitions
) -> None:
    definition = json.loads((REGISTRY / "views" / f"{lens}.json").read_text(encoding="utf-8"))
    view = View(definition, definitions)
    names = [name for name, _ in view.columns]
    assert columns(template(lens)) == set(names)
    assert rows[lens]
    for row in rows[lens]:
        assert view.rows(fill(template(lens), row)) == [{name: row.get(name) for name in names}]


def test_identity_numbers_are_synthetic_and_check(by_type: dict[str, list[Json]]) -> None:
    numbers, born = [], 0
    for patient in by_type["Patient"]:
        without = any(one["url"] == "urn:tongmai:no-number" for one in patient["extension"])
        born += without
        if without and patient["identifier"][0]["system"] == "urn:tongmai:temporary-identity":
            continue  # a newborn in no household register yet
        system, number = patient["identifier"][0]["system"], patient["identifier"][0]["value"]
        assert system == "urn:tongmai:synthetic-identity"
        assert number[:6] == "652399"
        assert number[6:14] == patient["birthDate"].replace("-", "")
        assert int(number[16]) % 2 == (patient["gender"] == "male")
        assert number[17] == check_digit(number[:17])
        numbers.append(number)
    assert len(set(numbers)) == len(numbers)
    assert len(by_type["Patient"]) - born == 2400, "newborns are beside the share of those whom the census counted"


def test_the_check_digit_is_the_standards() -> None:
    assert check_digit("11010519491231002") == "X"  # the example of GB 11643-1999
    with pytest.raises(ValueError, match="no sequence number"):
        identity_number(date(2000, 1, 1), "male", 500, "652300000000")


def test_no_ethnicity_is_kept(everything: list[Json]) -> None:
    text = json.dumps([one for one in everything if one["resourceType"] in ("Patient", "Practitioner")])
    assert "ethnic" not in text
    assert "民族" not in json.dumps(template("resident"), ensure_ascii=False)


def test_institutions_by_county(by_type: dict[str, list[Json]], region: Region) -> None:
    kinds = Counter((_kind(one), _village(one)[:6]) for one in by_type["Organization"])
    townships = {"652301": 10, "652302": 7, "652323": 7, "652324": 11, "652325": 16, "652327": 10, "652328": 11}
    for county, count in townships.items():
        assert kinds["township_hospital", county] == kinds["emergency_station", county] == count
        assert kinds["cdc", county] >= 1
        assert kinds["tcm_hospital", county] >= 1
    rooms = sum(count for (kind, _), count in kinds.items() if kind == "village_room")
    assert rooms == 434
    places = {place.village for place in region.places}
    assert all(_village(one) in places for one in by_type["Organization"])


def test_institutions_are_told_apart_by_name_and_by_code(rows: dict[str, list[Json]]) -> None:
    """People write the one or the other in a list."""
    for column in ("name", "code"):
        values = [row[column] for row in rows["institution"]]
        assert len(set(values)) == len(values)


def test_the_built_in_people_stand_in_the_records(by_type: dict[str, list[Json]], region: Region) -> None:
    practitioners = {one["id"] for one in by_type["Practitioner"]}
    patients = {one["id"] for one in by_type["Patient"]}
    institutions = {one["id"] for one in by_type["Organization"]}
    for person in region.people:
        assert person.practitioner in practitioners or person.patient in patients
        assert person.organization in institutions or person.patient


def _kind(organization: Json) -> str:
    return str(organization["type"][0]["coding"][0]["code"])


def _village(organization: Json) -> str:
    return next(one["valueCode"] for one in organization["extension"] if one["url"] == "urn:tongmai:village")


def _ownership(organization: Json) -> str:
    return next(one["valueCode"] for one in organization["extension"] if one["url"] == "urn:tongmai:ownership")


def test_private_institutions_are_plainly_invented(by_type: dict[str, list[Json]]) -> None:
    private = [one for one in by_type["Organization"] if _ownership(one) == "private"]
    assert len(private) >= 20
    assert all("虚构" in one["name"] for one in private)


def test_no_adverse_fact_at_a_hospital_that_exists(by_type: dict[str, list[Json]]) -> None:
    """Hospitals, CDCs and commissions of real names hold nothing rejected, lapsed without successor, or under its goal,
    and nobody who works there has a lapsed licence."""
    named = {"general_hospital", "tcm_hospital", "specialist_hospital", "maternal_child", "cdc", "health_supervision"}
    real = {one["id"] for one in by_type["Organization"] if _kind(one) in named and _ownership(one) != "private"}
    held = {(_id(one["holder"]), one["standard"]) for one in by_type["Certificate"] if one["state"] == "certified"}
    for one in by_type["Certificate"]:
        if _id(one["holder"]) in real:
            assert one["state"] in ("certified", "expired")
            assert (_id(one["holder"]), one["standard"]) in held
            if one["state"] == "certified" and one["standard"] == "core_systems":
                assert one["grade"] == 18
    staff = {_id(one["practitioner"]) for one in by_type["PractitionerRole"] if _id(one["organization"]) in real}
    for person in by_type["Practitioner"]:
        if person["id"] in staff:
            licence = person.get("qualification", [{}])[0].get("period", {})
            assert licence.get("end", "2025-06-30") >= "2025-06-30"


def _id(reference: Json) -> str:
    return str(reference["reference"]).partition("/")[2]
