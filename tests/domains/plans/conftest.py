"""A house over a store in memory with no facts in it; the parties of projects, funding and opinions."""

from collections.abc import Iterator
from datetime import date

import pytest
from tests.domains.plans.gathering import ACTORS, HOSPITAL, OTHER, TOWN, Parties, house_of, line, visit
from tests.gathering import gathered

from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.domains.plans.workflows import WORKFLOWS
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore

HOUSE = declared("changji")


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    it, clock = HOUSE, clock_at(date(2025, 6, 30))
    settings = {**read_settings({}), "data": tmp_path_factory.mktemp("house")}
    opened = open_house(settings, clock, it, MemoryStore(it.definitions, clock))
    yield opened
    opened.close()


@pytest.fixture
def parties() -> Parties:
    """Two lines of funding, one of them of another county; visits of two residents, one of them not over."""
    one = gathered(Parties, HOUSE, "plans", WORKFLOWS, ACTORS)
    one.add(house_of(TOWN, "township_hospital", "township"), house_of(HOSPITAL, "general_hospital", "county"))
    one.add(line("line-a"), line("line-b", OTHER))
    one.add(*({"resourceType": "Patient", "id": id} for id in ("one", "two")))
    one.add(visit("v1", "one"), visit("v2", "two"), visit("v3", "one", status="in-progress"),
            visit("v4", "one", "2025-01-10T10:00:00+08:00"))  # fmt: skip
    return one
