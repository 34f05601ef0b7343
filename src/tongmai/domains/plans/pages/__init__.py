"""The pages of plans: targets and orders, projects, funding, the three yardsticks."""

from tongmai.domains.plans.pages import funding, projects, targets, yardsticks

PAGES = (*targets.PAGES, *projects.PAGES, *funding.PAGES, *yardsticks.PAGES)
