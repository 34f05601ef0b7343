"""Stores of the former edition, filled: refused until they are brought over, brought over whole, or not at all."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import apsw
import psycopg
import pytest
from click.testing import CliRunner
from tests.store.migrate.former import set_back_postgres, set_back_sqlite
from tests.store.server import Server
from tests.store.writing import DEFINITIONS, commit, ids, observation, patient, write

from tongmai import cli
from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.store.opening import RECORDS, migrated, open_store, store_faults
from tongmai.store.protocol import Delete, Store, Version
from tongmai.store.sql import migrating
from tongmai.store.sql.migrating import Progress

CLOCK = SystemClock()


class Former(NamedTuple):
    """A filled store of edition 1: where it is, what it holds, and a way to ask its database beside the program."""

    address: str
    data: Path
    versions: list[Version]
    ask: Callable[[str], object]

    def open(self) -> Store:
        return open_store(self.address, self.data, DEFINITIONS, CLOCK)

    def bring_over(self) -> Iterator[Progress]:
        return migrated(self.address, self.data, CLOCK)

    @property
    def faults(self) -> list[str]:
        return list(store_faults(self.address, self.data, DEFINITIONS))


@pytest.fixture(params=["sqlite", "postgres"])
def former(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Former]:
    """160 versions, tombstones among them; a step brings 50 over."""
    monkeypatch.setattr(migrating, "STRETCH", 50)
    address = ""
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        request.getfixturevalue("postgres")(DEFINITIONS, CLOCK).close()  # emptied
        address = server.url
    store = open_store(address, tmp_path, DEFINITIONS, CLOCK)
    write(store, *(patient(f"p{n}", "王", f"{n}") for n in range(100)), observation("o", "Patient/p1"))
    write(store, *(patient(f"p{n}", "李", f"{n}") for n in range(50)))
    commit(store, *(Delete("Patient", f"p{n}") for n in range(90, 99)))
    versions = store.changes()
    store.close()
    if address:
        set_back_postgres(address)
    else:
        set_back_sqlite(tmp_path / RECORDS)

    def ask(sql: str) -> object:
        if address:
            with psycopg.connect(address) as connection:
                cursor = connection.execute(sql.encode())
                return cursor.fetchone() if cursor.description else None
        connection = apsw.Connection(str(tmp_path / RECORDS))
        try:
            return connection.execute(sql).fetchone()
        finally:
            connection.close()

    yield Former(address, tmp_path, versions, ask)
    ask("UPDATE fact SET value = '1' WHERE name = 'edition' AND value NOT IN ('2', '3', '4', '5', '6')")
    list(migrated(address, tmp_path, CLOCK))  # the server is used again


def refused(former: Former) -> Refused:
    with pytest.raises(Refused) as told:
        former.open()
    return told.value


def test_a_former_store_is_refused_until_it_is_brought_over(former: Former) -> None:
    told = refused(former)
    assert told.kind == "conflict"
    assert "tongmai migrate" in told.issues[0].told("zh")
    assert any("edition 1" in line for line in former.faults)
    assert [step.done for step in former.bring_over()] == [50, 100, 150, *[160] * 6]
    assert former.faults == []
    assert list(former.bring_over()) == []
    store = former.open()
    assert store.changes() == former.versions
    assert ids(store, "Patient?name=李&_count=100") == {f"p{n}" for n in range(50)}
    assert write(store, patient("p1", "张"))[0].number == 3
    store.close()
    assert former.faults == []


def test_an_interrupted_migration_goes_on_where_it_was(former: Former, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped between two steps, then in the middle of one: nobody opens what is not whole, nothing is done twice."""
    steps = former.bring_over()
    assert next(steps).done == 50
    steps.close()
    assert "not brought over" in str(refused(former))

    original = migrating.digest
    done = []

    def breaks(body: bytes) -> int:
        done.append(body)
        if len(done) == 70:  # the second step here is in its middle
            raise MemoryError("killed")
        return original(body)

    monkeypatch.setattr(migrating, "digest", breaks)
    with pytest.raises(MemoryError):
        list(former.bring_over())
    monkeypatch.setattr(migrating, "digest", original)
    assert former.ask("SELECT count(*) FROM version WHERE digest <> 0") == (100,)
    assert "not brought over" in str(refused(former))
    assert [step.done for step in former.bring_over()] == [150, *[160] * 6]
    assert former.faults == []
    store = former.open()
    assert store.changes() == former.versions
    store.close()


def test_nothing_begins_before_it_is_certain(former: Former, monkeypatch: pytest.MonkeyPatch) -> None:
    former.ask("UPDATE fact SET value = '9' WHERE name = 'edition'")
    for act in (former.open, lambda: list(former.bring_over())):
        with pytest.raises(Refused, match="newer than this program's") as told:
            act()
        assert told.value.kind == "unsupported"
    former.ask("UPDATE fact SET value = '1' WHERE name = 'edition'")
    if not former.address:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 1000, 1000))  # type: ignore[attr-defined]
        with pytest.raises(Refused, match="no room on the disk"):
            list(former.bring_over())
        monkeypatch.undo()
        with pytest.raises(Refused) as told:
            list(migrated("", former.data / "nowhere", CLOCK))
        assert told.value.kind == "not-found"
    assert former.ask("SELECT value FROM fact WHERE name = 'edition'") in ((1,), ("1",))
    list(former.bring_over())
    store = former.open()
    with pytest.raises(Refused, match="in use by") as told:
        list(former.bring_over())
    assert told.value.kind == "conflict"
    store.close()


def test_the_command_brings_over_and_says_so(former: Former) -> None:
    place = ["--data", str(former.data), *(["--store", former.address] if former.address else [])]
    first, again = (CliRunner().invoke(cli.commands, ["migrate", *place]) for _ in range(2))
    assert "brought over to edition 6, 160 versions" in first.output
    assert "of this program's edition already" in again.output
    assert former.faults == []
