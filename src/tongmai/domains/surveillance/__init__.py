"""Disease control and surveillance: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="surveillance",
    title=Words("疾控与监测", "disease control and surveillance"),
    catalogue=("D08", "F08", "F09", "F10"),
)
