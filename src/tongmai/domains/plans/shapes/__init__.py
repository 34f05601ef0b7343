"""What the pages of plans compute: forms by item, the board of items by area."""

from tongmai.domains.plans.shapes.arrangements import (
    ACTS,
    KEEPERS,
    SOURCES,
    board,
    board_figures,
    chooser,
    evaluations,
    facts,
    form,
    lasting,
)

__all__ = [
    "ACTS", "KEEPERS", "SOURCES", "board", "board_figures", "chooser", "evaluations", "facts", "form", "lasting",
]  # fmt: skip
