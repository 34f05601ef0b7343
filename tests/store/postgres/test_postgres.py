"""What only PostgreSQL has to prove: its server, its folder, its plans, its bulk load, its judgement of itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.store.conftest import OpenPostgres
from tests.store.server import Server
from tests.store.sqlite.test_sqlite import SEARCHES
from tests.store.writing import DEFINITIONS, ids, observation, patient, write

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.store.opening import open_store
from tongmai.store.postgres import PostgresStore, faults
from tongmai.store.postgres.session import PostgresSession, connected
from tongmai.store.query import Query
from tongmai.store.search_text import parse_url
from tongmai.store.sql.schema import EDITION
from tongmai.store.sql.search import Search


@pytest.fixture
def store(postgres: OpenPostgres) -> Iterator[PostgresStore]:
    made = postgres(DEFINITIONS, SystemClock())
    yield made
    made.close()


def test_a_server_that_does_not_sync_is_refused(server: Server, store: PostgresStore) -> None:
    def sync(value: str) -> None:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET full_page_writes = {value}".encode())
            connection.execute("SELECT pg_reload_conf()").fetchall()
            while connection.execute("SHOW full_page_writes").fetchone() != (value,):
                pass  # until the server has read it

    sync("off")
    try:
        with pytest.raises(Refused, match="torn pages"):
            PostgresStore(server.url, DEFINITIONS, SystemClock())
    finally:
        sync("on")


def test_without_a_server_it_is_busy_and_no_address_is_told() -> None:
    with pytest.raises(Refused) as refused:
        PostgresStore("postgresql://user:secret@/x?host=/nowhere", DEFINITIONS, SystemClock())
    assert refused.value.kind == "busy"
    assert "secret" not in str(refused.value)


def test_a_folder_belongs_to_one_process_and_one_store(server: Server, tmp_path: Path) -> None:
    """The lake and the audit in it would be wrong beside other records."""
    folder, other = tmp_path / "a", tmp_path / "b"
    first = open_store(server.url, folder, DEFINITIONS, SystemClock())
    with pytest.raises(Refused, match="in use by another process"):
        open_store(server.url, folder, DEFINITIONS, SystemClock())
    second = open_store(server.url, other, DEFINITIONS, SystemClock())
    for store in (first, second):
        store.close()
    (folder / "store.identity").write_text("another")
    with pytest.raises(Refused, match="belongs to another store"):
        open_store(server.url, folder, DEFINITIONS, SystemClock())
    open_store(server.url, other, DEFINITIONS, SystemClock()).close()
    open_store("", tmp_path / "c", DEFINITIONS, SystemClock()).close()
    with pytest.raises(Refused, match="SQLite store of its own"):
        open_store(server.url, tmp_path / "c", DEFINITIONS, SystemClock())
    with pytest.raises(Refused, match="not a postgresql:// address"):
        open_store("mysql://x", tmp_path / "d", DEFINITIONS, SystemClock())


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for further in plan.get("Plans", ()):
        yield from _steps(further)


class Explaining(PostgresSession):
    """Tells how each statement would be run, where no table is so small that reading it whole is best."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.steps: list[dict[str, Any]] = []

    def execute(self, sql: str, bound: Any = ()) -> Any:
        ((told,),) = super().execute(f"EXPLAIN (FORMAT JSON) {sql}", bound)
        self.steps += _steps(told[0]["Plan"])
        return super().execute(sql, bound)


@pytest.mark.parametrize("asked", SEARCHES, ids=[str(n) for n in range(len(SEARCHES))])
def test_no_search_scans_a_table(server: Server, store: PostgresStore, asked: Query | str) -> None:
    """Every table is entered through an index, by a condition."""
    named = patient("p1", "张", "三", identifier=[{"system": "urn:a", "value": "1"}])
    write(store, named, observation("o", "Patient/p1"))
    with connected(server.url) as connection:
        connection.execute("SET enable_seqscan = off")
        session = Explaining(connection)
        query = parse_url(DEFINITIONS, asked) if isinstance(asked, str) else asked
        Search(session, store._names, DEFINITIONS).page(query)
    entered = [step for step in session.steps if "Relation Name" in step]
    assert [step["Relation Name"] for step in entered if step["Node Type"] == "Seq Scan"] == []
    scans = [step for step in session.steps if "Index Name" in step]
    assert [step["Index Name"] for step in scans if "Index Cond" not in step] == []
    assert scans


TOUCHES = [
    ("DELETE FROM version WHERE change = 2", "change 2 is not there"),
    ("UPDATE version SET digest = 1 WHERE change = 2", "not what was written"),
    ("UPDATE version SET body = '\\x00' WHERE change = 2", "unreadable behind change 1"),
    ("UPDATE ident SET live = 0 WHERE id = 'p'", "not its newest version"),
    ("DELETE FROM string", "index rows are missing"),
    ("INSERT INTO pair VALUES (1, '多余', 1)", "pair"),
    ("UPDATE fact SET value = '1' WHERE name = 'edition'", "edition 1"),
]


@pytest.mark.parametrize(("touch", "named"), TOUCHES, ids=lambda one: one[:40])
def test_what_was_touched_is_named(server: Server, store: PostgresStore, touch: str, named: str) -> None:
    write(store, patient("p", "张", "三"), observation("o", "Patient/p"), patient("q"))
    assert list(faults(server.url, DEFINITIONS)) == []
    with psycopg.connect(server.url) as connection:
        connection.execute(touch.encode())
    try:
        assert any(named in line for line in faults(server.url, DEFINITIONS))
    finally:
        with psycopg.connect(server.url) as connection:
            connection.execute("UPDATE fact SET value = %s WHERE name = 'edition'", (str(EDITION),))


def test_bodies_learn_a_dictionary_that_other_processes_read(server: Server, store: PostgresStore) -> None:
    made = [patient(f"p{n}", f"Family{n % 50}", f"Given{n}", birthDate=f"19{n % 90 + 10}-01-01") for n in range(2_100)]
    write(store, *made)
    other = PostgresStore(server.url, DEFINITIONS, SystemClock())
    for turn in range(50):  # the writer learns when it rests
        write(store, patient("last", str(turn)))
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT count(DISTINCT codec) FROM version").fetchone()
    assert row == (2,)
    assert other.read("Patient", "last").resource()["name"] == [{"family": "49"}]
    assert ids(other, "Patient?name=49") == {"last"}
    assert len(list(other.current("Patient"))) == 2_101
    other.close()
