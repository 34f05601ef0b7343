"""Decisions are made once for a state of the facts, a day and a reading; every page reads them from here."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from tongmai.clients.web.services import Services
from tongmai.engines.pages.given import Member, SeriesPoint
from tongmai.model.target import Decision

Answer = TypeVar("Answer")
_KEPT = 256


class Boards:
    """A small cache in front of the measures; what was made of older facts falls out."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._made: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._version = -1
        self._lock = Lock()

    def _once(self, key: tuple[Any, ...], make: Callable[[], Answer]) -> Answer:
        version = self._services.facts_version()
        with self._lock:
            if version != self._version:
                self._made.clear()
                self._version = version
            if key in self._made:
                self._made.move_to_end(key)
                kept: Answer = self._made[key]
                return kept
        answer = make()
        with self._lock:
            if version == self._version:
                self._made[key] = answer
                while len(self._made) > _KEPT:
                    self._made.popitem(last=False)
        return answer

    def decisions(self, plan: str, as_of: date) -> Sequence[Decision]:
        """Every target of a plan under the readings in force."""
        return self._once(("decisions", plan, as_of), lambda: self._services.decide(plan, as_of, {}))

    def decision(self, plan: str, target: str, as_of: date, reading: str = "") -> Decision | None:
        """One target's decision, under another reading if one is named; None when the plan has no such target. Where
        the whole plan is not yet decided, the one target is: whoever opens it does not wait for the others."""
        if not reading and self._has(("decisions", plan, as_of)):
            one = self.decisions(plan, as_of)
        elif target not in {each.id for each in self._services.plans[plan].targets}:
            return None
        else:
            readings = {target: reading} if reading else {}
            key = ("decision", plan, target, as_of, reading)
            one = self._once(key, lambda: self._services.decide(plan, as_of, readings, (target,)))
        return next((decision for decision in one if decision.target.id == target), None)

    def _has(self, key: tuple[Any, ...]) -> bool:
        version = self._services.facts_version()
        with self._lock:
            return version == self._version and key in self._made

    def members(self, plan: str, target: str, as_of: date, area: str, reading: str) -> Sequence[Member]:
        key = ("members", plan, target, as_of, area, reading)
        return self._once(key, lambda: self._services.members(plan, target, as_of, area, reading))

    def series(self, plan: str, target: str, as_of: date, reading: str) -> Sequence[SeriesPoint]:
        key = ("series", plan, target, as_of, reading)
        return self._once(key, lambda: self._services.series(plan, target, as_of, 13, reading))

    def of_facts(self, name: str, make: Callable[[], Answer]) -> Answer:
        """Anything else that depends on the facts alone."""
        return self._once(("facts", name), make)
