"""Quality and appraisal: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.quality.pages import PAGES
from tongmai.domains.quality.policy import RULES
from tongmai.domains.quality.roles import ROLES
from tongmai.domains.quality.rules import FUNCTIONS
from tongmai.domains.quality.sheets import SHEETS
from tongmai.domains.quality.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="quality",
    title=Words("医疗质量与评审", "quality and appraisal"),
    catalogue=(
        "A06", "B17", "E03", "E07", "E08", "E09", "E15", "I01", "I02", "I03", "I04", "I05", "I06", "I07", "J06",
    ),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    sheets=SHEETS,
    pages=PAGES,
    functions=FUNCTIONS,
)  # fmt: skip
