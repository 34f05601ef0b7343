"""The fund's course by its parties: a month booked and agreed, a year cleared, split by a row that is imported on the
way, and confirmed; settled cases by points from the insurer's list to the value of a point."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
PLANNER, INSURER, OWNER = "马文博", "李海燕", "周立新"
QITAI = "奇台县医共体总医院"
FILE = "文件（.xlsx 或 .csv）"
RULE = ("地区", "生效日期", "失效日期", "县级权重", "乡级权重", "村级权重", "依据文件", "核实情况")
CASE = ("病例号", "统筹地区", "医院", "病种", "结算月份", "总费用（元）")


def listed(folder: Path, title: str, headings: Sequence[str], row: Sequence[object]) -> Path:
    """A list of one row as an officer would type it; the sheet bears the list's title."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(headings)
    sheet.append(row)
    path = folder / f"{title}{row[-1]}.xlsx"
    book.save(path)
    return path


def sends(reader: Reader, file: Path) -> None:
    reader.goes("数据导入")
    reader.attach(FILE, file)
    reader.click("上传并预览")


def test_a_year_from_its_months_to_the_confirmed_split(site: str, reader: Reader, tmp_path: Path) -> None:
    reader.open(site)
    reader.click(INSURER)
    reader.goes("医保基金包")
    reader.click(QITAI)
    pool = reader.driver.current_url
    books(reader, "2025-06")
    reader.reads("该月还未结束")
    reader.open(pool)
    books(reader, "2025-05")
    reader.reads("待医共体核对")
    reader.become(OWNER)
    reader.click("核对一致")
    reader.reads("双方已确认")
    reader.become(INSURER)
    reader.goes("医保基金包")
    reader.click("2024")
    reader.click(QITAI)
    reader.unfold("进行年度清算")
    reader.click("进行年度清算", within="登记")
    reader.reads("3,532,375.96")
    clearing = reader.driver.current_url
    reader.become(OWNER)
    reader.click("确认清算")
    reader.reads("已确认，待分配")
    reader.become(INSURER)
    reader.click("按考核与规则分配结余")
    reader.reads("缺少一行结余分配规则：地区 652325000000（或其上级），在 2024-12-31 有效")
    row = ("奇台县", "2024-01-01", None, 6, 3, 1, "奇台县结余分配办法（演示）", "推定")
    sends(reader, listed(tmp_path, "结余分配规则", RULE, row))
    reader.reads("待审核")
    reader.become(PLANNER)
    reader.click("审核入库")
    reader.reads("已入库")
    reader.become(INSURER)
    reader.open(clearing)
    reader.click("按考核与规则分配结余")
    reader.reads("已分配，待核准")
    reader.become(PLANNER)
    reader.click("核准分配")
    reader.reads("已核准")
    for told in ("3,090,828.97", "441,546.99", "1,854,497.38", "927,248.69", "309,082.90"):  # 87.5 of 100, then 6:3:1
        reader.reads(told)
    reader.click("规则 6:3:1")
    reader.reads("奇台县结余分配办法（演示）")


def books(reader: Reader, month: str) -> None:
    reader.unfold("按清单记月结算")
    reader.type("月份", month)
    reader.click("按清单记月结算", within="登记")


def test_a_case_by_points_from_the_list_to_the_budget(site: str, reader: Reader, tmp_path: Path) -> None:
    reader.open(site)
    reader.click(INSURER)
    counted(reader, 110)
    case = ("DIP2025999999001", "昌吉回族自治州", "木垒县人民医院", "脑梗死·保守治疗", "2025-05")
    sends(reader, listed(tmp_path, "按分值付费结算病例", CASE, (*case, 0)))
    reader.reads("金额应为正数，精确到分")
    counted(reader, 110)
    sends(reader, listed(tmp_path, "按分值付费结算病例", CASE, (*case, 8200.5)))
    reader.reads("待审核")
    reader.become(PLANNER)
    reader.click("审核入库")
    reader.reads("已入库")
    counted(reader, 111)
    reader.click("木垒县人民医院")
    reader.click(case[0])
    reader.reads("8,200.50")
    reader.reads("1,180")  # the score of the group at a hospital of level 2


def counted(reader: Reader, cases: int) -> None:
    reader.goes("按病种分值付费")
    reader.click("2025")
    reader.reads(f"{cases} 结算病例")
    reader.reads("1,595,000.00")
