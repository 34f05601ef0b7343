"""Connections that are lost, a server that is killed, locks of others: what is told, what is there afterwards."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count

import psycopg
import pytest
from tests.store.conftest import OpenPostgres
from tests.store.crash.whole import whole_sets
from tests.store.crash.writing_process import three
from tests.store.server import Server
from tests.store.writing import DEFINITIONS, ids, patient, write

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.store.postgres import PostgresStore, faults
from tongmai.store.postgres import writing as module
from tongmai.store.postgres.writing import SharedApplier


@pytest.fixture
def store(server: Server, postgres: OpenPostgres) -> Iterator[PostgresStore]:
    made = postgres(DEFINITIONS, SystemClock())
    write(made, patient("before", "Li"))
    yield made
    made.close()
    assert list(faults(server.url, DEFINITIONS)) == []


def cut(server: Server) -> None:
    """Every connection of the store is lost."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tongmai'"
        ).fetchall()


def applier_of(store: PostgresStore) -> SharedApplier:
    found = store.writer._applier
    assert isinstance(found, SharedApplier)
    return found


def test_connections_lost_at_rest_are_made_again(server: Server, store: PostgresStore) -> None:
    assert ids(store, "Patient?name=li") == {"before"}
    cut(server)
    assert store.read("Patient", "before").number == 1
    cut(server)
    write(store, patient("after", "Li"))
    assert ids(store, "Patient?name=li") == {"before", "after"}


def test_a_connection_lost_in_a_transaction_leaves_nothing(
    server: Server, store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    applier = applier_of(store)
    original = applier.commit

    def interrupted() -> None:
        monkeypatch.undo()
        cut(server)
        original()

    monkeypatch.setattr(applier, "commit", interrupted)
    with pytest.raises(Refused, match="nothing was written") as refused:
        write(store, patient("lost", "Wang", identifier=[{"system": "urn:lost", "value": "1"}]), patient("lost2"))
    assert refused.value.kind == "busy"
    assert store.counts() == {"Patient": 1}
    write(store, patient("after", "Wang", identifier=[{"system": "urn:lost", "value": "1"}]))
    assert ids(store, "Patient?identifier=urn:lost|1") == {"after"}
    assert [version.change for version in store.changes()] == [1, 2]


@pytest.mark.parametrize("becomes", ["committed", "aborted", "unknown"])
def test_a_commit_without_answer_is_asked_after(
    server: Server, store: PostgresStore, monkeypatch: pytest.MonkeyPatch, becomes: str
) -> None:
    """The connection is lost in COMMIT: whether it arrived, only the server knows; where it cannot be asked, we say
    that we do not know."""
    session = applier_of(store)._writing
    original = session.commit

    def unanswered() -> None:
        monkeypatch.setattr(session, "commit", original)
        if becomes != "aborted":
            original()
        cut(server)
        session.execute("SELECT 1")  # finds out that the connection is lost

    monkeypatch.setattr(session, "commit", unanswered)
    monkeypatch.setattr(module, "PATIENCE", 0.0 if becomes == "unknown" else module.PATIENCE)
    if becomes == "committed":
        write(store, patient("doubted", "Wang"))
    else:
        with pytest.raises(Refused, match="not known" if becomes == "unknown" else "nothing was written") as refused:
            write(store, patient("doubted", "Wang"))
        assert refused.value.kind == ("broken" if becomes == "unknown" else "busy")
    written = [] if becomes == "aborted" else ["doubted"]
    assert ids(store, "Patient?name=wang") == set(written)
    write(store, patient("after"))
    assert [version.id for version in store.changes()] == ["before", *written, "after"]


def test_a_killed_server_is_away_and_comes_back(server: Server, store: PostgresStore) -> None:
    """While it is away everything is told `busy` at once; what was acknowledged is there when it is back."""
    written = [write(store, patient(f"p{number}", "Li"))[0] for number in range(20)]
    server.kill()
    try:
        for act in (lambda: store.read("Patient", "p1"), lambda: write(store, patient("lost"))):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.kind == "busy"
    finally:
        server.start()
    assert store.changes(after=1) == written
    write(store, patient("after", "Li"))
    assert len(ids(store, "Patient?name=li")) == 22


def killed_at_work(server: Server, postgres: OpenPostgres, times: int) -> None:
    """Six threads write sets of three; the server is killed while they do."""
    store, told, numbers = postgres(DEFINITIONS, SystemClock()), set[int](), count()

    def writes(until: threading.Event) -> None:
        while not until.is_set():
            number = next(numbers)
            with suppress(Refused):  # it may be there all the same: then it is whole
                store.commit(three(number))
                told.add(number)

    for turn in range(1, times + 1):
        killed = threading.Event()
        threads = [threading.Thread(target=writes, args=(killed,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        while len(told) < 30 * turn:
            time.sleep(0.01)
        server.kill()
        killed.set()
        server.start()
        for thread in threads:
            thread.join()
        assert told <= whole_sets(store)
    store.close()
    assert list(faults(server.url, DEFINITIONS)) == []


def test_a_server_killed_at_work_loses_nothing_acknowledged(server: Server, postgres: OpenPostgres) -> None:
    killed_at_work(server, postgres, 1)


@pytest.mark.proof
def test_a_server_killed_twenty_times_loses_nothing_acknowledged(server: Server, postgres: OpenPostgres) -> None:
    killed_at_work(server, postgres, 20)


def test_who_waits_too_long_for_a_turn_is_told(
    server: Server, postgres: OpenPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TURN_WAIT", "100ms")
    store = postgres(DEFINITIONS, SystemClock())
    with psycopg.connect(server.url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", (module.LOCKS, module.TURN))
        with pytest.raises(Refused, match="others are writing") as refused:
            write(store, patient("p"))
    assert refused.value.kind == "busy"
    assert write(store, patient("p"))[0].change == 1
    store.close()


FAILS = """CREATE SEQUENCE tries;
CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF nextval('tries') <= {times} THEN RAISE EXCEPTION 'met another' USING ERRCODE = '{code}'; END IF;
RETURN NEW; END $$;
CREATE TRIGGER fails BEFORE INSERT ON version FOR EACH ROW EXECUTE FUNCTION fails()"""
MENDED = "DROP TRIGGER fails ON version; DROP FUNCTION fails; DROP SEQUENCE tries"


@pytest.mark.parametrize(("code", "times"), [("40001", 3), ("40P01", 3), ("40001", 100), ("23514", 1)])
def test_what_meets_others_is_tried_again(server: Server, store: PostgresStore, code: str, times: int) -> None:
    """A serialisation failure or a deadlock with somebody else in the database: again, though not for ever. Any other
    failure is told."""
    with psycopg.connect(server.url, autocommit=True) as other:
        other.execute(FAILS.format(code=code, times=times).encode())
        try:
            if times == 3:
                assert write(store, patient("p", "Wang"))[0].change == 2
            else:
                with pytest.raises(Refused) as refused:
                    write(store, patient("p", "Wang"))
                assert refused.value.kind == ("busy" if times == 100 else "broken")
        finally:
            other.execute(MENDED.encode())
    write(store, patient("q", "Wang"))
    assert ids(store, "Patient?name=wang") == ({"p", "q"} if times == 3 else {"q"})
