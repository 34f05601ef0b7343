"""Every figure has its cases, at the edges, and both evaluators agree on them."""

import pytest

from tongmai.app import declared
from tongmai.engines.measure.checking import plan_problems, problems, room_problems
from tongmai.engines.measure.duck_judge import DuckJudge
from tongmai.engines.measure.naive_judge import NaiveJudge
from tongmai.engines.measure.specs import failures
from tongmai.model.spec import Spec

HOUSE = declared("changji")
SPECS: dict[str, list[Spec]] = {id: [] for id in HOUSE.catalogue.measures}
for room in HOUSE.rooms:
    for spec in room.specs:
        SPECS[spec.measure].append(spec)
JUDGES = (DuckJudge(HOUSE.catalogue), NaiveJudge(HOUSE.catalogue))


def test_declarations_hold_together() -> None:
    assert problems(HOUSE.catalogue) == []
    assert room_problems(HOUSE.rooms) == []
    assert [one for plan in HOUSE.plans.values() for one in plan_problems(plan, HOUSE.catalogue)] == []


@pytest.mark.parametrize("measure", SPECS)
def test_cases_hold_on_both_evaluators(measure: str) -> None:
    assert len(SPECS[measure]) >= 5, "a figure has at least five cases"
    found = [
        failure for judge in JUDGES for spec in SPECS[measure] for failure in failures(HOUSE.catalogue, spec, judge)
    ]
    assert found == []


@pytest.mark.parametrize("measure", SPECS)
def test_each_reading_has_a_case(measure: str) -> None:
    told = {spec.reading for spec in SPECS[measure] if spec.reading}
    assert set(HOUSE.catalogue.measures[measure].readings) <= told


def test_ethnicity_is_no_dimension() -> None:
    names = {column for columns in HOUSE.catalogue.columns.values() for column in columns}
    assert not {name for name in names if "ethnic" in name or "nationality" in name}
