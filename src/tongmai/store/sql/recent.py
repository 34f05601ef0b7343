"""The feed backwards, of one type or of all: what a history of a type is made of.

The feed has no index by type. A type with few resources is answered from their own versions, any other by walking the
feed backwards, where its versions are not far apart; so neither way reads much more than it answers.
"""

from tongmai.store.protocol import Version
from tongmai.store.sql.reading import Reading
from tongmai.store.sql.session import Session, number

FEW = 5_000
"""Resources of a type up to which their own versions are read and sorted."""
_END = 1 << 62
_ALL = "SELECT change FROM version WHERE change < ? ORDER BY change DESC LIMIT ?"
_WALKED = """SELECT v.change FROM version v WHERE v.change < ?
             AND (SELECT i.type FROM ident i WHERE i.pk = v.ident) = ? ORDER BY v.change DESC LIMIT ?"""
_GATHERED = """SELECT v.change FROM ident i JOIN version v ON v.ident = i.pk
               WHERE i.type = ? AND +v.change < ? ORDER BY +v.change DESC LIMIT ?"""
"""The subquery and the plus signs leave a database no other way than the one that is meant."""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM ident WHERE type = ? LIMIT ?) counted"


def recent(session: Session, reading: Reading, type: str | None, before: int | None, limit: int) -> list[Version]:
    """See `store.protocol`. To be run in one read transaction."""
    behind = _END if before is None else before
    if type is None:
        rows = session.execute(_ALL, (behind, limit))
    else:
        of = reading.type_number(type)
        few = number(session, _COUNT, (of, FEW + 1)) <= FEW
        rows = session.execute(*((_GATHERED, (of, behind, limit)) if few else (_WALKED, (behind, of, limit))))
    changes: list[int] = [row[0] for row in rows.fetchall()]
    return [version for change in changes for version in reading.changes(change - 1, 1)]
