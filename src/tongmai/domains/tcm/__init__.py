"""Chinese medicine: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.tcm.pages import PAGES
from tongmai.domains.tcm.policy import RULES
from tongmai.domains.tcm.rules import FUNCTIONS
from tongmai.domains.tcm.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="tcm",
    title=Words("中医药", "Chinese medicine"),
    catalogue=("D11", "E10", "E11", "E13"),
    workflows=WORKFLOWS,
    rules=RULES,
    pages=PAGES,
    functions=FUNCTIONS,
)
