"""The fund: the year of Mulei opened to its last part; a batch at Qitai by both sides."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
PLANNER, INSURER, OWNER = "马文博", "李海燕", "周立新"
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
