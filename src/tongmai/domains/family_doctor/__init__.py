"""Family doctors: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.family_doctor.pages import PAGES
from tongmai.domains.family_doctor.policy import RULES
from tongmai.domains.family_doctor.rules import FUNCTIONS
from tongmai.domains.family_doctor.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="family_doctor",
    title=Words("家庭医生签约", "family doctors"),
    catalogue=("C05", "C08", "C13", "C15", "G04"),
    workflows=WORKFLOWS,
    rules=RULES,
    pages=PAGES,
    functions=FUNCTIONS,
)
