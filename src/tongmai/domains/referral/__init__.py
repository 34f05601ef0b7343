"""Referral and treatment centres: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="referral", title=Words("转诊与救治中心", "referral and treatment centres"), catalogue=("E01", "E05")
)
