"""The order of a search: what a sort goes by, and a walk along an index that is in that order already.

A period is sorted by when it began, a text by its folded form; of several values the least counts, falling the
greatest; missing ones come last. Where a search finds much, its page is near the beginning of the walk, and sorting all
it finds would be waste. Where it is not near, the walk gives up and all is sorted: before the walk costs more than
sorting would, so that a search never costs more than about twice the better way.
"""

import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar

from tongmai.fhir.definitions import Definitions
from tongmai.store.query import Query, Sort
from tongmai.store.rows import OWN
from tongmai.store.sql.clause import Clause
from tongmai.store.sql.schema import Names
from tongmai.store.sql.session import Session

COLUMNS = {"date": "start", "string": "text", "number": "low"}
FIRST, MOST = 200, 20_000
"""Index rows in the first stretch of a walk, and in all before it gives up."""

T = TypeVar("T")
Row = tuple[object, ...]
Among = Callable[[list[int]], Clause]
"""The search, limited to some resources."""


class Way(NamedTuple):
    """An index in the order of a sort: `key` and `ident` columns of `source`, of which `clause` holds."""

    source: str
    key: str
    ident: str
    clause: Clause


def gathered(
    steps: Iterator[T],
    keep: Callable[[list[T]], list[Row]],
    count: int,
    counted: Callable[[int], int] | None,
    first: int | None = None,
) -> list[Row] | None:
    """The first `count` rows and one more of what is kept along a walk, fewer where it ends. None: it gave up, for it
    was going to cost more than there are rows to be sorted, which `counted` tells, at most so many; without it a walk
    goes on to its end. `first`: steps of the first stretch."""
    rows: list[Row] = []
    size, seen, most = first or FIRST, 0, float(MOST) if counted else math.inf
    while seen < most:
        stretch = list(islice(steps, size))
        rows += keep(stretch)
        if len(rows) > count or len(stretch) < size:
            return rows[: count + 1]
        if counted and not seen:
            most = counted(MOST)
        seen, size = seen + size, min(size * 4, MOST)
    return None


class Ordering:
    """Keys and walks on one connection."""

    def __init__(self, session: Session, names: Names, definitions: Definitions) -> None:
        self._session, self._names, self._definitions = session, names, definitions

    def way(self, type: str, sort: Sort) -> Way:
        """Where a sort finds its values."""
        if sort.name in ("_id", "_lastUpdated"):
            key = {"_id": "id", "_lastUpdated": "change"}[sort.name]
            return Way("ident", key, "pk", Clause("type = ? AND live = 1", (self._names.types.get(type, -1),)))
        parameter = self._definitions.parameters(type)[sort.name]
        own = f" AND form = {OWN}" if parameter.type == "string" else ""
        clause = Clause(f"parameter = ?{own}", (self._names.parameters[type, parameter.rows_under],))
        return Way(parameter.type, COLUMNS[parameter.type], "ident", clause)

    def key(self, type: str, sort: Sort, ident: str) -> Clause:
        """The value by which one resource is sorted; NULL for none."""
        way = self.way(type, sort)
        best = f"{'max' if sort.descending else 'min'}({way.key})"
        sql = f"(SELECT {best} FROM {way.source} WHERE {way.ident} = {ident} AND {way.clause.sql})"
        return Clause(sql, way.clause.bound)

    def walked(
        self, query: Query, among: Among, after: list[object] | None, counted: Callable[[int], int]
    ) -> list[Row] | None:
        """Rows (False, key, number) of a page and one more. None: the page is not near, or reaches what has no
        value. `counted`: how many there are to be sorted instead, at most so many."""
        (sort,) = query.sort
        if after and after[0]:
            return None
        steps = self._steps(query.type, sort, after)
        rows = gathered(steps, lambda stretch: self._among(query.type, sort, among, stretch), query.count, counted)
        return rows if rows and len(rows) > query.count else None

    def _steps(self, type: str, sort: Sort, after: list[object] | None) -> Iterator[tuple[object, int]]:
        """(key, number) along the index, from behind the last page."""
        way = self.way(type, sort)
        beyond, turn = ("<", "DESC") if sort.descending else (">", "ASC")
        where, bound = way.clause
        dialect, text = self._session.dialect, way.source == "string"
        if after:
            least = Clause(f"{way.key} {beyond}= ?", (after[1],))
            if text:
                least = dialect.compared(way.key, f"{beyond}=", after[1])
            where += f" AND {least.sql} AND ({way.key} {beyond} ? OR {way.ident} > ?)"
            bound = (*bound, *least.bound, after[1], after[2])
        order = dialect.walked(way.key, turn) if text else f"{way.key} {turn}"
        sql = f"SELECT {way.key}, {way.ident} FROM {way.source} WHERE {where} ORDER BY {order}, {way.ident}"
        return self._session.stream(sql, bound)

    def _among(self, type: str, sort: Sort, among: Among, stretch: list[tuple[object, int]]) -> list[Row]:
        """Those of a stretch that the search finds, each only at its own key."""
        found = among([ident for _, ident in stretch])
        key = self.key(type, sort, "f.ident")
        sql = f"SELECT f.ident, {key.sql} FROM (SELECT DISTINCT ident FROM ({found.sql}) g) f"
        best: dict[object, object] = dict(self._session.execute(sql, (*key.bound, *found.bound)))
        return [(False, value, ident) for value, ident in dict.fromkeys(stretch) if best.get(ident) == value]
