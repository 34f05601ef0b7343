"""What decides in the room of plans: reported beside recorded, projects, funding, the three yardsticks, arrangements.
Pure."""

from collections.abc import Callable
from typing import Any

from tongmai.domains.plans.rules import arrangements, funding, projects, targets, yardsticks

FUNCTIONS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (
        targets.figures_fit, targets.reported_row_fits,
        projects.project_fits, projects.project_terms, projects.approval_fits, projects.approved_sum,
        projects.stage_reached, projects.payment_fits, projects.project_payment, projects.revision_fits,
        projects.project_revision, projects.graded_as_planned, projects.no_grade_owed,
        funding.entry_pays, funding.entry_corrects, funding.entry_revises, funding.entry_made, funding.entry_books,
        funding.funding_row_fits,
        yardsticks.mortality_row_fits, yardsticks.visit_judged_once, yardsticks.opinion_given,
        arrangements.arrangement_due, arrangements.arrangement_ends, arrangements.arrangement_evaluable,
        arrangements.arrangement_evaluated, arrangements.arrangement_fits, arrangements.arrangement_may_hold,
        arrangements.arrangement_renewable, arrangements.arrangement_revisable, arrangements.arrangement_row_fits,
    )
}  # fmt: skip
"""What steps and lists name."""
