"""What only SQLite has to prove: its pragmas, its lock, its index, its groups."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.store.writing import DEFINITIONS, commit, ids, observation, patient, put, search, write

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.store.protocol import ChangeSet, Written
from tongmai.store.query import Filter, Hop, Query, Scope, Sort
from tongmai.store.search_text import parse_url
from tongmai.store.sql.search import Search
from tongmai.store.sqlite import Settings, SqliteStore
from tongmai.store.sqlite.connection import connect
from tongmai.store.sqlite.session import SqliteSession

HOLDER = """
import sys
from pathlib import Path
from tongmai.base.clock import SystemClock
from tongmai.fhir.definitions import Definitions
from tongmai.store.sqlite import SqliteStore
store = SqliteStore(Path(sys.argv[1]), Definitions.load(), SystemClock())
print("open", flush=True)
sys.stdin.read()
"""


def opened(path: Path, definitions: Definitions = DEFINITIONS) -> SqliteStore:
    return SqliteStore(path, definitions, SystemClock())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    made = opened(path)
    yield made
    made.close()


def test_each_pragma_has_taken(path: Path) -> None:
    for writes in (True, False):
        connection = connect(path, Settings(), writes=writes)
        assert connection.pragma("journal_mode") == "wal"
        assert connection.pragma("synchronous") == 2
        assert connection.pragma("query_only") == (0 if writes else 1)
        connection.close()


def test_a_pragma_that_does_not_take_is_told() -> None:
    with pytest.raises(RuntimeError, match="journal_mode"):
        connect(Path(":memory:"), Settings(), writes=True)


def test_a_second_process_is_refused_by_the_name_of_the_first(path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(Refused, match=f"process {holder.pid} since") as refused:
            opened(path)
        assert refused.value.kind == "conflict"
        assert str(holder.pid) in refused.value.issues[0].words.zh
        holder.kill()
    opened(path).close()


def test_the_same_process_is_refused_too_and_let_in_afterwards(path: Path) -> None:
    store = opened(path)
    with pytest.raises(Refused):
        opened(path)
    store.close()
    store.close()
    again = opened(path)
    write(again, patient("p"))
    again.close()
    with pytest.raises(Refused):
        again.submit(ChangeSet((put(patient("q")),)))


def test_everything_is_there_when_opened_again(path: Path) -> None:
    store = opened(path)
    write(store, patient("p", "张", "三"), observation("o", "Patient/p"))
    commit(store, put(patient("p", "李", "四")))
    store.close()
    store = opened(path)
    assert [version.number for version in store.history("Patient", "p")] == [2, 1]
    assert ids(store, "Observation?subject:Patient.name=lisi") == {"o"}
    write(store, observation("o2", "Patient/p"), patient("q", "李", "四"))
    assert ids(store, "Patient?name=李四") == {"p", "q"}
    assert store.last_change() == 5
    store.close()


def test_the_index_is_made_anew_when_other_parameters_are_declared(path: Path) -> None:
    store = opened(path, Definitions.load(declared={"Patient": ["name"]}))
    write(store, patient("p", "Li", birthDate="1980-01-01"), patient("q", "Wang"))
    store.close()
    store = opened(path)
    assert ids(store, "Patient?birthdate=1980") == {"p"}
    assert ids(store, "Patient?name=li") == {"p"}
    commit(store, put(patient("p", "Li", birthDate="1990-01-01")))
    assert ids(store, "Patient?birthdate=1980") == set()
    store.close()


def test_a_store_of_another_edition_is_not_touched(path: Path) -> None:
    opened(path).close()
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE fact SET value = 99 WHERE name = 'edition'")
    connection.close()
    with pytest.raises(Refused, match="edition 99"):
        opened(path)


def test_bodies_learn_a_dictionary_and_read_back(path: Path) -> None:
    store = opened(path)
    made = [patient(f"p{n}", f"Family{n % 50}", f"Given{n}", birthDate=f"19{n % 90 + 10}-01-01") for n in range(2_500)]
    write(store, *made)
    for _ in range(50):  # the writer learns when it rests
        write(store, patient("last", str(_)))
    count = apsw.Connection(str(path)).execute("SELECT count(DISTINCT codec) FROM version").fetchall()[0][0]
    assert count == 2
    for n in (0, 1_234, 2_499):
        assert store.read("Patient", f"p{n}").resource()["name"] == made[n]["name"]
    store.close()
    store = opened(path)
    assert store.read("Patient", "last").resource()["name"] == [{"family": "49"}]
    assert len(list(store.current("Patient"))) == 2_501
    store.close()


def test_a_stream_of_writes_learns_between_its_groups(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load never rests, and would else keep all its bodies in three times the room."""
    monkeypatch.setattr("tongmai.store.sql.writer.LONG_GROUP", 2_000)
    for start in range(0, 2_500, 500):
        people = [put(patient(f"p{n}", f"Family{n % 50}", f"Given{n}")) for n in range(start, start + 500)]
        store.submit_prepared(store.preparer.prepare(ChangeSet(tuple(people))), more=True)
    write(store, patient("last"))
    count = apsw.Connection(str(path)).execute("SELECT count(DISTINCT codec) FROM version").fetchall()[0][0]
    assert count == 2


