"""What a search finds, as one SELECT of resource numbers: the smallest of its sets drives, the others test.

How small a set is, is asked of the index itself: at most `PROBE` rows are counted, and never more than of the smallest
so far. A scope is a union of sets. Where the search itself finds few, the union is formed within them (where it finds
nothing, no scope is looked at); else the union is one of the sets. Neither way is a scope an OR of correlated
subqueries, and no number leaves the database that a scope does not let through. A policy's scopes come again and again:
how large their sets are is remembered for a while, because it only decides where to begin.
"""

from collections.abc import Callable

from tongmai.fhir.definitions import Definitions
from tongmai.store.meaning import meaning
from tongmai.store.query import Filter, Query, Scope, Sort
from tongmai.store.sql.clause import Bound, Clause
from tongmai.store.sql.pairing import paired
from tongmai.store.sql.part import Part
from tongmai.store.sql.parts import COLUMN, NOWHERE, Parts
from tongmai.store.sql.schema import DATED, Names
from tongmai.store.sql.session import Session, number
from tongmai.store.terms import Meaning, Range, Token

PROBE = 2_000
HOP = 300
"""The same of what lies behind a hop that is all that is asked for: each of its rows is three, and no other set is
compared with it."""
CODES = 100
"""Codes of a parameter up to which a resource is asked about each."""
REMEMBERED, MEANINGS = 100_000, 500
AGAIN = 200
"""Uses of a remembered size, after which it is counted anew."""
SOME, LESS = 20, 4
"""From so many found on, a scope may drive instead of what was found, where it has so many times fewer rows."""


class Known:
    """What a connection that only reads has learned and what never changes while a store is open: the numbers of texts
    and of resources, the meaning of filters. What is not there yet is asked again. `lasting` False, for a connection
    that writes: what was handed out may be taken back, so nothing is remembered."""

    def __init__(self, definitions: Definitions, lasting: bool) -> None:
        self._definitions, self.lasting = definitions, lasting
        self._numbers: dict[object, int] = {}
        self._meanings: dict[tuple[str, Filter], Meaning] = {}
        self._begins: dict[tuple[str, Scope, int], list[int]] = {}

    def number(self, key: object, find: Callable[[], int]) -> int:
        """The number of a text, or of a type and an id; NOWHERE where there is none yet."""
        known = self._numbers.get(key)
        if known is not None:
            return known
        found = find()
        if self.lasting and found != NOWHERE:
            if len(self._numbers) >= REMEMBERED:
                self._numbers.clear()
            self._numbers[key] = found
        return found

    def begins(self, type: str, scope: Scope, sets: int, count: Callable[[], tuple[int, int]]) -> tuple[int, int]:
        """The place of the smallest of a scope's sets, of which there are so many, and about how large it is. A
        parameter that is switched on while serving may make one set of two: their places are others then."""
        if not self.lasting:
            return count()
        key = type, scope, sets
        kept = self._begins.get(key)
        if kept is None or not kept[2]:
            if len(self._begins) >= MEANINGS:
                self._begins.clear()
            kept = self._begins[key] = [*count(), AGAIN]
        kept[2] -= 1
        return kept[0], kept[1]

    def once(self, type: str, filter: Filter, meant: Meaning) -> bool:
        """Whether a filter is one comparison with a date that a resource has once at most."""
        if meant.kind != "date" or meant.inner is not None or len(meant.tests) != 1:
            return False
        return bool(self._definitions.parameters(type)[filter.name].occurring.once)

    def meaning(self, type: str, filter: Filter) -> Meaning:
        """`store.terms.meaning`, made once for filters that come again and again, as a policy's do."""
        key = (type, filter)
        known = self._meanings.get(key)
        if known is None:
            if len(self._meanings) >= MEANINGS:
                self._meanings.clear()
            known = self._meanings[key] = meaning(self._definitions, type, filter)
        return known


