"""What the pages of posts and people show: heads short by the plan, the pool, the establishment by institution."""

from tongmai.domains.workforce.shapes.establishment import establishment_sums, establishment_table, seats
from tongmai.domains.workforce.shapes.people import assessments, batches, covered, programmes, trainee_chips
from tongmai.domains.workforce.shapes.pool import loan_table, loans_here, pool_figures, pool_filters, pool_table
from tongmai.domains.workforce.shapes.shortage import heads, nobody, norms

__all__ = (
    "assessments", "batches", "covered", "establishment_sums", "establishment_table", "heads", "loan_table",
    "loans_here", "nobody", "norms", "pool_figures", "pool_filters", "pool_table", "programmes", "seats",
    "trainee_chips",
)  # fmt: skip