def test_many_writers_share_a_sync(store: SqliteStore) -> None:
    def writes(client: int) -> None:
        for n in range(40):
            commit(store, put(patient(f"c{client}-{n}", f"N{n}")))

    clients = [threading.Thread(target=writes, args=(client,)) for client in range(16)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert store.counts() == {"Patient": 640}
    assert store.writer.sets == 640
    assert store.writer.sets / store.writer.groups > 2
    assert [version.change for version in store.changes(limit=1000)] == list(range(1, 641))


def test_a_group_stays_open_while_more_is_promised(store: SqliteStore) -> None:
    made = [store.preparer.prepare(ChangeSet((put(patient(f"p{n}")),))) for n in range(5)]
    futures = [store.submit_prepared(prepared, more=True) for prepared in made[:4]]
    store.submit_prepared(made[4]).result()
    assert all(future.done() for future in futures)
    assert (store.writer.groups, store.writer.sets) == (1, 5)


def test_a_condition_sees_what_its_group_wrote_and_flushes_nothing_else(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(resource: dict[str, Any], more: bool = True) -> "Future[list[Written]]":
        return store.submit_prepared(store.preparer.prepare(ChangeSet((put(resource),))), more=more)

    named = [{"system": "urn:n", "value": "1"}]
    write(store, {"resourceType": "Practitioner", "id": "d", "identifier": named})
    applier = store.writer._applier
    flushes: list[int] = []
    original = applier._flush
    monkeypatch.setattr(applier, "_flush", lambda: (flushes.append(1), original()))
    sent(patient("p", identifier=named))
    sent(observation("a", "Patient/p", performer=[{"reference": "Practitioner?identifier=urn:n|1"}]))
    sent(observation("b", "Patient/p", performer=[{"reference": "Practitioner?identifier=urn:n|1"}]), False).result()
    assert len(flushes) == 1
    sent(patient("q", identifier=[{"system": "urn:n", "value": "2"}]))
    sent(observation("c", "Patient?identifier=urn:n|2"), False).result()
    assert len(flushes) == 3
    assert ids(store, "Observation?subject=Patient/q") == {"c"}
    assert ids(store, "Observation?performer=Practitioner/d") == {"a", "b"}


def test_a_refused_set_does_not_spoil_its_group(store: SqliteStore) -> None:
    """Queued at once, so that they share groups: every second is refused, with new codes and targets in it."""
    futures = []
    for n in range(60):
        good = observation(f"o{n}", f"Patient/t{n % 7}", f"code{n % 5}")
        writes = [put(good)] if n % 2 else [put(good), put(patient("p", f"N{n}"), if_match=99)]
        futures.append(store.submit(ChangeSet(tuple(writes))))
    refused = [isinstance(future.exception(), Refused) for future in futures]
    assert refused == [n % 2 == 0 for n in range(60)]
    assert store.counts() == {"Observation": 30}
    for n in range(7):
        assert len(ids(store, f"Observation?subject=Patient/t{n}")) == len([i for i in range(1, 60, 2) if i % 7 == n])
    for n in range(5):
        assert len(ids(store, f"Observation?code=code{n}")) == 6
    assert store.last_change() == 30


def test_a_write_that_breaks_is_told_and_the_store_goes_on(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    write(store, patient("before", "Li"))
    applier = store.writer._applier

    def fails() -> None:
        raise apsw.IOError("disk torn")

    monkeypatch.setattr(applier, "commit", fails)
    with pytest.raises(Refused, match="disk torn") as refused:
        write(store, patient("lost", "Wang"))
    assert refused.value.kind == "broken"
    monkeypatch.undo()
    assert store.counts() == {"Patient": 1}
    write(store, patient("after", "Wang"))
    assert [version.id for version in store.changes()] == ["before", "after"]
    assert ids(store, "Patient?name=wang") == {"after"}


MALE = Filter("gender", ("male",))
OWN, NAMED = Filter("subject", ("Patient/p1",)), Filter("name", ("li",), chain=(Hop("subject", "Patient"),))


def test_who_goes_away_does_not_stop_the_writer(store: SqliteStore) -> None:
    """A client that disconnects cancels its future: before the write it is not written, later it is."""
    futures = [store.submit(ChangeSet((put(patient(f"p{n}", f"N{n}")),))) for n in range(200)]
    cancelled = {n for n, future in enumerate(futures) if n % 2 and future.cancel()}
    write(store, patient("last"))
    expected = {f"p{n}" for n in range(200) if n not in cancelled} | {"last"}
    assert {version.id for version in store.current("Patient")} == expected


def test_a_set_that_breaks_by_itself_leaves_its_group_alone(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    applier = store.writer._applier
    original = applier._reindex

    def breaks(write: Any, *further: Any) -> None:
        if write.id == "bad":
            raise KeyError("a fault of ours")
        original(write, *further)

    monkeypatch.setattr(applier, "_reindex", breaks)
    futures = [store.submit(ChangeSet((put(patient(id, "Li")),))) for id in ("a", "bad", "b")]
    assert isinstance(futures[1].exception(), Refused)
    assert [version.id for version in store.changes()] == ["a", "b"]
    assert ids(store, "Patient?name=li") == {"a", "b"}


def test_when_even_undoing_fails_writes_are_refused_and_reads_go_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(path)
    write(store, patient("p"))

    def fails() -> None:
        raise apsw.IOError("no disk")

    monkeypatch.setattr(store.writer._applier, "commit", fails)
    monkeypatch.setattr(store.writer._applier, "rollback", fails)
    for _ in range(2):
        with pytest.raises(Refused):
            write(store, patient("q"))
    assert store.read("Patient", "p").number == 1
    store.close()
    again = opened(path)
    assert again.counts() == {"Patient": 1}
    again.close()


SEARCHES: list[Query | str] = [
    "Patient?identifier=urn:a|1",
    "Patient?name=zhang",
    "Patient?name=张三",
    "Observation?subject=Patient/p1&code=c",
    "Observation?patient=p1&date=ge2024&_sort=-date",
    "Observation?subject:Patient.identifier=urn:a|1&status=final",
    "Observation?code:not=c&subject=Patient/p1",
    "Observation?date:missing=true&subject=Patient/p1",
    "Patient?_id=p1,p2&gender=male",
    "Observation?patient.organization.partof.name=north",
    "Observation?subject:Patient.gender:not=male&code=c",
    "Observation?subject:Patient.gender:missing=true&_id=o",
    "Patient?_has:Observation:patient:code=c",
    "Patient?_has:Observation:patient:code:not=c&_id=p1",
    "Patient?_has:Observation:patient:date=ge2024&name=zhang",
    "Organization?_has:Patient:organization:_has:Observation:patient:performer:Practitioner.name=doc",
    "Observation?subject:Patient._has:Encounter:patient:status=finished",
    "Observation?code-value-quantity=c$gt5",
    "Observation?code-value-quantity=c$gt5&subject=Patient/p1",
    "Observation?code:text=blood",
    "Patient?identifier:of-type=urn:t|MR|1&gender=male",
    "ValueSet?url:below=http://x.example/a",
    "ValueSet?url:above=http://x.example/a/b&status=active",
    "Patient?_id=p1&_revinclude=Observation:patient&_revinclude:iterate=DiagnosticReport:result",
    "Observation?code=c&_include=Observation:*",
    Query("Observation", (Filter("identifier", ("1",), chain=(Hop("subject", "Patient", scopes=(Scope((MALE,)),)),)),)),
    Query("Observation", (Filter("code", ("c",)),), (Sort("date"),), scopes=(Scope((OWN,)), Scope((NAMED,)))),
]


@pytest.mark.parametrize("asked", SEARCHES, ids=[str(n) for n in range(len(SEARCHES))])
def test_no_search_scans_a_table(store: SqliteStore, path: Path, asked: Query | str) -> None:
    """Every step of every plan goes through an index; a scan is only ever over what the search itself has found."""
    write(
        store, patient("p1", "张", "三", identifier=[{"system": "urn:a", "value": "1"}]), observation("o", "Patient/p1")
    )
    query = parse_url(DEFINITIONS, asked) if isinstance(asked, str) else asked
    connection = connect(path, Settings(), writes=False)
    told: list[str] = []

    def traced(cursor: Any, statement: str, bound: Any) -> bool:
        if not statement.startswith("EXPLAIN"):
            rows = connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", bound or ())
            told.extend(f"{row[3]}" for row in rows)
        return True

    names = store._names
    connection.exec_trace = traced
    Search(SqliteSession(connection), names, DEFINITIONS).page(query)
    connection.exec_trace = None
    connection.close()
    tables = (
        "ident",
        "version",
        "token",
        "string",
        "pair",
        "date",
        "number",
        "quantity",
        "reference",
        "uri",
        "symbol",
        "composite",
    )
    aliases = tuple(f"t{n}" for n in range(1, 60))
    found = [step for step in told if step.startswith("SCAN ") and step.split()[1] in tables + aliases]
    assert found == []
    assert any(step.startswith("SEARCH ") for step in told)


def test_a_page_reads_few_bodies(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    write(store, *(observation(f"o{n:03}", "Patient/p") for n in range(300)))
    _, reader = store._reader()
    fetched: list[int] = []
    original = reader.reading.by_pk

    def counting(idents: Any) -> Any:
        fetched.extend(idents)
        return original(idents)

    monkeypatch.setattr(reader.reading, "by_pk", counting)
    assert len(search(store, "Observation?subject=Patient/p&_count=10&_total=accurate").matches) == 10
    assert len(fetched) == 10
