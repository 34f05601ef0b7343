"""Every promise of `store.protocol` is asked of every store."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tongmai.base.clock import SetClock
from tongmai.fhir.definitions import Definitions
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import Store
from tongmai.store.sql import ordering, planning, search, unsorted
from tongmai.store.sqlite import SqliteStore


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2025, 6, 30, 1, 2, 3, 456_789, tzinfo=UTC))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """SQL takes more than five matches for many here, so that small tests go its ways for large searches too."""
    monkeypatch.setattr(planning, "PROBE", 5)
    monkeypatch.setattr(ordering, "FIRST", 3)
    monkeypatch.setattr(unsorted, "NEAR", 4)
    monkeypatch.setattr(search, "SORTED", 5)
    definitions = Definitions.load()
    made: Store
    if request.param == "memory":
        made = MemoryStore(definitions, clock)
    elif request.param == "postgres":
        made = request.getfixturevalue("postgres")(definitions, clock)
    else:
        made = SqliteStore(tmp_path / "records.db", definitions, clock)
    yield made
    made.close()
