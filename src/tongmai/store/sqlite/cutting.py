"""A store taken back to a moment: versions written after it are left out, and nothing of them stays behind.

Time never goes back in the feed, so what was written after a moment is the end of it. The index is not mended but made
anew from the bodies that are left: marking it as made by nobody's parameters lets the next opening do that.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tongmai.store.sql.schema import set_fact
from tongmai.store.sql.session import number
from tongmai.store.sqlite.connection import Settings, connect
from tongmai.store.sqlite.session import SqliteSession

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATER = "SELECT ident FROM version WHERE change > ?"
_BACK = f"""UPDATE ident SET (change, number, live) =
            (SELECT v.change, v.number, 1 - v.deleted FROM version v
             WHERE v.ident = ident.pk AND v.change <= ? ORDER BY v.number DESC LIMIT 1)
            WHERE pk IN ({_LATER}) AND EXISTS (SELECT 1 FROM version v WHERE v.ident = ident.pk AND v.change <= ?)"""
_NEVER = f"""UPDATE ident SET change = 0, number = 0, live = 0
             WHERE pk IN ({_LATER})
             AND NOT EXISTS (SELECT 1 FROM version v WHERE v.ident = ident.pk AND v.change <= ?)"""
_SWEPT = (
    "DELETE FROM ident WHERE change = 0 AND pk NOT IN (SELECT target FROM reference)",
    """DELETE FROM symbol WHERE pk NOT IN (SELECT code FROM token UNION SELECT system FROM token
       UNION SELECT system FROM quantity UNION SELECT code FROM quantity UNION SELECT unit FROM quantity
       UNION SELECT text FROM uri)""",
)


def cut(path: Path, until: datetime) -> int:
    """Leave out every version written after an instant; the change number that is last then. Nobody else may have the
    store open. Afterwards open and close it once (the index is made anew), then `sweep`."""
    moment = int((until - _EPOCH) / timedelta(milliseconds=1))
    connection = connect(path, Settings(), writes=True)
    try:
        session = SqliteSession(connection)
        session.begin()
        last = number(session, "SELECT coalesce(max(change), 0) FROM version WHERE at <= ?", (moment,))
        connection.execute(_BACK, (last, last, last))
        connection.execute(_NEVER, (last, last))
        connection.execute("DELETE FROM version WHERE change > ?", (last,))
        set_fact(session, "indexed_by", "")
        connection.execute("COMMIT")
    finally:
        connection.close()
    return last


def sweep(path: Path) -> None:
    """Take out the ids and texts that only versions left out had, and the pages they stood on."""
    connection = connect(path, Settings(), writes=True)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SWEPT:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    finally:
        connection.close()
