"""The demonstration decided twice: by DuckDB over the lake of a store, and naively from the resources themselves."""

from datetime import date
from pathlib import Path

import pytest

from tongmai.app import declared, dimensions
from tongmai.base.settings import read_settings
from tongmai.demo import open_demonstration
from tongmai.engines.measure.asking import Areas
from tongmai.engines.measure.decide import decide
from tongmai.engines.measure.naive import NaiveMeasures
from tongmai.regions.demonstration import resources

pytestmark = pytest.mark.proof
PLAN, DAY = "changji-2024", date(2025, 6, 30)


def test_both_evaluators_decide_every_target_alike(tmp_path: Path) -> None:
    it = declared("changji")
    given = {name: rows for name, rows in dimensions(it.region).items() if name != "period"}
    naive = NaiveMeasures.over(it.catalogue, resources(it.region), given, it.definitions)
    counties = {area.code: area.name for area in it.region.areas.values() if area.level == "county"}
    areas = Areas(it.region.prefecture, counties, it.region.settings["facts_from"])
    slowly = decide(it.plans[PLAN], naive, it.catalogue, areas, DAY)
    house, _ = open_demonstration({**read_settings({}), "data": tmp_path}, lambda _: None)
    try:
        quickly = list(house.decide(PLAN, DAY))
    finally:
        house.close()
    assert quickly == slowly
    decided = {one.target.id: one for one in quickly if one.status not in ("undefined", "unreported")}
    assert len(decided) >= 45
    use, stations = decided["T06"], decided["T12"]
    assert (use.numerator, use.denominator, use.short, use.short_total) == (63, 72, 5, 2)
    parts = {part.name: (part.numerator, part.denominator, part.met) for part in use.parts}
    assert parts["吉木萨尔县"] == (9, 10, True)
    assert parts["木垒哈萨克自治县"] == (7, 11, False)
    assert (stations.numerator, stations.denominator) == (68, 72)
