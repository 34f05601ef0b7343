"""What decides in the room of plans: what was reported beside what is recorded, what was arranged. Pure."""

from collections.abc import Callable
from typing import Any

from tongmai.domains.plans.rules import arrangements, targets

FUNCTIONS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (
        targets.figures_fit, targets.reported_row_fits,
        arrangements.arrangement_due, arrangements.arrangement_ends, arrangements.arrangement_evaluable,
        arrangements.arrangement_evaluated, arrangements.arrangement_fits, arrangements.arrangement_may_hold,
        arrangements.arrangement_renewable, arrangements.arrangement_revisable, arrangements.arrangement_row_fits,
    )
}  # fmt: skip
"""What steps and lists name."""
