"""The order of a search: what a sort goes by, and a walk along an index that is in that order already.

A period is sorted by when it began, a text by its folded form; of several values the least counts, falling the
greatest; missing ones come last. Where a search finds much, its page is near the beginning of the walk, and sorting all
it finds would be waste. Where it is not near, the walk gives up and all is sorted: before the walk costs more than
sorting would, so that a search never costs more than about twice the better way.
"""

from collections.abc import Callable
from typing import NamedTuple

from tongmai.fhir.definitions import Definitions
from tongmai.store.query import Query, Sort
from tongmai.store.rows import OWN
from tongmai.store.sql.clause import Clause
from tongmai.store.sql.schema import DATED, Names
from tongmai.store.sql.session import Session

COLUMNS = {"date": "start", "string": "text", "number": "low"}
FIRST, MOST = 200, 20_000
"""Index rows in the first stretch of a walk, and in all before it gives up."""

Row = tuple[object, ...]
Within = Callable[[Clause], Clause]
"""The search, limited to the resources `ident` of a SELECT, or of a table expression by its name."""


class Way(NamedTuple):
    """An index in the order of a sort: `key` and `ident` columns of `source`, of which `clause` holds."""

    source: str
    key: str
    ident: str
    clause: Clause


class Ordering:
    """Keys and walks on one connection."""

    def __init__(self, session: Session, names: Names, definitions: Definitions) -> None:
        self._session, self._names, self._definitions = session, names, definitions

    def way(self, type: str, sort: Sort, code: int | None = None) -> Way:
        """Where a sort finds its values; `code`: of those alone that have it, where the codes stand in that order."""
        if code is not None:
            of = self._names.parameters[type, DATED[type][0]]
            return Way("dated", "start", "ident", Clause("parameter = ? AND code = ?", (of, code)))
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
        self, query: Query, within: Within, after: list[object] | None, counted: Callable[[int], int], code: int | None
    ) -> list[Row] | None:
        """Rows (False, key, number) of a page and one more. None: the page is not near, or reaches what has no
        value. `counted`: how many there are to be sorted instead, at most so many. `code`: that all of them have and
        whose own order is walked, None where there is none."""
        (sort,) = query.sort
        if after and after[0]:
            return None
        rows: list[Row] = []
        whole = not query.filters and query.scopes is None  # of its steps few are left out
        behind, seen, most = after and after[1:3], 0, MOST
        size = min(FIRST, 2 * (query.count + 1)) if whole else FIRST
        while seen < most:
            steps = self._steps(self.way(query.type, sort, code), sort.descending, behind)
            rows += self._kept(query, within, steps, size, query.count + 1 - len(rows))
            if len(rows) > query.count:
                return rows[: query.count + 1]
            behind = self._last(steps, size)
            if behind is None:
                return None
            if not seen:
                most = counted(MOST)
            seen += size
            size = _next(size, seen, len(rows), query.count + 1)
        return None

    def _steps(self, way: Way, descending: bool, behind: list[object] | None) -> Clause:
        """The index from behind a place on, as SELECT of key and ident in its order."""
        beyond, turn = ("<", "DESC") if descending else (">", "ASC")
        where, bound = way.clause
        dialect, text = self._session.dialect, way.source == "string"
        if behind:
            key, ident = behind
            least = Clause(f"{way.key} {beyond}= ?", (key,))
            if text:
                least = dialect.compared(way.key, f"{beyond}=", key)
            where += f" AND {least.sql} AND ({way.key} {beyond} ? OR {way.ident} > ?)"
            bound = (*bound, *least.bound, key, ident)
        order = dialect.walked(way.key, turn) if text else f"{way.key} {turn}"
        sql = f"SELECT {way.key} AS key, {way.ident} AS ident FROM {way.source} WHERE {where}"
        return Clause(f"{sql} ORDER BY {order}, {way.ident}", bound)

    def _kept(self, query: Query, within: Within, steps: Clause, size: int, wanted: int) -> list[Row]:
        """Those of the next steps that the search finds, each only at its own key; no more than are wanted, so that no
        row leaves the database that no page shows."""
        (sort,) = query.sort
        found, key = within(Clause("steps")), self.key(query.type, sort, "s.ident")
        turn = "DESC" if sort.descending else "ASC"
        sql = f"""WITH steps AS MATERIALIZED ({steps.sql} LIMIT {size:d})
                  SELECT DISTINCT s.key, s.ident FROM steps s
                  WHERE s.ident IN (SELECT ident FROM ({found.sql}) f) AND s.key = {key.sql}
                  ORDER BY s.key {turn}, s.ident LIMIT {wanted:d}"""
        bound = (*steps.bound, *found.bound, *key.bound)
        return [(False, value, ident) for value, ident in self._session.execute(sql, bound)]

    def _last(self, steps: Clause, size: int) -> list[object] | None:
        """The place of the last of so many steps; None where there are fewer."""
        row = self._session.execute(f"{steps.sql} LIMIT 1 OFFSET {size - 1:d}", steps.bound).fetchone()
        return list(row) if row else None


def _next(size: int, seen: int, found: int, wanted: int) -> int:
    """How many steps to take next: as many as should find what is wanted, going by what was found so far."""
    guess = (wanted - found) * seen * 5 // (found * 4) if found else size * 4
    return max(FIRST, min(guess, size * 8, MOST))
