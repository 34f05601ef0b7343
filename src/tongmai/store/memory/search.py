"""Search by looking at every resource. Slow, short, and right: the compiled searches must find the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from tongmai.base.dates import micros
from tongmai.store import matching
from tongmai.store.paging import cursor, keys_of
from tongmai.store.protocol import Found, Version
from tongmai.store.query import Filter, Query, Scope, Sort
from tongmai.store.rows import Key, Rows
from tongmai.store.terms import Parameters, Range, Token, meaning, passes


@dataclass(frozen=True, slots=True)
class Record:
    """A live resource: its current version, its entries, and its place in the order of first writing."""

    version: Version
    rows: Rows
    place: int


class Searcher:
    """One search over a fixed set of records."""

    def __init__(self, definitions: Parameters, records: Mapping[Key, Record]) -> None:
        self._definitions, self._records = definitions, records

    def search(self, query: Query) -> Found:
        for filter in query.filters:
            meaning(self._definitions, query.type, filter)  # refused even where there is nothing to look at
        found = self._in_order(query, self._all(query))
        total = len(found) if query.total else None
        after = keys_of(query)
        if after is not None:
            found = [record for record in found if _compare(query, self._keys(query, record), after) > 0]
        page = found[: query.count]
        more = len(found) > len(page) and query.count > 0
        next = cursor(query, self._keys(query, page[-1])) if more else None
        return Found(tuple(record.version for record in page), self._included(query, page), next, total)

    def keys(self, query: Query) -> list[Key]:
        """All matches of a query without paging."""
        return [(record.version.type, record.version.id) for record in self._all(query)]

    def _all(self, query: Query) -> list[Record]:
        return [
            record
            for (type, _), record in self._records.items()
            if type == query.type
            and all(self.meets(record, filter) for filter in query.filters)
            and self._in_scope(record, query.scopes)
        ]

    def _in_scope(self, record: Record, scopes: tuple[Scope, ...] | None) -> bool:
        if scopes is None:
            return True
        return any(all(self.meets(record, filter) for filter in scope.filters) for scope in scopes)

    def meets(self, record: Record, filter: Filter) -> bool:
        """Whether one record meets one filter."""
        meant = meaning(self._definitions, record.version.type, filter)
        if meant.hop is not None:
            _, name, only = meant.hop
            end = Filter(filter.name, filter.values, filter.modifier)
            near = (self._records.get(key) for key in matching.targets(record.rows, name, only))
            return any(r is not None and r.version.type == meant.type and self.meets(r, end) for r in near)
        if meant.kind == "_id":
            return any(isinstance(test, Token) and test.code == record.version.id for test in meant.tests)
        if meant.kind == "_lastUpdated":
            at = micros(record.version.at)
            return any(isinstance(test, Range) and passes(test.op, at, at + 1, test) for test in meant.tests)
        return matching.meets(record.rows, meant)

    def _in_order(self, query: Query, found: list[Record]) -> list[Record]:
        def compare(one: Record, other: Record) -> int:
            return _compare(query, self._keys(query, one), self._keys(query, other))

        return sorted(found, key=cmp_to_key(compare))

    def _keys(self, query: Query, record: Record) -> list[Any]:
        """For each sort whether the value is missing, and the value; at last the place of the record."""
        keys: list[Any] = []
        for sort in query.sort:
            value = self._sort_value(query.type, record, sort)
            keys += [value is None, value]
        return [*keys, record.place]

    def _sort_value(self, type: str, record: Record, sort: Sort) -> object | None:
        if sort.name == "_id":
            return record.version.id
        if sort.name == "_lastUpdated":
            return record.version.change
        parameter = self._definitions.parameters(type)[sort.name]
        return matching.sort_value(record.rows, parameter.type, parameter.rows_under, sort.descending)

    def _included(self, query: Query, page: list[Record]) -> tuple[Version, ...]:
        found: dict[Key, Version] = {}
        for include in query.include:
            parameter = self._definitions.parameters(include.source)[include.parameter]
            only = include.target or parameter.alias_target
            for record in page if include.source == query.type else ():
                for key in matching.targets(record.rows, parameter.rows_under, parameter.alias_target):
                    near = self._records.get(key)
                    if near is not None and (not only or key[0] == only) and self._may_include(query, near):
                        found[key] = near.version
        matched = {(record.version.type, record.version.id) for record in page}
        return tuple(version for key, version in sorted(found.items()) if key not in matched)

    def _may_include(self, query: Query, record: Record) -> bool:
        if query.include_scopes is None:
            return True
        type = record.version.type
        return type in query.include_scopes and self._in_scope(record, query.include_scopes[type])


def _compare(query: Query, one: list[Any], other: list[Any]) -> int:
    """Missing values come last, whichever way the sort runs; ties are broken by the place."""
    ways = [way for sort in query.sort for way in (1, -1 if sort.descending else 1)]
    for way, mine, theirs in zip([*ways, 1], one, other, strict=True):
        if mine is not None and theirs is not None and mine != theirs:
            return -way if mine < theirs else way
    return 0
