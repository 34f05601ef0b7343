"""A store's whole content at one change number: copied while others write, told as counts and digests, compared.

The copy is made page by page inside one read transaction, so that it is of one moment; whoever writes meanwhile waits
for nothing. A store that is only looked at is opened read-only: neither its lock nor its log is touched.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw

from tongmai.store.protocol import Version
from tongmai.store.sql.migrating import edition_of
from tongmai.store.sql.packing import Packer
from tongmai.store.sql.reading import Reading
from tongmai.store.sql.schema import Names
from tongmai.store.sql.soundness import BLOCK, feed
from tongmai.store.sqlite.connection import MOST_WAIT
from tongmai.store.sqlite.session import SqliteSession

PAGES = 2_000
"""Pages of a step of the copy; between steps other threads come to work."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a store holds up to its last change. `digests`: of each `BLOCK` versions in the order of the feed, over
    everything a version says. `last`: when the newest version was written, None in an empty store."""

    change: int
    versions: int
    last: datetime | None
    counts: dict[str, int]
    digests: tuple[str, ...]
    edition: int


@contextmanager
def looking(path: Path) -> Iterator[tuple[SqliteSession, Reading]]:
    """A store as it stands now, read-only, of one moment, whether or not another process writes it."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    connection.set_busy_timeout(MOST_WAIT)
    session = SqliteSession(connection)
    try:
        connection.execute("BEGIN")
        types = {name: pk for pk, name in connection.execute("SELECT pk, name FROM type")}  # here the moment begins
        yield session, Reading(session, Names(types, {}), Packer(session))
    finally:
        connection.close()


def copied(source: Path, target: Path) -> Content:
    """Copy a store into one file of its own, synced, without a log beside it. What the *source* held at that moment:
    the copy proves itself against it (`content`). Refused by SQLite's own errors where the source cannot be read."""
    with looking(source) as (session, reading):
        copy = apsw.Connection(str(target))
        with copy.backup("main", session.connection, "main") as backup:
            while not backup.done:
                backup.step(PAGES)
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        copy.close()
        told = _content(session, reading)
    _synced(target)
    return told


def content(path: Path) -> Content:
    """What a store holds; every body is unpacked for it."""
    with looking(path) as found:
        return _content(*found)


def first_difference(one: Path, other: Path, upto: int) -> str:
    """The first version up to a change number in which two stores differ, by its place in the feed; "" for none."""
    with looking(one) as (_, a), looking(other) as (_, b):
        theirs = feed(b, upto)
        for version in feed(a, upto):
            if version != next(theirs, None):
                return f"{version.reference} v{version.number} @{version.change}"
        extra = next(theirs, None)
    return f"{extra.reference} v{extra.number} @{extra.change}" if extra else ""


def _content(session: SqliteSession, reading: Reading) -> Content:
    upto, digests, digest = reading.last_change(), list[str](), hashlib.sha256()
    count, last = 0, None
    for version in feed(reading, upto):
        digest.update(_told(version))
        count, last = count + 1, version.at
        if count % BLOCK == 0:
            digests.append(digest.hexdigest())
            digest = hashlib.sha256()
    if count % BLOCK:
        digests.append(digest.hexdigest())
    return Content(upto, count, last, reading.counts(), tuple(digests), edition_of(session))


def _told(version: Version) -> bytes:
    head = f"{version.change} {version.reference} {version.number} {version.at.isoformat()} {version.deleted} "
    return (
        b"%s%d %s %d " % (head.encode(), len(version.origin), version.origin.encode(), len(version.body)) + version.body
    )


def _synced(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def change_at(path: Path, moment: datetime) -> int:
    """The last change that was written at a moment or before; 0 for none."""
    with looking(path) as (_, reading):
        return max((one.change for one in feed(reading, reading.last_change()) if one.at <= moment), default=0)


def integrity(path: Path) -> list[str]:
    """What SQLite itself finds wrong with the file; empty when nothing is."""
    with looking(path) as (session, _):
        try:
            told = [str(row[0]) for row in session.execute("PRAGMA integrity_check")]
        except apsw.Error as error:
            told = [str(error)]
    return [] if told == ["ok"] else told
