"""A page of much that is asked for in no order: walked along the index that finds it, so that it may stop.

What is small, and what an index holds in the order of resources, comes in that order (`search`). Anything else would
have to be sorted first: it comes in the order of the index itself, and the mark of the page tells the place there, so
that the pages behind it go on in that order whatever is written meanwhile. A resource stands at its first place alone.
What no index holds together is looked for among all resources, unless its page turns out not to be near.
"""

import math
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import NamedTuple, TypeVar

from tongmai.store.paging import foreign
from tongmai.store.query import Query
from tongmai.store.sql.clause import Clause, joined, marks
from tongmai.store.sql.ordering import FIRST, MOST, Row
from tongmai.store.sql.part import Arm, Part
from tongmai.store.sql.planning import Planner
from tongmai.store.sql.schema import Names
from tongmai.store.sql.session import Session

T = TypeVar("T")
NEAR = 50
"""Rows of an index of which a page is mostly made."""


class Place(NamedTuple):
    """Where a resource stands: which arm of the part, what keys of it, which resource."""

    arm: int
    keys: tuple[float, ...]
    ident: int


def number_of(row: Row) -> int:
    """The resource of a row, which ends in its number or in its place."""
    last = row[-1]
    return int(str(last[-1] if isinstance(last, list) else last))


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


class Unsorted:
    """Walks on one connection."""

    def __init__(self, session: Session, names: Names, planner: Callable[[], Planner]) -> None:
        self._session, self._names, self._planner = session, names, planner

    def walked(self, query: Query, planner: Planner, after: list[object] | None) -> list[Row] | None:
        """Rows of a page and one more; None where it is to be had in the order of resources. Refused: a mark that is
        none of this search."""
        if after and isinstance(after[-1], list):
            part, place = _unpacked(after[-1])
            parts = self._planner().walks(query)
            if part not in parts or place.arm >= len(parts[part].arms):
                raise foreign()
            if len(place.keys) != len(parts[part].arms[place.arm].keys):
                raise foreign()
            return self._along(query, part, place)
        if not planner.much or planner.in_order:
            return None
        parts = planner.walks(query)
        if after is None and parts:
            return self._along(query, planner.smallest(parts, MOST), None)
        if not planner.by_one(query):
            return None
        return gathered(
            self._all(query.type, after), lambda found: self._these(query, found), query.count, planner.counted
        )

    def _along(self, query: Query, number: int, after: Place | None) -> list[Row]:
        """Along one part to its end: it is the smallest that there is."""
        part, alone = self._planner().walks(query)[number], self._planner().alone(query)
        places = self._places(part, after)
        rows = gathered(
            places, lambda found: self._first(query, part, number, found, alone), query.count, None, query.count + 1
        )
        return rows or []

    def _first(self, query: Query, part: Part, number: int, found: list[Place], alone: bool) -> list[Row]:
        """Those that the search finds, each only at its first place. `alone`: the part is all that it asks for."""
        if not found:
            return []
        kept, last = {place.ident for place in found}, max(place.arm for place in found)
        if not alone:
            among = self._planner().among(query, sorted(kept), number)
            kept = {int(ident) for (ident,) in self._session.execute(among.sql, among.bound)}
        if part.once and last == 0:  # there is none before it
            first = {place.ident: place for place in found if place.ident in kept}
        else:
            first = self._first_places(part, kept, last) if kept else {}
        standing = dict.fromkeys(place for place in found if first.get(place.ident) == place)
        return [([number, place.arm, *map(_packed, place.keys), place.ident],) for place in standing]

    def _first_places(self, part: Part, idents: set[int], last: int) -> dict[int, Place]:
        """The least place of each of these resources that stand in an arm up to the last. Their rows are had by the
        resource before they are compared: else a database may read a whole stretch for them."""
        least: dict[int, Place] = {}
        for number, arm in enumerate(part.arms[: last + 1]):
            these = self._session.dialect.among(arm.ident, tuple(sorted(idents)))
            _, alias = arm.source.split()
            sql = f"""WITH near AS MATERIALIZED (SELECT * FROM {arm.source} WHERE {these.sql})
                      SELECT {", ".join(arm.keys)}, {arm.ident} FROM near {alias} WHERE {arm.clause.sql}"""
            for *keys, ident in self._session.execute(sql, (*these.bound, *arm.clause.bound)):
                place = Place(number, tuple(keys), ident)
                least[ident] = min(least.get(ident, place), place)
        return least

    def _places(self, part: Part, after: Place | None) -> Iterator[Place]:
        """Arm by arm, from behind a place, each once: rows may differ in what is no key."""
        return (place for place, _ in groupby(self._rows(part, after)))

    def _rows(self, part: Part, after: Place | None) -> Iterator[Place]:
        begins = after.arm if after else 0
        for number, arm in enumerate(part.arms[begins:], begins):
            behind = after if after and after.arm == number else None
            if part.lead is not None:
                yield from self._led(part.lead, arm, behind)
                continue
            order = (*arm.keys, arm.ident)
            where, bound = arm.clause
            if behind:
                where = f"{where} AND ({', '.join(order)}) > ({marks(len(order))})"
                bound = (*bound, *behind.keys, behind.ident)
            listed = ", ".join(order)
            sql = f"SELECT {listed} FROM {arm.source} WHERE {where} ORDER BY {listed}"
            for *keys, ident in self._session.stream(sql, bound, NEAR):
                yield Place(number, tuple(keys), ident)

    def _led(self, lead: Clause, arm: Arm, after: Place | None) -> Iterator[Place]:
        """The rows of one value of the key after the other, as `lead` tells them."""
        (key,) = arm.keys
        behind = Clause("WHERE ident >= ?", (after.keys[0],)) if after else Clause("")
        leading = f"SELECT DISTINCT ident FROM ({lead.sql}) l {behind.sql} ORDER BY ident"
        for (value,) in self._session.stream(leading, (*lead.bound, *behind.bound)):
            least = after.ident if after and after.keys[0] == value else -1
            where = joined([arm.clause, Clause(f"{key} = ? AND {arm.ident} > ?", (value, least))], " AND ")
            sql = f"SELECT {arm.ident} FROM {arm.source} WHERE {where.sql} ORDER BY {arm.ident}"
            for (ident,) in self._session.stream(sql, where.bound):
                yield Place(0, (value,), ident)

    def _all(self, type: str, after: list[object] | None) -> Iterator[int]:
        """Every live resource of a type, in order."""
        least = int(str(after[-1])) if after else -1
        sql = "SELECT pk FROM ident WHERE type = ? AND live = 1 AND pk > ? ORDER BY pk"
        return (ident for (ident,) in self._session.stream(sql, (self._names.types.get(type, -1), least)))

    def _these(self, query: Query, idents: list[int]) -> list[Row]:
        if not idents:
            return []
        among = self._planner().among(query, idents)
        return sorted({(int(ident),) for (ident,) in self._session.execute(among.sql, among.bound)})


def _packed(key: float) -> int | str:
    """As a mark keeps it: JSON has no infinity."""
    return key if isinstance(key, int) else repr(key)


def _unpacked(kept: list[object]) -> tuple[int, Place]:
    try:
        part, arm, *keys, ident = kept
        read = tuple(key if isinstance(key, int) else float(str(key)) for key in keys)
        return int(str(part)), Place(int(str(arm)), read, int(str(ident)))
    except ValueError as error:
        raise foreign() from error
