"""Who looked, by person: an index beside the audit file, so that a resident's page costs no scan of it.

The file stays the truth; the index holds where a person's lines begin and by whom they are, follows the file when it is
asked, and begins again where what it knew of the file no longer stands there. It can be deleted at any time.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import apsw
import orjson

_BATCH = 20_000  # lines a transaction while catching up
_TABLES = """
CREATE TABLE IF NOT EXISTS seen (person TEXT, place INTEGER, actor TEXT, PRIMARY KEY (person, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS upto (one INTEGER PRIMARY KEY, place INTEGER, start INTEGER, hash TEXT);
"""


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the audit about a person. `at` is an instant in UTC as text, `on` is `Type/id`, `place` where the
    line begins: a later page asks for what stands before it."""

    at: str
    actor: str
    purpose: str
    what: str
    on: str
    rule: str
    place: int


@dataclass(frozen=True, slots=True)
class _UpTo:
    """How far the file is indexed: up to `place`; the last line began at `start` and had this hash."""

    place: int = 0
    start: int = 0
    hash: str = ""


class Looked:
    """The index of one audit file; thread-safe. `followed` counts the bytes read to catch up since it was opened."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock, self.followed = path, threading.Lock(), 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = _opened(path.with_suffix(".looked"))
        row = self._connection.execute("SELECT place, start, hash FROM upto").fetchone()
        self._upto = _UpTo(*row) if row else _UpTo()

    def of(self, person: str, before: int | None = None, count: int = 500, without: str = "") -> list[Look]:
        """The lines about a person, newest first: those before a place, without those of an actor."""
        with self._lock:
            if not self._path.exists():
                return []
            with self._path.open("rb") as file:
                self._follow(file)
                return [_look(file, place) for place in self._places(person, before, count, without)]

    def close(self) -> None:
        """Let go of the index."""
        with self._lock:
            self._connection.close()

    def _places(self, person: str, before: int | None, count: int, without: str) -> list[int]:
        last = self._upto.place if before is None else before
        found = self._connection.execute(
            "SELECT place FROM seen WHERE person = ? AND place < ? AND actor <> ? ORDER BY place DESC LIMIT ?",
            (person, last, without, count),
        )
        return [int(row[0]) for row in found]

    def _follow(self, file: Any) -> None:
        """Take up what was written since; whole lines only."""
        if not _stands(file, self._upto):
            self._connection.execute("DELETE FROM seen; DELETE FROM upto")
            self._upto = _UpTo()
        file.seek(self._upto.place)
        for batch in _batches(file, self._upto.place):
            rows = [(person, start, actor) for start, _, person, actor in batch if person]
            start, line, _, _ = batch[-1]
            upto = _UpTo(start + len(line), start, sha256(line).hexdigest())
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", rows)
                self._connection.execute(
                    "INSERT OR REPLACE INTO upto VALUES (1, ?, ?, ?)", (upto.place, upto.start, upto.hash)
                )
            self.followed += upto.place - self._upto.place
            self._upto = upto


def _opened(path: Path) -> apsw.Connection:
    """The index; one that cannot be read is begun anew, for it holds nothing of its own."""
    try:
        return _prepared(path)
    except (apsw.CorruptError, apsw.NotADBError):
        path.unlink()
        return _prepared(path)


def _prepared(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLES)
    except apsw.Error:
        connection.close()
        raise
    return connection


def _stands(file: Any, upto: _UpTo) -> bool:
    """Whether the file still has the last line that was indexed where it was."""
    if not upto.place:
        return True
    file.seek(upto.start)
    return sha256(file.read(upto.place - upto.start)).hexdigest() == upto.hash


def _batches(file: Any, place: int) -> Iterator[list[tuple[int, bytes, str, str]]]:
    """The whole lines from here on, (start, line, person, actor) each, in stretches."""
    batch: list[tuple[int, bytes, str, str]] = []
    for line in file:
        if not line.endswith(b"\n"):
            break
        told = _told(line)
        batch.append((place, line, str(told.get("person", "")), str(told.get("actor", ""))))
        place += len(line)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _look(file: Any, place: int) -> Look:
    file.seek(place)
    told = _told(file.readline())
    fields = {name: str(told.get(name, "")) for name in ("at", "actor", "purpose", "what", "on", "rule")}
    return Look(**fields, place=place)


def _told(line: bytes) -> dict[str, Any]:
    """A line as it reads; a damaged one says nothing here and is named by the check of the chain."""
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}
