"""Backup and restore: whole or not at all, to a moment, never over anything, and proven equal by `tongmai check`."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest
from click.testing import CliRunner
from rich.console import Console
from tests.store.migrate.former import set_back_sqlite

from tongmai import cli
from tongmai.access import AuditLog, Seen, verify
from tongmai.app import declared, open_house
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.base.settings import read_settings
from tongmai.declared import Declared
from tongmai.programs import backing, checking
from tongmai.programs.backing import AUDIT, RECORDS, moment
from tongmai.store.protocol import ChangeSet, Delete, Put
from tongmai.store.sqlite import SqliteStore
from tongmai.store.sqlite.backup import content, first_difference

START = datetime(2025, 6, 30, 1, tzinfo=UTC)
SILENT = Console(quiet=True)


@pytest.fixture(scope="module")
def it() -> Declared:
    return declared("changji")


@pytest.fixture(autouse=True)
def once(it: Declared, monkeypatch: pytest.MonkeyPatch) -> None:
    """The declarations are read once for all tests here."""
    monkeypatch.setattr(backing, "declared", lambda region: it)
    monkeypatch.setattr(checking, "declared", lambda region: it)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


class Folder:
    """A data folder at work: a store and its audit."""

    def __init__(self, path: Path, it: Declared, clock: SetClock) -> None:
        self.path, self.clock = path, clock
        self.settings: dict[str, Any] = {**read_settings({}), "data": path}
        self.store = SqliteStore(path / RECORDS, it.definitions, clock)
        self.audit = AuditLog(path / AUDIT, clock)

    def write(self, *resources: dict[str, Any]) -> None:
        puts = tuple(Put(one["resourceType"], json.dumps(one).encode(), one["id"]) for one in resources)
        self.store.commit(ChangeSet(puts, origin="tests"))
        seen = [Seen("write", f"{one['resourceType']}/{one['id']}", "a rule", "p1") for one in resources]
        self.audit.append("doctor", "TREAT", seen, wait=True)

    def close(self) -> None:
        self.store.close()
        self.audit.close()


def patient(id: str, text: str) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": id, "name": [{"text": text}]}


@pytest.fixture
def data(tmp_path: Path, it: Declared, clock: SetClock) -> Iterator[Folder]:
    """Five changes at one o'clock, three at two."""
    made = Folder(tmp_path / "data", it, clock)
    (made.path / "mark.json").write_text("{}", encoding="utf-8")
    (made.path / "lake").mkdir()
    made.write(patient("p1", "演示一"), patient("p2", "演示二"))
    made.write(patient("p1", "演示一改"), patient("p3", "演示三"))
    made.store.commit(ChangeSet((Delete("Patient", "p2"),), origin="tests"))
    clock.at = START + timedelta(hours=1)
    made.write(patient("p1", "演示一又改"), patient("p2", "演示二又来"), patient("p4", "演示四"))
    yield made
    made.close()


def restored(data: Folder, source: Path, to: Path, until: datetime | None = None) -> dict[str, Any]:
    settings = {**data.settings, "data": to}
    backing.restore(settings, source, until, data.clock)
    return settings


