"""Who checks prescriptions and keeps drugs, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "pharmacist",
        Words("药师", "pharmacist"),
        Words(
            "审核处方，抽样点评并反馈，评审目录增补，登记本机构备药、需求、到货与使用",
            "checks prescriptions, reviews samples, reviews what is to be listed, enters needs, deliveries and use",
        ),
    ),
)
