"""Supervision: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.supervision.pages import PAGES
from tongmai.domains.supervision.policy import RULES
from tongmai.domains.supervision.roles import ROLES
from tongmai.domains.supervision.rules import FUNCTIONS
from tongmai.domains.supervision.sheets import SHEETS
from tongmai.domains.supervision.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="supervision",
    title=Words("综合监管", "supervision"),
    catalogue=("I10", "I11", "I12", "I13", "I14", "I15", "I16", "I17", "I18", "I20", "I21", "I22"),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    sheets=SHEETS,
    pages=PAGES,
    functions=FUNCTIONS,
)
