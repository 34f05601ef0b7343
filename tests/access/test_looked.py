"""Who looked, by person: told from the audit file without reading the whole of it, before and after a restart."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from tongmai.access import AuditLog, Seen
from tongmai.access.looked import Looked
from tongmai.base.clock import SetClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reads.jsonl"


@pytest.fixture
def audit(path: Path) -> Iterator[AuditLog]:
    log = AuditLog(path, SetClock(datetime(2025, 6, 30, 4, tzinfo=UTC)))
    yield log
    log.close()


@pytest.fixture
def looked(path: Path) -> Iterator[Looked]:
    index = Looked(path)
    yield index
    index.close()


def sees(audit: AuditLog, actor: str, person: str, *ids: str) -> None:
    audit.append(actor, "OPERATE", [Seen("read", f"Observation/{id}", "the rule", person) for id in ids], wait=True)


def test_a_person_is_told_their_own_lines_newest_first(audit: AuditLog, looked: Looked) -> None:
    sees(audit, "doctor", "p1", "a", "b")
    sees(audit, "doctor", "p2", "c")
    sees(audit, "nurse", "p1", "d")
    found = looked.of("p1")
    assert [(one.actor, one.on, one.what, one.rule) for one in found] == [
        ("nurse", "Observation/d", "read", "the rule"), ("doctor", "Observation/b", "read", "the rule"),
        ("doctor", "Observation/a", "read", "the rule"),
    ]  # fmt: skip
    assert looked.of("p3") == []
    assert [one.actor for one in looked.of("p1", without="doctor")] == ["nurse"]


def test_pages_follow_each_other_without_gap(audit: AuditLog, looked: Looked) -> None:
    ids = [f"o{number}" for number in range(25)]
    sees(audit, "doctor", "p1", *ids)
    found: list[str] = []
    before: int | None = None
    while page := looked.of("p1", before, 10):
        found += [one.on.removeprefix("Observation/") for one in page]
        before = page[-1].place
    assert found == ids[::-1]


def test_what_came_since_is_told_and_nothing_is_read_twice(audit: AuditLog, looked: Looked, path: Path) -> None:
    sees(audit, "doctor", "p1", "a")
    looked.of("p1")
    followed = looked.followed
    assert followed == path.stat().st_size
    looked.of("p1")
    assert looked.followed == followed
    sees(audit, "doctor", "p1", "b")
    assert [one.on for one in looked.of("p1")] == ["Observation/b", "Observation/a"]
    assert looked.followed == path.stat().st_size


def test_a_restart_goes_on_where_it_was(audit: AuditLog, path: Path) -> None:
    sees(audit, "doctor", "p1", "a", "b")
    first = Looked(path)
    first.of("p1")
    first.close()
    known = path.stat().st_size
    sees(audit, "nurse", "p1", "c")
    again = Looked(path)
    assert [one.on for one in again.of("p1")] == ["Observation/c", "Observation/b", "Observation/a"]
    assert again.followed == path.stat().st_size - known
    again.close()


def test_a_line_not_yet_whole_waits(audit: AuditLog, looked: Looked, path: Path) -> None:
    sees(audit, "doctor", "p1", "a")
    with path.open("ab") as file:
        file.write(b'{"person":"p1","on":"Observation/half"')
    assert [one.on for one in looked.of("p1")] == ["Observation/a"]
    with path.open("ab") as file:
        file.write(b',"actor":"x"}\n')
    assert [one.on for one in looked.of("p1")] == ["Observation/half", "Observation/a"]


def test_another_file_in_its_place_is_indexed_anew(looked: Looked, path: Path) -> None:
    path.write_bytes(orjson.dumps({"person": "p1", "on": "Patient/p1", "actor": "x"}) + b"\n")
    assert len(looked.of("p1")) == 1
    path.write_bytes(orjson.dumps({"person": "p2", "on": "Patient/p2", "actor": "x"}) + b"\n")
    assert looked.of("p1") == []
    assert [one.on for one in looked.of("p2")] == ["Patient/p2"]


def test_a_broken_index_is_begun_anew(audit: AuditLog, path: Path) -> None:
    sees(audit, "doctor", "p1", "a")
    path.with_suffix(".looked").write_bytes(b"no database at all, long enough to be taken for one" * 40)
    again = Looked(path)
    assert [one.on for one in again.of("p1")] == ["Observation/a"]
    again.close()
