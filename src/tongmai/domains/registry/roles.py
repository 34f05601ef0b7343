"""The roles of people at institutions, and the resident's. Rooms name roles by id; those of the planner and the county
officer are declared by the room of the plans."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "headquarters",
        Words("医共体总医院", "headquarters of a medical community"),
        Words("管理成员机构，申报资质", "runs the members, claims certificates"),
    ),
    Role(
        "clinician",
        Words("乡镇医生", "township doctor"),
        Words("看自己负责的居民，为本机构申报", "sees own residents, claims for the own institution"),
    ),
    Role(
        "referral-centre",
        Words("转诊中心", "referral centre"),
        Words("接收转诊，安排号源与床位", "receives referrals, books slots and beds"),
    ),
    Role(
        "specialist",
        Words("县级专科医生", "county specialist"),
        Words("诊治转来的患者", "treats those who are referred"),
    ),
    Role(
        "resident",
        Words("居民", "resident"),
        Words("看自己的记录和机构信息", "sees the own record and what institutions offer"),
    ),
)
