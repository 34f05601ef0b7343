"""What the pages of the fund show: where each yuan of a pool went, what is missing for a split, the printed sheet."""

from tongmai.domains.insurance.shapes.clearings import (
    clearing_sheet,
    clearing_sums,
    lacking,
    open_cash,
    papers,
    split_table,
)
from tongmai.domains.insurance.shapes.points import (
    budget_rows,
    case_facts,
    case_rows,
    hospital_rows,
    left_rows,
    point_sums,
    pooled,
    score_rows,
)
from tongmai.domains.insurance.shapes.pools import course, line_table, pool_rows, spending, totals, years

__all__ = (
    "budget_rows", "case_facts", "case_rows", "clearing_sheet", "clearing_sums", "course", "hospital_rows", "lacking",
    "left_rows", "line_table", "open_cash", "papers", "point_sums", "pool_rows", "pooled", "score_rows", "spending",
    "split_table", "totals", "years",
)  # fmt: skip
