"""A notifiable disease from the diagnosis to the closed card, with what is refused on the way; a missed report that
holds up a record; a signal from the threshold to its confirmation. The parties act in their order."""

import pytest
from tests.journeys.browser import Reader
from tests.journeys.people import registered

pytestmark = pytest.mark.journey
DOCTOR, COUNTY, PLANNER, SPECIALIST = "阿依古丽", "叶尔兰", "马文博", "赵建国"
ILL, MISSED = "叶尔肯别克", "巴哈提别克"


def diagnosed(reader: Reader, disease: str, day: str, time: str) -> None:
    reader.click("报传染病卡")
    reader.unfold("登记传染病诊断")
    reader.type("病种", disease)
    reader.choose("来源", "诊断")
    reader.type("诊断（结果）日期", day)
    reader.type("时间", time)
    reader.click("登记传染病诊断")


@pytest.mark.carries("F02")
def test_a_card_from_the_diagnosis_to_its_closing(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    registered(reader, ILL, 61)
    diagnosed(reader, "基孔肯雅热", "2025-06-30", "08:10")
    reader.reads("选项中没有：基孔肯雅热")  # it is listed from 2026-04-01
    reader.type("病种", "布鲁氏菌病")
    reader.click("登记传染病诊断")
    reader.reads("待报告")
    card = reader.driver.current_url
    reader.unfold("报告")
    reader.choose("病例分类", "疑似病例")
    reader.type("发病日期", "2025-07-02")
    reader.click("报告", within="办理")
    reader.reads("发病日期不能晚于诊断日期")
    reader.type("发病日期", "2025-06-20")
    reader.click("报告", within="办理")
    reader.reads("待县审")
    reader.become(COUNTY)
    reader.open(card)
    reader.unfold("县级审核通过")
    reader.click("县级审核通过", within="办理")
    reader.reads("还没有登记")
    reader.open(card)
    reader.unfold("退回订正")
    reader.choose("原因", "病例分类不符")
    reader.type("说明", "实验室已确诊，请订正为确诊病例")
    reader.click("退回订正", within="办理")
    reader.reads("退回订正")
    reader.become(DOCTOR)
    reader.open(card)
    reader.unfold("订正")
    reader.choose("病种", "布鲁氏菌病")
    reader.choose("病例分类", "确诊病例")
    reader.type("订正原因", "试管凝集阳性")
    reader.click("订正", within="办理")
    reader.reads("待县审")
    reader.unfold("登记国家直报回执")
    reader.type("国家直报卡片编号", "6523282025000777")
    reader.type("回执", "R-0777")
    reader.click("登记国家直报回执", within="办理")
    reader.reads("6523282025000777")
    reader.become(COUNTY)
    reader.open(card)
    reader.unfold("县级审核通过")
    reader.click("县级审核通过", within="办理")
    reader.reads("待地市审核")
    reader.become(PLANNER)
    reader.open(card)
    reader.unfold("地市级审核办结")
    reader.click("地市级审核办结", within="办理")
    reader.reads("已审结")
    reader.reads("试管凝集阳性")


@pytest.mark.carries("F17")
def test_a_missed_report_holds_the_record_up(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    registered(reader, MISSED, 62)
    record = reader.driver.current_url
    diagnosed(reader, "细菌性和阿米巴性痢疾", "2025-06-27", "09:00")
    reader.reads("待报告")
    reader.open(record)
    reader.click("报传染病卡")
    reader.unfold("办理病历归档")
    reader.choose("病历类别", "门诊")
    reader.click("办理病历归档")
    reader.reads("待归档")
    closing = reader.driver.current_url
    reader.unfold("归档")
    reader.click("归档", within="办理")
    reader.reads("未报告，时限 2025-06-28 09:00")
    reader.open(closing)
    reader.unfold("说明理由后归档")
    reader.choose("未报卡的原因", "已由其他机构报告")
    reader.type("说明", "州人民医院当日已报，卡片编号待补")
    reader.click("说明理由后归档", within="办理")
    reader.reads("已由其他机构报告")
    reader.become(COUNTY)
    reader.goes("传染病报告")
    reader.reads("漏报")
    reader.reads(MISSED)


@pytest.mark.carries("F01", "F03")
def test_a_signal_from_its_threshold_to_the_investigation(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(COUNTY)
    reader.goes("传染病报告")
    reader.click("每周病例与预警")
    reader.unfold("立为预警信号")
    reader.type("病种", "麻疹")
    reader.click("立为预警信号", within="立为预警信号")
    reader.reads("没有超过阈值")
    reader.goes("传染病报告")
    reader.click("布鲁氏菌病", within="预警信号")
    signal = reader.driver.current_url
    reader.become(DOCTOR)
    reader.open(signal)
    reader.reads("没有权限")
    reader.become(COUNTY)
    reader.open(signal)
    reader.unfold("初步核实")
    reader.type("核实结果（数据、电话）", "电话核对四例，三例同村放牧")
    reader.click("初步核实", within="办理")
    reader.reads("已核实待判断")
    reader.unfold("判为疑似事件")
    reader.type("说明", "同村聚集")
    reader.click("判为疑似事件", within="办理")
    reader.reads("疑似事件")
    reader.unfold("现场调查后确认")
    reader.type("说明", "同源暴露：共用接羔房")
    reader.click("现场调查后确认", within="办理")
    reader.reads("确认暴发")
