"""Shared diagnostics: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.diagnostics.pages import PAGES
from tongmai.domains.diagnostics.policy import RULES
from tongmai.domains.diagnostics.roles import ROLES
from tongmai.domains.diagnostics.rules import FUNCTIONS
from tongmai.domains.diagnostics.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="diagnostics",
    title=Words("检查检验共享", "shared diagnostics"),
    catalogue=("D01", "D02", "D03", "D07"),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    pages=PAGES,
    functions=FUNCTIONS,
    emits=("diagnostics.read.report", "diagnostics.read.alert"),
)
