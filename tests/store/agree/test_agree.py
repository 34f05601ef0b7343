"""Memory judges SQLite and PostgreSQL: after any history of writes all hold the same, and any search finds the same."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.agree.made import histories, queries
from tests.store.conftest import OpenPostgres
from tests.store.writing import DEFINITIONS

from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import ChangeSet, Store
from tongmai.store.query import Query
from tongmai.store.sqlite import SqliteStore

Judging = Callable[[], AbstractContextManager[tuple[MemoryStore, Store]]]


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
    return lambda: judged(request.param, postgres)


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


def agree(judging: Judging, history: list[list[Any]], asked: list[Query]) -> None:
    with judging() as (memory, store):
        for writes in history:
            assert outcome(store, writes) == outcome(memory, writes)
        assert store.changes(limit=10_000) == memory.changes(limit=10_000)
        assert store.counts() == memory.counts()
        for type in ("Patient", "Observation"):
            assert list(store.current(type)) == list(memory.current(type))
        for query in asked:
            assert walked(store, query) == walked(memory, query), query


CALM = [
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
]
ASKED = st.lists(queries(), min_size=8, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=CALM, derandomize=True)
@given(histories, ASKED)
def test_memory_and_sql_agree(judging: Judging, history: list[list[Any]], asked: list[Query]) -> None:
    agree(judging, history, asked)


@pytest.mark.proof
@settings(max_examples=600, deadline=None, suppress_health_check=CALM)
@given(histories, ASKED)
def test_memory_and_sql_agree_at_length(judging: Judging, history: list[list[Any]], asked: list[Query]) -> None:
    agree(judging, history, asked)
