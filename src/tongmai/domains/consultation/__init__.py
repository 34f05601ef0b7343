"""Consultations: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.consultation.pages import PAGES
from tongmai.domains.consultation.policy import RULES
from tongmai.domains.consultation.roles import ROLES
from tongmai.domains.consultation.rules import FUNCTIONS
from tongmai.domains.consultation.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="consultation",
    title=Words("会诊", "consultations"),
    catalogue=("C09", "C11", "D05", "D06", "D10", "J10"),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    pages=PAGES,
    functions=FUNCTIONS,
)
