"""Every prefix, form and modifier with every value, alone and in pairs, over some sixty generated records."""

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from tests.store.agree.conftest import Judging
from tests.store.agree.made import CODES, DATES, NAMES, NUMBERS, OBSERVATIONS, PATIENTS, PREFIXES
from tests.store.agree.test_agree import walked
from tests.store.writing import DEFINITIONS, commit, patient, put

from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import Store
from tongmai.store.search_text import parse_url
from tongmai.store.sql import ordering, planning, search
from tongmai.store.sqlite import SqliteStore

TOKENS = [*CODES, *(f"{system}|{code}" for system in ("urn:a", "urn:b", "") for code in CODES), "urn:a|", "x,y", "none"]
TEXTS = [*NAMES, "z", "zs", "zhangsan", "zhang san", "l", "an", "shan", "sx", "三", "雄单", "l,z"]
RANGES = [prefix + date for prefix, date in product(PREFIXES, DATES)]
AMOUNTS = [p + n + unit for p, n, unit in product(PREFIXES, NUMBERS, ("", "||x", "|urn:a|x", "|urn:b|"))]
SYSTEMS = [{}, {"system": "urn:a"}, {"system": "urn:b"}]
PEOPLE = [f"Patient/{id}" for id in PATIENTS]
PATIENT: dict[str, list[str]] = {
    **dict.fromkeys(("name", "name:exact", "name:contains", "family", "given:contains"), TEXTS),
    "birthdate": RANGES,
    "gender": ["male", "female", "male,female"],
    "gender:not": ["male", "male,female"],
    "identifier": TOKENS,
    "identifier:not": TOKENS,
    "general-practitioner": [*PEOPLE, "Practitioner/p1"],
    "general-practitioner:Patient.name": TEXTS,
    "general-practitioner:Patient.general-practitioner:Patient.gender": ["male", "female"],
    "general-practitioner:Patient.gender:not": ["male", "female"],
    "identifier:of-type": [f"urn:a|{one}|{other}" for one, other in product(CODES, CODES)],
    "_has:Observation:patient:code": TOKENS,
    "_has:Observation:performer:code:not": CODES,
    "_has:Observation:subject:date": RANGES[::3],
    "_has:Observation:patient:code-value-quantity": [f"{code}$gt1" for code in CODES],
    "_has:Patient:general-practitioner:_has:Observation:patient:code": CODES,
    **{
        f"{name}:missing": ["true", "false"]
        for name in ("name", "birthdate", "gender", "identifier", "general-practitioner")
    },
}
PAIRS = [f"{head}${amount}" for head, amount in product(("x", "urn:a|y"), AMOUNTS)]
OBSERVATION: dict[str, list[str]] = {
    "code-value-quantity": PAIRS[::2],
    "component-code-value-quantity": PAIRS[1::2],
    "combo-code-value-quantity": PAIRS[::3],
    "code:text": TEXTS,
    "subject:Patient._has:Observation:performer:code": TOKENS,
    "subject:Patient.general-practitioner:Patient.name": TEXTS,
    "code": TOKENS,
    "code:not": TOKENS,
    "date": RANGES,
    "value-quantity": AMOUNTS,
    "subject": [*PEOPLE, "Group/p0", "http://x.example/Patient/p0", "Patient/p0,Patient/p1"],
    "patient": [*PEOPLE, *PATIENTS],
    "performer": PEOPLE,
    "subject:identifier": TOKENS,
    "patient.birthdate": RANGES,
    "subject:Patient.name": TEXTS,
    "performer:Patient.identifier": TOKENS,
    **{f"{name}:missing": ["true", "false"] for name in ("code", "date", "value-quantity", "subject", "patient")},
}


def some(chance: random.Random, listed: list[Any], most: int = 2) -> list[Any]:
    return chance.sample(listed, chance.randint(0, most))


def made_patient(chance: random.Random, id: str) -> dict[str, Any]:
    further: dict[str, Any] = {
        "name": [{"family": f, "given": some(chance, NAMES)} for f in some(chance, NAMES)],
        "identifier": [
            {
                "value": v,
                **chance.choice(SYSTEMS),
                "type": {"coding": [{"system": "urn:a", "code": chance.choice(CODES)}]},
            }
            for v in some(chance, CODES)
        ],
        "birthDate": chance.choice([None, *DATES[:4]]),
        "gender": chance.choice([None, "male", "female"]),
        "generalPractitioner": [{"reference": one} for one in some(chance, [*PEOPLE, "Practitioner/p1"])],
    }
    return patient(id, **{key: value for key, value in further.items() if value})


