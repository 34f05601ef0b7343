"""What decides in the room of plans: what was reported beside what is recorded, what is in force, what was arranged."""

from collections.abc import Callable, Mapping
from typing import Any

from tongmai.domains.plans.rules.arrangements import (
    arrangement_due,
    arrangement_ends,
    arrangement_evaluable,
    arrangement_evaluated,
    arrangement_fits,
    arrangement_may_hold,
    arrangement_renewable,
    arrangement_revisable,
    arrangement_row_fits,
)
from tongmai.domains.plans.rules.reported import (
    Difference,
    breakdown,
    difference_words,
    differences,
    exact,
    figures_fit,
    in_force,
    latest,
    reported_row_fits,
)

__all__ = [
    "Difference", "breakdown", "difference_words", "differences", "exact", "figures_fit", "in_force", "latest",
    "reported_row_fits",
]  # fmt: skip
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    f.__name__: f for f in (
        arrangement_due, arrangement_ends, arrangement_evaluable, arrangement_evaluated, arrangement_fits,
        arrangement_may_hold, arrangement_renewable, arrangement_revisable, arrangement_row_fits, figures_fit,
        reported_row_fits,
    )
}  # fmt: skip
