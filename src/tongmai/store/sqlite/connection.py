"""Connections. Every pragma is set by itself and read back: SQLite ignores silently what it does not like."""

from dataclasses import dataclass
from pathlib import Path

import apsw

MOST_WAIT = 10_000
"""Milliseconds a connection waits for another's lock; readers of a write-ahead log wait for nobody."""

LOG = 8_000
"""Pages of the write-ahead log (32 MB) that are gathered before they go to their places: a page that many commits touch
goes there once. A third less time in commits of a load than by the usual 1,000."""


STATEMENTS = 1_000
"""Statements a connection keeps compiled. The pages of a day ask several hundred different ones, with the scopes of
each role; the usual hundred would be thrown away before they are asked again, and a long one takes longer to compile
than to run."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`synchronous` FULL: what is acknowledged is on disk; nothing else is fit for use, and tests prove it. `vfs`: the
    file system layer, "" for the machine's own. `exclusive`: one connection for all, for layers without shared
    memory."""

    synchronous: str = "FULL"
    vfs: str = ""
    exclusive: bool = False


_LEVELS = {"NORMAL": 1, "FULL": 2}


def connect(path: Path, settings: Settings, *, writes: bool) -> apsw.Connection:
    """A connection with its pragmas asserted. RuntimeError names a pragma that did not take."""
    connection = apsw.Connection(str(path), vfs=settings.vfs or None, statementcachesize=STATEMENTS)
    connection.set_busy_timeout(MOST_WAIT)
    wanted: list[tuple[str, str | int, str | int]] = [
        (
            "locking_mode",
            "EXCLUSIVE" if settings.exclusive else "NORMAL",
            "exclusive" if settings.exclusive else "normal",
        ),
        ("journal_mode", "WAL", "wal"),
        ("synchronous", settings.synchronous, _LEVELS[settings.synchronous]),
        ("foreign_keys", 1, 1),
        ("temp_store", "MEMORY", 2),
        ("cache_size", -64_000 if writes else -4_000, -64_000 if writes else -4_000),
        ("wal_autocheckpoint", LOG, LOG),
        ("query_only", 0 if writes else 1, 0 if writes else 1),
    ]
    for name, value, expected in wanted:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        found = connection.pragma(name)
        if found != expected:
            connection.close()
            raise RuntimeError(f"pragma {name} is {found!r}, not {expected!r}")
    return connection
