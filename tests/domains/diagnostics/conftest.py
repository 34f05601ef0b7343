"""The demonstration's institutions, the reports of its last month and the people they are about, in a store in memory;
a reader at a township's county centre beside the people that are built in."""

from collections.abc import Iterator
from datetime import date

import pytest
from tests.domains.diagnostics.town import PERSON, Json, Town, chosen

from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.regions.demonstration.everything import resources
from tongmai.store.memory.store import MemoryStore


@pytest.fixture(scope="session")
def facts() -> list[Json]:
    it = declared("changji")
    everything = list(resources(it.region))
    kept = [one for one in everything if chosen(one)]
    whose = {one["subject"]["reference"][8:] for one in kept if "subject" in one} | {PERSON}
    built_in = {person.patient for person in it.region.people if person.patient}
    return [one for one in everything if one["resourceType"] == "Patient" and one["id"] in whose | built_in] + kept


@pytest.fixture(scope="module")
def loaded(facts: list[Json], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    it, clock = declared("changji"), clock_at(date(2025, 6, 30))
    folder = tmp_path_factory.mktemp("house")
    opened = open_house({**read_settings({}), "data": folder}, clock, it, MemoryStore(it.definitions, clock))
    town = Town(opened, clock)
    town.write(*facts)
    yield town
    opened.close()


@pytest.fixture
def town(loaded: Town) -> Town:
    loaded.clock.at = clock_at(date(2025, 6, 30)).at
    return loaded
