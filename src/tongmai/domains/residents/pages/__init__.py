"""The pages of the room: residents and their records, possible duplicates; newborns' certificates."""

from tongmai.domains.residents.pages.newborn import NEW_NEWBORN, NEWBORN, NEWBORNS
from tongmai.domains.residents.pages.records import (
    CHECKED,
    DUPLICATES,
    ENTRY,
    MY_ENTRY,
    MY_RECORD,
    PAIR,
    PROPOSING,
    REGISTERING,
    REGISTERING_WITHOUT,
    REGISTRATION,
    RESIDENT,
    RESIDENTS,
    WHO_LOOKED,
)

PAGES = (DUPLICATES, PAIR, PROPOSING, RESIDENTS, REGISTERING, REGISTERING_WITHOUT, RESIDENT, ENTRY, MY_RECORD, CHECKED,
         MY_ENTRY, WHO_LOOKED, NEWBORNS, NEWBORN, NEW_NEWBORN)  # fmt: skip
"""What the manifest takes."""
__all__ = ("PAGES", "REGISTRATION")
