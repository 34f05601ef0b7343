"""A hospital's monitored indicators out of what its front pages count. Exact; rounding is for people. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from tongmai.model.lists import room_table

INDICATORS = room_table(__file__, "appraisal_indicators", "indicator")
Row = Mapping[str, Any]


class Part(NamedTuple):
    """Which column of `hospital_appraisal` stands over which, by the measure that says the same of a county."""

    measure: str
    over: str
    under: str


PARTS = (
    Part("quality.operated_share", "operated", "cases"),
    Part("quality.minimally_invasive", "minimally_invasive", "operated"),
    Part("quality.level4_operations", "level_4", "operated"),
    Part("quality.level3_operations", "level_3", "operated"),
    Part("quality.operation_complications", "complicated", "operated"),
    Part("quality.class1_infections", "infected", "class_1"),
    Part("quality.low_risk_deaths", "low_risk_died", "low_risk"),
    Part("quality.length_of_stay", "days", "cases"),
    Part("quality.cost_per_case", "cents", "cases"),
)


def value(row: Row, part: Part) -> Fraction | None:
    """One figure of a hospital; None where nothing is counted, or where what is counted is too small to be shown."""
    over, under = row[part.over], row[part.under]
    return Fraction(int(over), int(under)) if over is not None and under else None


def measures() -> tuple[str, ...]:
    """The measures of the set in its order."""
    return tuple(row["measure"] for row in INDICATORS.rows)
