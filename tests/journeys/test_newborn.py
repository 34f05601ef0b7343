"""A newborn's certificates by all their parties: one application, refused, sent back, answered part by part, corrected;
each party comes by its own way."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
DOCTOR, KEEPER, INSURER, GUARDIAN = "阿依古丽", "热依拉", "李海燕", "王秀兰"
CHILD, NUMBER = "王秀兰之孙", "652399195711080005"


def born(reader: Reader) -> None:
    """The doctor registers a newborn without a number."""
    reader.goes("查找居民")
    reader.click("登记居民")
    reader.click("没有身份证号")
    reader.type("姓名", CHILD)
    reader.choose("没有身份证号的原因", "新生儿尚未落户")
    reader.choose("性别", "男")
    reader.type("出生日期", "2025-06-25")
    reader.type("居住村（社区）", "东城镇沈家沟村委会")
    reader.click("临时登记", within="临时登记")
    reader.reads("LS2025")


def answered(reader: Reader, **fields: str) -> None:
    for label, value in fields.items():
        reader.type(label, value)
    reader.click("登记办理结果")
    reader.reads("更正办理结果")


@pytest.mark.carries("J08")
def test_one_application_by_all_its_parties(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    born(reader)
    reader.click("新生儿证件联办申请")
    reader.type("父母或监护人的身份证号", "652399199001010078")
    reader.choose("预防接种单位", "东城镇卫生院")
    reader.click("提交联办申请")
    reader.reads("没有找到该身份证号的居民档案")
    reader.type("父母或监护人的身份证号", NUMBER)
    reader.click("提交联办申请")
    reader.reads("等待出生医学证明")
    whole = reader.driver.current_url
    answered(reader, 证件编号="Y652300001")
    reader.reads("等待户口登记")
    reader.click("预防接种证")
    reader.unfold("退回补充")
    reader.type("原因", "缺出院小结", "退回补充")
    reader.click("退回补充", within="不予办理")
    reader.become(GUARDIAN)
    reader.goes("我的健康档案")
    reader.click("预防接种证")
    reader.reads("缺出院小结")
    reader.type("补充了什么", "已补交出院小结")
    reader.click("补充后重新提交")
    reader.become(KEEPER)
    reader.goes("新生儿证件联办")
    reader.click(CHILD)
    answered(reader, 证件编号="HK0001")
    reader.become(INSURER)
    reader.goes("新生儿证件联办")
    reader.click(CHILD)
    reader.type("证件编号", "YB0001")
    reader.click("登记办理结果")
    reader.reads("这里不重复登记")
    reader.type("证件编号", "")
    answered(reader, **{"回执号（有的填）": "HZ0001"})
    reader.become(DOCTOR)
    reader.open(whole)
    reader.unfold("更正办理结果")
    reader.type("更正后的证件编号（不改不填）", "Y652300010")
    reader.type("更正原因", "登记时看错一位")
    reader.click("更正办理结果", within="更正后")
    reader.reads("Y652300010（2025-06-30 更正）")
    reader.click("预防接种证")
    answered(reader, 证件编号="JZ0001")
    reader.open(whole)
    reader.click("户口登记")
    reader.reads("补录身份证号")
    reader.open(whole)
    reader.click("电子健康卡")
    answered(reader)
    reader.become(GUARDIAN)
    reader.goes("我的健康档案")
    reader.reads("HZ0001")
    reader.reads("Y652300010（2025-06-30 更正）")
