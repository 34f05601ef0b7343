"""Why two records may be of one person, and what the house proposes by itself."""

from datetime import date
from typing import Any

import pytest
from tests.domains.residents.merging import Place, number, place, resident

from tongmai.declared import Declared
from tongmai.domains.residents import rules
from tongmai.regions.demonstration.duplicates import WEIGHTS
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]
PHONE = {"telecom": [{"system": "phone", "value": "13900000001"}]}
LATER = {"birthDate": "1992-05-05"}


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({}, {}, ["name_birth"]),
        ({}, {"name": "王 秀兰"}, ["name_birth"]),
        ({}, {"name": "王秀岚"}, ["pinyin_birth"]),
        ({}, {"name": "王秀芳"}, []),
        (PHONE, {**PHONE, **LATER, "name": "王秀芳"}, ["phone_name"]),
        (PHONE, {**PHONE, **LATER, "name": "王兰"}, ["phone_name"]),
        (PHONE, {**PHONE, **LATER, "name": "李国"}, []),
        ({"identity": number()}, {**LATER, "identity": number("19900107")}, ["number_digit"]),
        ({"identity": number()}, {**LATER, "identity": number(sequence="070")}, ["number_digit"]),
        ({"identity": number()}, {**LATER, "identity": number(sequence="019")}, []),
        ({"identity": number()}, {**LATER, "identity": number(sequence="009"), "name": "李国"}, []),
        ({"identity": number()}, {**LATER, "identity": number(sequence="009")[:17] + "*"}, []),
        (LATER, {}, []),
    ],
)  # fmt: skip
def test_reasons(one: Json, other: Json, reasons: list[str]) -> None:
    both = [resident(f"p{turn}", **changes) for turn, changes in enumerate((one, other))]
    assert rules.reasons_of(*both) == rules.reasons_of(*both[::-1]) == reasons


@pytest.fixture
def here(it: Declared) -> Place:
    return place(it, MemoryStore)


def test_the_house_proposes_once_and_never_again_what_was_decided(here: Place) -> None:
    house = here.access.system("job:daily")
    here.add(resident("p1"), resident("p2"), resident("p3", name="李国"), resident("p4", **PHONE),
             resident("p5", name="王秀芳", **PHONE, **LATER))  # fmt: skip
    assert here.flows.daily(house) == 4  # p1, p2 and p4 of one name and day; p4 and p5 by their phone
    assert here.flows.daily(house) == 0
    pairs = {one.id: one.resource() for one in here.store.current("RecordPair")}
    assert all(one["area"] == "652328102200" and one["weight"] > 0 for one in pairs.values())
    tasks = [one for one in here.store.current("Task") if one.resource().get("focus")]
    for task in tasks:
        here.act("keeper", task.id, "two-persons", why="当面核对为两人")
    assert here.flows.daily(house) == 0


def test_weights_are_those_of_the_demonstration() -> None:
    for reason, weight in WEIGHTS.items():
        assert rules.weight_of([reason], date(2025, 6, 30)) == weight
