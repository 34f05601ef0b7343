"""A list comes in through pages: downloaded, edited, sent, seen cell by cell, approved by another person."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from tests.clients.web.conftest import Visitor

from tongmai.house import House

LIST = "/imports/template/registry.institutions"


def edited(data: bytes, title: str, row_of: str, text: Any) -> bytes:
    """The workbook with the cell under a heading changed in the row that names an institution."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book["机构名录"]
    rows = list(sheet.iter_rows())
    said = ({str(cell.value or "")[:4] for cell in row} for row in rows)
    heading = next(row for row, words in zip(rows, said, strict=True) if {"机构代码", "机构名称"} <= words)
    column = next(cell.column for cell in heading if str(cell.value or "").startswith(title))
    row = next(row for row in rows if any(cell.value == row_of for cell in row))
    sheet.cell(row[0].row, column).value = text
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def sent(visitor: Visitor) -> bytes:
    """The list of institutions as the county officer downloads it."""
    visitor.become("county-officer").open(LIST)
    assert visitor.status == 200
    data = visitor.content
    visitor.open("/imports")
    return data


def test_a_list_sent_back_unchanged_changes_nothing(visitor: Visitor, sent: bytes) -> None:
    visitor.upload("机构名录.xlsx", sent)
    assert visitor.at.startswith("/imports/")
    assert "与现有记录完全相同" in visitor.text


def test_an_error_is_shown_at_its_cell_and_cannot_be_approved(visitor: Visitor, sent: bytes) -> None:
    visitor.upload("机构名录.xlsx", edited(sent, "层级", "丙镇卫生院", "乡镇吧"))
    assert "有误待改" in visitor.text
    assert "不在选项内" in visitor.text
    assert "乡镇吧" in visitor.text
    number = visitor.at.rsplit("/", 1)[-1]
    marked = visitor.open(f"/imports/{number}/marked")
    assert "spreadsheet" in marked.headers["content-type"]
    visitor.become("planner").open(f"/imports/{number}").send(f"/imports/{number}/approve")
    assert visitor.status in (403, 409, 422)


def test_a_change_is_approved_by_another_person_and_the_history_says_who(
    visitor: Visitor, house: House, sent: bytes
) -> None:
    visitor.upload("机构名录.xlsx", edited(sent, "机构名称", "丙镇卫生院", "丙镇中心卫生院"))
    assert "待审核" in visitor.text
    assert "丙镇中心卫生院" in visitor.text
    proposal = visitor.at
    before = house.store.last_change()
    visitor.send(f"{proposal}/approve")
    assert visitor.status == 403
    assert house.store.last_change() == before
    visitor.become("planner").open(proposal).send(f"{proposal}/approve")
    assert "已入库" in visitor.text
    visitor.open("/institutions/th-c")
    assert "丙镇中心卫生院" in visitor.text
    assert "叶尔兰" in visitor.text
    assert "马文博" in visitor.text.split("数据来源")[1]


def test_something_else_than_a_list_is_refused_as_a_page(visitor: Visitor, sent: bytes) -> None:
    visitor.upload("说明.txt", b"hello")
    assert visitor.status in (400, 415)
    assert "没有改动任何记录" in visitor.text


def test_who_keeps_no_list_is_not_offered_the_form(visitor: Visitor) -> None:
    visitor.become("resident").open("/imports")
    assert visitor.status == 200
    assert 'type="file"' not in visitor.page


def test_what_is_shown_of_the_lists_is_taken_along(visitor: Visitor, sent: bytes) -> None:
    visitor.upload("机构名录.xlsx", edited(sent, "层级", "丙镇卫生院", "乡镇吧"))
    place = visitor.at
    visitor.open(f"{place}?export=wrong")
    sheet = [list(row) for row in openpyxl.load_workbook(BytesIO(visitor.content)).worksheets[0].values]
    assert sheet[3] == ["单元格", "列", "写的是", "问题", "原因与改法"]
    assert "乡镇吧" in sheet[4]
    visitor.open("/imports?export=sent")
    sheet = [list(row) for row in openpyxl.load_workbook(BytesIO(visitor.content)).worksheets[0].values]
    assert sheet[3][:2] == ["文件", "清单"]
    assert sheet[4][:2] == ["机构名录.xlsx", "机构名录"]
    visitor.open("/imports")
    assert b"/imports?export=sent" in visitor.content
    visitor.open("/imports?export=lists")
    assert visitor.status == 404
