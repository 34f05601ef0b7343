"""The demonstration's institutions, the reports of its last month and the people they are about, in a store in memory;
a reader at a township's county centre beside the people that are built in. For the pages, all that is under way too."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from tests import demonstration
from tests.domains.diagnostics.town import OTHER, PERSON, Json, Town, asked_for, chosen
from tests.visiting import Visit, visiting

from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.store.memory.store import MemoryStore

DAY, STANDS = date(2025, 6, 30), time(10, 4)


@pytest.fixture(scope="session")
def everything() -> list[Json]:
    return demonstration.everything()


@pytest.fixture(scope="session")
def facts(everything: list[Json]) -> list[Json]:
    kept = [one for one in everything if chosen(one)]
    whose = {one["subject"]["reference"][8:] for one in kept if "subject" in one} | {PERSON, OTHER}
    built_in = {person.patient for person in declared("changji").region.people if person.patient}
    return [one for one in everything if one["resourceType"] == "Patient" and one["id"] in whose | built_in] + kept


def opened(facts: list[Json], folder: Path, at: time) -> Town:
    it, clock = declared("changji"), clock_at(DAY, at)
    settings = {**read_settings({}), "data": folder, "secret": "a key for tests"}
    town = Town(open_house(settings, clock, it, MemoryStore(it.definitions, clock)), clock)
    town.write(*facts)
    return town


@pytest.fixture(scope="module")
def loaded(facts: list[Json], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = opened(facts, tmp_path_factory.mktemp("house"), time(10))
    yield town
    town.house.close()


@pytest.fixture
def town(loaded: Town) -> Town:
    loaded.clock.at = clock_at(DAY).at
    return loaded


@pytest.fixture(scope="module")
def under_way(
    everything: list[Json], facts: list[Json], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:  # fmt: skip
    """With what the demonstration has under way, its certificates and its ledger, and its clock."""
    more = [one for one in everything if asked_for(one) and not chosen(one)]
    known = {one["id"] for one in facts}
    whose = {one["subject"]["reference"][8:] for one in more if "subject" in one}
    people = [one for one in everything if one["resourceType"] == "Patient" and one["id"] in whose - known]
    town = opened([*people, *facts, *more], tmp_path_factory.mktemp("under-way"), STANDS)
    yield town
    town.house.close()


@pytest.fixture
def visit(under_way: Town) -> Iterator[Visit]:
    """A browser of its own for each person."""
    under_way.clock.at = clock_at(DAY, STANDS).at
    with visiting(under_way.house) as begin:
        yield begin
