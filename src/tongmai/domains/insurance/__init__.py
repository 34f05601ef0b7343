"""Insurance payment: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.insurance.pages import PAGES
from tongmai.domains.insurance.policy import RULES
from tongmai.domains.insurance.roles import ROLES
from tongmai.domains.insurance.rules import FUNCTIONS
from tongmai.domains.insurance.sheets import SHEETS
from tongmai.domains.insurance.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="insurance",
    title=Words("医保支付", "insurance payment"),
    catalogue=("G01", "G02", "G04", "G14"),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    sheets=SHEETS,
    pages=PAGES,
    functions=FUNCTIONS,
)
