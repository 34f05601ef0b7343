"""Why two records may be of one person, and what the house proposes by itself."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.domains.residents.merging import Place, number, place, resident

from tongmai.base.outcome import Issue, Refused
from tongmai.base.words import Words
from tongmai.declared import Declared
from tongmai.domains.residents import rules
from tongmai.domains.residents.rules.pairing import pairs_to_propose
from tongmai.domains.residents.workflows import DUPLICATE
from tongmai.engines.workflow import Workflows
from tongmai.model.domain import functions_of
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


def bounded(it: Declared, a_day: int = 3, **functions: Any) -> Workflows:
    """The daily look, two records at a time and so many a day."""
    assert DUPLICATE.daily is not None
    fresh, *others = DUPLICATE.daily.looks
    daily = replace(DUPLICATE.daily, looks=(replace(fresh, most=2), *others), a_day=a_day)
    steps = tuple(replace(one, within=None) for one in DUPLICATE.steps)
    flow = replace(DUPLICATE, terms="", daily=daily, steps=steps)
    return Workflows([flow], functions_of(it.domains) | functions)


def born(turn: int, day: int = 0) -> Json:
    return resident(f"p{turn}", birthDate=f"1990-01-{day or turn:02d}")


def test_what_a_day_leaves_is_looked_at_on_the_next(it: Declared, here: Place) -> None:
    """Seven of one name, written at once; the sixth and the seventh are of one day of birth."""
    house, flows = here.access.system("job:daily"), bounded(it)
    here.add(*(born(turn) for turn in range(1, 6)), born(6, 20), born(7, 20))
    told = []
    for _ in range(4):
        one = flows.rounds(house)[DUPLICATE.id]
        told.append((one.begun, one.left))
        here.clock.at += timedelta(days=1)
    assert told == [(0, 4), (1, 1), (0, 0), (0, 0)]
    assert here.store.read("Task", "round-residents.duplicate").resource()["status"] == "completed"


def test_a_round_repeated_writes_nothing_and_a_house_that_was_shut_misses_nothing(it: Declared, here: Place) -> None:
    house, flows = here.access.system("job:daily"), bounded(it, 50)
    here.add(born(1))
    assert flows.daily(house) == 0
    change = here.store.last_change()
    assert flows.daily(house) == 0
    assert here.store.last_change() == change
    here.clock.at += timedelta(hours=5)  # after the day's round
    here.add(born(2, 1))
    here.clock.at += timedelta(days=9)
    assert flows.daily(house) == 1


def test_one_pair_that_is_refused_hinders_no_other(it: Declared, here: Place) -> None:
    house = here.access.system("job:daily")
    here.add(*(born(turn, day) for turn, day in enumerate((1, 1, 2, 2, 3, 3), 1)))

    def judged(focus: Json, fields: Json, today: date) -> list[Issue]:
        kind = {"Patient/p1": "rule", "Patient/p3": "conflict"}.get(focus["first"]["reference"])
        return [Issue(kind, Words("不成立", "it does not hold"), "other")] if kind else []

    with pytest.raises(Refused, match="it does not hold"):
        bounded(it, 50, pair_is_new=judged).daily(house)
    pairs = [one.resource() for one in here.store.current("RecordPair")]
    assert [one["first"]["reference"] for one in pairs] == ["Patient/p5"]
    assert bounded(it, 50).daily(house) == 2  # tried again


def test_more_pairs_than_a_look_may_see_are_not_proposed_again(it: Declared, here: Place) -> None:
    """The look at the pairs that stand sees none here: each is refused by itself."""
    house = here.access.system("job:daily")
    here.add(*(born(turn, 1) for turn in range(1, 5)))
    assert bounded(it, 50).daily(house) == 6
    blind = lambda focus, fields, today: pairs_to_propose(focus, {**fields, "pairs": []}, today)  # noqa: E731
    assert bounded(it, 50, pairs_to_propose=blind).daily(house) == 0
    assert len(list(here.store.current("RecordPair"))) == 6


def test_weights_are_those_of_the_demonstration() -> None:
    for reason, weight in WEIGHTS.items():
        assert rules.weight_of([reason], date(2025, 6, 30)) == weight
