"""Disease control and surveillance: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.surveillance.pages import PAGES
from tongmai.domains.surveillance.policy import RULES
from tongmai.domains.surveillance.rules import FUNCTIONS
from tongmai.domains.surveillance.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="surveillance",
    title=Words("疾控与监测", "disease control and surveillance"),
    catalogue=("D08", "F01", "F02", "F08", "F09", "F10", "F17"),
    workflows=WORKFLOWS,
    rules=RULES,
    pages=PAGES,
    functions=FUNCTIONS,
)
