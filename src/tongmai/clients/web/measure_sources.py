"""Sources that tell about measures outside plans: a figure by county, and the records behind it."""

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.clients.web.boards import Boards
from tongmai.clients.web.names import Directory
from tongmai.clients.web.plan_sources import Source, membership
from tongmai.clients.web.services import Services
from tongmai.clients.web.sight import Sight
from tongmai.engines.pages.given import Measured, Membership
from tongmai.model.page import Ask


def named_by(part: str) -> str:
    """The measure that a part of an address names: an address has hyphens where a measure's id has underscores."""
    return part.replace("-", "_")


class MeasureSources:
    """`measured:a,b`: measures as they stand on the day; `parts:a`: those that the formula of one names; `behind:a`:
    the records behind one, in the county asked."""

    def __init__(self, services: Services, boards: Boards, directory: Directory) -> None:
        self._services, self._boards, self._directory = services, boards, directory
        self._sight = Sight(services)

    @property
    def known(self) -> dict[str, Source]:
        """Every source of measures by name."""
        return {"measured": self._measured, "parts": self._parts, "behind": self._behind}

    def _measured(self, context: Context, ask: Ask, argument: str) -> list[Measured]:
        return [self._one(context, named_by(id), ask) for id in argument.split(",")]

    def _parts(self, context: Context, ask: Ask, argument: str) -> list[Measured]:
        return [self._one(context, part, ask) for part in self._one(context, named_by(argument), ask).measure.named]

    def _one(self, context: Context, id: str, ask: Ask) -> Measured:
        """A measure as the reader may see it. Refused (not-found): one that is none."""
        if id not in self._services.measures:
            raise refuse("not-found", "没有这个指标", "there is no such measure", where=id)
        name = f"measured {id} {ask.as_of}"
        whole = self._boards.of_facts(name, lambda: self._services.measured(id, ask.as_of))
        return self._sight.measured(whole, ask.as_of, context.actor)

    def _behind(self, context: Context, ask: Ask, argument: str) -> Membership:
        id, area = named_by(argument), ask.one("county") or self._services.region_code
        one = self._one(context, id, ask)
        name = f"behind {id} {ask.as_of} {area}"
        rows = self._boards.of_facts(name, lambda: self._services.behind(id, ask.as_of, area))
        if not self._sight.members(rows, one.hidden, id, area, context.actor):
            return Membership((), 0, 0, closed=True)
        return membership(context, ask, rows, self._directory, one.measure.adds)
