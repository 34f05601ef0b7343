"""The work of the room: registration, two records of one person, the own record checked; newborns' certificates."""

from tongmai.domains.residents.workflows.newborn import NEWBORN_BIRTH, NEWBORN_PART
from tongmai.domains.residents.workflows.registration import (
    ARRIVE,
    CARD,
    CHECK,
    DUPLICATE,
    ISSUE,
    REGISTER,
    REGISTER_WITHOUT,
    REGISTRATION,
    RESIDENT,
    SAYS_RIGHT,
    SAYS_WRONG,
    VISIT,
)

WORKFLOWS = (REGISTRATION, DUPLICATE, CHECK, CARD, VISIT, NEWBORN_BIRTH, NEWBORN_PART)
"""What the manifest takes."""
__all__ = (
    "ARRIVE", "CARD", "CHECK", "DUPLICATE", "ISSUE", "REGISTER", "REGISTER_WITHOUT", "REGISTRATION", "RESIDENT",
    "SAYS_RIGHT", "SAYS_WRONG",
    "VISIT", "WORKFLOWS",
)  # fmt: skip
