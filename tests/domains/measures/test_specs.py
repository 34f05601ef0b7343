"""Every figure has its cases, at the edges, and every reading one of its own. (tests/engines/measure runs them all.)"""

import pytest

from tongmai.app import declared
from tongmai.model.spec import Spec

HOUSE = declared("changji")
SPECS: dict[str, list[Spec]] = {id: [] for id in HOUSE.catalogue.measures}
for room in HOUSE.rooms:
    for spec in room.specs:
        SPECS[spec.measure].append(spec)


@pytest.mark.parametrize("measure", SPECS)
def test_a_figure_has_at_least_five_cases(measure: str) -> None:
    assert len(SPECS[measure]) >= 5
    assert len({spec.when for spec in SPECS[measure]}) == len(SPECS[measure])


@pytest.mark.parametrize("measure", SPECS)
def test_each_reading_has_a_case(measure: str) -> None:
    told = {spec.reading for spec in SPECS[measure] if spec.reading}
    assert set(HOUSE.catalogue.measures[measure].readings) <= told


def test_most_figures_have_cases_through_their_joins() -> None:
    joined = {spec.measure for spec in HOUSE_SPECS if len(spec.tables) >= 2}
    assert len(joined) >= 30


def test_ethnicity_is_no_dimension() -> None:
    names = {column for columns in HOUSE.catalogue.columns.values() for column in columns}
    assert not {name for name in names if "ethnic" in name or "nationality" in name}


HOUSE_SPECS = [spec for specs in SPECS.values() for spec in specs]
