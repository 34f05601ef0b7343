"""Residents: registration, finding, the own record, who looked. The manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.residents.pages import PAGES
from tongmai.domains.residents.policy import RULES
from tongmai.domains.residents.roles import ROLES
from tongmai.domains.residents.rules import FUNCTIONS
from tongmai.domains.residents.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="residents",
    title=Words("居民服务", "residents"),
    catalogue=("J02", "J03", "J08"),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    pages=PAGES,
    functions=FUNCTIONS,
    emits=("residents.registration.register",),
)
