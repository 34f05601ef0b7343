"""What the pages of plans show beyond targets: projects, funding, the three yardsticks."""

from tongmai.domains.plans.shapes.funding import (
    by_area,
    by_line,
    entry_table,
    funding_filters,
    funding_sums,
    line_facts,
    line_table,
    worked_entry,
)
from tongmai.domains.plans.shapes.projects import (
    payment_table,
    project_facts,
    project_filters,
    project_sheet,
    project_sums,
    project_table,
    revision_table,
    stage_table,
)
from tongmai.domains.plans.shapes.yardsticks import satisfied, three, to_judge

__all__ = (
    "by_area", "by_line", "entry_table", "funding_filters", "funding_sums", "line_facts", "line_table",
    "payment_table", "project_facts", "project_filters", "project_sheet", "project_sums", "project_table",
    "revision_table", "satisfied", "stage_table", "three", "to_judge", "worked_entry",
)  # fmt: skip
