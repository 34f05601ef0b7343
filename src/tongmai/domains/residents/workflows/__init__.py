"""The work of the room: registration, two records of one person, the own record checked; newborns' certificates."""

from tongmai.domains.residents.workflows.cards import ARRIVE, CARD, ISSUE, VISIT
from tongmai.domains.residents.workflows.checking import CHECK, SAYS_RIGHT, SAYS_WRONG
from tongmai.domains.residents.workflows.duplicates import DUPLICATE
from tongmai.domains.residents.workflows.newborn import NEWBORN_BIRTH, NEWBORN_PART
from tongmai.domains.residents.workflows.registration import REGISTER, REGISTER_WITHOUT, REGISTRATION, RESIDENT

WORKFLOWS = (REGISTRATION, DUPLICATE, CHECK, CARD, VISIT, NEWBORN_BIRTH, NEWBORN_PART)
"""What the manifest takes."""
__all__ = (
    "ARRIVE", "CARD", "CHECK", "DUPLICATE", "ISSUE", "REGISTER", "REGISTER_WITHOUT", "REGISTRATION", "RESIDENT",
    "SAYS_RIGHT", "SAYS_WRONG",
    "VISIT", "WORKFLOWS",
)  # fmt: skip
