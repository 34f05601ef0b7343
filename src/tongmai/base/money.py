"""Money is integer cents (分). Parts of a sum always add up to it."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import lcm
from typing import Any


def split(cents: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Divide a sum by weights with the largest remainder (Hamilton's method), ties to the earlier part.

    Weights must not be negative and not all zero; the parts have the sign of `cents` and sum to it exactly.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    scale = lcm(*(weight.denominator for weight in weights))
    counts = [weight.numerator * (scale // weight.denominator) for weight in weights]
    total = sum(counts)
    if total == 0:
        raise ValueError("no weight to divide by")
    sign, whole = (-1, -cents) if cents < 0 else (1, cents)
    exact = [divmod(count * whole, total) for count in counts]
    parts = [part for part, _ in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: -exact[i][1])
    for i in by_remainder[: whole - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def yuan(cents: int) -> str:
    """Cents as yuan with thousands separated: -1234567 is "-12,345.67"."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def ten_thousands(cents: int) -> str:
    """Cents as ten thousands of yuan (万元) for an overview, two decimals, half a hundredth away from nothing:
    -123456789 is "-123.46". Whoever shows it leads to the exact sum."""
    hundredths = (abs(cents) + 5_000) // 10_000
    return ("-" if cents < 0 and hundredths else "") + f"{hundredths // 100:,}.{hundredths % 100:02d}"


def cents(amount: Any) -> int:
    """Yuan as written, to whole cents. ValueError for what is no amount or finer than a cent."""
    try:
        exact = Decimal(str(amount)) * 100
    except InvalidOperation as error:
        raise ValueError(f"no amount: {amount!r}") from error
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise ValueError(f"not in whole cents: {amount!r}")
    return int(exact)
