"""What a search finds, as one SELECT of resource numbers: the smallest of its sets drives, the others test.

How small a set is, is asked of the index itself: at most `PROBE` rows are counted. A scope is a union of sets. Where
the search itself finds few, the union is formed within what it found; else the union is one of the sets. Neither way is
a scope an OR of correlated subqueries.
"""

from tongmai.fhir.definitions import Definitions
from tongmai.store.meaning import meaning
from tongmai.store.query import Filter, Query, Scope
from tongmai.store.sql.clause import Clause
from tongmai.store.sql.parts import NOWHERE, Part, Parts
from tongmai.store.sql.schema import Names
from tongmai.store.sql.session import Session, number

PROBE = 2_000


class Planner:
    """Plans one search; the next one takes a new planner, so that equal searches have equal texts."""

    def __init__(self, session: Session, names: Names, definitions: Definitions) -> None:
        self._session, self._names, self._definitions = session, names, definitions
        self.parts = Parts(session.dialect, names, self._symbol, self._ident)
        self.much = False
        """Whether the filters alone may let through more than was counted."""

    def found(self, query: Query) -> Clause:
        """The resources that the filters and the scopes let through, each perhaps several times."""
        parts = self._of(query.type, query.filters)
        driver, size = self._driver(query.type, parts)
        self.much = size >= PROBE
        if query.scopes is None or any(not scope.filters for scope in query.scopes):
            return _conjunction(driver, parts)
        if not query.scopes:
            return self.parts.nothing().rows
        if size < PROBE:
            return self._within(query.type, _conjunction(driver, parts), query.scopes)
        scope = self.parts.found_by(self._union(query.type, query.scopes))
        driver, _ = self._driver(query.type, [*parts, scope])
        return _conjunction(driver, [*parts, scope])

    def among(self, query: Query, idents: list[int]) -> Clause:
        """Those of these resources that the filters and the scopes let through."""
        these = self.parts.these(idents)
        found = _conjunction(these, [these, *self._of(query.type, query.filters)])
        if query.scopes is None or any(not scope.filters for scope in query.scopes):
            return found
        return self._within(query.type, found, query.scopes) if query.scopes else self.parts.nothing().rows

    def permitted(self, type: str, idents: list[int], scopes: tuple[Scope, ...] | None) -> list[int]:
        """Those of these resources of one type that lie in a scope."""
        if scopes is None or any(not scope.filters for scope in scopes):
            return idents
        if not scopes:
            return []
        within = self._within(type, self.parts.these(idents).rows, scopes)
        allowed = {ident for (ident,) in self._session.execute(within.sql, within.bound)}
        return [ident for ident in idents if ident in allowed]

    def _of(self, type: str, filters: tuple[Filter, ...]) -> list[Part]:
        return [self.parts.part(meaning(self._definitions, type, filter)) for filter in filters]

    def _driver(self, type: str, parts: list[Part]) -> tuple[Part, int]:
        """The smallest set and its size, at most PROBE."""
        able = [part for part in parts if not part.negated] or [self.parts.everything(type)]
        sizes = [self._size(part) for part in able]
        least = min(sizes)
        return able[sizes.index(least)], least

    def _size(self, part: Part) -> int:
        rows = part.rows
        sql = f"SELECT count(*) FROM ({rows.sql} LIMIT {PROBE}) counted"
        return number(self._session, sql, rows.bound)

    def _union(self, type: str, scopes: tuple[Scope, ...]) -> Clause:
        """All that the scopes let through."""
        arms = []
        for scope in scopes:
            parts = self._of(type, scope.filters)
            arms.append(_conjunction(self._driver(type, parts)[0], parts))
        return _united(arms)

    def _within(self, type: str, found: Clause, scopes: tuple[Scope, ...]) -> Clause:
        """The part of what was found that the scopes let through."""
        arms = []
        for scope in scopes:
            found_part = self.parts.found_by(Clause("few"))
            arms.append(_conjunction(found_part, [found_part, *self._of(type, scope.filters)]))
        union = _united(arms)
        few = f"WITH few AS MATERIALIZED (SELECT DISTINCT ident FROM ({found.sql}) f)"
        return Clause(f"SELECT ident FROM ({few} {union.sql[1:-1]}) within", (*found.bound, *union.bound))

    def _symbol(self, text: str) -> int:
        if not text:
            return 0
        row = self._session.execute(
            "SELECT pk FROM symbol WHERE text = ?", (self._session.dialect.keyed(text),)
        ).fetchone()
        return int(row[0]) if row else NOWHERE

    def _ident(self, type: int, id: str) -> int:
        row = self._session.execute(
            "SELECT pk FROM ident WHERE type = ? AND id = ?", (type, self._session.dialect.keyed(id))
        ).fetchone()
        return int(row[0]) if row else NOWHERE


def _conjunction(driver: Part, parts: list[Part]) -> Clause:
    return driver.passing([part.test(driver.ident) for part in parts if part is not driver])


def _united(arms: list[Clause]) -> Clause:
    return Clause(f"({' UNION '.join(arm.sql for arm in arms)})", tuple(b for arm in arms for b in arm.bound))
