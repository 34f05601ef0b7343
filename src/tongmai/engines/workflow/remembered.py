"""Pieces of work read once for the bytes that they are made of: a desk is opened often, its work moves seldom.

What is kept follows from nothing else than what its key holds: the bytes of a Task and of its focus give its parts, and
with an actor the steps that are open to that actor and their clocks. Whether a clock ran out is asked anew each time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar, cast

from tongmai.access import Context, Version
from tongmai.base.tables import DatedTable
from tongmai.engines.workflow.live import Choice, Live
from tongmai.engines.workflow.record import Json, loads
from tongmai.model.workflow import Workflow

MOST = 4_000
"""Pieces of work, and answers about them, that are kept."""
Made = TypeVar("Made")
Terms = Mapping[str, DatedTable]


class Remembered:
    """Of one set of declarations and their terms. Thread-safe. What it hands out is shared: it is not to be altered,
    so steps are taken on what was read for them alone."""

    def __init__(self, declarations: Mapping[str, Workflow], terms: Terms) -> None:
        self._declarations, self._terms = declarations, terms
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def live(self, task: Version, focus: Version) -> Live:
        """Refused: not-found, when it is no workflow's Task."""
        return self._once(_key(task, focus), lambda: Live.of(self._declarations, task, focus))

    def task(self, task: Version) -> Json:
        """The Task alone."""
        return self._once((task.number, task.body), lambda: loads(task.body))

    def choices(self, context: Context, task: Version, focus: Version) -> tuple[Choice, ...]:
        """Every step out of the present state, allowed to this actor or not, with its clock."""
        key = (context.actor, _key(task, focus))
        return self._once(key, lambda: tuple(self.live(task, focus).choices(context, self._terms)))

    def _once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(Made, self._kept[key])
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made


def _key(task: Version, focus: Version) -> tuple[int, bytes, int, bytes]:
    return (task.number, task.body, focus.number, focus.body)
