"""The roles of the people that are built in. Every room names them by id."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "planner",
        Words("州卫健委规划", "planner of the prefecture"),
        Words("看全州机构与目标，认定资质，下达督办", "sees the whole prefecture, certifies, issues orders"),
    ),
    Role(
        "county-officer",
        Words("县（市）卫健委经办", "county officer"),
        Words("维护本县机构名录，评审，填报", "keeps the county's lists, reviews, reports"),
    ),
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
