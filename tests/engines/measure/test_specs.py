"""Specs run on both evaluators: those of a made-up room here, those of every room of the house below."""

import importlib
from pathlib import Path

import pytest
from tests.engines.measure.small import CATALOGUE

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.checking import plan_problems, problems, room_problems
from tongmai.engines.measure.duck_judge import DuckJudge
from tongmai.engines.measure.naive_judge import NaiveJudge
from tongmai.engines.measure.scratch import Binding
from tongmai.engines.measure.specs import Judge, failures
from tongmai.engines.measure.typing import Types
from tongmai.model.reading import Room, read_room
from tongmai.model.reading_plan import read_plan
from tongmai.model.reading_specs import read_specs

SOURCE = Path(__file__).parents[3] / "src" / "tongmai"
JUDGES: dict[str, type[DuckJudge] | type[NaiveJudge]] = {"duck": DuckJudge, "naive": NaiveJudge}

CASES = """
- when: one hospital uses both centres, another one
  rows: [{kind: hospital, lab: 1, ecg: 1}, {kind: hospital, lab: 2, ecg: 0}, {kind: room, lab: 1, ecg: 1}]
  then: {numerator: 1, denominator: 2, value: 50}
- when: the rooms count too
  reading: with_rooms
  rows: [{kind: hospital, lab: 1, ecg: 0}, {kind: room, lab: 1, ecg: 1}, {kind: room}]
  then: {value: 100/3}
- when: through the derived view, an instant late in the evening of the month's last day
  tables:
    institution: [{id: a, kind: hospital, from: "2020", to: "2025-06"}]
    report:
      - {asked_by: a, centre: ecg, issued: "2025-06-30T15:59:59Z"}
      - {asked_by: a, centre: laboratory, issued: 2025-06-01}
  then: {numerator: 1, denominator: 1}
- when: a minute later it is July there
  tables:
    institution: [{id: a, kind: hospital, from: "2020"}]
    report:
      - {asked_by: a, centre: ecg, issued: "2025-06-30T16:00:00Z"}
      - {asked_by: a, centre: laboratory, issued: 2025-06-01}
  then: {numerator: 0, denominator: 1}
- when: nothing to have a share of
  rows: [{kind: room}]
  then: {denominator: 0, value: null}
"""


@pytest.fixture(scope="module")
def rooms() -> list[Room]:
    names = sorted(path.parent.name for path in (SOURCE / "domains").glob("*/__init__.py"))
    domains = [importlib.import_module(f"tongmai.domains.{name}").DOMAIN for name in names]
    return [read_room(domain, SOURCE / "domains" / domain.id) for domain in domains]


@pytest.fixture(scope="module")
def catalogue(rooms: list[Room]) -> Catalogue:
    return Catalogue.of_rooms(rooms)


@pytest.mark.parametrize("judge", sorted(JUDGES))
def test_a_spec_states_rows_and_what_comes_out(judge: str, tmp_path: Path) -> None:
    (tmp_path / "use.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "small.least.yaml").write_text(
        "- {when: the smaller share decides, parts: {small.use: [3, 7], small.nurse_share: [1, 2]},"
        " then: {numerator: 3, denominator: 7, value: 300/7}}",
        encoding="utf-8",
    )
    specs = read_specs(tmp_path, list(CATALOGUE.measures.values()))
    assert len(specs) == 6
    asked: Judge = JUDGES[judge](CATALOGUE)
    assert [fault for spec in specs for fault in failures(CATALOGUE, spec, asked)] == []


@pytest.mark.parametrize("judge", sorted(JUDGES))
def test_a_spec_that_does_not_hold_says_what_was_found(judge: str, tmp_path: Path) -> None:
    (tmp_path / "use.yaml").write_text(
        "- {when: one does not, rows: [{kind: hospital}], then: {numerator: 1, denominator: 1}}", encoding="utf-8"
    )
    (spec,) = read_specs(tmp_path, list(CATALOGUE.measures.values()))
    assert failures(CATALOGUE, spec, JUDGES[judge](CATALOGUE)) == [
        "small.use, when one does not: numerator is 0, not 1"
    ]


def test_the_house_is_declared_without_a_fault(rooms: list[Room], catalogue: Catalogue) -> None:
    assert problems(catalogue) + room_problems(rooms) == []
    plans = [read_plan(path) for path in sorted((SOURCE / "regions").glob("*/plans/*.yaml"))]
    assert [fault for plan in plans for fault in plan_problems(plan, catalogue)] == []


def test_every_measure_has_a_spec(rooms: list[Room], catalogue: Catalogue) -> None:
    specified = {spec.measure for room in rooms for spec in room.specs}
    assert sorted(set(catalogue.measures) - specified) == []


def test_both_evaluators_see_the_same_types(catalogue: Catalogue) -> None:
    binding, types = Binding(catalogue), Types(catalogue)
    for name, columns in binding.tables.items():
        kinds = {column: kind == "BOOLEAN" for column, kind in columns}
        assert kinds == {column: kind == "BOOLEAN" for column, kind in types.tables[name].items()}


@pytest.mark.parametrize("judge", sorted(JUDGES))
def test_every_spec_of_the_house_holds(rooms: list[Room], catalogue: Catalogue, judge: str) -> None:
    asked: Judge = JUDGES[judge](catalogue)
    assert [fault for room in rooms for spec in room.specs for fault in failures(catalogue, spec, asked)] == []
