"""Figures are made before somebody asks: who opens a plan first after a change would otherwise wait for all of it."""

from collections import deque
from datetime import date

from tongmai.base.clock import today
from tongmai.house import House

A_ROUND = 30  # targets whose months and readings are made in one round
MONTHS = 13


class Ahead:
    """A job. In the first round after the facts have changed it decides every plan as its pages show it; then, some in
    each round and those that press first, it makes each target's months and other readings. What the facts outrun is
    left: the next round begins anew. The records behind a figure are read when somebody opens them: they are many."""

    def __init__(self, house: House) -> None:
        self._house, self._made_for = house, (-1, date.min)
        self._left: deque[tuple[str, str]] = deque()

    def __call__(self) -> None:
        house, day = self._house, today(self._house.clock)
        now = (house.facts_version(), day)
        if now != self._made_for:
            self._made_for, self._left = now, deque(self._pressing_first(day))
        for _ in range(A_ROUND):
            if not self._left or house.facts_version() != now[0]:
                return
            self._make(*self._left.popleft(), day)

    def _pressing_first(self, day: date) -> list[tuple[str, str]]:
        """Every measured target of every plan: decided, what is not met before what is."""
        decided = [(plan, one) for plan in self._house.plans for one in self._house.decide(plan, day)]
        decided.sort(key=lambda each: each[1].status == "met")
        return [(plan, one.target.id) for plan, one in decided if one.target.measure]

    def _make(self, plan: str, target: str, day: date) -> None:
        self._house.series(plan, target, day, MONTHS, "")
        for reading, _ in self._house.readings(plan, target):
            self._house.decide(plan, day, {target: reading}, (target,))
