"""Referral and treatment centres: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.referral.pages import PAGES
from tongmai.domains.referral.policy import RULES
from tongmai.domains.referral.rules import FUNCTIONS
from tongmai.domains.referral.sheets import SHEETS
from tongmai.domains.referral.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="referral",
    title=Words("转诊与救治中心", "referral and treatment centres"),
    catalogue=("C01", "C02", "C03", "C04", "C10", "E01", "E05"),
    workflows=WORKFLOWS,
    rules=RULES,
    pages=PAGES,
    sheets=SHEETS,
    functions=FUNCTIONS,
    emits=("referral.up.give-back", "referral.across.give-back", "referral.down.accept"),
)
