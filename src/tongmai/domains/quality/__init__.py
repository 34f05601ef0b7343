"""Quality and appraisal: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="quality",
    title=Words("医疗质量与评审", "quality and appraisal"),
    catalogue=("A06", "E03", "E07", "E08", "E15", "I04", "J06"),
)
