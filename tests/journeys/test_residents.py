"""Records of residents by their parties: two records of one person paired, merged by two people and parted again; the
resident checks the own record and is answered."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
DOCTOR, KEEPER, RESIDENT = "阿依古丽", "热依拉", "王秀兰"
BORN = "1957-11-08"


def second_record(reader: Reader) -> None:
    """The doctor registers somebody once more, without a number."""
    reader.goes("查找居民")
    reader.click("登记居民")
    reader.click("没有身份证号")
    reader.type("姓名", RESIDENT)
    reader.choose("没有身份证号的原因", "证件遗失或未带，号码不详")
    reader.choose("性别", "女")
    reader.type("出生日期", BORN)
    reader.type("居住村（社区）", "东城镇沈家沟村委会")
    reader.click("临时登记", within="临时登记")
    reader.reads("同名同生日的居民，可能是同一人")
    reader.choose("同名同生日", "已核对，是另一人")
    reader.click("临时登记", within="临时登记")
    reader.reads("LS2025")


def test_two_records_become_one_and_two_again(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    second_record(reader)
    reader.click("疑似重复")
    reader.choose("另一份档案", f"{RESIDENT} {BORN}（同名同生日）")
    reader.click("提出")
    reader.reads("姓名、出生日期相同")
    pair = reader.driver.current_url
    reader.unfold("认定为同一人")
    reader.choose("保留哪一份", "甲")
    reader.type("核对了什么、依据", "本人到场，核对身份证")
    reader.click("认定为同一人", within="办理")
    reader.reads("有身份证号的档案应当保留")
    reader.choose("保留哪一份", "乙")
    reader.click("认定为同一人", within="办理")
    reader.reads("认定为同一人，待复核")
    reader.unfold("复核并合并")
    reader.reads("须由另一人办理")
    reader.become(KEEPER)
    reader.goes("疑似重复档案")
    reader.reads("分值")
    reader.open(pair)
    reader.unfold("复核并合并")
    reader.type("核对了什么、依据", "已电话核对")
    reader.click("复核并合并", within="办理")
    reader.reads("已合并")
    reader.reads("随合并移动的记录")
    reader.become(RESIDENT)
    reader.goes("我的健康档案")
    reader.reads("652399195711080005")
    reader.become(DOCTOR)
    reader.open(pair)
    reader.unfold("撤销合并")
    reader.type("原因", "再次核对，是同名同生日的两人")
    reader.click("撤销合并", within="办理")
    reader.reads("已撤销合并")


def test_the_resident_checks_the_own_record(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(RESIDENT)
    reader.goes("我的健康档案")
    reader.unfold("已核对，内容无误")
    reader.click("已核对，内容无误", within="核对档案")
    reader.reads("此事项已办结")
    reader.goes("我的健康档案")
    reader.unfold("已核对，内容无误")
    reader.click("已核对，内容无误", within="核对档案")
    reader.reads("本月已经核对过")
    reader.goes("我的健康档案")
    reader.unfold("内容有误，要求更正")
    reader.type("哪里有误", "没有登记电话")
    reader.click("内容有误，要求更正", within="核对档案")
    reader.reads("待更正或答复")
    place = reader.driver.current_url
    reader.become(KEEPER)
    reader.open(place)
    reader.type("已如何更正，或为何不改", "已请东城镇卫生院登记电话")
    reader.click("答复", within="办理")
    reader.reads("此事项已办结")
    reader.become(RESIDENT)
    reader.open(place)
    reader.reads("已请东城镇卫生院登记电话")
