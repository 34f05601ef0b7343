"""A house over a store in memory with no facts in it."""

from collections.abc import Iterator
from datetime import date

import pytest

from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
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
