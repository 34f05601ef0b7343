"""Sources that tell about plans: decisions and readings from the cache, the records behind them by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.web.boards import Boards
from tongmai.clients.web.names import Directory
from tongmai.clients.web.services import Services
from tongmai.clients.web.sight import Sight
from tongmai.engines.pages import glance
from tongmai.engines.pages.carried import Carried
from tongmai.engines.pages.given import Listed, Member, Membership, SeriesPoint
from tongmai.model.page import Ask
from tongmai.model.target import Decision, Plan

Source = Callable[[Context, Ask, str], Any]
MEMBERS_A_PAGE = 100
OF_CERTIFICATES, OF_RECORDS, OF_REPORTS = Words("认证", "certificate"), Words("记录", "record"), Words("填报", "report")


class PlanSources:
    """`address`: a page's id and the parts of its address to the address."""

    def __init__(self, services: Services, boards: Boards, directory: Directory, address: Callable[..., str]) -> None:
        self._services, self._boards, self._directory, self._address = services, boards, directory, address
        self._sight = Sight(services)

    @property
    def known(self) -> dict[str, Source]:
        """Every source of plans by name."""
        return {
            "plan": self._plan,
            "plans": self._plans,
            "decisions": self._decisions,
            "decision": self.decision,
            "readings": self._readings,
            "confirmed": self._confirmed,
            "members": self._members,
            "series": self._series,
            "pressing": self._pressing,
            "origins": self._origins,
            "origin": self._origin,
            "reading-options": self._reading_options,
            "target-options": self._target_options,
            "unit": self._unit,
            "carried": self._carried,
            "own-plan": lambda context, ask, argument: self.plan(ask).id,
        }

    def plan(self, ask: Ask) -> Plan:
        """The plan of the address, or the region's own where it names none. Refused (not-found): an unknown one."""
        plan = self._services.plans.get(ask.path.get("plan", "") or next(iter(self._services.plans), ""))
        if plan is None:
            raise refuse("not-found", "没有这个计划", "there is no such plan", where=ask.path.get("plan", ""))
        return plan

    def _plan(self, context: Context, ask: Ask, argument: str) -> Plan:
        return self.plan(ask)

    def _plans(self, context: Context, ask: Ask, argument: str) -> Sequence[Plan]:
        return tuple(self._services.plans.values())

    def _decisions(self, context: Context, ask: Ask, argument: str) -> Sequence[Decision]:
        plan = self.plan(ask).id
        confirmed = self._services.settled(plan, "responsible", ask.as_of)
        seen = (self._sight.decision(one, context.actor) for one in self._boards.decisions(plan, ask.as_of))
        return [_with_unit(one, confirmed) for one in seen]

    def _confirmed(self, context: Context, ask: Ask, argument: str) -> frozenset[str]:
        """The targets whose responsible unit two people confirmed."""
        return frozenset(self._services.settled(self.plan(ask).id, "responsible", ask.as_of))

    def decision(self, context: Context, ask: Ask, argument: str) -> Decision:
        found = self._boards.decision(self.plan(ask).id, ask.path["target"], ask.as_of, self._reading(ask))
        if found is None:
            raise refuse("not-found", "计划里没有这个目标", "the plan has no such target", where=ask.path["target"])
        confirmed = self._services.settled(self.plan(ask).id, "responsible", ask.as_of)
        return _with_unit(self._sight.decision(found, context.actor), confirmed)

    def _reading(self, ask: Ask) -> str:
        """The reading looked at. Refused (value): one that the target does not have."""
        wanted = ask.one("reading")
        known = [name for name, _ in self._services.readings(self.plan(ask).id, ask.path["target"])]
        if wanted and wanted not in known:
            raise refuse("value", "没有这个口径", "there is no such reading", where="reading")
        return wanted

    def _readings(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words, Decision]]:
        plan, target = self.plan(ask).id, ask.path["target"]
        found = []
        for name, title in self._services.readings(plan, target):
            decision = self._boards.decision(plan, target, ask.as_of, name)
            if decision is not None:
                found.append((name, title, self._sight.decision(decision, context.actor)))
        return found

    def _members(self, context: Context, ask: Ask, argument: str) -> Membership:
        """The records behind the figure: in a county, from a place on."""
        plan, target = self.plan(ask), ask.path["target"]
        area = ask.one("county") or self._services.region_code
        rows = self._boards.members(plan.id, target, ask.as_of, area, self._reading(ask))
        decision = self.decision(context, ask, "")
        measure = decision.target.measure
        if not self._sight.members(rows, decision.hidden, measure, area, context.actor, decision.reading):
            return Membership((), 0, 0, closed=True)
        return membership(context, ask, rows, self._directory, decision.counts)

    def _series(self, context: Context, ask: Ask, argument: str) -> Sequence[SeriesPoint]:
        return self._months(context, ask, self.decision(context, ask, ""), self._reading(ask))

    def _months(self, context: Context, ask: Ask, decision: Decision, reading: str) -> Sequence[SeriesPoint]:
        target = decision.target
        points = self._boards.series(target.plan, target.id, ask.as_of, reading)
        return self._sight.series(points, target.measure, decision.reading, ask.as_of, context.actor)

    def _pressing(self, context: Context, ask: Ask, argument: str) -> tuple[Decision, Sequence[SeriesPoint]] | None:
        """The target of the region's own plan that presses most and its months; None where none does."""
        found = glance.pressing(self._decisions(context, ask, argument))
        if not found:
            return None
        return found[0], self._months(context, ask, found[0], "")

    def _origins(self, context: Context, ask: Ask, argument: str) -> Mapping[str, Words]:
        return {target.id: self._from(target.measure) for target in self.plan(ask).targets}

    def _origin(self, context: Context, ask: Ask, argument: str) -> Words:
        return self._from(self.plan(ask).target(ask.path["target"]).measure)

    def _from(self, measure_id: str) -> Words:
        """Where a figure comes from: certificates, other records, or only what is reported."""
        if measure_id not in self._services.measures:
            return OF_REPORTS
        return OF_CERTIFICATES if "Certificate" in self._services.types_behind(measure_id) else OF_RECORDS

    def _reading_options(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words]]:
        """The readings that two people may put in force."""
        known = self._services.readings(self.plan(ask).id, ask.path["target"])
        return [(name, title) for name, title in known if name]

    def _target_options(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words]]:
        """The plan's targets as options; `unmeasured`: only those that no record decides."""
        targets = [one for one in self.plan(ask).targets if argument != "unmeasured" or not one.measure]
        return [(one.id, Words(f"{one.id} {one.title.zh}", f"{one.id} {one.title.en}")) for one in targets]

    def _unit(self, context: Context, ask: Ask, argument: str) -> str:
        """The unit in which a value of the target is reported."""
        target = ask.path.get("target", "") or ask.form.get("target", "")
        declared = next((one for one in self.plan(ask).targets if one.id == target), None)
        measure = self._services.measures.get(declared.measure) if declared else None
        return measure.unit if measure else "count"

    def _carried(self, context: Context, ask: Ask, argument: str) -> list[Carried]:
        """The targets of the region's own plan that count a record: `target-page Type/id`."""
        page, _, reference = argument.partition(" ")
        plan = next(iter(self._services.plans.values()))
        rows = self._boards.of_facts(f"carried {plan.id} {ask.as_of}", lambda: self._counting(plan, ask))
        found = {decision.target.id: decision for decision in self._boards.decisions(plan.id, ask.as_of)}
        house = self._directory.named(context, *reference.split("/", 1))
        return [
            Carried(found[target], member, self._address(page, plan=plan.id, target=target), adds)
            for target, member, adds in rows.get(reference, ())
            if not adds or self._sight.added(found[target], member, house, context.actor)
        ]

    def _counting(self, plan: Plan, ask: Ask) -> dict[str, list[tuple[str, Member, bool]]]:
        """By record: the targets that count it, once for a state of the facts."""
        rows: dict[str, list[tuple[str, Member, bool]]] = {}
        for target in plan.targets:
            measure = self._services.measures.get(target.measure)
            if measure is None or measure.opens != "Organization" or measure.formula:
                continue
            members = self._boards.members(plan.id, target.id, ask.as_of, self._services.region_code, "")
            adds = adds_amounts(members)
            for member in members:
                if member.in_denominator or member.in_numerator:
                    rows.setdefault(member.subject, []).append((target.id, member, adds))
        return rows


