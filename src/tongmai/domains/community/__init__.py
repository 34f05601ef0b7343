"""Medical communities: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(id="community", title=Words("医共体", "medical communities"), catalogue=("B02",))
