"""What workers make, as bytes on its way to the writer: marshal, which for tuples of texts and numbers takes a quarter
of pickle's time. What is no plain tuple (queries, issues) is seldom, and pickled within.

Both ends are processes of one load of one program: these bytes are never kept, and never come from elsewhere.
"""

import marshal
import pickle
from collections.abc import Sequence
from typing import Any, NamedTuple

from tongmai.base.outcome import Issue
from tongmai.store.prepare import Ask, Prepared, PreparedDelete, PreparedPut
from tongmai.store.query import Query
from tongmai.store.rows import Rows


class Ready(NamedTuple):
    """One change set of a unit: prepared, or why not. `places` are its entries' numbers in the file."""

    places: tuple[int, ...]
    prepared: Prepared | None
    issues: tuple[Issue, ...] = ()


def packed(made: Sequence[Ready]) -> bytes:
    """The change sets of a unit as bytes."""
    return marshal.dumps([_plain(ready) for ready in made])


def unpacked(content: bytes) -> list[Ready]:
    """What `packed` was given."""
    return [_ready(*plain) for plain in marshal.loads(content)]


def _plain(ready: Ready) -> tuple[object, ...]:
    prepared = ready.prepared
    if prepared is None:
        return ready.places, None, "", pickle.dumps(ready.issues)
    asked = {write.place: write.condition for write in prepared.writes if isinstance(write, PreparedPut)}
    further = pickle.dumps((prepared.conditions, {place: query for place, query in asked.items() if query is not None}))
    return ready.places, [_write(write) for write in prepared.writes], prepared.origin, further


def _write(write: PreparedPut | PreparedDelete) -> tuple[object, ...]:
    if isinstance(write, PreparedDelete):
        return tuple(write)
    place, type, id, body, rows, asks, if_match, if_none_exist, _, full_url, _ = write  # a load is never `only_new`
    return place, type, id, body, tuple(rows), tuple([tuple(ask) for ask in asks]), if_match, if_none_exist, full_url


def _ready(places: tuple[int, ...], writes: list[Any] | None, origin: str, further: bytes) -> Ready:
    if writes is None:
        return Ready(places, None, pickle.loads(further))
    conditions, asked = pickle.loads(further)
    return Ready(places, Prepared(tuple([_read(write, asked) for write in writes]), conditions, origin))


def _read(write: tuple[Any, ...], asked: dict[int, Query]) -> PreparedPut | PreparedDelete:
    if len(write) == len(PreparedDelete._fields):
        return PreparedDelete(*write)
    place, type, id, body, rows, asks, if_match, if_none_exist, full_url = write
    return PreparedPut(place, type, id, body, Rows(*rows), tuple([Ask(*ask) for ask in asks]) if asks else (), if_match,
                       if_none_exist, asked.get(place), full_url)  # fmt: skip
