"""A county mends its roster with a list of its own; a second person approves; the figure on the board moves by one.

Walked behind the tour where both are walked in one demonstration: the tour tells the figure."""

import re
from pathlib import Path

import openpyxl
import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
HEADINGS = ("人员", "机构", "岗位", "起始日期", "截止日期", "是否有效")
FILE = "文件（.xlsx 或 .csv）"


def roster(path: Path, day: str) -> Path:
    """One doctor on the roster of the station without one, as an officer would type it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "任职与值守"
    sheet.append(HEADINGS)
    sheet.append(("Y652328-00245", "大南沟乌孜别克乡急救站", "急救站值守", day, None, "是"))
    book.save(path)
    return path


def stations(reader: Reader) -> int:
    """The recorded stations, as the board tells them."""
    reader.goes("目标进度")
    row = next(one for one in reader.driver.find_elements("css selector", "#row-T12"))
    found = re.search(r"(\d+)/72", row.text)
    assert found
    return int(found[1])


def test_a_roster_is_sent_mended_approved_and_counted(site: str, reader: Reader, tmp_path: Path) -> None:
    reader.open(site)
    reader.click("马文博")
    before = stations(reader)
    reader.become("叶尔兰")
    reader.goes("数据导入")
    reader.attach(FILE, roster(tmp_path / "值守表.xlsx", "2025-13-01"))
    reader.click("上传并预览")
    reader.reads("有误待改")
    reader.reads("2025-13-01")
    reader.goes("数据导入")
    reader.attach(FILE, roster(tmp_path / "值守表（改）.xlsx", "2025-06-01"))
    reader.click("上传并预览")
    reader.reads("待审核")
    reader.reads("新增")
    reader.become("马文博")
    reader.click("审核入库")
    reader.reads("已入库")
    reader.reads("叶尔兰")
    assert stations(reader) == before + 1
