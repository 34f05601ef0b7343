"""Workforce and establishment: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="workforce", title=Words("人才与编制", "workforce and establishment"), catalogue=("H01", "H02", "H11", "H17")
)
