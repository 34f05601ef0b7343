"""Pairs of stores after the same writes: memory judges, SQLite or PostgreSQL is judged."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.store.conftest import OpenPostgres
from tests.store.writing import DEFINITIONS

from tongmai.base.clock import SetClock
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import Store
from tongmai.store.sqlite import SqliteStore


class Judging(NamedTuple):
    """Which store is judged, and a way to open it and its judge."""

    name: str
    open: Callable[[], AbstractContextManager[tuple[MemoryStore, Store]]]


@contextmanager
def judged(name: str, postgres: OpenPostgres | None) -> Iterator[tuple[MemoryStore, Store]]:
    """The store that judges, and the one that is judged."""
    clock = SetClock(datetime(2024, 1, 31, 23, 30, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as place:
        made: Store
        if name == "sqlite":
            made = SqliteStore(Path(place) / "records.db", DEFINITIONS, clock)
        else:
            assert postgres is not None
            made = postgres(DEFINITIONS, clock)
        yield MemoryStore(DEFINITIONS, clock), made
        made.close()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def judging(request: pytest.FixtureRequest) -> Judging:
    """Opens a pair; where there is no PostgreSQL its cases are told as not run."""
    postgres = request.getfixturevalue("postgres") if request.param == "postgres" else None
    return Judging(request.param, lambda: judged(request.param, postgres))
