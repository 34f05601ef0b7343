"""The feed backwards, of one type or of all: what a history of a type is made of.

The feed has no index by type. A type with few resources is answered from their own versions, any other by walking the
feed backwards, where its versions are not far apart; so neither way reads much more than it answers.
"""

import apsw

from tongmai.store.protocol import Version
from tongmai.store.sqlite.connection import number
from tongmai.store.sqlite.reading import Reading
from tongmai.store.sqlite.schema import Names

FEW = 5_000
"""Resources of a type up to which their own versions are read and sorted."""
_END = 1 << 62
_ALL = "SELECT change FROM version WHERE change < ? ORDER BY change DESC LIMIT ?"
_WALKED = """SELECT v.change FROM version v CROSS JOIN ident i ON i.pk = v.ident
             WHERE v.change < ? AND i.type = ? ORDER BY v.change DESC LIMIT ?"""
_GATHERED = """SELECT v.change FROM ident i CROSS JOIN version v ON v.ident = i.pk
               WHERE i.type = ? AND v.change < ? ORDER BY v.change DESC LIMIT ?"""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM ident WHERE type = ? LIMIT ?)"


def recent(
    connection: apsw.Connection, names: Names, reading: Reading, type: str | None, before: int | None, limit: int
) -> list[Version]:
    """See `store.protocol`. To be run in one read transaction."""
    behind = _END if before is None else before
    if type is None:
        rows = connection.execute(_ALL, (behind, limit))
    else:
        of = names.types.get(type, -1)
        few = number(connection, _COUNT, (of, FEW + 1)) <= FEW
        rows = connection.execute(*((_GATHERED, (of, behind, limit)) if few else (_WALKED, (behind, of, limit))))
    changes: list[int] = [row[0] for row in rows.fetchall()]  # type: ignore[misc]
    return [version for change in changes for version in reading.changes(change - 1, 1)]
