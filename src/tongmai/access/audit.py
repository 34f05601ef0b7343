"""Who looked: a chained file, one JSON line a record seen or written (`chain`), with marks beside it (`marks`).

A row reaches the system before its record is shown, and the disk within `SYNC_SECONDS`; a write and a broken glass wait
for the disk. A row that cannot be written is a refusal: nobody sees what nobody could be told of later. A line never
holds a person's name, only types and ids.
"""

import errno
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tongmai.access.chain import cut_torn_line, last_row, sealed
from tongmai.access.marks import Mark, Marking, beside, read_marks
from tongmai.base.clock import Clock
from tongmai.base.outcome import Refused, refuse

SYNC_SECONDS = 0.1  # the longest that a line of a read stays unsynced


@dataclass(frozen=True, slots=True)
class Seen:
    """One record touched. `person` is the id of the patient it belongs to, as far as the record says so."""

    what: str  # read | search | history | write | break-glass | open | recovered | restored
    on: str  # Type/id
    rule: str
    person: str = ""


Then = Callable[[Refused | None], None]
"""Told when rows are on disk (None), or why they could not be put there."""


class Audit(Protocol):
    """Where the door writes what was seen."""

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        """One line for each record seen; with `wait` return when they are on disk. Refused (broken, busy): they could
        not be written."""
        ...

    def append_then(self, actor: str, purpose: str, seen: Sequence[Seen], then: Then) -> None:
        """As `append`; `then` is called once they are on disk (at once when nothing was seen)."""
        ...


class NoAudit:
    """Keeps nothing: for tests of other things."""

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        return None

    def append_then(self, actor: str, purpose: str, seen: Sequence[Seen], then: Then) -> None:
        then(None)


class AuditLog:
    """The chained file; one process at a time (the store's lock sees to it)."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock, self._changed = clock, threading.Condition()
        path.parent.mkdir(parents=True, exist_ok=True)
        told = _recovery(path)
        last = last_row(path)
        self._rows, self._head, self._at = last.number, last.hash, last.at
        self._file = path.open("ab", buffering=0)
        self._marking = Marking(beside(path))
        self._written = self._synced = 0
        self._then: list[Then] = []
        self._closing = False
        self._failed: Refused | None = None
        self._thread = threading.Thread(target=self._sync_forever, name="audit", daemon=True)
        self._thread.start()
        if told:
            self.append("system:audit", "", told, wait=True)

    @property
    def head(self) -> Mark:
        """How many rows there are and the hash of the newest: whoever keeps it elsewhere can prove a cut tail."""
        with self._changed:
            return Mark(self._rows, self._head)

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        if not seen:
            return
        if not wait:
            self._write(actor, purpose, seen, ())
            return
        on_disk, failed = threading.Event(), list[Refused]()

        def told(error: Refused | None) -> None:
            failed.extend([error] if error else [])
            on_disk.set()

        self._write(actor, purpose, seen, (told,))
        on_disk.wait()
        if failed:
            raise failed[0]

    def append_then(self, actor: str, purpose: str, seen: Sequence[Seen], then: Then) -> None:
        if seen:
            self._write(actor, purpose, seen, (then,))
        else:
            then(None)

    def _write(self, actor: str, purpose: str, seen: Sequence[Seen], then: tuple[Then, ...]) -> None:
        with self._changed:
            if self._closing:
                raise refuse("busy", "审计正在关闭", "the audit is closing")
            if self._failed:
                raise self._failed
            at = max(self._at, _text(self._clock.now()))  # never before the row before, whatever the clock does
            rows, head, lines = self._rows, self._head, list[bytes]()
            for one in seen:
                fields = {"at": at, "actor": actor, "purpose": purpose, "what": one.what, "on": one.on,
                          "person": one.person, "rule": one.rule}  # fmt: skip
                rows += 1
                line, head = sealed(rows, head, fields)
                lines.append(line)
            self._put(b"".join(lines))
            self._rows, self._head, self._at = rows, head, at
            self._written += 1
            self._then += then
            if then or self._written - self._synced == 1:  # else the thread that syncs is awake, or gathers lines
                self._changed.notify_all()

    def _put(self, data: bytes) -> None:
        """All of it or nothing."""
        end = os.fstat(self._file.fileno()).st_size
        try:
            if self._file.write(data) != len(data):
                raise OSError("the disk took a part of it")
        except OSError as error:
            os.ftruncate(self._file.fileno(), end)
            raise _broken(error) from error

    def _sync_forever(self) -> None:
        """One sync serves all lines before it; without somebody waiting, lines gather for `SYNC_SECONDS` first."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._synced < self._written or self._closing)
                if self._synced == self._written:
                    return
                self._changed.wait_for(lambda: bool(self._then) or self._closing, timeout=SYNC_SECONDS)
                target, waiting, self._then = self._written, self._then, []
                mark = Mark(self._rows, self._head)
            error = self._sync(mark)
            with self._changed:
                self._synced = target
            for then in waiting:
                then(error)

    def _sync(self, mark: Mark) -> Refused | None:
        """After a sync that failed nobody knows what is on disk: nothing more is written until the next start."""
        try:
            os.fsync(self._file.fileno())
            self._marking.move(mark)
        except OSError as error:
            with self._changed:
                self._failed = _broken(error)
        return self._failed

    def close(self) -> None:
        """Sync what is open and stop."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        self._file.close()
        self._marking.close()


def _recovery(path: Path) -> list[Seen]:
    """What has to be told at the start: a line that a crash cut off, rows that a mark knows and the file has not."""
    told = []
    if cut := cut_torn_line(path):
        told.append(Seen("recovered", f"{cut} bytes", "a line cut off by a crash"))
    marks, _ = read_marks(beside(path))
    known, rows = max((mark.rows for mark in marks), default=0), last_row(path).number
    if known > rows:
        told.append(Seen("recovered", f"{known - rows} rows", f"missing at the start: a mark knows {known} rows"))
    return told


def _broken(error: OSError) -> Refused:
    return refuse(
        "no-room" if error.errno == errno.ENOSPC else "broken",
        f"审计写不进磁盘（{error.strerror or error}），因此不予办理",
        f"the audit cannot be written ({error.strerror or error}), so nothing is shown or acknowledged",
        where="audit", rule="no look without a row",
        remedy=("腾出空间或修好磁盘，再重启服务", "free space or mend the disk, then start again"),
    )  # fmt: skip


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
