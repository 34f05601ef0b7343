"""Answers that are the same for everybody: whole lists of what belongs to no person, made once for a state of them.

An answer is kept while no record of a type that it was made of has been written since. It is kept only where the
policy opens the whole type, so that nobody is handed what they may not find, and only where no record of it is a
person's, so that handing it out again leaves no row in the audit that is owed.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tongmai.store.protocol import Store
from tongmai.store.query import Query

Resources = tuple[dict[str, Any], ...]
MOST_ROWS, MOST_ANSWERS = 2_000, 64
"""Records in an answer that is kept; answers kept at once."""
_ANEW = 5_000  # changes behind which everything counts as moved, instead of following the feed


class _Answer(NamedTuple):
    resources: Resources
    change: int


class Shared:
    """Thread-safe. What is handed out is shared: it is not to be altered."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, threading.Lock()
        self._answers: OrderedDict[Query, _Answer] = OrderedDict()
        self._moved: dict[str, int] = {}  # by type the last change, as far as it was followed
        self._seen = self._anew = 0

    def every(self, query: Query, make: Callable[[], Resources | None]) -> Resources | None:
        """The answer to a query of `shareable`. `make`: None where it is not to be kept; then None."""
        types = _types(query)
        with self._lock:
            now = self._follow()
            kept = self._answers.get(query)
            if kept is not None and self._holds(kept, types):
                self._answers.move_to_end(query)
                return kept.resources
        made = make()
        if made is not None and len(made) <= MOST_ROWS:
            with self._lock:
                self._answers[query] = _Answer(made, now)
                while len(self._answers) > MOST_ANSWERS:
                    self._answers.popitem(last=False)
        return made

    def _holds(self, kept: _Answer, types: Sequence[str]) -> bool:
        return kept.change >= self._anew and all(self._moved.get(type, 0) <= kept.change for type in types)

    def _follow(self) -> int:
        """Catch up with the change feed; the number up to which it was followed."""
        last = self._store.last_change()
        if last - self._seen > _ANEW or last < self._seen:
            self._seen = self._anew = last
        while self._seen < last:
            versions = self._store.changes(self._seen, 1000)
            for version in versions:
                self._moved[version.type] = version.change
            self._seen = versions[-1].change if versions else last
        return self._seen


def shareable(query: Query) -> bool:
    """Whether everybody is answered alike: the whole type is open, nothing is brought along, and what lies behind a
    chain is not limited either."""
    whole = query.scopes is None or all(not scope.filters for scope in query.scopes)
    hops = [hop for one in query.filters for hop in one.chain]
    open = all(hop.scopes is None or all(not scope.filters for scope in hop.scopes) for hop in hops)
    return whole and bool(query.scopes is None or query.scopes) and open and not query.include and not query.total


def _types(query: Query) -> tuple[str, ...]:
    """The types of which the answer is made."""
    return (query.type, *(hop.target for one in query.filters for hop in one.chain))
