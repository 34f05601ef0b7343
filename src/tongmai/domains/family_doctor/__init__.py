"""Family doctors: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.family_doctor.policy import RULES
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="family_doctor", title=Words("家庭医生签约", "family doctors"), catalogue=("C05", "G04"), rules=RULES
)
