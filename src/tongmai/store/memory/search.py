"""Search by looking at every resource. Slow, short, and right: the compiled searches must find the same."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from tongmai.base.dates import micros
from tongmai.store import matching
from tongmai.store.including import links, too_many
from tongmai.store.meaning import meaning
from tongmai.store.paging import cursor, foreign, keys_of
from tongmai.store.protocol import Found, Version
from tongmai.store.query import Filter, Include, Query, Scope, Sort
from tongmai.store.rows import Key, Rows
from tongmai.store.terms import Meaning, Parameters, Range, Token, passes


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
        self._pointers: dict[tuple[str, str, str], dict[Key, list[Record]]] = {}

    def search(self, query: Query) -> Found:
        compare = _comparison(query)
        ordered = cmp_to_key(compare)
        found = [(self._keys(query, record), record) for record in self._all(query)]
        found.sort(key=lambda one: ordered(one[0]))
        total = len(found) if query.total else None
        after = keys_of(query)
        if after is not None:
            if isinstance(after[-1], list):
                raise foreign()
            found = [one for one in found if compare(one[0], after) > 0]
        page = [record for _, record in found[: query.count]]
        more = len(found) > len(page) and query.count > 0
        next = cursor(query, self._keys(query, page[-1])) if more else None
        return Found(tuple(record.version for record in page), self._included(query, page), next, total)

    def keys(self, query: Query) -> list[Key]:
        """All matches of a query without paging."""
        return [(record.version.type, record.version.id) for record in self._all(query)]

    def _all(self, query: Query) -> list[Record]:
        meant = self._meant(query.type, query.filters)  # refused even where there is nothing to look at
        scopes = self._scopes(query.type, query.scopes)
        return [
            record
            for (type, _), record in self._records.items()
            if type == query.type and self._all_met(record, meant) and self._in_scope(record, scopes)
        ]

    def _meant(self, type: str, filters: tuple[Filter, ...]) -> tuple[Meaning, ...]:
        return tuple(meaning(self._definitions, type, filter) for filter in filters)

    def _scopes(self, type: str, scopes: tuple[Scope, ...] | None) -> tuple[tuple[Meaning, ...], ...] | None:
        return None if scopes is None else tuple(self._meant(type, scope.filters) for scope in scopes)

    def _in_scope(self, record: Record, scopes: tuple[tuple[Meaning, ...], ...] | None) -> bool:
        return scopes is None or any(self._all_met(record, scope) for scope in scopes)

    def _all_met(self, record: Record, meant: tuple[Meaning, ...]) -> bool:
        return all(self._met(record, one) for one in meant)

    def meets(self, record: Record, filter: Filter) -> bool:
        """Whether one record meets one filter."""
        return self._met(record, meaning(self._definitions, record.version.type, filter))

    def _met(self, record: Record, meant: Meaning) -> bool:
        if meant.inner is not None:
            near = self._pointed(record, meant) if meant.kind == "chain" else self._pointing(record, meant)
            return any(self._met(one, meant.inner) and self._in_scope(one, meant.scopes) for one in near)
        if meant.kind == "_id":
            return any(isinstance(test, Token) and test.code == record.version.id for test in meant.tests)
        if meant.kind == "_lastUpdated":
            at = micros(record.version.at)
            return any(isinstance(test, Range) and passes(test.op, at, at + 1, test) for test in meant.tests)
        return matching.meets(record.rows, meant)

    def _pointed(self, record: Record, meant: Meaning) -> Iterator[Record]:
        """What a record refers to, of the type that the hop leads to."""
        assert meant.inner is not None
        for key in matching.targets(record.rows, meant.name, meant.only):
            if key[0] == meant.inner.type and key in self._records:
                yield self._records[key]

    def _pointing(self, record: Record, meant: Meaning) -> Iterator[Record]:
        """What refers to a record, of the type that the hop leads to."""
        assert meant.inner is not None
        hop = (meant.inner.type, meant.name, meant.only)
        if hop not in self._pointers:  # once a search, not once a record: a list of thousands is asked so
            self._pointers[hop] = self._pointing_by_target(*hop)
        yield from self._pointers[hop].get((record.version.type, record.version.id), ())

    def _pointing_by_target(self, source: str, name: str, only: str) -> dict[Key, list[Record]]:
        """The records of a type that refer to something by a parameter, under what they refer to."""
        found: dict[Key, list[Record]] = {}
        for (type, _), other in self._records.items():
            if type == source:
                for target in set(matching.targets(other.rows, name, only)):
                    found.setdefault(target, []).append(other)
        return found

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
        """Round by round: from the matches, then by those that iterate from what came in the round before."""
        matched = {(record.version.type, record.version.id) for record in page}
        found: dict[Key, Record] = {}
        edge, asked = page, query.include
        while edge and asked:
            near = {key: one for include in asked for key, one in self._brought(include, edge)}
            fresh = {key: one for key, one in near.items() if key not in matched and key not in found}
            edge = [one for one in fresh.values() if self._may_include(query, one)]
            found |= {(one.version.type, one.version.id): one for one in edge}
            if len(found) > query.most_included:
                raise too_many(query.most_included)
            asked = tuple(include for include in query.include if include.iterate)
        return tuple(record.version for _, record in sorted(found.items()))

    def _brought(self, include: Include, edge: list[Record]) -> Iterator[tuple[Key, Record]]:
        for name, only in links(self._definitions, include):
            if include.back:
                wanted = {(one.version.type, one.version.id) for one in edge}
                for key, record in self._records.items():
                    if key[0] == include.source and any(
                        target in wanted and include.target in ("", target[0])
                        for target in matching.targets(record.rows, name, only)
                    ):
                        yield key, record
                continue
            for one in edge:
                for key in matching.targets(one.rows, name, only) if one.version.type == include.source else ():
                    if key in self._records and include.target in ("", key[0]):
                        yield key, self._records[key]

    def _may_include(self, query: Query, record: Record) -> bool:
        if query.include_scopes is None:
            return True
        type = record.version.type
        if type not in query.include_scopes:
            return False
        return self._in_scope(record, self._scopes(type, query.include_scopes[type]))


def _comparison(query: Query) -> Callable[[Sequence[Any], Sequence[Any]], int]:
    """Missing values come last, whichever way the sort runs; ties are broken by the place."""
    ways = [*(way for sort in query.sort for way in (1, -1 if sort.descending else 1)), 1]

    def compare(one: Sequence[Any], other: Sequence[Any]) -> int:
        for way, mine, theirs in zip(ways, one, other, strict=True):
            if mine is not None and theirs is not None and mine != theirs:
                return -way if mine < theirs else way
        return 0

    return compare
