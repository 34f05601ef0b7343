"""A cycle of quality control by the centre, the hospital and the commission, to the mark of recognition; front pages
from a CSV with mistakes to indicators that move; the priority of specialties down to its cases; a key specialty."""

import csv
from pathlib import Path

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
PLANNER, CENTRE, OFFICE, RECORDS = "马文博", "陈静", "何明", "孙丽"
HOSPITAL, FILE = "天山恒医院（虚构）", "文件（.xlsx 或 .csv）"
HEADS = (
    "医疗机构", "病案号", "住院次数", "性别", "年龄", "现住址县市区", "入院日期", "出院日期", "离院方式",
    "主要诊断编码", "总费用", "西药费", "其他费",
)  # fmt: skip


@pytest.mark.carries("I02", "I03")
def test_a_cycle_from_the_plan_to_the_mark(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(CENTRE)
    reader.goes("医疗质量")
    reader.click("质控任务")
    reader.unfold("制定质控任务")
    reader.choose("医疗机构", HOSPITAL)
    reader.choose("质控主题", "互认项目质量")
    reader.type("质控期间", "2025年二季度")
    reader.type("需提交的资料", "室内质控图")
    reader.type("提交截止日期", "2025-07-10")
    reader.click("制定质控任务", within="办理")
    reader.reads("互认项目质控须选具体项目")
    reader.choose("互认项目（互认项目质量才填）", "血钾")
    reader.click("制定质控任务", within="办理")
    reader.reads("待机构提交")
    reader.unfold("提交资料")
    reader.reads("须由医院质控办办理")
    reader.become(OFFICE)
    reader.type("自查数据与说明", "失控 3 次，已纠正")
    reader.type("佐证材料位置", "检验科档案")
    reader.click("提交资料", within="办理")
    reader.reads("待评价")
    reader.become(CENTRE)
    reader.unfold("评价")
    reader.type("得分（百分制）", "62")
    reader.type("发现的问题", "室间质评一项不合格")
    reader.click("评价", within="办理")
    reader.reads("不合格")
    reader.unfold("合格，直接通过")
    reader.type("意见", "放行")
    reader.click("合格，直接通过", within="办理")
    reader.reads("不合格，不能直接通过")
    reader.unfold("反馈并限期整改")
    reader.type("整改期限", "2025-07-20")
    reader.click("反馈并限期整改", within="办理")
    reader.reads("整改中")
    reader.become(OFFICE)
    reader.unfold("提交整改")
    reader.type("整改措施与结果", "更换试剂批号，复测合格")
    reader.type("完成日期", "2025-06-30")
    reader.click("提交整改", within="办理")
    reader.reads("待验收")
    reader.become(CENTRE)
    reader.unfold("验收通过")
    reader.type("得分（百分制）", "90")
    reader.type("意见", "整改到位")
    reader.click("验收通过", within="办理")
    reader.reads("已通过，待地市级确认")
    reader.become(PLANNER)
    reader.unfold("核发互认质量标识")
    reader.choose("互认范围", "地市内")
    reader.type("文号", "昌州质控〔2025〕3号")
    reader.type("有效期至", "2026-06-30")
    reader.click("核发互认质量标识", within="办理")
    reader.reads("已办结")
    reader.reads("2026-06-30")


def pages(path: Path, wrong: bool) -> Path:
    """Three stays; with a day of 1900, a cost that does not add up and an unknown way out, or mended."""
    rows = [
        [HOSPITAL, "９００００１", "1", "男", "70", "奇台县", "2025-06-01", "1900-01-09" if wrong else "2025-06-09",
         "医嘱离院", "I63.9", "1000", "300", "700"],
        [HOSPITAL, "900002", "1", "女", "66", "奇台县", "2025-06-02", "2025-06-20", "死亡", "I63.0",
         "2000" if wrong else "1900", "900", "1000"],
        [HOSPITAL, "900003", "1", "女", "61", "奇台县", "2025-06-03", "2025-06-13", "回家" if wrong else "医嘱离院",
         "I63.8", "1500", "500", "1000"],
    ]  # fmt: skip
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([list(HEADS), *rows])
    return path


@pytest.mark.carries("I07")
def test_front_pages_with_mistakes_then_mended_move_what_they_count(site: str, reader: Reader, tmp_path: Path) -> None:
    reader.open(site)
    reader.click(RECORDS)
    reader.goes("数据导入")
    reader.attach(FILE, pages(tmp_path / "hqms.csv", wrong=True))
    reader.click("上传并预览")
    reader.reads("有误待改")
    for told in ("H2", "1900", "与总费用相差 100.00 元", "“回家”不在选项内"):
        reader.reads(told)
    reader.goes("数据导入")
    reader.attach(FILE, pages(tmp_path / "hqms-2.csv", wrong=False))
    reader.click("上传并预览")
    reader.reads("待审核")
    reader.reads("提交与审核须为两人")
    reader.become(PLANNER)
    reader.goes("医疗质量")
    reader.reads("109")
    reader.goes("数据导入")
    reader.click("hqms-2.csv")
    reader.become(OFFICE)
    reader.click("审核入库")
    reader.reads("已入库")
    reader.become(PLANNER)
    reader.goes("医疗质量")
    reader.reads("112")
    reader.click("医院监测指标")
    reader.click("平均住院日")
    reader.reads("839/112")
    reader.reads("900001")


@pytest.mark.carries("B17")
def test_the_priority_opens_down_to_the_cases(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(PLANNER)
    reader.goes("医疗质量")
    reader.click("专科建设优先级")
    reader.reads("排序权重")
    reader.click("I63 脑梗死")
    reader.reads("脑梗死 · 本地住院")
    reader.click("15例 异地住院")
    reader.reads("共 15 行")
    reader.click("1例 异地死亡")
    reader.reads("共 1 行")
    reader.reads("是")


@pytest.mark.carries("E08", "E09", "I18")
def test_a_key_specialty_is_reviewed_named_and_assessed_again(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(CENTRE)
    reader.open(f"{site}/key-specialties/bid-hospital-06-cardiology")
    for dimension, points in (("能力得分", "85"), ("质量得分", "80"), ("安全得分", "190"), ("效率得分", "70")):
        reader.type(dimension, points)
    reader.type("意见", "达到标准")
    reader.click("评审", within="办理")
    reader.reads("得分应在 0 至 100 之间")
    reader.type("安全得分", "90")
    reader.click("评审", within="办理")
    reader.reads("82.5")
    reader.become(PLANNER)
    reader.unfold("认定")
    reader.type("文号", "昌州卫医发〔2025〕21号")
    reader.type("有效期至", "2029-06-29")
    reader.click("认定", within="办理")
    reader.reads("已认定")
    reader.reads("2026-06-30")
    reader.become(CENTRE)
    reader.unfold("复评")
    for dimension in ("能力得分", "质量得分", "安全得分", "效率得分"):
        reader.type(dimension, "75")
    reader.type("意见", "保持")
    reader.click("复评", within="办理")
    reader.reads("最近复评 2025-06-30")
