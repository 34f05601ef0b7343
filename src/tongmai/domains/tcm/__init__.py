"""Chinese medicine: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(id="tcm", title=Words("中医药", "Chinese medicine"), catalogue=("E10", "E11"))
