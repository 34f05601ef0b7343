"""Who reads what townships send, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

ROLES = (
    Role(
        "centre-reader",
        Words("共享中心诊断医生", "reader at a shared centre"),
        Words("接收乡镇上传的检查检验，出具报告，通知危急值", "accepts tests sent from below, reports, notifies"),
    ),
)