def made_quantity(chance: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {
        "value": float(chance.choice(NUMBERS)),
        "code": chance.choice(CODES),
        "system": chance.choice(["urn:a", "urn:b"]),
        "unit": chance.choice(CODES),
        "comparator": chance.choice([None, "<", ">="]),
    }
    return {key: value for key, value in made.items() if value}


def made_observation(chance: random.Random, id: str) -> dict[str, Any]:
    subjects = [{"reference": one} for one in (*PEOPLE, "Group/p0", "http://x.example/Patient/p0")]
    pairs = [{"code": code, "system": system} for code, system in product(CODES, ("urn:a", "urn:b"))]
    further: dict[str, Any] = {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "code": {"text": chance.choice(NAMES), "coding": some(chance, pairs)},
        "component": [
            {"code": {"coding": [chance.choice(pairs)]}, "valueQuantity": made_quantity(chance)}
            for _ in some(chance, CODES)
        ],
        "subject": chance.choice([None, {"identifier": {"value": "x"}}, *subjects]),
        "performer": [{"reference": one} for one in some(chance, PEOPLE)],
        "effectiveDateTime": chance.choice([None, *DATES]),
        "valueQuantity": chance.choice([None, made_quantity(chance)]),
    }
    if further["effectiveDateTime"] is None and chance.random() < 0.7:
        ends = {"start": chance.choice([None, *DATES]), "end": chance.choice([None, *DATES])}
        further["effectivePeriod"] = {key: value for key, value in ends.items() if value}
    return {key: value for key, value in further.items() if value}


@pytest.fixture(scope="module")
def filled(judging: Judging) -> Iterator[tuple[MemoryStore, Store]]:
    """Both stores after the same writes, with updates and deletions among them."""
    chance = random.Random(7)
    with judging.open() as (memory, judged):
        for again in range(3):
            people = [made_patient(chance, id) for id in (*PATIENTS, *(f"q{n}" for n in range(25)))]
            seen = [made_observation(chance, f"{id}{n}") for id in OBSERVATIONS for n in range(5)]
            for one in chance.sample([*people, *seen], len(people) + len(seen) if again == 0 else 20):
                for store in (memory, judged):
                    commit(store, put(one))
        yield memory, judged


def searches(kind: str, filters: dict[str, list[str]]) -> Iterator[str]:
    single = [f"{name}={value}" for name, values in filters.items() for value in values]
    yield from (f"{kind}?{one}" for one in single)
    chance = random.Random(11)
    sorts = {
        "Patient": ["name", "-name", "birthdate", "-birthdate"],
        "Observation": ["date", "-date", "-_lastUpdated"],
    }[kind]
    together = [one for one in product(filters.get("code", ()), filters.get("value-quantity", ())) if "" not in one]
    yield from (
        f"{kind}?code={code}&value-quantity={value}" for code, value in chance.sample(together, len(together) // 3)
    )
    unique = ["_lastUpdated", "-_lastUpdated", "_id", "-_id"]  # no ties, so no order is left open
    for _ in range(400):
        pair = "&".join(chance.sample(single, 2))
        order = chance.choice([*(f"{one},_id" for one in sorts), *unique])
        yield f"{kind}?{chance.choice([pair, single[0], single[-1]])}&_sort={order}&_count={chance.choice([2, 5, 50])}"


WAYS = pytest.mark.parametrize("much", [2_000, 2], ids=["sorting", "walking"])
KINDS = pytest.mark.parametrize(("kind", "filters"), [("Patient", PATIENT), ("Observation", OBSERVATION)])


def agree(
    filled: tuple[MemoryStore, Store], chance: pytest.MonkeyPatch, asked: list[str], much: int, telling: int
) -> None:
    """Sorting: all that is found is sorted. Walking: what is more than two counts as much, and an index is walked. At
    least `telling` searches must find some and not all, so that agreeing on them says something."""
    chance.setattr(planning, "PROBE", much)
    chance.setattr(ordering, "FIRST", much)
    chance.setattr(search, "SORTED", much)
    memory, store = filled
    told = 0
    for text in asked:
        text = text.replace("+", "%2B") + ("" if "_sort" in text else "&_sort=_id") + "&_total=accurate"
        query = parse_url(DEFINITIONS, text)
        expected = walked(memory, query)
        assert walked(store, query) == expected, text
        told += 0 < (expected[0][2] or 0) < 30
    assert told > telling


@pytest.mark.parametrize("thorough", [False, pytest.param(True, marks=pytest.mark.proof)], ids=["", "thorough"])
@WAYS
@KINDS
def test_both_find_the_same(
    filled: tuple[MemoryStore, Store],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    filters: dict[str, list[str]],
    much: int,
    thorough: bool,
) -> None:
    """Every search on SQLite; on PostgreSQL, a process away, every sixth but in the proof."""
    step = 1 if thorough or isinstance(filled[1], SqliteStore) else 6
    agree(filled, monkeypatch, list(searches(kind, filters))[::step], much, 300 // step)
