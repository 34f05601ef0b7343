"""The work of the room: registration, two records of one person, the own record checked; newborns' certificates."""

from tongmai.domains.residents.workflows.newborn import NEWBORN_BIRTH, NEWBORN_PART
from tongmai.domains.residents.workflows.registration import (
    CHECK,
    DUPLICATE,
    REGISTER,
    REGISTER_WITHOUT,
    REGISTRATION,
    RESIDENT,
    SAYS_RIGHT,
    SAYS_WRONG,
)

WORKFLOWS = (REGISTRATION, DUPLICATE, CHECK, NEWBORN_BIRTH, NEWBORN_PART)
"""What the manifest takes."""
__all__ = (
    "CHECK", "DUPLICATE", "REGISTER", "REGISTER_WITHOUT", "REGISTRATION", "RESIDENT", "SAYS_RIGHT", "SAYS_WRONG",
    "WORKFLOWS",
)  # fmt: skip
