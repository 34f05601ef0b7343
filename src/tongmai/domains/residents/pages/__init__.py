"""The pages of the room: residents and their records, possible duplicates; newborns' certificates."""

from tongmai.domains.residents.pages.newborn import NEW_NEWBORN, NEWBORN, NEWBORNS
from tongmai.domains.residents.pages.records import (
    ARRIVAL,
    CARD_OF,
    CHECKED,
    DUPLICATES,
    ENTRY,
    MY_CARD,
    MY_ENTRY,
    MY_RECORD,
    PAIR,
    PROPOSING,
    REGISTERING,
    REGISTERING_WITHOUT,
    REGISTRATION,
    RESIDENT,
    RESIDENTS,
    THE_CARD,
    THE_VISIT,
    WHO_LOOKED,
)

PAGES = (ARRIVAL, CARD_OF, MY_CARD, THE_CARD, THE_VISIT, DUPLICATES, PAIR, PROPOSING, RESIDENTS, REGISTERING,
         REGISTERING_WITHOUT, RESIDENT, ENTRY, MY_RECORD, CHECKED, MY_ENTRY, WHO_LOOKED, NEWBORNS, NEWBORN,
         NEW_NEWBORN)  # fmt: skip
"""What the manifest takes."""
__all__ = ("PAGES", "REGISTRATION")
