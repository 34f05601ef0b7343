"""Plans: targets, reported values, orders, determinations; projects, funding, yardsticks; arrangements. The manifest of
the room."""

from tongmai.base.words import Words
from tongmai.domains.plans.pages import PAGES
from tongmai.domains.plans.policy import RULES
from tongmai.domains.plans.roles import ROLES
from tongmai.domains.plans.rules import FUNCTIONS
from tongmai.domains.plans.sheets import SHEETS
from tongmai.domains.plans.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="plans",
    title=Words("计划与督办", "plans and orders"),
    catalogue=("A05", "A06", "A11", "A12", "A13", "A14", "A15", "A16", "A17", "A19", "A20", "J12"),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    sheets=SHEETS,
    pages=PAGES,
    functions=FUNCTIONS,
    emits=("plans.order.close", "plans.report.return"),
)
