"""What the door promises about its audit: who waits for the disk, who does not, and what happens when there is none."""

import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tongmai.access import BREAK_GLASS, Access, AuditLog, Seen, verify
from tongmai.access import audit as module
from tongmai.base.outcome import Refused, refuse


class Held:
    """An audit whose disk is never done until it is told so."""

    def __init__(self) -> None:
        self.queued: list[Seen] = []
        self.waiting: list[Callable[[Refused | None], None]] = []
        self.asked_to_wait = threading.Event()
        self.done = threading.Event()

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        self.queued += seen
        if wait and seen:
            self.asked_to_wait.set()
            assert self.done.wait(30)

    def append_then(
        self, actor: str, purpose: str, seen: Sequence[Seen], then: Callable[[Refused | None], None]
    ) -> None:
        self.queued += seen
        self.waiting.append(then)
        self.asked_to_wait.set()


class Broken:
    """An audit without a disk."""

    def __init__(self, later: bool) -> None:
        self.later = later

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        if seen:
            raise refuse("broken", "审计写不进", "no disk", where="audit")

    def append_then(
        self, actor: str, purpose: str, seen: Sequence[Seen], then: Callable[[Refused | None], None]
    ) -> None:
        error = refuse("broken", "审计写不进", "no disk", where="audit")
        if not self.later:
            raise error
        then(error)


def behind(region: Any, audit: Any) -> Access:
    """The region's door with another audit."""
    rules = [*region.access._house.decider.policy.rules, *region.access._house.decider.policy.narrowings]
    definitions = region.access.definitions
    return Access(region.store, None, rules, region.access.actors, audit, region.clock, definitions=definitions)


@pytest.mark.parametrize(
    "act",
    [
        lambda c: c.read("Observation", "o1"),
        lambda c: c.history("Observation", "o1"),
        lambda c: c.read_version("Observation", "o1", 1),
        lambda c: c.read_many([("Observation", "o1"), ("Patient", "p1")]),
        lambda c: c.search("Observation"),
        lambda c: c.search("Observation", "_include=Observation:subject"),
    ],
    ids=["read", "history", "version", "many", "search", "include"],
)
def test_an_ordinary_look_leaves_when_its_rows_are_queued(region: Any, act: Callable[[Any], Any]) -> None:
    audit = Held()
    act(behind(region, audit).open("doctor"))
    assert audit.queued
    assert {one.person for one in audit.queued} == {"p1"}
    assert not audit.asked_to_wait.is_set()


def test_a_look_through_broken_glass_waits_for_the_disk(region: Any) -> None:
    audit, seen = Held(), list[Any]()
    context = behind(region, audit).open("doctor", BREAK_GLASS)
    thread = threading.Thread(target=lambda: seen.append(context.read("Observation", "o1")))
    thread.start()
    assert audit.asked_to_wait.wait(30)
    assert [one.what for one in audit.queued] == ["break-glass"]
    assert seen == []
    audit.done.set()
    thread.join()
    assert seen[0].id == "o1"


def test_a_write_is_acknowledged_when_its_row_is_on_disk(region: Any, records: Any) -> None:
    audit = Held()
    answer = behind(region, audit).open("doctor").submit([records.put(records.request("new", "p1", "post-a"))])
    assert audit.asked_to_wait.wait(30)
    assert region.store.read("ServiceRequest", "new").number == 1
    assert [(one.what, one.on, one.person) for one in audit.queued] == [("write", "ServiceRequest/new", "p1")]
    assert not answer.done()
    audit.waiting[0](None)
    assert answer.result(30)[0].created


def test_nobody_sees_what_the_audit_cannot_keep(region: Any) -> None:
    context = behind(region, Broken(later=False)).open("doctor")
    for act in (
        lambda: context.read("Observation", "o1"),
        lambda: context.search("Observation"),
        lambda: context.history("Observation", "o1"),
    ):
        with pytest.raises(Refused, match="no disk"):
            act()


@pytest.mark.parametrize("later", [False, True])
def test_a_write_whose_row_is_lost_says_so_and_keeps_nobody_waiting(region: Any, records: Any, later: bool) -> None:
    answer = behind(region, Broken(later)).open("doctor").submit([records.put(records.request("new", "p1", "post-a"))])
    with pytest.raises(Refused, match="no disk"):
        answer.result(30)


def test_a_refused_look_shows_nothing_and_leaves_no_row(region: Any) -> None:
    audit = Held()
    with pytest.raises(Refused):
        behind(region, audit).open("doctor").read("Observation", "o2")
    assert audit.queued == []


def test_every_record_of_a_person_that_was_shown_stands_in_the_file(region: Any, tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "reads.jsonl", region.clock)
    doctor = behind(region, log).open("doctor", "TREAT")
    shown = [*doctor.search("Observation").matches, *doctor.search("Patient").matches, doctor.read("CareTeam", "c1")]
    log.close()
    rows = [json.loads(line) for line in (tmp_path / "reads.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["on"] for row in rows] == [one.reference for one in shown]
    assert {(row["actor"], row["purpose"], row["person"]) for row in rows} == {("doctor", "TREAT", "p1")}
    assert verify(tmp_path / "reads.jsonl").findings == ()
    assert "演示数据" not in (tmp_path / "reads.jsonl").read_text(encoding="utf-8")


def test_a_queued_row_is_synced_within_a_tenth_of_a_second() -> None:
    """The number that docs/safety.md states; that a sync comes without anybody waiting is told in test_audit."""
    assert module.SYNC_SECONDS <= 0.1


def test_a_row_is_synced_though_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, region: Any) -> None:
    synced, real = threading.Event(), module.os.fsync

    def told(file: int) -> None:
        real(file)
        synced.set()

    log = AuditLog(tmp_path / "reads.jsonl", region.clock)
    monkeypatch.setattr(module.os, "fsync", told)
    log.append("doctor", "", [Seen("read", "Patient/p1", "rule", "p1")])
    assert synced.wait(30)
    log.close()
