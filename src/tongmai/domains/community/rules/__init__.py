"""What decides in a medical community: postings and their days, the council's seats, tasks of a trusteeship, rounds,
the points of an appraisal. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from tongmai.domains.community.rules.appraisals import (
    checked_fits,
    checked_values,
    every_indicator,
    indicators,
    monitored,
    monitoring_measures,
    notice_fits,
    opened_lines,
    own_complete,
    own_values,
    points,
    publicity_over,
    scored,
    total,
    values_fit,
    year_over,
)
from tongmai.domains.community.rules.councils import charter_new, end_fits, has_seats, meeting_fits, seat_fits
from tongmai.domains.community.rules.postings import (
    arrival_fits,
    clipped,
    counts,
    days_in_year,
    half_year,
    posting_fits,
    return_fits,
    stay,
)
from tongmai.domains.community.rules.records import number, told
from tongmai.domains.community.rules.support import (
    done_fits,
    held_fits,
    moved_fits,
    of_bond,
    overdue,
    round_fits,
    task_fits,
)

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "posting_fits": posting_fits, "arrival_fits": arrival_fits, "return_fits": return_fits,
    "charter_new": charter_new, "seat_fits": seat_fits, "has_seats": has_seats, "meeting_fits": meeting_fits,
    "end_fits": end_fits, "task_fits": task_fits, "of_bond": of_bond, "done_fits": done_fits, "overdue": overdue,
    "round_fits": round_fits, "moved_fits": moved_fits, "held_fits": held_fits,
    "year_over": year_over, "opened_lines": opened_lines, "values_fit": values_fit, "own_values": own_values,
    "own_complete": own_complete, "checked_fits": checked_fits, "checked_values": checked_values,
    "notice_fits": notice_fits, "publicity_over": publicity_over,
}  # fmt: skip

__all__ = (
    "FUNCTIONS", "arrival_fits", "charter_new", "clipped", "counts", "days_in_year", "every_indicator", "half_year",
    "indicators", "monitored", "monitoring_measures", "named", "number", "points", "scored", "stay", "told", "total",
)  # fmt: skip
