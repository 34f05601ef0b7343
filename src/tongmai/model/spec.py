"""Specs: rows in, value out. They run on every evaluator and are printed in the documentation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Spec:
    """One case of a measure.

    `rows`: rows of the measure's own view. Or `tables`: rows of views and dimensions by name, through the derived views
    up to the measure's own. Or `parts` of a formula: (numerator, denominator) by measure. Exactly one of the three.
    A column left out is null; a row without place or period lies in the only place and the spec's period.
    """

    measure: str
    when: str
    period: str
    reading: str | None = None
    rows: Sequence[Row] = ()
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    parts: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    numerator: int | None = None
    denominator: int | None = None
    value: Fraction | None = None
    checks: frozenset[str] = frozenset()  # which of numerator, denominator and value the case states
