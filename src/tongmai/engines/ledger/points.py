"""Payment by points (点数法, 分值付费): a case by its score, a point by the budget, a hospital by its points. Exact.

A case that cost far less than its group is paid as it cost, one that cost far more for what goes beyond (rules 6.2).
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

from tongmai.base.money import split

Kind = Literal["ordinary", "low", "high"]


class Weighed(NamedTuple):
    """The points of a case, and by which of the three ways."""

    points: Fraction
    kind: Kind


class Share(NamedTuple):
    """What a hospital's cases come to: how many, their points, and cents of the budget."""

    hospital: str
    cases: int
    points: Fraction
    cents: int


class Valued(NamedTuple):
    """A budget in cents by points: hospitals by their ids. `value`: cents a point, None where there is no point; then
    nothing is shared out. Otherwise the shares add up to the budget."""

    budget: int
    points: Fraction
    value: Fraction | None
    shares: tuple[Share, ...]


def weighed(score: Fraction, coefficient: Fraction, ratio: Fraction, low: Fraction, high: Fraction) -> Weighed:
    """The points of a case. `ratio`: its cost over the mean of its group; below `low` the ratio itself counts, above
    `high` what is beyond that and one, between them (both ends included) one."""
    base = score * coefficient
    if ratio < low:
        return Weighed(base * ratio, "low")
    if ratio > high:
        return Weighed(base * (ratio - high + 1), "high")
    return Weighed(base, "ordinary")


def valued(budget: int, cases: Iterable[tuple[str, Fraction]]) -> Valued:
    """A budget of so many cents by the points of cases, (hospital, points) each, by largest remainder with ties to the
    earlier id: the order of the cases changes nothing. ValueError: a budget or points below zero."""
    counted: dict[str, list[Fraction]] = defaultdict(list)
    for hospital, points in cases:
        counted[hospital].append(points)
    if budget < 0 or any(one < 0 for own in counted.values() for one in own):
        raise ValueError("a budget or points below zero")
    sums = {hospital: sum(counted[hospital], Fraction()) for hospital in sorted(counted)}
    total = sum(sums.values(), Fraction())
    cents = split(budget, list(sums.values())) if total else [0] * len(sums)
    shares = tuple(
        Share(hospital, len(counted[hospital]), points, part)
        for (hospital, points), part in zip(sums.items(), cents, strict=True)
    )
    return Valued(budget, total, budget / total if total else None, shares)
