"""Memory judges SQLite: after any history of writes both hold the same, and any search finds the same in both."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.agree.made import histories, queries
from tests.store.writing import DEFINITIONS

from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import ChangeSet, Store
from tongmai.store.query import Query
from tongmai.store.sqlite import SqliteStore


@contextmanager
def both() -> Iterator[tuple[MemoryStore, SqliteStore]]:
    clock = SetClock(datetime(2024, 1, 31, 23, 30, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as place:
        sqlite = SqliteStore(Path(place) / "records.db", DEFINITIONS, clock)
        yield MemoryStore(DEFINITIONS, clock), sqlite
        sqlite.close()


def outcome(store: Store, writes: list[Any]) -> Any:
    """What became of a change set: versions, or the kinds and places of its refusal."""
    try:
        return [(one.version, one.created, one.changed) for one in store.commit(ChangeSet(tuple(writes), "test"))]
    except Refused as refused:
        return [(issue.kind, issue.where) for issue in refused.issues]


def walked(store: Store, query: Query) -> list[Any]:
    """Every page of a search, down to its bytes."""
    pages, after = [], None
    while True:
        found = store.search(replace(query, after=after))
        pages.append((found.matches, found.included, found.total))
        after = found.next
        if after is None:
            return pages


def agree(history: list[list[Any]], asked: list[Query]) -> None:
    with both() as (memory, sqlite):
        for writes in history:
            assert outcome(sqlite, writes) == outcome(memory, writes)
        assert sqlite.changes(limit=10_000) == memory.changes(limit=10_000)
        assert sqlite.counts() == memory.counts()
        for type in ("Patient", "Observation"):
            assert list(sqlite.current(type)) == list(memory.current(type))
        for query in asked:
            assert walked(sqlite, query) == walked(memory, query), query


CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
ASKED = st.lists(queries(), min_size=8, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=CALM, derandomize=True)
@given(histories, ASKED)
def test_memory_and_sqlite_agree(history: list[list[Any]], asked: list[Query]) -> None:
    agree(history, asked)


@pytest.mark.proof
@settings(max_examples=600, deadline=None, suppress_health_check=CALM)
@given(histories, ASKED)
def test_memory_and_sqlite_agree_at_length(history: list[list[Any]], asked: list[Query]) -> None:
    agree(history, asked)
