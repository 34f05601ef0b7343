"""A SQLite store brought over to this program's edition, once it is certain that it can be."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tongmai.base.clock import Clock
from tongmai.base.outcome import refuse
from tongmai.store.lock import Lock
from tongmai.store.sql.migrating import Progress, due, migrate
from tongmai.store.sqlite.connection import Settings, connect
from tongmai.store.sqlite.session import SqliteSession

ROOM = 1.5
"""Free bytes on the disk for each byte of the store: rows that grow are written to the log and again to the file."""


def bring_over(path: Path, clock: Clock) -> Iterator[Progress]:
    """Told after each step; what is interrupted goes on from there the next time. Nothing is done before it is known
    that the edition can be brought over, that nobody has the store open and that the disk has room.

    Refused: not-found, conflict, unsupported (a newer program's store), broken (no room).
    """
    if not path.exists():
        raise refuse("not-found", "该目录没有记录库", "no records in this folder", where=path.name)
    lock = Lock(path.with_name(path.name + ".lock"), clock.now())
    try:
        connection = connect(path, Settings(), writes=True)
        try:
            session = SqliteSession(connection)
            if due(session):
                _check_room(path)
            yield from migrate(session)
        finally:
            connection.close()
    finally:
        lock.release()


def _check_room(path: Path) -> None:
    wanted, free = int(path.stat().st_size * ROOM), shutil.disk_usage(path.parent).free
    if free < wanted:
        raise refuse(
            "broken",
            f"磁盘空间不足：需要 {wanted:,} 字节，剩余 {free:,}",
            f"no room on the disk: {wanted:,} bytes are wanted, {free:,} are free",
            where=path.name,
            remedy=("腾出空间后再试", "make room and try again"),
        )