def _with_unit(decision: Decision, confirmed: Mapping[str, str]) -> Decision:
    """The decision with the confirmed unit in the place of the proposed one."""
    unit = confirmed.get(decision.target.id)
    return replace(decision, target=replace(decision.target, responsible_proposed=unit)) if unit else decision


def membership(context: Context, ask: Ask, rows: Sequence[Member], directory: Directory, counts: str) -> Membership:
    """The records behind a figure from the place that is asked for on; only those shown are read for their names."""
    ordered = sorted((row for row in rows if row.in_denominator or row.in_numerator), key=not_counted_first)
    start = int(ask.one("from")) if ask.one("from").isdecimal() else 0
    page = ordered[start : start + MEMBERS_A_PAGE]
    names = directory.several(context, [row.subject for row in page])
    listed = tuple(Listed(row, names[row.subject]) for row in page)
    counted = sum(row.in_numerator for row in ordered)
    return Membership(listed, len(ordered) - counted, counted, start, sums=adds_amounts(rows), counts=counts)


def adds_amounts(members: Sequence[Member]) -> bool:
    """Whether what a record adds is more than that it is there."""
    return any(abs(member.weight) > 1 for member in members)


def not_counted_first(member: Member) -> tuple[bool, str]:
    """The order of a list of names: those that are not counted come first."""
    return member.in_numerator, member.subject
