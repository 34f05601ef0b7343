"""Emergencies: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.domains.emergency.pages import PAGES
from tongmai.domains.emergency.policy import RULES
from tongmai.domains.emergency.roles import ROLES
from tongmai.domains.emergency.rules import FUNCTIONS
from tongmai.domains.emergency.sheets import SHEETS
from tongmai.domains.emergency.workflows import WORKFLOWS
from tongmai.model.domain import Domain

DOMAIN = Domain(
    id="emergency",
    title=Words("卫生应急与院前急救", "emergencies"),
    catalogue=("E06", "E12", "F04", "F05", "F06", "F07", "F14", "F15", "F19"),
    workflows=WORKFLOWS,
    roles=ROLES,
    rules=RULES,
    sheets=SHEETS,
    pages=PAGES,
    functions=FUNCTIONS,
    seeds=("ContingencyPlan", "DutyShift", "EmergencyPlace"),
)
