"""A resident and a doctor: a contract applied for, signed, its services noted, a home visit written without network; a
programme of follow-ups with the dates and the referral of the national rule, and its printed form. Then each finds the
page of the room, with the demonstration in it."""

import pytest
from tests.journeys.browser import Reader
from tests.journeys.people import registered

pytestmark = pytest.mark.journey
DOCTOR, RESIDENT, COUNTY = "阿依古丽", "王秀兰", "叶尔兰"
PRESSED = "叶尔波力"
NEAR_ITS_END = "吴婷红"
FOUND = "血压平稳，药盒齐全，室内整洁"


def visits(reader: Reader, day: str, systolic: str, diastolic: str) -> None:
    """A follow-up, everything else as usual."""
    reader.unfold("登记随访")
    reader.type("随访日期", day)
    reader.choose("随访方式", "门诊")
    reader.choose("症状", "头痛头晕")
    reader.type("收缩压 mmHg", systolic)
    reader.type("舒张压 mmHg", diastolic)
    reader.choose("服药依从性", "规律")
    reader.choose("药物不良反应", "无")
    reader.choose("并发症", "无新发，原有无加重")
    reader.click("登记随访", within="办理")


def test_two_visits_above_the_target_lead_to_a_referral(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    registered(reader, PRESSED, 63)
    reader.click("纳入随访管理")
    reader.click("纳入高血压随访", within="纳入高血压随访")
    reader.reads("随访中")
    programme = reader.driver.current_url
    visits(reader, "2025-06-01", "165", "100")
    reader.reads("2025-06-15")  # the fourteenth day
    visits(reader, "2025-06-14", "90", "165")
    reader.reads("舒张压")
    reader.open(programme)
    visits(reader, "2025-06-14", "162", "98")
    reader.reads("2025-06-28")
    reader.unfold("登记转诊")
    reader.type("转诊机构及科别", "木垒县人民医院心内科")
    reader.click("登记转诊", within="办理")
    reader.reads("已转诊，待随访结果")
    reader.click("随访服务记录表")
    for told in (PRESSED, "162", "98", "木垒县人民医院心内科"):
        reader.reads(told)


def applies(reader: Reader) -> None:
    reader.goes("我的家庭医生")
    reader.unfold("申请签约")
    reader.choose("签约机构", "东城镇卫生院")
    reader.choose("服务包", "慢性病服务包")
    reader.click("申请签约", within="在线签约")


@pytest.mark.carries("C05", "C13", "J03")
def test_a_contract_from_its_application_to_a_home_visit_without_network(site: str, reader: Reader) -> None:
    """The resident has a contract: she must end it before she applies for another package, and cannot renew yet."""
    reader.open(site)
    reader.click(RESIDENT)
    reader.goes("我的健康档案")
    reader.reads("东城镇卫生院")
    applies(reader)
    reader.reads("已有")
    reader.goes("我的家庭医生")
    reader.click("王秀兰", within="我的签约")
    former = reader.driver.current_url
    reader.unfold("申请续约")
    reader.click("申请续约", within="办理")
    reader.reads("期满前 60 天")
    reader.open(former)
    reader.unfold("解约或终止")
    reader.choose("原因", "本人要求解约")
    reader.click("解约或终止", within="办理")
    reader.reads("已结束")
    applies(reader)
    reader.reads("已申请，待签约")
    contract = reader.driver.current_url
    reader.become(DOCTOR)
    reader.open(contract)
    reader.unfold("签约")
    reader.click("签约", within="办理")
    reader.reads("履约中")
    reader.unfold("登记服务")
    reader.choose("服务项目", "用药指导")
    reader.type("服务内容", "核对药品与剂量")
    reader.click("登记服务", within="办理")
    reader.reads("核对药品与剂量")
    reader.unfold("登记上门服务")
    reader.network(on=False)
    reader.type("所见（一般情况、体征、用药、居家环境）", FOUND)
    reader.type("处理与指导", "继续服药")
    reader.click("登记上门服务", within="办理")
    reader.reads("没有网络")
    reader.network(on=True)
    reader.open(contract)
    reader.unfold("登记上门服务")
    assert reader.field("所见（一般情况、体征、用药、居家环境）").get_attribute("value") == FOUND
    reader.click("登记上门服务", within="办理")
    reader.reads("已办理：登记上门服务")


def test_a_contract_near_its_end_is_renewed_once(site: str, reader: Reader) -> None:
    """Renewed for a year without a gap; again it is not yet open, and the term stays."""
    reader.open(site)
    reader.click(DOCTOR)
    reader.goes("家庭医生签约")
    reader.click(NEAR_ITS_END)
    contract = reader.driver.current_url
    reader.reads("2024-08-06 至 2025-08-05")
    renews(reader)
    reader.reads("2024-08-06 至 2026-08-05")
    reader.open(contract)
    renews(reader)
    reader.reads("期满前 60 天起可以续约（期满日 2026-08-05）")
    reader.open(contract)
    reader.reads("2024-08-06 至 2026-08-05")


def renews(reader: Reader) -> None:
    reader.unfold("续约")
    reader.choose("签字人", "居民本人")
    reader.choose("签约方式", "书面协议")
    reader.click("续约", within="办理")


def test_each_finds_the_page_of_the_room(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    reader.goes("慢性病随访")
    reader.reads("应访名单")
    reader.goes("家庭医生签约")
    reader.reads("履约中")
    reader.become(RESIDENT)
    reader.goes("我的家庭医生")
    reader.reads("我的随访")
    reader.become(COUNTY)
    reader.goes("随访管理情况")
    reader.reads("控制达标")
