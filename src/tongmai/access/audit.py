"""Who looked: a chained file, one JSON line a record seen or written, each line with the hash of the one before.

The chain shows a changed, removed or inserted line. It cannot show that the newest lines were cut off: whoever keeps
`AuditLog.head` elsewhere can. A line never holds a person's name, only types and ids.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tongmai.base.clock import Clock

FIRST = "0" * 64
SYNC_SECONDS = 0.1  # the longest that a line of a read stays unsynced


@dataclass(frozen=True, slots=True)
class Seen:
    """One record touched. `person` is the id of the patient it belongs to, as far as the record says so."""

    what: str  # read | search | history | write | break-glass | open
    on: str  # Type/id
    rule: str
    person: str = ""


class Audit(Protocol):
    """Where the door writes what was seen."""

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        """One line for each record seen; with `wait` return when they are on disk."""
        ...

    def append_then(self, actor: str, purpose: str, seen: Sequence[Seen], then: Callable[[], None]) -> None:
        """As `append`; `then` is called once they are on disk (at once when nothing was seen)."""
        ...


class NoAudit:
    """Keeps nothing: for tests of other things."""

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        return None

    def append_then(self, actor: str, purpose: str, seen: Sequence[Seen], then: Callable[[], None]) -> None:
        then()


class AuditLog:
    """The chained file. Lines reach the system at once and the disk within `SYNC_SECONDS`, sooner if one waits."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock, self._lock, self._dirty = clock, threading.Lock(), threading.Condition()
        path.parent.mkdir(parents=True, exist_ok=True)
        cut = _cut_torn_line(path)
        self._previous = _last_hash(path)
        self._file = path.open("ab", buffering=0)
        self._written = self._synced = 0
        self._then: list[Callable[[], None]] = []
        self._closing = False
        self._thread = threading.Thread(target=self._sync_forever, name="audit", daemon=True)
        self._thread.start()
        if cut:
            self.append("system:audit", "", [Seen("recovered", f"{cut} bytes", "a line cut off by a crash")], wait=True)

    @property
    def head(self) -> str:
        """The hash of the newest line."""
        return self._previous

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        if not seen:
            return
        if wait:
            on_disk = threading.Event()
            self.append_then(actor, purpose, seen, on_disk.set)
            on_disk.wait()
        else:
            self._write(actor, purpose, seen, ())

    def append_then(self, actor: str, purpose: str, seen: Sequence[Seen], then: Callable[[], None]) -> None:
        if seen:
            self._write(actor, purpose, seen, (then,))
        else:
            then()

    def _write(self, actor: str, purpose: str, seen: Sequence[Seen], then: tuple[Callable[[], None], ...]) -> None:
        at = self._clock.now().isoformat(timespec="microseconds")
        with self._lock:
            self._file.write(b"".join([self._line(at, actor, purpose, one) for one in seen]))
        with self._dirty:
            if self._closing:
                raise RuntimeError("the audit is closed")
            self._written += 1
            self._then += then
            self._dirty.notify_all()

    def _line(self, at: str, actor: str, purpose: str, one: Seen) -> bytes:
        row: Mapping[str, str] = {
            "at": at, "actor": actor, "purpose": purpose, "what": one.what, "on": one.on,
            "person": one.person, "rule": one.rule, "previous": self._previous,
        }  # fmt: skip
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
        self._previous = hashlib.sha256(line).hexdigest()
        return line + b"\n"

    def _sync_forever(self) -> None:
        """One sync serves all lines before it; without somebody waiting, lines gather for `SYNC_SECONDS` first."""
        while True:
            with self._dirty:
                self._dirty.wait_for(lambda: self._synced < self._written or self._closing)
                if self._synced == self._written:
                    return
                self._dirty.wait_for(lambda: bool(self._then) or self._closing, timeout=SYNC_SECONDS)
                target, waiting, self._then = self._written, self._then, []
            os.fsync(self._file.fileno())
            self._synced = target
            for then in waiting:
                then()

    def close(self) -> None:
        """Sync what is open and stop."""
        with self._dirty:
            self._closing = True
            self._dirty.notify_all()
        self._thread.join()
        self._file.close()


def verify(path: Path) -> int | None:
    """The number (from 1) of the first broken row of an audit file; None when the chain holds."""
    previous = FIRST
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            line = raw.removesuffix(b"\n")
            if line == raw or _previous_of(line) != previous:
                return number
            previous = hashlib.sha256(line).hexdigest()
    return None


def _previous_of(line: bytes) -> str:
    try:
        row = json.loads(line)
    except ValueError:
        return ""
    return str(row.get("previous", "")) if isinstance(row, dict) else ""


def _cut_torn_line(path: Path) -> int:
    """Remove what stands behind the last line end (a write that a crash cut off); the number of bytes removed."""
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        start = max(0, size - 65_536)
        file.seek(start)
        tail = file.read()
        keep = start + tail.rfind(b"\n") + 1
        if keep < size:
            file.truncate(keep)
        return size - keep


def _last_hash(path: Path) -> str:
    if not path.exists() or path.stat().st_size == 0:
        return FIRST
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 65_536))
        last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    return hashlib.sha256(last).hexdigest()