class Planner:
    """Plans one search; the next one takes a new planner, so that equal searches have equal texts."""

    def __init__(self, session: Session, names: Names, known: Known) -> None:
        self._session, self._names, self._known = session, names, known
        self.parts = Parts(session.dialect, names, self._symbol, self._ident, self._codes)
        self.size = 0
        """How many rows the set has that drives the search, at most as many as were counted."""
        self.several = False
        """Whether more than one set is looked at."""
        self._drives: Part | None = None

    def found(self, query: Query) -> Clause:
        """The resources that the filters and the scopes let through, each perhaps several times."""
        if query.scopes == ():
            return self.parts.nothing().rows
        parts = self._of(query.type, query.filters)
        driver, size = self._driver(query.type, parts)
        self.size, self._drives, self.several = size, driver, len(parts) > 1
        if size == 0:
            return self.parts.nothing().rows
        if query.scopes is None or _free(query.scopes):
            return _conjunction(driver, parts)
        if size < PROBE:
            found = _conjunction(driver, parts)
            some = number(
                self._session, f"SELECT count(*) FROM (SELECT 1 FROM ({found.sql}) f LIMIT {SOME:d}) g", found.bound
            )
            if not some:
                return self.parts.nothing().rows
            return self._within(query.type, found, query.scopes, size if some == SOME and self._known.lasting else 0)
        scope = self.parts.found_by(self._union(query.type, query.scopes))
        driver, size = self._driver(query.type, [*parts, scope])
        self.size, self._drives = size, driver
        return _conjunction(driver, [*parts, scope])

    def counted(self, most: int) -> int:
        """How many rows the set has that drives the search, at most so many."""
        return 0 if self._drives is None else self._size(self._drives, most)

    def among(self, query: Query, idents: list[int], passed: int | None = None) -> Clause:
        """Those of these resources that the filters and the scopes let through; `passed`: the place of a part that they
        are known to pass."""
        return self._of_these(query, self.parts.these(idents), passed)

    def of(self, query: Query, clause: Clause) -> Clause:
        """Those resources `ident` of a SELECT that the filters and the scopes let through."""
        return self._of_these(query, self.parts.found_by(clause), None)

    def _of_these(self, query: Query, these: Part, passed: int | None) -> Clause:
        asked = [part for n, part in enumerate(self._of(query.type, query.filters)) if n != passed]
        found = _conjunction(these, [these, *asked])
        if query.scopes is None or _free(query.scopes):
            return found
        return self._within(query.type, found, query.scopes) if query.scopes else self.parts.nothing().rows

    def permitted(self, type: str, idents: list[int], scopes: tuple[Scope, ...] | None) -> list[int]:
        """Those of these resources of one type that lie in a scope."""
        if scopes is None or _free(scopes):
            return idents
        if not scopes:
            return []
        within = self._within(type, self.parts.these(idents).rows, scopes)
        allowed = {ident for (ident,) in self._session.execute(within.sql, within.bound)}
        return [ident for ident in idents if ident in allowed]

    @property
    def much(self) -> bool:
        """Whether the set that drives the search may have more rows than were counted."""
        return self.size >= PROBE

    @property
    def in_order(self) -> bool:
        """Whether the set that drives the search is in the order of resources."""
        return self._drives is None or self._drives.ordered

    def walks(self, query: Query) -> dict[int, Part]:
        """The parts of a search that are stretches of an index, by their place among all."""
        return {n: part for n, part in enumerate(self._of(query.type, query.filters)) if part.arms}

    def smallest(self, parts: dict[int, Part], most: int) -> int:
        """The place of the part that has the fewest rows, counted to so many."""
        return min(parts, key=lambda n: self._size(parts[n], most)) if len(parts) > 1 else next(iter(parts))

    def code_in_order(self, query: Query, sort: Sort) -> int | None:
        """The code that all of a search have, where it stands in the order of the sort; None for none."""
        coded, by = DATED.get(query.type, ("", ""))
        if by != sort.name:
            return None
        for filter in query.filters:
            meant = self._known.meaning(query.type, filter)
            plain = (meant.kind, meant.name) == ("token", coded) and not meant.negated and meant.inner is None
            if plain and len(meant.tests) == 1:
                (test,) = meant.tests
                if isinstance(test, Token) and test.code is not None:
                    return self._symbol(test.code)
        return None

    def alone(self, query: Query) -> bool:
        """Whether one part is all that a search asks for, and nothing is kept from the reader."""
        return (query.scopes is None or _free(query.scopes)) and len(self._of(query.type, query.filters)) == 1

    def by_one(self, query: Query) -> bool:
        """Whether each filter can be asked about one resource without reading a whole set."""
        return not any(part.whole for part in self._of(query.type, query.filters))

    def _of(self, type: str, filters: tuple[Filter, ...]) -> list[Part]:
        """Filters of one date that a resource has once at most are one part, so that they bound one another."""
        together: dict[str, list[Meaning]] = {}
        parts: list[Part | list[Meaning]] = []
        asked = [(filter, self._known.meaning(type, filter)) for filter in filters]
        for filter, meant in paired(type, asked, self._names.indexed.serves):
            if not self._known.once(type, filter, meant):
                parts.append(self.parts.part(meant))
            elif meant.name in together:
                together[meant.name].append(meant)
            else:
                parts.append(together.setdefault(meant.name, [meant]))
        return [one if isinstance(one, Part) else self._at_once(one) for one in parts]

    def _at_once(self, meant: list[Meaning]) -> Part:
        return self.parts.at_once(meant[0], [test for one in meant for test in one.tests if isinstance(test, Range)])

    def _driver(self, type: str, parts: list[Part]) -> tuple[Part, int]:
        """The smallest set and its size, at most PROBE; of large ones the first whose rows are in order."""
        able = [part for part in parts if not part.negated] or [self.parts.everything(type)]
        driver, least = able[0], PROBE
        if len(parts) == 1 and driver.lead is not None:
            size = self._size(driver, HOP)
            return driver, PROBE if size == HOP else size
        for part in able:
            size = self._size(part, least)
            if size < least:
                driver, least = part, size
            if not least:
                break
        if least == PROBE:
            driver = next((part for part in able if part.ordered), driver)
        return driver, least

    def _size(self, part: Part, most: int) -> int:
        rows = part.rows
        sql = f"SELECT count(*) FROM ({rows.sql} LIMIT ?) counted"
        return number(self._session, sql, (*rows.bound, most))

    def _union(self, type: str, scopes: tuple[Scope, ...]) -> Clause:
        """All that the scopes let through."""
        arms = []
        for scope in scopes:
            parts = self._of(type, scope.filters)
            place, _ = self._begins(type, scope, parts)
            arms.append(_conjunction(parts[place] if place >= 0 else self.parts.everything(type), parts))
        return _united(arms)

    def _within(self, type: str, found: Clause, scopes: tuple[Scope, ...], many: int = 0) -> Clause:
        """The part of what was found that the scopes let through. `many`: about how many were found, where a scope that
        has far fewer is to be asked the other way round: all of it, and which of them were found."""
        near, far = [], []
        for scope in scopes:
            few, parts = self.parts.found_by(Clause("few")), self._of(type, scope.filters)
            place, size = self._begins(type, scope, parts) if many else (-1, 0)
            if place >= 0 and size * LESS < many:
                far.append(_conjunction(parts[place], parts))
            else:
                near.append(_conjunction(few, [few, *parts]))
        if far:
            union = _united(far)  # the plus: else SQLite would look for each of the few within each of the scopes
            found_too = f"SELECT ident FROM {union.sql} far WHERE +ident IN (SELECT ident FROM few)"
            near.append(Clause(found_too, union.bound))
        union = _united(near)
        listed = f"WITH few AS MATERIALIZED (SELECT DISTINCT ident FROM ({found.sql}) f)"
        return Clause(f"SELECT ident FROM ({listed} {union.sql[1:-1]}) within", (*found.bound, *union.bound))

    def _begins(self, type: str, scope: Scope, parts: list[Part]) -> tuple[int, int]:
        """Where a scope is best begun, -1 for at all resources of the type, and about how many that set has."""

        def counted() -> tuple[int, int]:
            driver, size = self._driver(type, parts)
            return next((place for place, part in enumerate(parts) if part is driver), -1), size

        return self._known.begins(type, scope, len(parts), counted)

    def _codes(self, table: str, of: Bound) -> Bound | None:
        """From one code to the next along the key."""
        column = COLUMN[table]
        sql = f"""WITH RECURSIVE step(code) AS (SELECT min({column}) FROM {table} WHERE parameter = ? UNION ALL
                  SELECT (SELECT min({column}) FROM {table} WHERE parameter = ? AND {column} > step.code) FROM step
                  WHERE step.code IS NOT NULL) SELECT code FROM step WHERE code IS NOT NULL LIMIT {CODES + 1:d}"""
        found = tuple(code for (code,) in self._session.execute(sql, (*of, *of)).fetchall())
        return found if len(found) <= CODES else None

    def _symbol(self, text: str) -> int:
        if not text:
            return 0
        kept = self._session.dialect.keyed(text)
        return self._known.number(text, lambda: self._one("SELECT pk FROM symbol WHERE text = ?", (kept,)))

    def _ident(self, type: int, id: str) -> int:
        sql, kept = "SELECT pk FROM ident WHERE type = ? AND id = ?", self._session.dialect.keyed(id)
        return self._known.number((type, id), lambda: self._one(sql, (type, kept)))

    def _one(self, sql: str, bound: tuple[object, ...]) -> int:
        row = self._session.execute(sql, bound).fetchone()
        return int(row[0]) if row else NOWHERE


def _free(scopes: tuple[Scope, ...]) -> bool:
    """Whether scopes keep nothing back: one of them lets everything through."""
    return any(not scope.filters for scope in scopes)


def _conjunction(driver: Part, parts: list[Part]) -> Clause:
    return driver.passing([part.test(driver.ident) for part in parts if part is not driver])


def _united(arms: list[Clause]) -> Clause:
    return Clause(f"({' UNION '.join(arm.sql for arm in arms)})", tuple(b for arm in arms for b in arm.bound))
