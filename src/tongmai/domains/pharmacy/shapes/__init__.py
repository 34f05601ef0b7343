"""What the pages of drugs and procurement show: lists and holdings, procurement, samples and reviews."""

from tongmai.domains.pharmacy.shapes.lists import formulary, formulary_filters, holdings, standing, work, worked
from tongmai.domains.pharmacy.shapes.purchases import batches, line_facts, lines, totals, uses
from tongmai.domains.pharmacy.shapes.reviews import (
    draws,
    next_number,
    papers,
    questioned,
    sample_facts,
    sample_items,
    while_left,
    worksheet,
)

__all__ = (
    "batches", "draws", "formulary", "formulary_filters", "holdings", "line_facts", "lines", "next_number", "papers",
    "questioned", "sample_facts", "sample_items", "standing", "totals", "uses", "while_left", "work", "worked",
    "worksheet",
)  # fmt: skip
