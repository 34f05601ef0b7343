"""What a reader may see of figures that count persons: the one place where pages and files hide what is too small."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from tongmai.access import Actor, Counts, hidden, inside
from tongmai.clients.web.services import Services
from tongmai.engines.pages.given import Measured, Member, Named, SeriesPoint
from tongmai.model.measure import Measure
from tongmai.model.target import Decision

NOWHERE: frozenset[str] = frozenset()


class _Figure(Protocol):
    @property
    def numerator(self) -> int | None: ...
    @property
    def denominator(self) -> int | None: ...


class Sight:
    """Decides by the measure (`base`) and by the reader's place. An area "" is the region."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def alike(self, actor: Actor) -> str:
        """The same text for readers who see the same of every county: the part of the region they answer for."""
        whole = self._services.region_code
        if inside(actor, whole):
            return whole
        return next((area.code for area in self._services.areas if inside(actor, area.code)), "")

    def hidden(self, id: str, as_of: date, actor: Actor) -> frozenset[str]:
        """The areas in which a measure's figure is hidden; of a formula, where one of its parts is."""
        measure = self._services.measures[id]
        if measure.formula:
            return NOWHERE.union(*(self.hidden(part, as_of, actor) for part in measure.named))
        if measure.base == "census":
            return NOWHERE
        if inside(actor, self._services.region_code) and measure.base != "anonymous":
            return NOWHERE
        values = self._services.measured(id, as_of).values
        counts = {area: Counts(one.numerator, one.denominator) for area, one in values.items()}
        if measure.unit == "cents" and not measure.denominator:
            counts = {area: self._paid(id, as_of, area) for area in counts}
        return self._hidden(measure, counts, actor)

    def _paid(self, id: str, as_of: date, area: str) -> Counts:
        """How many records a sum of money is made of: a price tells how many there were."""
        return Counts(sum(bool(one.weight) for one in self._services.behind(id, as_of, area)))

    def _hidden(self, measure: Measure, counts: dict[str, Counts], actor: Actor) -> frozenset[str]:
        """`counts`: by area, the region's own under ""."""
        region = self._services.region_code
        whole = counts.pop("", Counts(sum(one.number for one in counts.values())))
        found = hidden(counts, (region, whole), actor, measure.base == "anonymous")
        return frozenset("" if area == region else area for area in found)

    def measured(self, one: Measured, as_of: date, actor: Actor) -> Measured:
        """A measure without the figures that the reader may not see."""
        closed = self.hidden(one.measure.id, as_of, actor)
        left = {area: value for area, value in one.values.items() if area not in closed}
        return replace(one, values=left, hidden=closed & one.values.keys()) if closed else one

    def decision(self, one: Decision, actor: Actor) -> Decision:
        """A decision without the counties, and without the figure, that the reader may not see; how it stands stays."""
        closed = self._of_decision(one, actor)
        if not closed:
            return one
        parts = tuple(part for part in one.parts if (part.area or _NO_COUNTY) not in closed)
        left = replace(one, parts=parts, hidden=closed)
        if "" not in closed:
            return left
        return replace(left, numerator=None, denominator=None, value=None, short=None, short_total=None, change=None)

    def _of_decision(self, one: Decision, actor: Actor) -> frozenset[str]:
        measure = self._counting(one.target.measure, one.reading)
        if measure is None:
            return NOWHERE
        if measure.formula:
            return self.hidden(measure.id, one.as_of, actor)
        if measure.base == "census" or one.numerator is None:
            return NOWHERE
        counts = {part.area or _NO_COUNTY: Counts(part.numerator, part.denominator) for part in one.parts}
        return self._hidden(measure, {**counts, "": Counts(one.numerator, one.denominator)}, actor)

    def added(self, one: Decision, member: Member, house: Named, actor: Actor) -> bool:
        """Whether it may be told what an institution adds to a sum of persons: itself and its county know."""
        measure = self._counting(one.target.measure, one.reading)
        own = actor.organization == house.id or inside(actor, house.area)
        return own or measure is None or measure.base == "census" or not Counts(member.weight).small()

    def _counting(self, measure: str, reading: str) -> Measure | None:
        known = self._services.measures
        return known.get(reading if reading in known else measure)

    def series(
        self, points: Sequence[SeriesPoint], measure: str, reading: str, as_of: date, actor: Actor
    ) -> Sequence[SeriesPoint]:
        """The months of the region, those too small without their figures."""
        counting, region = self._counting(measure, reading), self._services.region_code
        if counting is None or (counting.base == "census" and not counting.formula) or inside(actor, region):
            return points
        closed = bool(counting.formula) and "" in self.hidden(counting.id, as_of, actor)
        return [SeriesPoint(one.month, None, None, None) if closed or _small(one) else one for one in points]

    def members(
        self, rows: Sequence[Member], closed: frozenset[str], measure: str, area: str, actor: Actor, reading: str = ""
    ) -> bool:
        """Whether the records behind a figure may be listed, and so counted. `closed`: where the figure is hidden. No
        place below the counties is counted for those outside: its sums would tell what is hidden."""
        counting = self._counting(measure, reading)
        if counting is None or not rows or (counting.base == "census" and not closed):
            return True
        region = self._services.region_code
        if area == region or area in {one.code for one in self._services.areas}:
            return ("" if area == region else area) not in closed
        return inside(actor, area) and counting.base != "anonymous"


_NO_COUNTY = "-"
"""What lies in no county: nobody's place."""


def _small(one: _Figure) -> bool:
    return one.numerator is not None and Counts(one.numerator, one.denominator).small()
