"""The pages of the fund: pools by county, one pool with its course, a batch, a month, the clearing and its split; a
year of settled cases by points, a hospital's cases, one case; filings of care elsewhere."""

from tongmai.domains.insurance.pages.filings import FILING_STORY, FILINGS, MY_FILINGS, NEW_FILING
from tongmai.domains.insurance.pages.points import DIP, DIP_BUDGET, DIP_CASE, DIP_HOSPITAL, DIP_YEAR
from tongmai.domains.insurance.pages.pools import (
    BATCH_STORY,
    CLEARING,
    LINE,
    MONTH_STORY,
    POOL,
    POOLS,
    PRINTED,
    RULE,
    SPLIT_RULES,
)

PAGES = (POOLS, POOL, BATCH_STORY, MONTH_STORY, CLEARING, PRINTED, SPLIT_RULES, RULE, LINE, DIP, DIP_YEAR,
         DIP_HOSPITAL, DIP_CASE, DIP_BUDGET, FILINGS, MY_FILINGS, NEW_FILING, FILING_STORY)  # fmt: skip
