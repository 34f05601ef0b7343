"""A notifiable diagnosis by its parties in their order: the township doctor reports, the county wants the national
receipt before it reviews, the prefecture closes; a record with a missed report is held up."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
DOCTOR, COUNTY, PLANNER = "阿依古丽", "叶尔兰", "马文博"


def opens_form(reader: Reader) -> None:
    """The doctor finds the resident and begins a card from the record."""
    reader.goes("查找居民")
    reader.type("姓名或号码", "王秀兰")
    reader.click("查找")
    reader.click("王秀兰")
    reader.click("报传染病卡")
    reader.reads("登记传染病诊断")


def test_from_diagnosis_to_closed_with_a_refusal_on_the_way(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    opens_form(reader)
    reader.type("病种", "bairike")
    reader.type("时间", "08:15")
    reader.click("登记传染病诊断")
    reader.reads("2025-07-01 08:15")
    address = reader.driver.current_url
    opens_form(reader)
    reader.unfold("办理病历归档")
    reader.choose("病历类别", "门诊")
    reader.click("办理病历归档")
    reader.reads("未报告的法定传染病")
    record = reader.driver.current_url
    reader.click("归档")
    reader.reads("百日咳未报告")
    reader.open(address)
    reader.choose("病例分类", "临床诊断病例")
    reader.type("发病日期", "2025-06-27")
    reader.click("报告")
    reader.reads("待县审")
    reader.become(COUNTY)
    reader.open(address)
    reader.click("县级审核通过")
    reader.reads("国家直报系统的卡片编号和回执还没有登记")
    reader.open(address)
    reader.unfold("登记国家直报回执")
    reader.type("国家直报卡片编号", "6523282025000777")
    reader.type("回执", "演示回执 777")
    reader.click("登记国家直报回执")
    reader.reads("6523282025000777")
    reader.click("县级审核通过")
    reader.reads("待州核")
    reader.become(PLANNER)
    reader.open(address)
    reader.click("州级审核办结")
    reader.reads("已审结")
    reader.become(DOCTOR)
    reader.open(record)
    reader.reads("没有未报告的法定传染病")
    reader.click("归档")
    reader.reads("已归档")


def test_the_county_sees_the_signal_and_answers_it(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(COUNTY)
    reader.goes("传染病报告")
    reader.reads("漏报")
    reader.click("布鲁氏菌病", "预警信号")
    reader.type("核实结果（数据、电话）", "四例均为东城镇牧民，数据无误")
    reader.click("初步核实")
    reader.reads("已核实待判断")
