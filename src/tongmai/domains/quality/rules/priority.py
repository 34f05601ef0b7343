"""Which disease should be built up first: five figures a disease, each against the highest, by dated weights. Exact.

The order is a proposal: the weights are data with a source and a status, and nobody is asked to follow them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from tongmai.base.tables import DatedRow
from tongmai.model.lists import room_table

WEIGHTS = room_table(__file__, "priority_weights", "criterion")
CRITERIA = ("away", "fatality", "cases", "money")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Disease:
    """Cases of one category. `hidden`: some counts of it are too small for this reader and are left out."""

    category: str
    inside: int = 0
    outside: int = 0
    died_inside: int = 0
    died_outside: int = 0
    cents_away: int = 0
    hidden: bool = False
    score: Fraction = Fraction(0)

    @property
    def cases(self) -> int:
        return self.inside + self.outside

    @property
    def died(self) -> int:
        return self.died_inside + self.died_outside

    @property
    def away(self) -> Fraction:
        """The share that went elsewhere."""
        return Fraction(self.outside, self.cases) if self.cases else Fraction(0)

    @property
    def fatality(self) -> Fraction:
        return Fraction(self.died, self.cases) if self.cases else Fraction(0)

    def figure(self, criterion: str) -> Fraction:
        """What a criterion looks at."""
        figures = {"away": self.away, "fatality": self.fatality, "cases": Fraction(self.cases),
                   "money": Fraction(self.cents_away)}  # fmt: skip
        return figures[criterion]


def weights(day: date) -> Mapping[str, DatedRow]:
    """The weights that hold on a day, by criterion."""
    return {row["criterion"]: row for row in WEIGHTS.on(day)}


def diseases(rows: Iterable[Row]) -> list[Disease]:
    """Rows of `disease_priority` of one period summed by category. What is None was too small to be shown."""
    found: dict[str, Disease] = {}
    for row in rows:
        code = str(row["category"])
        one = found.get(code, Disease(code))
        counts = [row[name] for name in ("inside", "outside", "died_inside", "died_outside", "cents_outside")]
        inside, outside, died_inside, died_outside, cents_away = (int(count or 0) for count in counts)
        found[code] = replace(
            one, inside=one.inside + inside, outside=one.outside + outside,
            died_inside=one.died_inside + died_inside, died_outside=one.died_outside + died_outside,
            cents_away=one.cents_away + cents_away, hidden=one.hidden or None in counts,
        )  # fmt: skip
    return list(found.values())


def ranked(found: Iterable[Disease], day: date) -> list[Disease]:
    """By points of 100: each figure as a share of the highest of its kind, times its weight; the same points by
    category. Where no weight holds, all have none."""
    known = list(found)
    rows = weights(day)
    whole = sum(int(row["weight"]) for row in rows.values())
    highest = {name: max((one.figure(name) for one in known), default=Fraction(0)) for name in rows}

    def points(one: Disease) -> Fraction:
        parts = (int(row["weight"]) * one.figure(name) / highest[name] for name, row in rows.items() if highest[name])
        return Fraction(100) * sum(parts, Fraction(0)) / whole if whole else Fraction(0)

    scored = [replace(one, score=points(one)) for one in known]
    return sorted(scored, key=lambda one: (-one.score, one.category))
