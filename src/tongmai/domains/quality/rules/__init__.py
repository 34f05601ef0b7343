"""What decides in the room of quality: cycles of control, front pages, key specialties, what to build up first."""

from collections.abc import Callable, Mapping
from typing import Any

from tongmai.domains.quality.rules.cycles import (
    cycle_fits,
    cycle_qualified,
    cycle_verdict,
    cycle_without_item,
    mark_about_item,
    mark_grade,
    points_of_hundred,
    rectified_by_today,
    time_to_rectify,
    to_be_rectified,
    verified_in_points,
)
from tongmai.domains.quality.rules.front_pages import front_page_fits, group_fits, outside_stay_fits
from tongmai.domains.quality.rules.specialties import (
    dimensions_of_hundred,
    specialty_last_day,
    specialty_may_be_named,
    specialty_named,
    specialty_points,
    specialty_reassessed,
)

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    f.__name__: f for f in (
        cycle_fits, points_of_hundred, cycle_verdict, cycle_qualified, to_be_rectified, time_to_rectify,
        rectified_by_today,
        verified_in_points, mark_about_item, mark_grade, cycle_without_item, front_page_fits, group_fits,
        outside_stay_fits,
        dimensions_of_hundred, specialty_points, specialty_may_be_named, specialty_named, specialty_reassessed,
        specialty_last_day,
    )
}  # fmt: skip
