"""What a county arranged for an item of policy: drafted, issued, questioned by the prefecture, answered, evaluated,
with what is refused on the way."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
PLANNER, COUNTY = "马文博", "叶尔兰"
ITEM, TITLE = "C06 签约服务费标准与分担、动态调整", "木垒县签约服务费补充办法"
NUMBER = "木卫发〔2025〕119号"


def test_an_arrangement_from_its_draft_to_its_evaluation(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(COUNTY)
    reader.goes("政策原文")
    reader.click("政策落实台账")
    reader.click("拟定安排")
    reader.click(ITEM)
    for label, text in (
        ("名称", TITLE), ("责任单位或科室", "基层卫生科"), ("责任人职务", "科长"),
        ("主要内容", "每人每年 80 元，三方分担"),
        ("签约服务费（元/人·年）", "80"), ("医保基金承担（%）", "50"), ("基本公卫经费承担（%）", "30"),
        ("签约居民承担（%）", "30"),
    ):  # fmt: skip
        reader.type(label, text)
    reader.choose("安排形式", "制度文件")
    reader.click("拟定", within=ITEM)
    reader.reads("三方承担比例合计 110%，应为 100%")
    reader.type("签约居民承担（%）", "20")
    reader.click("拟定", within=ITEM)
    reader.reads("印发施行")
    page = reader.driver.current_url
    reader.type("文号或协议编号", NUMBER)
    reader.type("印发日期", "2025-06-20")
    reader.type("施行日期", "2025-06-10")
    reader.click("印发施行", within="办理")
    reader.reads("施行日期早于印发日期")
    reader.type("施行日期", "2025-06-20")
    reader.click("印发施行", within="办理")
    reader.reads("2026-06-20")
    reader.become(PLANNER)
    reader.goes("政策原文")
    reader.click("政策落实台账")
    reader.click("台账清单")
    reader.type("名称", "木垒县签约")
    reader.click("查找", within="查找")
    reader.click(TITLE)
    reader.unfold("年度评估")
    reader.reads("须由县级经办")
    reader.unfold("地市级质询")
    reader.type("需说明的问题", "公卫经费承担比例的依据是什么？")
    reader.click("地市级质询", within="办理")
    reader.reads("公卫经费承担比例的依据是什么？")
    reader.become(COUNTY)
    reader.open(page)
    reader.type("答复", "县财政批复，随文附件")
    reader.click("答复", within="办理")
    reader.reads("县财政批复")
    reader.unfold("年度评估")
    reader.choose("评估结论", "继续执行")
    reader.type("评估情况", "签约率提高，分担到位")
    reader.click("年度评估", within="办理")
    reader.reads("下次评估不迟于 2026-06-30")
