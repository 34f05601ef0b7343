"""The pages of quality: home, cycles of control, front pages and their indicators, key specialties, priority."""

from tongmai.domains.quality.pages.cases import (
    CASE_GROUPS,
    FRONT_PAGE,
    FRONT_PAGES,
    INDICATOR,
    INDICATORS,
    INSIDE,
    OUTSIDE,
    RANKED,
)
from tongmai.domains.quality.pages.cycles import HOME, LIST, STORY
from tongmai.domains.quality.pages.specialties import LIST as SPECIALTIES
from tongmai.domains.quality.pages.specialties import STORY as BID

PAGES = (HOME, LIST, STORY, FRONT_PAGES, FRONT_PAGE, INDICATORS, INDICATOR, CASE_GROUPS, SPECIALTIES, BID, RANKED,
         INSIDE, OUTSIDE)  # fmt: skip
