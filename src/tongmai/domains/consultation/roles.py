"""Who arranges consultations, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "consultation-centre",
        Words("会诊中心", "consultation centre"),
        Words("受理会诊申请，邀请专家，安排时间", "answers requests, invites who is to answer, arranges the time"),
    ),
)
