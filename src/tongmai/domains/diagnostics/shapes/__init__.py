"""What the pages of diagnostics show, made of what was fetched. Pure."""

from tongmai.domains.diagnostics.shapes.recognition import (
    by_month,
    entries,
    ledger,
    ledger_chips,
    ledger_figures,
    saved_by_month,
)
from tongmai.domains.diagnostics.shapes.requests import idle, path, proposing, recent, report, reported, steps, ways

__all__ = (
    "by_month", "entries", "idle", "ledger", "ledger_chips", "ledger_figures", "path", "proposing", "recent", "report",
    "reported", "saved_by_month", "steps", "ways",
)  # fmt: skip
