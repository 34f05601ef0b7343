"""Shared diagnostics: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(id="diagnostics", title=Words("检查检验共享", "shared diagnostics"), catalogue=("D01", "D02", "D07"))
