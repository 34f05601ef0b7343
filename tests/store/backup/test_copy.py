"""A copy made while others write is of one moment; a store taken back to a moment is as if nothing had come after."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest
from tests.store.crash import writing_process
from tests.store.crash.whole import sets_in
from tests.store.crash.writing_process import three
from tests.store.writing import DEFINITIONS, commit, ids, observation, patient, put, write

from tongmai.base.clock import SetClock, SystemClock
from tongmai.base.outcome import Refused
from tongmai.store.protocol import Delete
from tongmai.store.sql.schema import INDEXES
from tongmai.store.sql.soundness import BLOCK
from tongmai.store.sqlite import SqliteStore
from tongmai.store.sqlite.backup import content, copied, first_difference, integrity
from tongmai.store.sqlite.cutting import cut, sweep
from tongmai.store.sqlite.soundness import faults

START = datetime(2025, 6, 30, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "records.sqlite", DEFINITIONS, clock)
    yield made
    made.close()


def test_a_copy_holds_every_version_of_the_store(store: SqliteStore, tmp_path: Path) -> None:
    write(store, *(patient(f"p{number}", "王", "小明") for number in range(BLOCK // 2 + 7)))
    write(store, *(patient(f"p{number}", "王", "大明") for number in range(BLOCK // 2)))
    commit(store, Delete("Patient", "p3"))
    told = copied(tmp_path / "records.sqlite", tmp_path / "copy")
    assert told == content(tmp_path / "copy")
    assert (told.change, told.versions, told.counts) == (BLOCK + 8, BLOCK + 8, {"Patient": BLOCK // 2 + 6})
    assert len(told.digests) == 2
    assert told.last == START
    assert first_difference(tmp_path / "records.sqlite", tmp_path / "copy", told.change) == ""
    assert not (tmp_path / "copy-wal").exists()
    again = SqliteStore(tmp_path / "copy", DEFINITIONS, SystemClock())
    assert again.changes(limit=10_000) == store.changes(limit=10_000)
    assert ids(again, "Patient?given=大明&_id=p1") == {"p1"}
    again.close()


def test_a_copy_made_while_six_threads_write_is_of_one_moment(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages are taken one by one, and between two of them another change set is always written."""
    guard, acknowledged, enough = threading.Condition(), [0], threading.Event()

    def work(first: int) -> None:
        number = first
        while not enough.is_set():
            store.commit(three(number))
            number += 1
            with guard:
                acknowledged[0] += 1
                guard.notify()

    def wait_for(count: int) -> None:
        with guard:
            wanted = acknowledged[0] + count
            assert guard.wait_for(lambda: acknowledged[0] >= wanted, timeout=60)

    class Slow(apsw.Connection):
        def backup(self, *of: object) -> "Between":  # type: ignore[override]
            return Between(super().backup(*of))  # type: ignore[arg-type]

    class Between:
        def __init__(self, inner: apsw.Backup) -> None:
            self.inner = inner

        def __enter__(self) -> "Between":
            self.inner.__enter__()
            return self

        def __exit__(self, *error: object) -> None:
            self.inner.__exit__(*error)  # type: ignore[arg-type]

        @property
        def done(self) -> bool:
            return self.inner.done

        def step(self, pages: int) -> None:
            wait_for(1)
            self.inner.step(max(self.inner.page_count // 20, 1))

    threads = [threading.Thread(target=work, args=(first * 100_000,)) for first in range(1, 7)]
    for thread in threads:
        thread.start()
    wait_for(30)
    monkeypatch.setattr(apsw, "Connection", Slow)
    told = copied(tmp_path / "records.sqlite", tmp_path / "copy")
    monkeypatch.undo()
    enough.set()
    for thread in threads:
        thread.join()
    assert told.change < store.last_change()
    assert content(tmp_path / "copy") == told
    assert len(sets_in(tmp_path / "copy")) * 3 == told.change
    assert first_difference(tmp_path / "records.sqlite", tmp_path / "copy", told.change) == ""
    assert list(faults(tmp_path / "copy", DEFINITIONS)) == []


def test_another_process_is_copied_while_it_writes_and_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    command = [sys.executable, writing_process.__file__, str(path), "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = {int(process.stdout.readline()) for _ in range(60)}
        first = copied(path, tmp_path / "first")
        told_later = told | {int(process.stdout.readline()) for _ in range(60)}
        second = copied(path, tmp_path / "second")
        with pytest.raises(Refused):
            SqliteStore(path, DEFINITIONS, SystemClock())
        process.kill()
        process.stdout.read()
    assert first.change < second.change
    assert (content(tmp_path / "first"), content(tmp_path / "second")) == (first, second)
    assert told <= sets_in(tmp_path / "first")
    assert told_later <= sets_in(tmp_path / "second")
    assert first_difference(tmp_path / "first", tmp_path / "second", first.change) == ""


def index_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every index row with words for numbers."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    symbols = dict(connection.execute("SELECT pk, text FROM symbol"))
    names = {pk: (type, name) for pk, type, name in connection.execute("SELECT pk, type, name FROM parameter")}
    listed = connection.execute("SELECT i.pk, t.name, i.id FROM ident i JOIN type t ON t.pk = i.type")
    resources = {pk: (type, id) for pk, type, id in listed}
    words = {"parameter": names, "ident": resources, "target": resources, "code": symbols, "system": symbols,
             "unit": symbols}  # fmt: skip
    told: dict[str, list[tuple[object, ...]]] = {}
    for table in INDEXES:
        cursor = connection.execute(f"SELECT * FROM {table}")
        rows = cursor.fetchall()
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        told[table] = sorted(
            (
                tuple(words.get(name, {}).get(value, value) for name, value in zip(columns, row, strict=True))
                for row in rows
            ),
            key=repr,
        )
    connection.close()
    return told


def early(store: SqliteStore) -> None:
    write(store, patient("p1", "李", "阳"), patient("p2", "张", "强"), observation("o1", "Patient/p1"))
    write(store, patient("p1", "李", "大阳"), observation("o2", "Patient/p9", code="early"))
    commit(store, Delete("Patient", "p2"))


def late(store: SqliteStore) -> None:
    write(store, patient("p1", "李", "晚"), patient("p2", "张", "强"), observation("o1", "Patient/p2", code="late"))
    write(store, patient("p3", "隐", "名", identifier=[{"system": "urn:secret", "value": "652399-later"}]))
    commit(store, Delete("Observation", "o2"))


def test_a_store_taken_back_is_as_if_nothing_had_come_after(
    store: SqliteStore, tmp_path: Path, clock: SetClock
) -> None:
    path, other = tmp_path / "records.sqlite", tmp_path / "other.sqlite"
    early(store)
    clock.at = START + timedelta(minutes=1)
    late(store)
    store.close()
    assert cut(path, START + timedelta(seconds=59)) == 6
    SqliteStore(path, DEFINITIONS, clock).close()
    sweep(path)
    clock.at = START
    never = SqliteStore(other, DEFINITIONS, clock)
    early(never)
    never.close()
    assert content(path) == content(other)
    assert first_difference(path, other, 6) == ""
    assert index_of(path) == index_of(other)
    assert list(faults(path, DEFINITIONS)) == []
    assert b"652399-later" not in path.read_bytes()
    again = SqliteStore(path, DEFINITIONS, clock)
    assert write(again, patient("p3", "新"))[0].change == 7
    assert ids(again, "Patient?given=大阳") == {"p1"}
    assert ids(again, "Patient?given=晚") == set()
    with pytest.raises(Refused) as gone:
        again.read("Patient", "p2")
    assert gone.value.kind == "gone"
    again.close()


TOUCHES = [
    ("DELETE FROM version WHERE change = 2", "change 2 is not there"),
    ("UPDATE version SET number = 5 WHERE change = 1", "not in sequence"),
    ("UPDATE version SET at = at - 1000 WHERE change = 3", "时间倒退"),
    ("UPDATE version SET body = (SELECT body FROM version WHERE change = 2) WHERE change = 1", "not its own"),
    ("UPDATE version SET digest = 1 WHERE change = 2", "not what was written"),
    ("UPDATE version SET body = x'00' WHERE change = 4", "unreadable behind change 3"),
    ("UPDATE ident SET live = 0 WHERE id = 'p1'", "not its newest version"),
    ("UPDATE ident SET change = 1, number = 1 WHERE id = 'p1'", "not its newest version"),
    ("DELETE FROM string", "index rows are missing"),
    ("INSERT INTO pair VALUES (1, '多余', 1)", "pair"),
    ("DELETE FROM reference", "Observation/o1"),
]


@pytest.mark.parametrize(("touch", "named"), TOUCHES, ids=lambda one: one[:40])
def test_what_was_touched_in_a_store_is_named(store: SqliteStore, tmp_path: Path, touch: str, named: str) -> None:
    early(store)
    store.close()
    assert list(faults(tmp_path / "records.sqlite", DEFINITIONS)) == []
    connection = apsw.Connection(str(tmp_path / "records.sqlite"))
    connection.execute(touch)
    connection.close()
    assert any(named in line for line in faults(tmp_path / "records.sqlite", DEFINITIONS))


def test_a_file_with_a_damaged_page_is_told(store: SqliteStore, tmp_path: Path) -> None:
    write(store, *(patient(f"p{number}", "王") for number in range(200)))
    copied(tmp_path / "records.sqlite", tmp_path / "copy")
    raw = bytearray((tmp_path / "copy").read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 2048] = b"\x5a" * 2048
    (tmp_path / "copy").write_bytes(raw)
    assert integrity(tmp_path / "copy") != []


def test_the_first_difference_is_named(store: SqliteStore, tmp_path: Path, clock: SetClock) -> None:
    early(store)
    other = SqliteStore(tmp_path / "other.sqlite", DEFINITIONS, clock)
    write(other, patient("p1", "李", "阳"), patient("p2", "张", "弱"))
    other.close()
    paths = tmp_path / "records.sqlite", tmp_path / "other.sqlite"
    assert first_difference(*paths, 1) == ""
    assert first_difference(*paths, 6) == "Patient/p2 v1 @2"


def test_the_origin_counts_as_content(tmp_path: Path, clock: SetClock) -> None:
    told = []
    for name in ("a", "b"):
        made = SqliteStore(tmp_path / name, DEFINITIONS, clock)
        commit(made, put(patient("p1", "李")))
        made.close()
        connection = apsw.Connection(str(tmp_path / name))
        connection.execute("UPDATE version SET origin = ?", (name,))
        connection.close()
        told.append(content(tmp_path / name).digests)
    assert told[0] != told[1]
