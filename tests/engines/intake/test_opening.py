"""Files that are no list, too large, damaged or dangerous: refused with what to do instead."""

import io
import re
import zipfile
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from tongmai.base.outcome import Refused
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.matching import match_sheets
from tongmai.engines.intake.opening import open_file

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def package(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one part replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return buffer.getvalue()


STRANGERS = [
    ("旧版.xls", OLE + b"\x00" * 600, "media-type", ".xlsx"),
    ("加密.xlsx", OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "media-type", "密码"),
    ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "media-type", ".xlsx"),
    ("扫描.pdf", b"%PDF-1.7 ....", "media-type", ".xlsx"),
    ("空.csv", b"  \n", "invalid", "xlsx"),
    ("断.xlsx", b"PK\x03\x04 cut short", "invalid", "xlsx"),
    ("文稿.docx", package(word__document_dot_xml=b"<w/>"), "media-type", "xlsx"),
    ("二进制.xlsb", package(xl__workbook_dot_bin=b"x"), "media-type", "xlsx"),
    ("表.ods", package(mimetype=b"application/vnd", content_dot_xml=b"<o/>"), "media-type", "xlsx"),
    ("打包.zip", package(a_dot_txt=b"hello"), "media-type", "xlsx"),
    ("坏.xlsx", package(xl__workbook_dot_xml=b"<not/>"), "invalid", "xlsx"),
    ("乱码.csv", b"\x81\xff\x00\xfe\xff\xff", "media-type", "csv"),
    ("照片.csv", bytes(range(256)), "media-type", "csv"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "kind", "remedy"), STRANGERS, ids=[one[0] for one in STRANGERS])
def test_a_file_that_is_no_list_is_refused_with_a_remedy(name: str, data: bytes, kind: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        open_file(name, data, Limits())
    assert refused.value.kind == kind
    assert refused.value.issues[0].remedy is not None
    assert remedy in refused.value.issues[0].remedy.zh


def refused_as_too_large(data: bytes, limits: Limits) -> None:
    with pytest.raises(Refused) as refused:
        open_file("a.xlsx", data, limits)
    assert refused.value.kind == "too-large"
    assert refused.value.issues[0].remedy is not None


def test_a_bomb_is_not_unpacked(lists: SimpleNamespace) -> None:
    bomb = with_part(lists.exported(), "xl/media/image1.png", b"\x00" * 30_000_000)
    refused_as_too_large(bomb, Limits())


def test_sizes_are_bounded(lists: SimpleNamespace) -> None:
    data = lists.exported()
    refused_as_too_large(data, Limits(bytes=1000))
    refused_as_too_large(data, Limits(unpacked=5000))
    refused_as_too_large(data, Limits(cells=20))
    refused_as_too_large(data, Limits(rows=4))
    refused_as_too_large(data, Limits(columns=5))
    refused_as_too_large(data, Limits(sheets=2))
    refused_as_too_large("甲,乙\n1,2\n3,4\n".encode(), Limits(lines=2))


def test_entities_never_reach_a_parser(lists: SimpleNamespace) -> None:
    data = lists.exported()
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    with pytest.raises(Refused) as refused:
        open_file("a.xlsx", with_part(data, "xl/sharedStrings.xml", evil), Limits())
    assert refused.value.kind == "invalid"


def test_a_stray_cell_far_away_costs_nothing(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page["XFD1048576"] = " "
        page.merge_cells("A1:XFD1")

    seen = lists.looked_at(lists.edited(lists.exported(), change))
    assert seen.idle


def test_macros_are_told_and_ignored(lists: SimpleNamespace) -> None:
    data = with_part(lists.exported(), "xl/vbaProject.bin", b"Sub Auto_Open()")
    sent = open_file("a.xlsm", data, Limits())
    assert [one.kind for one in sent.told] == ["macros"]


def test_formulas_are_read_by_their_last_result(lists: SimpleNamespace) -> None:
    data = lists.written([lists.good(beds="=1+2")])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    result = re.sub(rb"</f><v ?/?>(</v>)?", b"</f><v>3</v>", sheet)
    calculated = with_part(data, "xl/worksheets/sheet1.xml", result)
    assert calculated != data
    seen = lists.looked_at(calculated, ())
    assert seen.new[0].values["beds"] == 3
    assert [one.cell for one in seen.read_as if one.name == "beds"] == ["F2"]


def test_days_of_the_1904_calendar(lists: SimpleNamespace) -> None:
    data = lists.written([lists.good(opened=44376)])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    buffer = io.BytesIO()
    book.save(buffer)
    seen = lists.looked_at(buffer.getvalue(), ())
    assert seen.new[0].values["opened"] == "2025-06-30"


def test_a_percent_format_means_ninety(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page["G2"], page["G2"].number_format = 0.9, "0%"
        page["F2"], page["F2"].number_format = 0.5, "0.0%"

    seen = lists.looked_at(lists.edited(lists.written([lists.good()]), change), ())
    assert [(one.cell, one.kind) for one in seen.wrong] == [("F2", "percent")]
    assert [one.read for one in seen.read_as if one.cell == "G2"] == ["90"]


def test_worksheets_are_known_by_name_or_by_headings(lists: SimpleNamespace) -> None:
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["A1"] = "填报单位：木垒县卫健委"
    page = book.create_sheet("附件2")
    page.append(lists.titles)
    page.append(lists.good())
    sent = open_file("a.xlsx", lists.saved(book), Limits())
    (match,), unread = match_sheets(sent, [lists.sheet])
    assert match[1].name == "附件2"
    assert [one.kind for one in match[2]] == ["sheet-name"]
    assert [one.kind for one in unread] == ["unread-sheet"]


def test_two_worksheets_of_one_list_are_refused(lists: SimpleNamespace) -> None:
    book = openpyxl.Workbook()
    for name in ("一", "二"):
        page = book.create_sheet(name)
        page.append(lists.titles)
        page.append(lists.good())
    with pytest.raises(Refused) as refused:
        match_sheets(open_file("a.xlsx", lists.saved(book), Limits()), [lists.sheet])
    assert refused.value.kind == "duplicate"


def test_nothing_that_is_a_list(lists: SimpleNamespace) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "会议通知"
    other = lists.sheet
    with pytest.raises(Refused) as refused:
        match_sheets(open_file("a.xlsx", lists.saved(book), Limits()), [other, other])
    assert refused.value.issues[0].remedy is not None


def test_the_template_tells_what_to_write(lists: SimpleNamespace) -> None:
    book = openpyxl.load_workbook(io.BytesIO(lists.exported()))
    page = book["机构名录"]
    assert "演示数据" in page["A1"].value
    assert page["A3"].value == "机构代码*"
    assert page["A5"].value == "052328901"
    assert page["A5"].number_format == "@"
    assert page["H4"].value.date().isoformat() == "2024-03-01"
    assert page["K6"].value == "=1+1"
    assert page["K6"].data_type == "s"
    assert page.freeze_panes == "B4"
    assert page.column_dimensions["L"].hidden
    assert [next(iter(one.sqref.ranges)).coord.split(":")[0] for one in page.data_validations.dataValidation] == [
        "C4",
        "D4",
        "E4",
        "J4",
    ]
    assert book["选项"].sheet_state == "hidden"
    assert "填写说明" in book.sheetnames
