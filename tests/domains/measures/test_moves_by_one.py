"""A flag is not a measurement: for each of these targets one record changes through the door, and the figure moves by
exactly one, in DuckDB over the lake."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.domains.measures import small_county as facts

from tongmai.access import Delete, Put
from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore

Json = dict[str, Any]
Change = Callable[[Json], Json]
PLAN, DAY = "changji-2024", date(2025, 6, 30)
THE_DAY_BEFORE = "2025-06-29"
KEPT_BY_PLANNER = {"Organization", "Practitioner", "PractitionerRole", "HealthcareService", "Post", "Certificate"}


def ended(resource: Json) -> Json:
    """Its period ended the day before."""
    return {**resource, "period": {**resource.get("period", {}), "end": THE_DAY_BEFORE}}


def lapsed(licence: str) -> Change:
    """A licence of a person ran out the day before."""

    def change(person: Json) -> Json:
        for one in person["qualification"]:
            if one["code"]["coding"][0]["code"] == licence:
                one["period"]["end"] = THE_DAY_BEFORE
        return person

    return change


def closed(resource: Json) -> Json:
    """It existed up to the day before."""
    for one in resource["extension"]:
        if one["url"] == "urn:tongmai:period":
            one["valuePeriod"]["end"] = THE_DAY_BEFORE
    return resource


def put(**values: Any) -> Change:
    return lambda resource: {**resource, **values}


CHANGED: tuple[tuple[str, str, Change, int], ...] = (
    ("T01", "PractitionerRole/doctor-at-hospital", ended, -1),
    ("T01", "Practitioner/doctor", lapsed("physician"), -1),
    ("T02", "Practitioner/nurse", lapsed("nurse"), -1),
    ("T03", "PractitionerRole/pharmacist-at-hospital", ended, -1),
    ("T04", "PractitionerRole/hygienist-at-cdc", ended, -1),
    ("T06", "DiagnosticReport/report-ecg", put(issued="2025-05-31T23:59:59+08:00"), -1),
    ("T07", "Organization/shared-pathology", closed, -1),
    ("T08", "Organization/centre-newborn", closed, -1),
    ("T09", "Certificate/stroke-national-hospital", ended, -1),
    ("T10", "Certificate/infectious-department-hospital", ended, -1),
    ("T11", "Pool/pool", put(mode="other"), -1),
    ("T12", "PractitionerRole/driver-at-station", ended, -1),
    ("T13", "Certificate/township-recommended-th", put(standard="hospital_grade"), 0),  # the basic one still holds
    ("T14", "Certificate/township-recommended-th", ended, -1),
    ("T16", "Certificate/village-recommended-room", ended, -1),
    ("T17", "HealthcareService/infusion", put(active=False), -1),
    ("T17", "Practitioner/nurse", lapsed("nurse"), -1),
    ("T18", "Certificate/tcm-hall-th", ended, -1),
    ("T19", "HealthcareService/technique-th-9", put(active=False), -1),
    ("T20", "HealthcareService/technique-th-9", closed, -1),
    ("T21", "Certificate/tcm-hall-connotation-th", ended, -1),
    ("T22", "HealthcareService/technique-room-5", closed, -1),
    ("T24", "Certificate/tcm-pavilion-room", ended, -1),
    ("T25", "Organization/tcm", closed, -1),
    ("T26", "Practitioner/member-team-prefecture", lapsed("emergency_response"), -1),
    ("T27", "PractitionerRole/member-team-at-team", ended, -1),
    ("T28", "Organization/public-health", closed, -1),
    ("T29", "Certificate/bsl2-laboratory-2", ended, -1),
    ("T30", "Certificate/bsl2-laboratory-1", ended, -1),
    ("T31", "Practitioner/expert", lapsed("public_health"), -1),
    ("T36", "Post/post-professional", put(approved=89), -1),
    ("T37", "Certificate/emr-level-hospital", put(grade=2), -1),
    ("T38", "Certificate/emr-level-people", put(grade=3), -1),
    ("T39", "Certificate/certified-trauma", ended, -1),
    ("T44", "Certificate/level2-capability-th", ended, -1),
    ("T48", "CarePlan/contract-resident-1", ended, -1),
    ("T49", "CarePlan/contract-resident-2", ended, -1),
    ("T56", "Certificate/core-systems-hospital", put(grade=17), -1),
    ("T57", "Certificate/unified-finance", ended, -1),
)
ADDED: tuple[tuple[str, Json, int], ...] = (
    ("T33", facts.certificate("hospital", "key_specialty_national", family="cardiology"), 1),
    ("T35", facts.certificate("hospital", "key_specialty_prefecture", family="neurology"), 1),
    ("T43", facts.certificate("hospital", "tertiary_capability"), 1),
    ("T45", facts.operation("operation", "2"), 1),
    ("T46", facts.talent("doctor", "2025-2", "2025-06-30"), 1),
    ("T50", facts.visit("visit-2", "th"), 1),
    ("T53", facts.visit("visit-3", "room", "resident-2",
                        extension=[facts.extension("credential", valueCode="identity_card")]), 1),
)  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    it, clock = declared("changji"), clock_at(DAY)
    folder: Path = tmp_path_factory.mktemp("house")
    opened = open_house({**read_settings({}), "data": folder}, clock, it, MemoryStore(it.definitions, clock))
    write(opened, *facts.facts())
    yield opened
    opened.close()


def write(house: House, *resources: Mapping[str, Any]) -> None:
    puts = [Put(one["resourceType"], orjson.dumps(dict(one)), one["id"]) for one in resources]
    house.access.system("test").transact(puts)


def changed(house: House, resource: Mapping[str, Any]) -> str:
    """Written by the planner where the register is the planner's to keep, else by the house's own door; by whom."""
    planner = house.open("planner")
    if planner.may("write", resource["resourceType"], resource):
        planner.transact([Put(resource["resourceType"], orjson.dumps(dict(resource)), resource["id"])])
        return "planner"
    write(house, resource)
    return "system"


def numerator(house: House, target: str) -> int:
    decision = house.decide(PLAN, DAY, targets=(target,))[0]
    return decision.numerator or 0


@pytest.mark.parametrize(("target", "record", "change", "by"), CHANGED, ids=[f"{t}-{r}" for t, r, _, _ in CHANGED])
def test_one_record_changed(house: House, target: str, record: str, change: Change, by: int) -> None:
    kind, id = record.split("/")
    before = numerator(house, target)
    found = house.access.system("test").read(kind, id).resource()
    found.pop("meta", None)
    by_whom = changed(house, change(deepcopy(found)))
    after = numerator(house, target)
    write(house, found)
    assert after - before == by
    assert (by_whom == "planner") == (kind in KEPT_BY_PLANNER)


@pytest.mark.parametrize(("target", "record", "by"), ADDED, ids=[target for target, _, _ in ADDED])
def test_one_record_added_and_taken_away(house: House, target: str, record: Json, by: int) -> None:
    before = numerator(house, target)
    write(house, record)
    after = numerator(house, target)
    house.access.system("test").transact([Delete(record["resourceType"], record["id"])])
    assert after - before == by


def test_the_run_of_a_station_is_needed_too(house: House) -> None:
    before = numerator(house, "T12")
    run = facts.visit("run", "station", kind="EMER", day="2024-06-30")  # the day before the twelve months
    write(house, run)
    assert numerator(house, "T12") == before - 1
    write(house, facts.visit("run", "station", kind="EMER"))
    assert numerator(house, "T12") == before


def test_enough_targets_move_by_exactly_one() -> None:
    moving = {target for target, _, _, by in CHANGED if abs(by) == 1} | {target for target, _, by in ADDED if by == 1}
    assert len(moving) >= 40
    assert len({target for target, record, _, _ in CHANGED if record.split("/")[0] in KEPT_BY_PLANNER}) >= 30
