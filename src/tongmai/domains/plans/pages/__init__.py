"""The pages of plans: targets and what is asked of people, the policy documents, the ledger of arrangements."""

from tongmai.domains.plans.pages import arrangements, targets

PAGES = (*targets.PAGES, *arrangements.PAGES)
