"""The whole demonstration counted twice: every measure, reading, level and several periods, cell by cell and row by
row. Run by `make proof`."""

import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.demonstration import demonstrated, everything

from tongmai.engines.measure.asking import Areas
from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.decide import Decider
from tongmai.engines.measure.duck import DuckMeasures
from tongmai.engines.measure.naive import NaiveMeasures
from tongmai.engines.measure.protocol import LEVELS
from tongmai.fhir.definitions import Definitions
from tongmai.model.period import periods
from tongmai.model.reading import read_room
from tongmai.model.reading_plan import read_plan
from tongmai.regions.region import Region
from tongmai.store.lake import Deriver, Lake

pytestmark = pytest.mark.proof
SOURCE = Path(__file__).parents[3] / "src" / "tongmai"
PERIODS = ["2024-03", "2025-05", "2025-06", "2025-06/12", "2025-06/ytd", "2024", "2025Q2"]


class Facts:
    """As much of a store as a first build of the lake asks for."""

    def __init__(self, all: list[dict[str, Any]]) -> None:
        self._all = all

    def last_change(self) -> int:
        return len(self._all)

    def current(self, type: str) -> Iterator[Any]:
        for resource in self._all:
            if resource["resourceType"] == type:
                yield Live(resource)

    def changes(self, after: int, limit: int) -> list[Any]:
        return []


class Live:
    deleted = False

    def __init__(self, resource: dict[str, Any]) -> None:
        self.id, self.body = resource["id"], orjson.dumps(resource)


@pytest.fixture(scope="module")
def region() -> Region:
    return demonstrated()


@pytest.fixture(scope="module")
def evaluators(region: Region, tmp_path_factory: pytest.TempPathFactory) -> tuple[DuckMeasures, NaiveMeasures]:
    names = sorted(path.parent.name for path in (SOURCE / "domains").glob("*/__init__.py"))
    domains = [importlib.import_module(f"tongmai.domains.{name}").DOMAIN for name in names]
    rooms = [read_room(domain, SOURCE / "domains" / domain.id) for domain in domains]
    catalogue = Catalogue.of_rooms(rooms)
    definitions = Definitions.load([dict(profile) for room in rooms for profile in room.profiles])
    dimensions = {
        "place": [
            {"village": one.village, "township": one.township, "county": one.county, "prefecture": one.prefecture,
             "zone": one.zone}
            for one in region.places
        ],
        "area": [], "person": [],
        "population": [
            {"village": one.village, "base": one.base, "year": one.year, "residents": one.residents}
            for one in region.population
        ],
        "period": [
            {"id": one.id, "kind": one.kind, "from_day": str(one.from_day), "to_day": str(one.to_day)}
            for one in periods("2024-01", region.as_of)
        ],
    }  # fmt: skip
    views = [Deriver(view, definitions) for view in catalogue.views]
    lake = Lake(tmp_path_factory.mktemp("lake"), views, catalogue.derived, dimensions)
    lake.refresh(Facts(everything()))  # type: ignore[arg-type]
    assert lake.faults == {}
    return DuckMeasures(lake, catalogue), NaiveMeasures.over(catalogue, everything(), dimensions, definitions)


def test_every_cell_is_counted_alike(evaluators: tuple[DuckMeasures, NaiveMeasures]) -> None:
    duck, naive = evaluators
    measures = duck.catalogue.measures
    found = duck.cells(list(measures), PERIODS, LEVELS)
    assert len(found) > 10_000
    assert found == naive.cells(list(measures), PERIODS, LEVELS)
    for reading in sorted({name for measure in measures.values() for name in measure.readings}):
        ids = [id for id, measure in measures.items() if reading in measure.readings]
        assert duck.cells(ids, PERIODS, LEVELS, reading) == naive.cells(ids, PERIODS, LEVELS, reading)


def test_every_cell_opens_into_the_same_rows(evaluators: tuple[DuckMeasures, NaiveMeasures], region: Region) -> None:
    duck, naive = evaluators
    for id in duck.catalogue.measures:
        assert duck.open(id, region.prefecture, "2025-06") == naive.open(id, region.prefecture, "2025-06")


def test_the_plan_is_decided_alike(evaluators: tuple[DuckMeasures, NaiveMeasures], region: Region) -> None:
    plan = read_plan(SOURCE / "regions" / "changji" / "plans" / "changji-2024.yaml")
    counties = {area.code: area.name for area in region.areas.values() if area.level == "county"}
    areas = Areas(region.prefecture, counties, date(2024, 1, 1))
    decided = [Decider(one, one.catalogue, areas).decide(plan, region.as_of) for one in evaluators]
    assert decided[0] == decided[1]
    assert sum(one.status not in ("undefined", "unreported") for one in decided[0]) >= 45
