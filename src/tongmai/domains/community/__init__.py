"""Medical communities: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.community.pages import PAGES
from tongmai.domains.community.policy import RULES
from tongmai.domains.community.rules import FUNCTIONS
from tongmai.domains.community.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="community",
    title=Words("医共体", "medical communities"),
    catalogue=("B01", "B02", "B03", "B04", "B05", "B07", "B09", "B11", "B14"),
    workflows=WORKFLOWS,
    rules=RULES,
    pages=PAGES,
    functions=FUNCTIONS,
)
