"""Who leads a team and who keeps the rota of a house, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "team-leader",
        Words("医疗应急队队长", "leader of an emergency team"),
        Words("应答调派，报告集结和归队，登记队员不可用", "answers calls, reports, declares who is not available"),
    ),
    Role(
        "duty-office",
        Words("医院总值班", "duty office of an institution"),
        Words("排值班表，补值班缺口", "keeps the rota, fills its gaps"),
    ),
)
