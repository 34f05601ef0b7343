"""Exact ratios. A share that decides a target is never a binary float (0.07 * 100 is 7.000000000000001)."""

from fractions import Fraction


def share(numerator: int, denominator: int, per: int = 100) -> Fraction | None:
    """`numerator / denominator * per`, exact; None when the denominator is 0 (nothing to have a share of)."""
    if denominator == 0:
        return None
    return Fraction(numerator * per, denominator)


def needed(denominator: int, goal: Fraction, per: int = 100) -> int:
    """The smallest numerator whose share reaches `goal`: 9 of 10 for 90 %, 65 of 72."""
    exact = goal * denominator / per
    return -((-exact.numerator) // exact.denominator)


def allowed(denominator: int, goal: Fraction, per: int = 100) -> int:
    """The largest numerator whose share does not exceed `goal`."""
    exact = goal * denominator / per
    return exact.numerator // exact.denominator


def shown(value: Fraction, decimals: int = 1) -> str:
    """A ratio for people: rounded half up at the last shown digit, never used to decide."""
    scale = 10**decimals
    scaled = value * scale
    rounded = (abs(scaled.numerator) * 2 + scaled.denominator) // (scaled.denominator * 2)
    sign = "-" if value < 0 and rounded else ""
    whole, part = divmod(rounded, scale)
    return f"{sign}{whole}.{part:0{decimals}d}" if decimals else f"{sign}{whole}"
