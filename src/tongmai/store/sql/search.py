"""One search: found by the planner, sorted, paged, its includes gathered. To be run in one read transaction, so that a
page and what it includes are of one moment."""

from typing import NamedTuple

from tongmai.fhir.definitions import Definitions
from tongmai.store.paging import cursor, keys_of
from tongmai.store.query import Include, Query, Sort
from tongmai.store.rows import Key
from tongmai.store.sql.clause import ALWAYS, Clause, joined
from tongmai.store.sql.ordering import Ordering, Row
from tongmai.store.sql.planning import Known, Planner
from tongmai.store.sql.schema import Names
from tongmai.store.sql.session import Session, number


class Page(NamedTuple):
    """Numbers of the resources of a page, of what it includes, and where it goes on."""

    matches: list[int]
    included: list[int]
    next: str | None
    total: int | None


class Search:
    """Searches on one session. `lasting`: what it sees is never taken back, so that numbers may be remembered."""

    def __init__(self, session: Session, names: Names, definitions: Definitions, lasting: bool = False) -> None:
        self._session, self._names, self._definitions = session, names, definitions
        self._known = Known(definitions, lasting)
        self._ordering = Ordering(session, names, definitions)

    def page(self, query: Query) -> Page:
        """The page that the query asks for."""
        after = keys_of(query)
        planner = self._planner()
        found = planner.found(query)
        total = self._total(found) if query.total else None
        if query.count == 0:
            return Page([], [], None, total)
        rows = self._rows(query, found, after, planner.much)
        page = rows[: query.count]
        matches = [int(str(row[-1])) for row in page]
        more = cursor(query, page[-1]) if len(rows) > query.count else None
        return Page(matches, self._included(query, matches), more, total)

    def keys(self, query: Query, limit: int) -> list[Key]:
        """(type, id) of the first matches."""
        found = self._planner().found(query)
        sql = f"SELECT DISTINCT i.id FROM ({found.sql}) m JOIN ident i ON i.pk = m.ident LIMIT {limit:d}"
        return [(query.type, id) for (id,) in self._session.execute(sql, found.bound)]

    def _rows(self, query: Query, found: Clause, after: list[object] | None, much: bool) -> list[Row]:
        """Sort keys and numbers of the page and one more."""
        if not query.sort:
            return self._plain(query, found, after)
        if much and len(query.sort) == 1:
            walked = self._ordering.walked(query, lambda idents: self._planner().among(query, idents), after)
            if walked is not None:
                return walked
        return self._sorted(query, found, after)

    def _planner(self) -> Planner:
        return Planner(self._session, self._names, self._known)

    def _total(self, found: Clause) -> int:
        sql = f"SELECT count(DISTINCT ident) FROM ({found.sql}) f"
        return number(self._session, sql, found.bound)

    def _plain(self, query: Query, found: Clause, after: list[object] | None) -> list[Row]:
        """In the order of first mention: the order in which every index holds its rows, so that it may stop early."""
        behind = Clause("WHERE ident > ?", (after[-1],)) if after else Clause("")
        sql = f"SELECT DISTINCT ident FROM ({found.sql}) f {behind.sql} ORDER BY ident LIMIT {query.count + 1:d}"
        return list(self._session.execute(sql, (*found.bound, *behind.bound)))

    def _sorted(self, query: Query, found: Clause, after: list[object] | None) -> list[Row]:
        """By the keys, missing ones last, ties by first mention. A row: for each sort missing and value; the number."""
        keys = [self._ordering.key(query.type, sort, "f.ident") for sort in query.sort]
        listed = ", ".join(f"{key.sql} AS k{n}" for n, key in enumerate(keys))
        columns = ", ".join(f"k{n} IS NULL, k{n}" for n in range(len(keys)))
        order = ", ".join(f"k{n} IS NULL, k{n} {'DESC' if s.descending else 'ASC'}" for n, s in enumerate(query.sort))
        behind = _behind(query.sort, after) if after else ALWAYS
        sql = f"""WITH found AS (SELECT DISTINCT ident FROM ({found.sql}) g),
                  keyed AS MATERIALIZED (SELECT {listed}, f.ident AS ident FROM found f)
                  SELECT {columns}, ident FROM keyed WHERE {behind.sql} ORDER BY {order}, ident
                  LIMIT {query.count + 1:d}"""
        bound = (*found.bound, *(b for key in keys for b in key.bound), *behind.bound)
        return list(self._session.execute(sql, bound))

    def _included(self, query: Query, matches: list[int]) -> list[int]:
        """What the matches refer to by the asked parameters, live and permitted, by type and id."""
        near: dict[tuple[str, str], int] = {}
        for include in query.include if matches else ():
            if include.source == query.type:
                near |= self._referred(include, matches)
        by_type: dict[str, list[int]] = {}
        for (type, _), ident in sorted(near.items()):
            if ident not in set(matches):
                by_type.setdefault(type, []).append(ident)
        return [ident for type, idents in by_type.items() for ident in self._permitted(query, type, idents)]

    def _referred(self, include: Include, matches: list[int]) -> dict[tuple[str, str], int]:
        parameter = self._definitions.parameters(include.source)[include.parameter]
        only = {one for one in (include.target, parameter.alias_target) if one}
        of = self._session.dialect.among("r.ident", tuple(matches))
        sql = f"""SELECT DISTINCT i.type, i.id, i.pk FROM reference r JOIN ident i ON i.pk = r.target
                  WHERE {of.sql} AND r.parameter = ? AND i.live = 1"""
        bound = (*of.bound, self._names.parameters[include.source, parameter.rows_under])
        rows = ((self._names.type_names[t], id, pk) for t, id, pk in self._session.execute(sql, bound))
        return {(type, id): pk for type, id, pk in rows if only <= {type}}

    def _permitted(self, query: Query, type: str, idents: list[int]) -> list[int]:
        if query.include_scopes is None:
            return idents
        if type not in query.include_scopes:
            return []
        return self._planner().permitted(type, idents, query.include_scopes[type])


def _behind(sorts: tuple[Sort, ...], after: list[object]) -> Clause:
    """Rows behind the last page: beyond it in the first key that differs, missing values last."""
    clauses: list[Clause] = []
    same: list[Clause] = []
    for place, sort in enumerate(sorts):
        missing, value = after[2 * place], after[2 * place + 1]
        column = f"k{place}"
        if missing:
            same.append(Clause(f"{column} IS NULL"))
            continue
        beyond = Clause(f"({column} IS NULL OR {column} {'<' if sort.descending else '>'} ?)", (value,))
        clauses.append(joined([*same, beyond], " AND "))
        same.append(Clause(f"{column} = ?", (value,)))
    clauses.append(joined([*same, Clause("ident > ?", (after[-1],))], " AND "))
    return joined(clauses, " OR ")
