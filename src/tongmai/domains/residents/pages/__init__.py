"""The pages of the room: residents and their records, possible duplicates; newborns' certificates."""

from tongmai.domains.residents.pages.cards import ARRIVAL, CARD_OF, MY_CARD, THE_CARD, THE_VISIT
from tongmai.domains.residents.pages.duplicates import DUPLICATES, PAIR, PROPOSING
from tongmai.domains.residents.pages.newborn import NEW_NEWBORN, NEWBORN, NEWBORNS
from tongmai.domains.residents.pages.own import CHECKED, MY_ENTRY, MY_RECORD, WHO_LOOKED
from tongmai.domains.residents.pages.records import (
    ENTRY,
    REGISTERING,
    REGISTERING_WITHOUT,
    REGISTRATION,
    RESIDENT,
    RESIDENTS,
)

PAGES = (ARRIVAL, CARD_OF, MY_CARD, THE_CARD, THE_VISIT, DUPLICATES, PAIR, PROPOSING, RESIDENTS, REGISTERING,
         REGISTERING_WITHOUT, RESIDENT, ENTRY, MY_RECORD, CHECKED, MY_ENTRY, WHO_LOOKED, NEWBORNS, NEWBORN,
         NEW_NEWBORN)  # fmt: skip
"""What the manifest takes."""
__all__ = ("PAGES", "REGISTRATION")
