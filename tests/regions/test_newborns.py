"""Newborns of the demonstration: their applications hold to the room's tables, and what waits is work for the real
engine."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.demonstration import demonstrated, everything

from tongmai.app import declared, demonstration_clock, open_house
from tongmai.base.settings import read_settings
from tongmai.domains.residents.rules.newborn import parts_after
from tongmai.engines.workflow.record import state_of
from tongmai.house import House
from tongmai.regions.demonstration.newborns import BIRTHS, WHOLE_DAYS
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import ChangeSet, Put

Json = dict[str, Any]
DAY = demonstrated().as_of


def own(one: Json) -> bool:
    """Newborns, their circles, parts and work; residents, and the institutions and people that these name."""
    kind = one["resourceType"]
    if kind == "Task":
        return bool(one["focus"]["reference"].startswith(("NewbornPart/", "Patient/")))
    if kind == "CareTeam":
        return str(one["id"]).endswith("register-without.6")
    return kind in ("NewbornPart", "Patient", "Organization", "Practitioner", "PractitionerRole")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    it = declared("changji")
    clock = demonstration_clock(it.region)
    store = MemoryStore(it.definitions, clock)
    kept = [one for one in everything() if own(one)]
    puts = tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in kept)
    store.commit(ChangeSet(puts, origin="demonstration"))
    found = open_house({**read_settings({}), "data": tmp_path, "secret": "a key for tests"}, clock, it, store)
    yield found
    found.close()


def test_parts_follow_each_other_and_the_whole_has_its_term(by_type: dict[str, list[Json]]) -> None:
    parts = {(one["subject"]["reference"], one["kind"]): one for one in by_type["NewbornPart"]}
    assert len({child for child, _ in parts}) == len(BIRTHS)
    patients = {f"Patient/{one['id']}": one for one in by_type["Patient"]}
    for (child, kind), one in parts.items():
        asked = date.fromisoformat(parts[child, "birth"]["asked"])
        assert (date.fromisoformat(one["due"]) - asked).days == WHOLE_DAYS == 30
        assert patients[child]["birthDate"] < one["asked"] <= DAY.isoformat()
        first = next((each for each in ("birth", "household") if kind in parts_after(each, DAY)), None)
        if first:
            assert parts[child, first]["answered"] == one["asked"]
    states = Counter(one["state"] for one in parts.values())
    assert set(states) == {"asked", "back", "answered", "refused", "withdrawn"}
    assert any(one.get("corrected") for one in parts.values())


def test_who_answers_finds_what_waits_and_answers_it(house: House) -> None:
    keeper, insurer, doctor = (house.access.open(who) for who in ("record-keeper", "insurer", "clinician"))
    waiting = [one for one in house.workflows.desk(keeper) if one.focus.get("kind") == "household"]
    assert [one.state.name for one in waiting] == ["asked"]
    told = {"number": "HK99", "issued": DAY.isoformat()}
    acted = house.workflows.act(keeper, waiting[0].task_id, "answer", told, waiting[0].version)
    assert acted.state == "answered"
    assert {orjson.loads(one.body)["kind"] for one in house.store.current("NewbornPart")
            if orjson.loads(one.body)["subject"] == waiting[0].focus["subject"]} >= {"card"}  # fmt: skip
    kinds = {one.focus["kind"] for one in house.workflows.desk(doctor) if one.focus["resourceType"] == "NewbornPart"}
    assert {"birth", "vaccination"} <= kinds
    refused = [one for one in house.workflows.desk(insurer) if one.focus["resourceType"] == "NewbornPart"]
    assert refused == []  # what it refused waits for who applied


def test_a_newborns_number_is_added_where_it_waits(house: House) -> None:
    """The registration behind a newborn is the real one."""
    nurse = house.access.open("referral-centre")
    child = next(one for one in house.store.current("Patient") if one.id.endswith("-n05"))
    task = house.workflows.tasks(nurse, child.reference)[0]
    born = child.resource()["birthDate"].replace("-", "")
    number = f"652399{born}008"
    checks = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number += "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, checks, strict=True)) % 11]
    house.workflows.act(nurse, task.id, "add-number", {"identity": number})
    assert state_of(house.store.read("Task", task.id).resource()) == "registered"
    assert house.store.read("Patient", child.id).resource()["identifier"][0]["value"] == number
