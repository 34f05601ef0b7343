"""The arithmetic of a fund: what a pool holds, how its year is cleared and a surplus divided; payment by points."""

from tongmai.engines.ledger.fund import FULL, Cleared, Divided, Opened, balance, divided, opened
from tongmai.engines.ledger.points import Share, Valued, Weighed, valued, weighed

__all__ = [
    "FULL", "Cleared", "Divided", "Opened", "Share", "Valued", "Weighed", "balance", "divided", "opened", "valued",
    "weighed",
]  # fmt: skip
