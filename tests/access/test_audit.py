"""The audit: a chain that shows where it was touched."""

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tongmai.access import AuditLog, Seen, verify
from tongmai.access import audit as module
from tongmai.base.clock import SetClock

CLOCK = SetClock(datetime(2025, 6, 30, tzinfo=UTC))


def written(path: Path, count: int = 5) -> list[bytes]:
    log = AuditLog(path, CLOCK)
    for number in range(count):
        log.append("doctor", "TREAT", [Seen("read", f"Observation/{number}", "who treats, sees", "p1")])
    log.close()
    return path.read_bytes().splitlines(keepends=True)


def test_a_line_says_who_what_why_whose_and_by_which_rule(tmp_path: Path) -> None:
    row = json.loads(written(tmp_path / "audit.jsonl", 1)[0])
    previous = row.pop("previous")
    assert row == {
        "at": "2025-06-30T00:00:00.000000+00:00", "actor": "doctor", "purpose": "TREAT", "what": "read",
        "on": "Observation/0", "person": "p1", "rule": "who treats, sees",
    }  # fmt: skip
    assert previous == "0" * 64


def test_an_untouched_chain_holds_across_restarts(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 3)
    assert len(written(path, 2)) == 5
    assert verify(path) is None


@pytest.mark.parametrize(
    ("touch", "broken"),
    [
        (lambda lines: [*lines[:1], lines[1].replace(b"doctor", b"nobody"), *lines[2:]], 3),
        (lambda lines: [*lines[:2], *lines[3:]], 3),
        (lambda lines: [lines[1], lines[0], *lines[2:]], 1),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4),
        (lambda lines: [*lines[:4], b"{}\n"], 5),
        (lambda lines: [*lines[:4], b"nonsense\n"], 5),
        (lambda lines: [*lines[:4], lines[4][:-1]], 5),
        (lambda lines: lines[1:], 1),
    ],
    ids=["changed", "removed", "swapped", "repeated", "replaced", "nonsense", "no end", "beginning cut"],
)
def test_the_first_broken_row_is_named(tmp_path: Path, touch: "object", broken: int) -> None:
    path = tmp_path / "audit.jsonl"
    assert callable(touch)
    lines = written(path)
    path.write_bytes(b"".join(touch(lines)))
    assert verify(path) == broken


def test_a_line_that_a_crash_cut_off_is_removed_and_told(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 2)
    with path.open("ab") as file:
        file.write(b'{"at":"2025-06-30T00:0')
    log = AuditLog(path, CLOCK)
    log.close()
    assert verify(path) is None
    last = json.loads(path.read_bytes().splitlines()[-1])
    assert (last["what"], last["on"]) == ("recovered", "22 bytes")


def test_lines_of_many_threads_are_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path, CLOCK)

    def work(name: str) -> None:
        for number in range(50):
            log.append(name, "", [Seen("read", f"Patient/{number}", "rule", "p")], wait=number % 10 == 0)

    threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    assert len(path.read_bytes().splitlines()) == 200
    assert verify(path) is None


def test_reads_share_a_sync_and_who_waits_is_synced_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def counted(file: int) -> None:
        real(file)
        synced.append(os.fstat(file).st_size)

    monkeypatch.setattr(module.os, "fsync", counted)
    monkeypatch.setattr(module, "SYNC_SECONDS", 30.0)
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path, CLOCK)
    for number in range(100):
        log.append("doctor", "", [Seen("read", f"Patient/{number}", "rule", "p")])
    assert len(path.read_bytes().splitlines()) == 100
    assert synced == []
    log.append("doctor", "", [Seen("break-glass", "Patient/1", "rule", "p")], wait=True)
    assert synced == [path.stat().st_size]
    log.close()
    assert len(synced) == 1


def test_an_answer_is_given_after_its_line_is_on_disk(tmp_path: Path) -> None:
    log, done = AuditLog(tmp_path / "audit.jsonl", CLOCK), threading.Event()
    log.append_then("doctor", "", [Seen("write", "Patient/1", "rule", "p")], done.set)
    assert done.wait(10)
    log.append_then("doctor", "", [], done.clear)
    assert not done.is_set()
    log.close()
