"""The pages of plans: targets and orders, projects, funding, the three yardsticks."""

from tongmai.domains.plans.pages import targets

PAGES = targets.PAGES
