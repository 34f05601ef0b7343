"""Drugs and procurement: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.pharmacy.pages import PAGES
from tongmai.domains.pharmacy.policy import RULES
from tongmai.domains.pharmacy.roles import ROLES
from tongmai.domains.pharmacy.rules import FUNCTIONS
from tongmai.domains.pharmacy.sheets import SHEETS
from tongmai.domains.pharmacy.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="pharmacy",
    title=Words("药事与采购", "drugs and procurement"),
    catalogue=("G08", "G09", "G10", "G11", "G12", "G13"),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    sheets=SHEETS,
    pages=PAGES,
    functions=FUNCTIONS,
)
