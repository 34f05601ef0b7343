"""A full disk and a folder that takes no writing: told by name and with the way out; nothing acknowledged is lost."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.store.crash.whole import sets_in, whole_sets
from tests.store.crash.writing_process import three
from tests.store.faults.disks import SmallDisk, closed_to_writing
from tests.store.writing import DEFINITIONS, patient, search, write

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.store.postgres import PostgresStore
from tongmai.store.sqlite import SqliteStore


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    made = SmallDisk(tmp_path / "disk")
    yield made
    made.gone()


def opened(path: Path) -> SqliteStore:
    return SqliteStore(path, DEFINITIONS, SystemClock())


def written_until_full(store: SqliteStore, first: int) -> tuple[set[int], Refused]:
    """Sets of three from a number on, until one is refused; those that were acknowledged, and the refusal."""
    acknowledged: set[int] = set()
    for number in range(first, first + 20_000):
        try:
            store.commit(three(number))
        except Refused as refused:
            return acknowledged, refused
        acknowledged.add(number)
    raise AssertionError("the disk never was full")


def test_a_full_disk_refuses_writes_loses_nothing_and_takes_them_again_when_there_is_room(disk: SmallDisk) -> None:
    store = opened(disk.place / "records.db")
    for number in range(1, 20):
        store.commit(three(number))
    disk.fill(store)
    acknowledged, refused = written_until_full(store, 20)
    acknowledged |= set(range(1, 20))
    assert (refused.kind, refused.status) == ("no-room", 507)
    assert refused.issues[0].ending.issue == "no-store"
    assert "腾出空间" in refused.issues[0].told("zh")
    assert "make room" in refused.issues[0].told("en")
    assert whole_sets(store) == acknowledged  # reading goes on, of what is whole
    with pytest.raises(Refused, match="nothing was written"):
        store.commit(three(90_000))
    disk.free(store)
    store.commit(three(90_001))
    assert whole_sets(store) == {*acknowledged, 90_001}
    store.close()
    assert sets_in(disk.place / "records.db") == {*acknowledged, 90_001}


def test_a_store_cannot_be_laid_out_on_a_full_disk(disk: SmallDisk) -> None:
    if not disk.real:
        pytest.skip("this user may mount nothing: a full disk before the first page cannot be had")
    (disk.place / "ballast").write_bytes(bytes(2_990_000))
    with pytest.raises(Refused) as refused:
        opened(disk.place / "records.db")
    assert refused.value.kind == "no-room"
    (disk.place / "ballast").unlink()
    store = opened(disk.place / "records.db")
    write(store, patient("p"))
    store.close()


@pytest.mark.parametrize("before", [False, True], ids=["empty", "with-a-store"])
def test_a_folder_that_takes_no_writing_is_refused_by_its_name(tmp_path: Path, before: bool) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    if before:
        store = opened(folder / "records.db")
        write(store, patient("p"))
        store.close()
    with closed_to_writing(folder), pytest.raises(Refused) as refused:
        opened(folder / "records.db")
    (issue,) = refused.value.issues
    assert str(folder) in issue.words.zh
    assert str(folder) in issue.words.en
    assert issue.remedy is not None
    assert "--data" in issue.remedy.en
    store = opened(folder / "records.db")  # and is opened as before when it takes writing again
    assert len(search(store, "Patient?_count=5").matches) == before
    store.close()


def test_a_full_disk_of_postgresql_refuses_the_write_and_reading_goes_on(
    postgres: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(postgres)
    store: PostgresStore = postgres(DEFINITIONS, SystemClock())
    write(store, patient("p"))

    def full(*_: object) -> None:
        raise psycopg.errors.DiskFull('could not extend file "base/5/16384": No space left on device')

    monkeypatch.setattr(store._session, "commit", full)
    with pytest.raises(Refused) as refused:
        write(store, patient("q"))
    assert (refused.value.kind, refused.value.status) == ("no-room", 507)
    assert {version.id for version in search(store, "Patient?_count=5").matches} == {"p"}
    monkeypatch.undo()
    write(store, patient("r"))
    assert {version.id for version in search(store, "Patient?_count=5").matches} == {"p", "r"}
    store.close()