def refused(call: Callable[..., Any], *arguments: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.parametrize(("name", "checked"), [("backup", ["all"]), ("backup.tar", ["records", "audit"])])
def test_a_restored_folder_is_equal_version_by_version(
    data: Folder, tmp_path: Path, name: str, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The full check once, but for the specs, which no folder changes; from the other form what it is compared with."""
    monkeypatch.setattr(checking, "_specs", lambda it, measure: [])
    told = backing.backup(data.settings, tmp_path / name, data.clock)
    assert (told.change, told.versions, told.counts) == (8, 8, {"Patient": 4})
    assert told.audit["rows"] == 7
    assert (tmp_path / name).stat().st_mode & 0o077 == 0  # for its owner only
    assert set(told.files) == {RECORDS, AUDIT, "audit/reads.marks", "mark.json"}
    assert set(told.left_out) == {"lake/"}
    settings = restored(data, tmp_path / name, tmp_path / "again")
    assert content(tmp_path / "again" / RECORDS) == content(data.path / RECORDS)
    ours, theirs = (data.path / AUDIT).read_bytes(), (tmp_path / "again" / AUDIT).read_bytes()
    assert theirs.startswith(ours)
    (last,) = [json.loads(line) for line in theirs[len(ours) :].splitlines()]
    assert (last["what"], last["on"]) == ("restored", "change 8")
    assert str(told.audit["head"]) in last["rule"]
    assert [checking.check(settings, what, SILENT, tmp_path / name) for what in checked] == [0] * len(checked)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({"data", "again", name})


def test_a_restored_folder_goes_on(data: Folder, tmp_path: Path, it: Declared) -> None:
    backing.backup(data.settings, tmp_path / "backup", data.clock)
    settings = restored(data, tmp_path / "backup", tmp_path / "again")
    house = open_house(settings, data.clock, it)
    house.access.system("tests").transact([Put("Patient", json.dumps(patient("p9", "新来")).encode(), "p9")])
    assert house.store.last_change() == 9
    assert house.store.read("Patient", "p1").number == 3
    house.close()
    assert checking.check(settings, "records", SILENT, tmp_path / "backup") == 0


def test_to_a_moment_feed_and_audit_end_there(data: Folder, tmp_path: Path, it: Declared) -> None:
    backing.backup(data.settings, tmp_path / "backup", data.clock)
    settings = restored(data, tmp_path / "backup", tmp_path / "again", START + timedelta(minutes=59))
    path = tmp_path / "again" / RECORDS
    assert (content(path).change, content(path).counts) == (5, {"Patient": 2})
    assert first_difference(path, data.path / RECORDS, 5) == ""
    rows = [json.loads(line) for line in (tmp_path / "again" / AUDIT).read_text(encoding="utf-8").splitlines()]
    assert [row["what"] for row in rows] == ["write"] * 4 + ["restored"]
    assert "3 rows left out" in rows[-1]["rule"]
    assert [checking.check(settings, what, SILENT, tmp_path / "backup") for what in ("records", "audit")] == [0, 0]
    house = open_house(settings, data.clock, it)
    found = house.access.system("tests").search("Patient", "name=演示一改").matches
    assert [one.number for one in found] == [2]
    assert not house.access.system("tests").search("Patient", "name=演示四").matches
    house.close()


def test_the_moment_itself_is_still_in(data: Folder, tmp_path: Path) -> None:
    backing.backup(data.settings, tmp_path / "backup", data.clock)
    restored(data, tmp_path / "backup", tmp_path / "again", START)
    assert content(tmp_path / "again" / RECORDS).change == 5
    restored(data, tmp_path / "backup", tmp_path / "empty", START - timedelta(seconds=1))
    assert content(tmp_path / "empty" / RECORDS).change == 0
    error = refused(restored, data, tmp_path / "backup", tmp_path / "late", START + timedelta(days=1))
    assert error.issues[0].where == "--until"


@pytest.mark.parametrize("text", ["2025-06-30T18:00:00", "yesterday", "2025-06-30"])
def test_a_moment_has_a_zone(text: str) -> None:
    assert refused(moment, text).issues[0].where == "--until"


def test_backups_of_a_house_at_work_are_each_of_one_change(data: Folder, tmp_path: Path, it: Declared) -> None:
    enough, written = threading.Event(), threading.Semaphore(0)

    def work(name: str) -> None:
        number = 0
        while not enough.is_set():
            data.write(patient(f"{name}{number}", "甲"), patient(f"{name}{number}-b", "乙"))
            number += 1
            written.release()

    threads = [threading.Thread(target=work, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    try:
        made = []
        for number in range(3):
            assert written.acquire(timeout=60)
            made.append(backing.backup(data.settings, tmp_path / f"backup{number}", data.clock))
    finally:
        enough.set()
        for thread in threads:
            thread.join()
    changes = [one.change for one in made]
    assert changes == sorted(set(changes))
    for number, told in enumerate(made):
        folder = tmp_path / f"backup{number}"
        assert told.audit["findings"] == 0
        connection = apsw.Connection(str(folder / RECORDS), flags=apsw.SQLITE_OPEN_READONLY)
        pairs = connection.execute("SELECT count(*) FROM ident WHERE live = 1 AND id GLOB '[xyz]*'").fetchone()
        connection.close()
        assert pairs is not None
        assert pairs[0] % 2 == 0, "half of a change set"
        assert backing.differences(data.path, folder) == []
    restored(data, tmp_path / "backup2", tmp_path / "again")
    assert content(tmp_path / "again" / RECORDS).change == changes[2]


def flip(path: Path, place: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


DAMAGE: list[tuple[str, Callable[[Path], None], str]] = [
    ("a bit of the records", lambda b: flip(b / RECORDS, 9000), RECORDS),
    ("the end of the records", lambda b: (b / RECORDS).write_bytes((b / RECORDS).read_bytes()[:-4096]), RECORDS),
    ("a bit of the audit", lambda b: flip(b / AUDIT, 40), AUDIT),
    ("no audit", lambda b: (b / AUDIT).unlink(), AUDIT),
    ("no mark", lambda b: (b / "mark.json").unlink(), "mark.json"),
    ("a manifest cut off", lambda b: (b / "manifest.json").write_text("{"), "manifest.json"),
    ("another change in the manifest", lambda b: changed(b, change=7), "manifest.json"),
    ("another digest in the manifest", lambda b: changed(b, digests=["0" * 64]), "manifest.json"),
]


def changed(folder: Path, **told: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **told}), encoding="utf-8")


@pytest.mark.parametrize(("harm", "named"), [one[1:] for one in DAMAGE], ids=[one[0] for one in DAMAGE])
def test_a_damaged_backup_is_refused_by_the_name_of_its_file(
    data: Folder, tmp_path: Path, harm: Callable[[Path], None], named: str
) -> None:
    backing.backup(data.settings, tmp_path / "backup", data.clock)
    harm(tmp_path / "backup")
    error = refused(restored, data, tmp_path / "backup", tmp_path / "again")
    assert (error.kind, error.issues[0].where) == ("invalid", named)
    assert not (tmp_path / "again").exists()


def test_what_is_no_backup_is_refused(data: Folder, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert refused(restored, data, tmp_path / "nothing", tmp_path / "again").kind == "not-found"
    (tmp_path / "x.tar").write_bytes(b"no tar at all")
    assert refused(restored, data, tmp_path / "x.tar", tmp_path / "again").issues[0].where == "x.tar"
    backing.backup(data.settings, tmp_path / "backup", data.clock)
    changed(tmp_path / "backup", form=2)
    assert refused(restored, data, tmp_path / "backup", tmp_path / "again").kind == "unsupported"
    changed(tmp_path / "backup", form=1, edition=99)
    assert refused(restored, data, tmp_path / "backup", tmp_path / "again").kind == "unsupported"


def test_nothing_is_ever_overwritten(data: Folder, tmp_path: Path) -> None:
    backing.backup(data.settings, tmp_path / "backup", data.clock)
    assert refused(backing.backup, data.settings, tmp_path / "backup", data.clock).issues[0].where == "--to"
    before = content(data.path / RECORDS)
    assert refused(backing.restore, data.settings, tmp_path / "backup").kind == "conflict"
    assert content(data.path / RECORDS) == before
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert refused(restored, data, tmp_path / "backup", tmp_path / "file").kind == "conflict"
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    (tmp_path / "empty").mkdir()
    restored(data, tmp_path / "backup", tmp_path / "empty")


def test_a_folder_without_records_has_nothing_to_back_up(data: Folder, tmp_path: Path) -> None:
    settings = {**data.settings, "data": tmp_path / "none"}
    assert refused(backing.backup, settings, tmp_path / "backup").kind == "not-found"
    assert not (tmp_path / "backup").exists()


def test_a_copy_that_is_not_what_was_copied_is_given_up(
    data: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backing.copied

    def harmed(source: Path, target: Path) -> Any:
        told = real(source, target)
        connection = apsw.Connection(str(target))
        connection.execute("DELETE FROM version WHERE change = 8")
        connection.close()
        return told

    monkeypatch.setattr(backing, "copied", harmed)
    assert refused(backing.backup, data.settings, tmp_path / "backup", data.clock).kind == "broken"
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM version WHERE change = 5",
        "UPDATE version SET origin = 'x' WHERE change = 1",
        "UPDATE ident SET live = 0 WHERE id = 'p1'",
        "INSERT INTO pair VALUES (1, '多余', 1)",
    ],
)
def test_a_restored_folder_that_is_not_equal_never_appears(
    data: Folder, tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backing.backup(data.settings, tmp_path / "backup", data.clock)
    real = backing.sweep

    def harmed(path: Path) -> None:
        real(path)
        connection = apsw.Connection(str(path))
        connection.execute(harm)
        connection.close()

    monkeypatch.setattr(backing, "sweep", harmed)
    error = refused(restored, data, tmp_path / "backup", tmp_path / "again", START + timedelta(minutes=59))
    assert error.kind == "broken"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "data"]


def test_check_names_where_a_folder_left_its_backup(data: Folder, tmp_path: Path) -> None:
    backing.backup(data.settings, tmp_path / "backup", data.clock)
    data.write(patient("p5", "演示五"))
    data.close()
    assert backing.differences(data.path, tmp_path / "backup") == []
    shutil.copytree(data.path, tmp_path / "touched")
    connection = apsw.Connection(str(tmp_path / "touched" / RECORDS))
    connection.execute("UPDATE version SET origin = 'somebody else' WHERE change = 4")
    connection.close()
    lines = (tmp_path / "touched" / AUDIT).read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"doctor", b"nobody")
    (tmp_path / "touched" / AUDIT).write_bytes(b"".join(lines))
    found = backing.differences(tmp_path / "touched", tmp_path / "backup")
    assert ["Patient/p3 v1 @4" in found[0], "row 3" in found[1]] == [True, True]
    (tmp_path / "touched" / AUDIT).write_bytes(b"".join(lines[:2]))
    assert "row 3" in backing.differences(tmp_path / "touched", tmp_path / "backup")[1]
    (tmp_path / "touched" / AUDIT).unlink()
    assert "row 1" in backing.differences(tmp_path / "touched", tmp_path / "backup")[1]


def test_the_commands_say_what_they_did(data: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner()
    backup, again = str(tmp_path / "backup.tar"), str(tmp_path / "again")
    told = run.invoke(cli.commands, ["backup", "--data", str(data.path), "--to", backup, "--json"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["change"] == 8
    told = run.invoke(
        cli.commands, ["restore", backup, "--data", again, "--until", "2025-06-30T10:30:00+08:00", "--json"]
    )
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["change"] == 8
    assert run.invoke(cli.commands, ["check", "records", "--data", again, "--against", backup]).exit_code == 0
    (tmp_path / "again" / AUDIT).write_bytes(b"")
    told = run.invoke(cli.commands, ["check", "audit", "--data", again])
    assert told.exit_code == 1
    assert [(one.what, one.first) for one in verify(tmp_path / "again" / AUDIT).findings] == [("cut", 1)]


def test_a_backup_of_the_former_edition_is_restored_and_brought_over(
    data: Folder, tmp_path: Path, it: Declared
) -> None:
    data.close()
    before = content(data.path / RECORDS)
    set_back_sqlite(data.path / RECORDS)
    told = backing.backup(data.settings, tmp_path / "backup", data.clock)
    assert (told.edition, told.change) == (1, 8)
    settings = restored(data, tmp_path / "backup", tmp_path / "again")
    assert content(tmp_path / "again" / RECORDS) == before
    assert checking.check(settings, "records", SILENT, tmp_path / "backup") == 0
    to_a_moment = restored(data, tmp_path / "backup", tmp_path / "earlier", START)
    assert content(Path(to_a_moment["data"]) / RECORDS).change == 5
