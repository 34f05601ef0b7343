"""A page of much that is asked for in no order reads about a page, however much lies before and behind it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.store.writing import DEFINITIONS, observation, patient, write

from tongmai.base.clock import SystemClock
from tongmai.store.search_text import parse_url
from tongmai.store.sql import ordering, planning, search
from tongmai.store.sql.search import Search
from tongmai.store.sqlite import Settings, SqliteStore
from tongmai.store.sqlite.connection import connect
from tongmai.store.sqlite.session import SqliteSession

MUCH, COUNT = 400, 5


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bounded") / "records.db"
    store = SqliteStore(made, DEFINITIONS, SystemClock())
    write(store, *(patient(f"p{n}", "Li") for n in range(4)))
    days = [f"{2000 + n // 100}-{n // 10 % 10 + 1:02}-{n % 10 + 11}" for n in range(MUCH)]
    write(store, *(observation(f"o{n:03}", f"Patient/p{n % 4}", effectiveDateTime=day, valueQuantity={"value": n})
                   for n, day in enumerate(days)))  # fmt: skip
    store.close()
    return made


class Counting(SqliteSession):
    """Counts the rows that walks step over, and tells the plan of every one."""

    stepped = 0

    def stream(self, sql: str, bound: Sequence[object] = (), near: int = 0) -> Iterator[tuple[Any, ...]]:
        self.plans += [str(row[3]) for row in self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", bound)]
        for row in super().stream(sql, bound, near):
            self.stepped += 1
            yield row

    plans: list[str]


@pytest.mark.parametrize(
    "text",
    [
        "date=ge2002-01-01",
        "date=gt2003-02",
        "date=ge2002-01-01&date=lt2002-06-01",
        "date=lt2002-06-01&date=ge2002-01-01",
        "date=2002",
        "value-quantity=gt300",
        "value-quantity=ge300&value-quantity=lt900",
        "subject:Patient.name=li",
    ],
)
def test_a_walk_steps_over_about_a_page(path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """On the first page and on the one behind it; never by sorting what it has found."""
    monkeypatch.setattr(planning, "PROBE", 20)
    monkeypatch.setattr(ordering, "FIRST", 10)
    store = SqliteStore(path, DEFINITIONS, SystemClock())
    connection = connect(path, Settings(), writes=False)
    after = ""
    for _ in range(2):
        session = Counting(connection)
        session.plans = []
        query = parse_url(DEFINITIONS, f"Observation?{text}&_count={COUNT}{after}")
        page = Search(session, store._names, DEFINITIONS).page(query)
        assert len(page.matches) == COUNT
        assert 0 < session.stepped <= 6 * COUNT
        assert not [step for step in session.plans if step.startswith(("SCAN date", "SCAN quantity"))]
        if "subject" not in text:  # behind a hop those few are sorted that lead
            assert not [step for step in session.plans if "TEMP B-TREE" in step]
        after = f"&_after={page.next}"
    connection.close()
    store.close()


def test_a_code_in_the_order_of_its_date_is_walked_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rare code is the oldest: a walk along all dates would step over every other one first."""
    monkeypatch.setattr(planning, "PROBE", 10)
    monkeypatch.setattr(search, "SORTED", 10)
    monkeypatch.setattr(ordering, "FIRST", 8)
    store = SqliteStore(tmp_path / "records.db", DEFINITIONS, SystemClock())
    made = (observation(f"o{n:03}", "Patient/p", "rare" if n < 20 else "c", effectiveDateTime=f"{1900 + n}")
            for n in range(100))  # fmt: skip
    write(store, *made)
    connection = connect(tmp_path / "records.db", Settings(), writes=False)
    session = SqliteSession(connection)
    asked: list[str] = []
    monkeypatch.setattr(session, "execute", lambda sql, *bound: asked.append(sql) or connection.execute(sql, *bound))
    query = parse_url(DEFINITIONS, "Observation?code=rare&_sort=-date&_count=5")
    page = Search(session, store._names, DEFINITIONS).page(query)
    assert [store.read("Observation", f"o{n:03}").id for n in (19, 18, 17, 16, 15)] == [
        id for ident in page.matches for (id,) in connection.execute("SELECT id FROM ident WHERE pk = ?", (ident,))
    ]
    walked = [sql for sql in asked if "steps AS MATERIALIZED" in sql]
    assert len(walked) == 1
    assert "FROM dated" in walked[0]
    connection.close()
    store.close()
