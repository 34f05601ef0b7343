"""Who looks after the quality of care, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "quality-centre",
        Words("质控中心", "quality-control centre"),
        Words(
            "制定质控任务，评价、反馈并验收整改；评审和复评重点专科",
            "plans cycles of control, evaluates, feeds back and verifies; reviews and re-assesses key specialties",
        ),
    ),
    Role(
        "quality-office",
        Words("医院质控办", "hospital quality office"),
        Words(
            "提交质控资料，落实整改；审核本院病案首页；申报重点专科",
            "hands in what a cycle asks, puts right what was found; approves its front pages; declares specialties",
        ),
    ),
    Role(
        "record-room",
        Words("病案室", "record room"),
        Words("导入本院住院病案首页，逐行改正", "imports the hospital's front pages and mends them row by row"),
    ),
)
