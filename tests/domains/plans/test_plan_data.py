"""The plans as data: every target quotes its plan, and is decided by a figure or says what it waits for."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from tongmai.app import declared
from tongmai.model.target import Plan

HOUSE = declared("changji")
ANCHORS = Path(__file__).with_name("anchors.csv")
WITHOUT_RECORDS = {"T32", "T55", "T69"}


def anchors() -> dict[str, tuple[str, str]]:
    """By target its plan and its quotation, as `002「…」`."""
    with ANCHORS.open(encoding="utf-8", newline="") as file:
        return {row["target"]: (row["plan"], row["anchor"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def changji() -> Plan:
    return HOUSE.plans["changji-2024"]


def test_every_target_of_the_list_stands_in_its_plan() -> None:
    found = {target.id: plan.id for plan in HOUSE.plans.values() for target in plan.targets}
    assert found == {id: plan for id, (plan, _) in anchors().items()}


def test_quotations_are_the_anchors() -> None:
    for plan in HOUSE.plans.values():
        for target in plan.targets:
            assert f"{plan.document}「{target.quotation}」" == anchors()[target.id][1]


def test_at_least_forty_five_are_decided_and_the_others_say_what_they_wait_for(changji: Plan) -> None:
    undecided = {target.id: target for target in changji.targets if not target.measure}
    assert len(changji.targets) == 58
    assert len(changji.targets) - len(undecided) >= 45
    assert set(undecided) == WITHOUT_RECORDS
    for target in undecided.values():
        assert target.missing is not None
        assert "等" in target.missing.zh
        assert "waits for" in target.missing.en


def test_every_target_has_a_chapter_of_the_document_and_a_proposed_unit(changji: Plan) -> None:
    for target in changji.targets:
        assert target.chapter in changji.chapters
        assert target.responsible_proposed


def test_soft_targets_are_the_three_the_plan_strives_for(changji: Plan) -> None:
    assert {target.id for target in changji.targets if not target.hard} == {"T33", "T34", "T35"}


def test_one_condition_is_one_figure(changji: Plan) -> None:
    for one, other in (("T19", "T20"), ("T22", "T23")):
        assert changji.target(one).measure == changji.target(other).measure


def test_deadlines_are_the_plans(changji: Plan) -> None:
    assert {target.by for target in changji.targets} == {None, date(2025, 12, 31), date(2035, 12, 31)}


def test_no_base_of_a_share_is_a_constant() -> None:
    """How many township hospitals or village rooms there are says the registry, never a number in a measure."""
    for measure in HOUSE.catalogue.measures.values():
        texts = [measure.numerator, measure.denominator, measure.formula]
        texts += [text for one in measure.readings.values() for text in (one.numerator, one.denominator) if text]
        assert not [text for text in texts if re.search(r"\b(72|434|440|65|88)\b", text)]
    for room in HOUSE.rooms:
        assert not [view.name for view in room.derived if re.search(r"\b(72|434|440)\b", view.sql)]


def test_small_plans_decide_nothing() -> None:
    for id in ("jiuquan-2023", "xinzhou-2021", "national-2021"):
        assert all(not target.measure and target.missing for target in HOUSE.plans[id].targets)


def test_the_catalogue_has_every_item_once_with_a_short_quotation() -> None:
    table = HOUSE.room("plans").tables["catalogue"]
    documents = {row["key"] for row in HOUSE.room("plans").tables["documents"].rows}
    groups = "A22 B19 C18 D11 E17 F21 G17 H17 I22 J12"
    wanted = [f"{one[0]}{number:02d}" for one in groups.split() for number in range(1, int(one[1:]) + 1)]
    assert [row["id"] for row in table.rows] == wanted
    assert len(wanted) == 176
    for row in table.rows:
        assert row["document"] in documents
        assert row["zh"]
        assert row["en"]
        assert 0 < len(row["anchor"]) <= 30


def test_what_a_room_or_a_figure_claims_is_an_item() -> None:
    items = {row["id"] for row in HOUSE.room("plans").tables["catalogue"].rows}
    claimed = {item for room in HOUSE.rooms for item in room.domain.catalogue}
    claimed |= {item for measure in HOUSE.catalogue.measures.values() for item in measure.catalogue}
    assert claimed <= items
