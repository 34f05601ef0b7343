"""The fund: the year of Mulei opened to its last part; a batch at Qitai by both sides; care elsewhere filed for."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
PLANNER, INSURER, OWNER, RESIDENT = "马文博", "李海燕", "周立新", "王秀兰"
MULEI, QITAI = "木垒县医共体总医院", "奇台县医共体总医院"


def test_a_pool_from_its_people_to_the_villages_part(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(PLANNER)
    reader.goes("医保基金包")
    reader.click("2024")
    reader.click(MULEI)
    for told in ("58,400 人 × 1,050.00 元", "61,320,000.00", "36,714,000.00", "1,800,000.00"):
        reader.reads(told)
    reader.click("2024 年度")
    for told in ("1,665,000.00", "999,000.00", "499,500.00", "166,500.00", "135,000.00"):
        reader.reads(told)
    reader.click("考核 92.5 分")
    reader.reads("2024年度医共体绩效考核结果公告（演示）")


def test_a_batch_by_both_sides(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(INSURER)
    reader.goes("医保基金包")
    reader.click(QITAI)
    reader.unfold("登记预付批次")
    for label, text in (("批次", "3"), ("金额（元）", "1000000.05"), ("支付日期", "2025-06-20"),
                        ("医保系统付款号", "YB20250620")):  # fmt: skip
        reader.type(label, text)
    reader.click("登记预付批次")
    reader.reads("待确认到账")
    reader.become(OWNER)
    reader.click("确认到账")
    reader.reads("已到账")


@pytest.mark.carries("G14")
def test_care_elsewhere_by_resident_and_insurer(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(RESIDENT)
    reader.goes("异地就医备案")
    _fill(reader, "2025-06-01")
    reader.reads("期限已经开始：须在就医前备案")
    reader.type("开始日期", "2025-07-10")
    reader.click("提交备案申请")
    reader.reads("待医保受理")
    reader.become(INSURER)
    reader.goes("异地就医备案")
    reader.click(RESIDENT)
    reader.unfold("退回补正")
    reader.type("缺什么", "居住证明")
    reader.click("退回补正")
    reader.reads("缺什么")
    reader.become(RESIDENT)
    reader.type("补充说明", "居住证已提交")
    reader.click("补正后再提交")
    reader.reads("待医保受理")
    reader.become(INSURER)
    reader.type("医保系统备案号", "YD20250630001")
    reader.click("受理备案")
    reader.reads("备案生效")


def _fill(reader: Reader, since: str) -> None:
    reader.unfold("提交备案申请")
    reader.choose("备案类别", "异地长期居住")
    reader.choose("就医地", "上海")
    reader.type("城市、医院", "上海市，随子女居住")
    reader.type("开始日期", since)
    reader.click("提交备案申请")
