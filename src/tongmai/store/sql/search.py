"""One search: found by the planner, sorted, paged, its includes gathered. To be run in one read transaction, so that a
page and what it includes are of one moment."""

from collections.abc import Mapping
from typing import NamedTuple

from tongmai.fhir.definitions import Definitions
from tongmai.store.including import links, too_many
from tongmai.store.paging import cursor, keys_of
from tongmai.store.query import Include, Query, Sort
from tongmai.store.rows import Key
from tongmai.store.sql.clause import ALWAYS, Clause, joined
from tongmai.store.sql.ordering import Ordering, Row
from tongmai.store.sql.planning import Known, Planner
from tongmai.store.sql.schema import Names
from tongmai.store.sql.session import Session, number
from tongmai.store.sql.unsorted import Unsorted, number_of


class Page(NamedTuple):
    """Numbers of the resources of a page, of what it includes, and where it goes on."""

    matches: list[int]
    included: list[int]
    next: str | None
    total: int | None


SORTED = 300
"""So many are sorted and no walk is tried: a walk's first stretch costs about as much."""
Ends = dict[tuple[str, int], dict[tuple[str, str], int]]
"""By source type and parameter what lies at the other end of its references: (type, id) and number."""


class Search:
    """Searches on one session. `lasting`: what it sees is never taken back, so that numbers may be remembered."""

    def __init__(self, session: Session, names: Names, definitions: Definitions, lasting: bool = False) -> None:
        self._session, self._names, self._definitions = session, names, definitions
        self._known = Known(definitions, lasting)
        self._ordering = Ordering(session, names, definitions)
        self._unsorted = Unsorted(session, names, self._planner)

    def page(self, query: Query) -> Page:
        """The page that the query asks for."""
        self._names.indexed.check(query)
        after = keys_of(query)
        planner = self._planner()
        found = planner.found(query)
        total = self._total(found) if query.total else None
        if query.count == 0:
            return Page([], [], None, total)
        rows = self._rows(query, found, after, planner)
        page = rows[: query.count]
        matches = [number_of(row) for row in page]
        more = cursor(query, page[-1]) if len(rows) > query.count else None
        return Page(matches, self._included(query, matches), more, total)

    def keys(self, query: Query, limit: int) -> list[Key]:
        """(type, id) of the first matches."""
        self._names.indexed.check(query)
        found = self._planner().found(query)
        sql = f"SELECT DISTINCT i.id FROM ({found.sql}) m JOIN ident i ON i.pk = m.ident LIMIT {limit:d}"
        return [(query.type, id) for (id,) in self._session.execute(sql, found.bound)]

    def _rows(self, query: Query, found: Clause, after: list[object] | None, planner: Planner) -> list[Row]:
        """Sort keys and numbers of the page and one more."""
        if not query.sort:
            walked = self._unsorted.walked(query, planner, after)
            return self._plain(query, found, after, planner.several) if walked is None else walked
        if planner.size >= SORTED and len(query.sort) == 1:
            within = lambda these: self._planner().of(query, these)  # noqa: E731
            code = planner.code_in_order(query, query.sort[0])
            walked = self._ordering.walked(query, within, after, planner.counted, code)
            if walked is not None:
                return walked
        return self._sorted(query, found, after)

    def _planner(self) -> Planner:
        return Planner(self._session, self._names, self._known)

    def _total(self, found: Clause) -> int:
        sql = f"SELECT count(DISTINCT ident) FROM ({found.sql}) f"
        return number(self._session, sql, found.bound)

    def _plain(self, query: Query, found: Clause, after: list[object] | None, several: bool) -> list[Row]:
        """In the order of first mention: the order in which every index holds its rows, so that it may stop early. How
        `several` sets are best put together hangs on how large each is."""
        behind = Clause("WHERE ident > ?", (after[-1],)) if after else Clause("")
        sql = f"SELECT DISTINCT ident FROM ({found.sql}) f {behind.sql} ORDER BY ident LIMIT {query.count + 1:d}"
        ask = self._session.weighed if several else self._session.execute
        return list(ask(sql, (*found.bound, *behind.bound)))

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
        """What is asked for beside the matches, live and permitted, by type and id. Round by round: from the matches,
        then by those includes that iterate from what came in the round before."""
        found: dict[tuple[str, str], int] = {}
        known = set(matches)
        edge, asked = {query.type: matches}, query.include
        while edge and asked:
            near: dict[tuple[str, str], int] = {}
            ends: Ends = {}
            for include in asked:
                near |= self._brought(include, edge, ends)
            edge = {}
            for (type, _), ident in sorted(near.items()):
                if ident not in known:
                    edge.setdefault(type, []).append(ident)
            edge = {type: kept for type, idents in edge.items() if (kept := self._permitted(query, type, idents))}
            fresh = {ident for idents in edge.values() for ident in idents}
            found |= {key: ident for key, ident in near.items() if ident in fresh}
            if len(found) > query.most_included:
                raise too_many(query.most_included)
            known |= fresh
            asked = tuple(include for include in query.include if include.iterate)
        return [ident for _, ident in sorted(found.items())]

    def _brought(self, include: Include, edge: Mapping[str, list[int]], known: "Ends") -> dict[tuple[str, str], int]:
        """(type, id) and number of what an include brings along from one round. `known`: what was asked in this round
        already: one parameter may be included once for each of its target types."""
        found: dict[tuple[str, str], int] = {}
        for name, only in links(self._definitions, include):
            parameter = self._names.parameters[include.source, name]
            if include.back:
                ends = [only] if only else [include.target] if include.target else list(edge)
                wanted = [ident for end in ends if include.target in ("", end) for ident in edge.get(end, ())]
                found |= self._at_end("r.target", "r.ident", parameter, wanted)
            elif include.source in edge:
                near = known.get((include.source, parameter))
                if near is None:
                    near = self._at_end("r.ident", "r.target", parameter, edge[include.source])
                    known[include.source, parameter] = near
                wanted_types = {one for one in (include.target, only) if one}
                found |= {key: ident for key, ident in near.items() if wanted_types <= {key[0]}}
        return found

    def _at_end(self, here: str, there: str, parameter: int, idents: list[int]) -> dict[tuple[str, str], int]:
        """The live resources at the other end of references; each list of numbers bound as one."""
        if not idents:
            return {}
        of = self._session.dialect.among(here, tuple(idents))
        sql = f"""SELECT DISTINCT i.type, i.id, i.pk FROM reference r JOIN ident i ON i.pk = {there}
                  WHERE {of.sql} AND r.parameter = ? AND i.live = 1"""
        rows = self._session.execute(sql, (*of.bound, parameter))
        return {(self._names.type_names[type], id): pk for type, id, pk in rows}

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
