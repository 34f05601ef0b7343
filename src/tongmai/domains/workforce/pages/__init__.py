"""The pages of the room: posts and loans, talents, programmes, insurance, pay."""

from tongmai.domains.workforce.pages.pay import PAY, PAY_YEAR
from tongmai.domains.workforce.pages.people import (
    COVER,
    NEW_NOMINATION,
    NOMINATION_STORY,
    RURAL,
    TALENTS,
    TRAINEE,
    TRAINEES,
)
from tongmai.domains.workforce.pages.posts import ESTABLISHMENT, HOME, HOUSE, LOAN_STORY, POOL, POST

PAGES = (
    HOME, POOL, LOAN_STORY, POST, ESTABLISHMENT, HOUSE, TALENTS, NEW_NOMINATION, NOMINATION_STORY, TRAINEES, TRAINEE,
    RURAL, COVER, PAY, PAY_YEAR,
)  # fmt: skip
