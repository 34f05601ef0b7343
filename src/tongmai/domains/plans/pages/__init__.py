"""The pages of plans: targets and what is asked of people, the policy documents, projects, funding, the three
yardsticks, the ledger of arrangements."""

from tongmai.domains.plans.pages import arrangements, funding, projects, targets, yardsticks

PAGES = (*targets.PAGES, *projects.PAGES, *funding.PAGES, *yardsticks.PAGES, *arrangements.PAGES)
