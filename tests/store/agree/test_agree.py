"""Memory judges SQLite and PostgreSQL: after any history of writes all hold the same, and any search finds the same."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.agree.conftest import Judging
from tests.store.agree.made import histories, queries

from tongmai.base.outcome import Refused
from tongmai.store.protocol import ChangeSet, Store
from tongmai.store.query import Query


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
    with judging.open() as (memory, store):
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


def agree_in_any(judging: Judging, examples: int, **chosen: Any) -> None:
    """`agree` for so many generated histories and searches."""

    @settings(max_examples=examples, deadline=None, suppress_health_check=CALM, **chosen)
    @given(histories, ASKED)
    def agreeing(history: list[list[Any]], asked: list[Query]) -> None:
        agree(judging, history, asked)

    agreeing()


def test_memory_and_sql_agree(judging: Judging) -> None:
    agree_in_any(judging, 25 if judging.name == "sqlite" else 10, derandomize=True)


@pytest.mark.proof
def test_memory_and_sql_agree_at_length(judging: Judging) -> None:
    agree_in_any(judging, 600)
