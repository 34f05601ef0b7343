"""What the pages of consultations show, made of what was fetched. Pure."""

from tongmai.domains.consultation.shapes.asked import beginning, idle, materials, whom
from tongmai.domains.consultation.shapes.opinion import outcome, papers, seat_table, sheet, wording_table
from tongmai.domains.consultation.shapes.teaching import roster, teaching_table

__all__ = (
    "beginning", "idle", "materials", "outcome", "papers", "roster", "seat_table", "sheet", "teaching_table", "whom",
    "wording_table",
)  # fmt: skip
