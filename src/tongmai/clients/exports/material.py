"""What an export is made of. Nothing here reads the store; every figure is a decision's own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tongmai.base.words import Words
from tongmai.engines.pages.given import Area, Item, Listed
from tongmai.model.target import Decision, Plan, Status

DEMO = Words("演示数据", "demonstration data")


@dataclass(frozen=True, slots=True)
class Reported:
    """A value reported for an area, beside what the records say. `area` "": the region."""

    target: str
    area: str
    reported: str
    recorded: str
    difference: Words
    differs: bool
    state: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The records behind one target's figure, by name. `withheld`: they are persons, of whom only the number leaves the
    house."""

    target: str
    listed: Sequence[Listed] = ()
    withheld: int = 0


@dataclass(frozen=True)
class Material:
    """A plan decided on a day, with what stands beside it. `made`: the day it was made, printed where a date is due."""

    plan: Plan
    as_of: date
    region: Words
    issuer: str
    decisions: Sequence[Decision]
    areas: Sequence[Area]
    responsible: Mapping[str, str] = field(default_factory=dict)  # confirmed units by target
    orders: Sequence[Item] = ()
    reported: Sequence[Reported] = ()
    evidence: Sequence[Evidence] = ()
    demo: bool = True

    def count(self) -> Mapping[Status, int]:
        return Counter(decision.status for decision in self.decisions)

    def chapters(self) -> list[tuple[str, list[Decision]]]:
        """Decisions by chapter, in the document's order."""
        order = self.plan.in_order(decision.target.chapter for decision in self.decisions)
        return [(one, [d for d in self.decisions if d.target.chapter == one]) for one in order]

    def late(self) -> list[Decision]:
        """What is behind or overdue, the largest shortfall first."""
        found = [decision for decision in self.decisions if decision.status in ("behind", "overdue")]
        return sorted(found, key=lambda one: (-_lack(one), one.target.id))

    def unit(self, decision: Decision) -> str:
        """The responsible unit: confirmed, else proposed with a remark."""
        confirmed = self.responsible.get(decision.target.id)
        if confirmed:
            return confirmed
        proposed = decision.target.responsible_proposed
        return f"{proposed}（建议，待确认）" if proposed else "待确认"

    def short_areas(self, decision: Decision) -> list[tuple[Area, int]]:
        """Counties that miss units of their own goal, where what they miss adds up to what the region misses."""
        short = {part.area: part.short for part in decision.parts if part.met is False and part.short}
        if sum(short.values()) != decision.short:
            return []
        return [(area, short[area.code]) for area in self.areas if area.code in short]


def _lack(decision: Decision) -> Fraction:
    base = (decision.numerator or 0) + (decision.short or 0)
    return Fraction(decision.short or 0, base) if base else Fraction(0)


def day_zh(day: date) -> str:
    """2025年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"
