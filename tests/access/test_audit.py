"""The audit: a chain that shows where it was touched."""

import hashlib
import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tongmai.access import AuditLog, Seen, verify
from tongmai.access import audit as module
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused

CLOCK = SetClock(datetime(2025, 6, 30, tzinfo=UTC))


def written(path: Path, count: int = 5) -> list[bytes]:
    log = AuditLog(path, CLOCK)
    for number in range(count):
        log.append("doctor", "TREAT", [Seen("read", f"Observation/{number}", "who treats, sees", "p1")])
    log.close()
    return path.read_bytes().splitlines(keepends=True)


def test_a_line_says_who_what_why_whose_and_by_which_rule(tmp_path: Path) -> None:
    raw = written(tmp_path / "audit.jsonl", 1)[0]
    row = json.loads(raw)
    previous, own = row.pop("previous"), row.pop("hash")
    assert row == {
        "n": 1, "at": "2025-06-30T00:00:00.000000+00:00", "actor": "doctor", "purpose": "TREAT", "what": "read",
        "on": "Observation/0", "person": "p1", "rule": "who treats, sees",
    }  # fmt: skip
    assert previous == "0" * 64
    assert own == hashlib.sha256(raw[: raw.index(b',"hash":')]).hexdigest()


def test_an_untouched_chain_holds_across_restarts(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 3)
    assert len(written(path, 2)) == 5
    verdict = verify(path)
    assert (verdict.rows, verdict.findings) == (5, ())
    log = AuditLog(path, CLOCK)
    assert log.head == (verdict.rows, verdict.head)
    log.close()
    log.close()


def test_a_chain_of_the_first_edition_goes_on(tmp_path: Path) -> None:
    path, previous, lines = tmp_path / "audit.jsonl", "0" * 64, list[bytes]()
    for number in range(3):
        row = {"at": "2025-06-29T00:00:00.000000+00:00", "on": f"Observation/{number}", "previous": previous}
        line = json.dumps(row, separators=(",", ":")).encode()
        previous = hashlib.sha256(line).hexdigest()
        lines.append(line + b"\n")
    path.write_bytes(b"".join(lines))
    written(path, 2)
    assert (verify(path).rows, verify(path).findings) == (5, ())
    touched = path.read_bytes().replace(b"Observation/1", b"Observation/7", 1)
    path.write_bytes(touched)
    assert [(one.what, one.first) for one in verify(path).findings] == [("replaced", 2)]


def test_time_never_goes_back_in_the_file(tmp_path: Path) -> None:
    clock = SetClock(datetime(2025, 6, 30, 8, tzinfo=UTC))
    log = AuditLog(tmp_path / "audit.jsonl", clock)
    log.append("doctor", "", [Seen("read", "Patient/1", "rule", "1")])
    clock.at = datetime(2025, 6, 30, 7, tzinfo=UTC)
    log.append("doctor", "", [Seen("read", "Patient/2", "rule", "2")])
    log.close()
    log = AuditLog(tmp_path / "audit.jsonl", clock)
    log.append("doctor", "", [Seen("read", "Patient/3", "rule", "3")])
    log.close()
    hours = [json.loads(line)["at"][11:13] for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert hours == ["08", "08", "08"]


def test_a_line_that_a_crash_cut_off_is_removed_and_told(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 2)
    with path.open("ab") as file:
        file.write(b'{"at":"2025-06-30T00:0')
    log = AuditLog(path, CLOCK)
    log.close()
    assert verify(path).findings == ()
    last = json.loads(path.read_bytes().splitlines()[-1])
    assert (last["what"], last["on"]) == ("recovered", "22 bytes")


def test_a_tail_cut_off_stays_a_finding_after_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    lines = written(path, 5)
    path.write_bytes(b"".join(lines[:3]))
    assert [(one.what, one.first, one.last) for one in verify(path).findings] == [("cut", 4, 5)]
    written(path, 4)
    last = [json.loads(line) for line in path.read_bytes().splitlines()][3]
    assert (last["what"], last["on"]) == ("recovered", "2 rows")
    assert [(one.what, one.first, one.last) for one in verify(path).findings] == [("rewritten", 1, 5)]


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
    assert verify(path).findings == ()


def test_reads_share_a_sync_and_who_waits_is_synced_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    path = tmp_path / "audit.jsonl"
    real = os.fsync

    def counted(file: int) -> None:
        real(file)
        if os.path.samestat(os.fstat(file), path.stat()):
            synced.append(os.fstat(file).st_size)

    monkeypatch.setattr(module.os, "fsync", counted)
    monkeypatch.setattr(module, "SYNC_SECONDS", 30.0)
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
    log.append_then("doctor", "", [Seen("write", "Patient/1", "rule", "p")], lambda error: done.set())
    assert done.wait(10)
    log.append_then("doctor", "", [], lambda error: done.clear())
    assert not done.is_set()
    log.close()


def test_a_full_disk_is_a_refusal_and_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 2)
    log = AuditLog(path, CLOCK)
    real, size = log._file, path.stat().st_size

    class Full:
        def write(self, data: bytes) -> int:
            return real.write(data[:10])

        def fileno(self) -> int:
            return real.fileno()

    monkeypatch.setattr(log, "_file", Full())
    with pytest.raises(Refused) as refused:
        log.append("doctor", "", [Seen("read", "Patient/1", "rule", "p")])
    assert refused.value.kind == "broken"
    assert path.stat().st_size == size
    monkeypatch.setattr(log, "_file", real)
    log.append("doctor", "", [Seen("read", "Patient/2", "rule", "p")])
    log.close()
    assert (verify(path).rows, verify(path).findings) == (3, ())


def test_a_sync_that_fails_is_told_to_who_waits_and_ends_the_looking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = AuditLog(tmp_path / "audit.jsonl", CLOCK)

    def fails(file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(module.os, "fsync", fails)
    with pytest.raises(Refused, match="Input/output error"):
        log.append("doctor", "BTG", [Seen("break-glass", "Patient/1", "rule", "p")], wait=True)
    with pytest.raises(Refused, match="Input/output error"):
        log.append("doctor", "", [Seen("read", "Patient/1", "rule", "p")])
    monkeypatch.undo()
    log.close()


def test_who_comes_after_the_close_is_refused(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl", CLOCK)
    log.close()
    with pytest.raises(Refused) as refused:
        log.append("doctor", "", [Seen("read", "Patient/1", "rule", "p")])
    assert refused.value.kind == "busy"
