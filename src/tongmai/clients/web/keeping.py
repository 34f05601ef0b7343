"""Blocks that are the same for everybody, made and drawn once for a state of the facts.

A block is kept where it is shaped of sources that tell of the facts alone, without knowing who asks or what time it is,
once for all readers who may see the same small counts. What else went into it (the orders that a reader may see) is
compared, and the block is made anew where it differs.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from tongmai.clients.web.services import Services
from tongmai.engines.pages.fill import Filled

OF_FACTS = frozenset(
    {"plan", "plans", "decisions", "decision", "readings", "confirmed", "series", "origins", "origin", "areas"}
)
"""Sources that depend on the facts, the day, the address and which counts of persons one may see alone."""
MOST = 256


class _Kept(NamedTuple):
    passing: Sequence[Any]
    filled: Filled | None


class Keeping:
    """For one state of the facts at a time: what was made of an older one falls out. Thread-safe. It is told the state
    before anything is fetched, so what is kept is never older than its key says."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._version = -1

    def now(self, sight: str = "") -> "Moment":
        """For one page: the present state of the facts, for readers who see the same counts of persons (`sight`)."""
        return Moment(self, self._services.facts_version(), sight)

    def once(
        self, version: int, key: Hashable, passing: Sequence[Any], make: Callable[[], Filled | None]
    ) -> Filled | None:
        """What was made in this state of the same values, or else is made now."""
        with self._lock:
            if version > self._version:
                self._kept.clear()
                self._version = version
            kept = self._kept.get(key) if version == self._version else None
            if kept is not None and kept.passing == passing:
                self._kept.move_to_end(key)
                return kept.filled
        made = make()
        with self._lock:
            if version == self._version:
                self._kept[key] = _Kept(passing, made)
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return made


class Moment(NamedTuple):
    """Keeps for a page that is being made."""

    keeping: Keeping
    version: int
    sight: str = ""

    def lasting(self, source: str) -> bool:
        return source in OF_FACTS

    def once(self, key: Hashable, passing: Sequence[Any], make: Callable[[], Filled | None]) -> Filled | None:
        return self.keeping.once(self.version, (self.sight, key), passing, make)
