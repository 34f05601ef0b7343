"""Workforce and establishment: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.workforce.pages import PAGES
from tongmai.domains.workforce.policy import RULES
from tongmai.domains.workforce.rules import FUNCTIONS
from tongmai.domains.workforce.sheets import SHEETS
from tongmai.domains.workforce.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="workforce",
    title=Words("人才与编制", "workforce and establishment"),
    catalogue=("A17", "H01", "H02", "H03", "H04", "H07", "H08", "H09", "H11", "H12", "H17"),
    workflows=WORKFLOWS,
    rules=RULES,
    sheets=SHEETS,
    pages=PAGES,
    functions=FUNCTIONS,
)
