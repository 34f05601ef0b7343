"""Emergencies: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(id="emergency", title=Words("卫生应急与院前急救", "emergencies"), catalogue=("E06", "F06"))
