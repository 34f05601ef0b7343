"""A pool of money by its year, in cents: what it holds, what is left of it, how that is divided. Nothing gets lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tongmai.base.money import split

FULL = 100  # points of an appraisal
TIERS = 3  # county, township, village


@dataclass(frozen=True, slots=True)
class Opened:
    """A pool before anything is spent, in cents: total = reserve + usable."""

    total: int
    reserve: int

    @property
    def usable(self) -> int:
        return self.total - self.reserve


def opened(insured: int, per_head: int, percent: int | Decimal) -> Opened:
    """Persons times cents a head, and the reserve of so many percent of it to the nearest cent by largest remainder."""
    total, share = insured * per_head, Fraction(str(percent))
    return Opened(total, split(total, (share, FULL - share))[0])


@dataclass(frozen=True, slots=True)
class Cleared:
    """A year of a pool, in cents. `available`: what the community had for care inside the county; what is left of it is
    the surplus, below zero an overspend."""

    total: int
    reserve: int
    outside: int
    inside: int
    prepaid: int

    @property
    def available(self) -> int:
        return self.total - self.reserve - self.outside

    @property
    def surplus(self) -> int:
        return self.available - self.inside


@dataclass(frozen=True, slots=True)
class Divided:
    """A surplus divided, in cents: the parts by tier and what is withheld add up to it."""

    parts: tuple[int, int, int]
    withheld: int

    @property
    def payable(self) -> int:
        return sum(self.parts)


def divided(surplus: int, score: Fraction, weights: Sequence[int]) -> Divided:
    """A surplus by the appraisal, then by the weights of county, township and village, each by largest remainder.
    ValueError: an overspend, a score outside 0 to 100, weights that are not three or all zero."""
    if surplus < 0 or not 0 <= score <= FULL or len(weights) != TIERS:
        raise ValueError("no surplus, score or weights to divide by")
    payable, withheld = split(surplus, (score, FULL - score))
    county, township, village = split(payable, tuple(weights))
    return Divided((county, township, village), withheld)


def balance(cleared: Cleared, payable: int) -> int:
    """What is still open in cash between fund and community, in cents: what was spent inside and what of the surplus is
    payable, less what was prepaid. Below zero: prepaid too much. An overspend is recorded here and not deducted."""
    return min(cleared.inside, max(cleared.available, 0)) + payable - cleared.prepaid
