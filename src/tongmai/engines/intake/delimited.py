"""Reading CSV and its relatives: UTF-8 with or without a mark, UTF-16, GBK (as GB 18030); comma, tab or semicolon."""

import csv
import io
import re

from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.engines.intake.found import Notice
from tongmai.engines.intake.grid import Cell, Grid
from tongmai.engines.intake.limits import Limits

_QUOTED_TEXT = re.compile(r'="([^"]*)"')  # ="0012": how people keep leading zeros in CSV
_NOT_TEXT = ("请上传 .xlsx 或 UTF-8 / GBK 编码的 .csv 文件", "send an .xlsx, or a .csv in UTF-8 or GBK")


def decode(name: str, data: bytes) -> tuple[str, str]:
    """(text, encoding). Refused when it is no text in an encoding of this country."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _decoded(name, data, "utf-8-sig")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(name, data, "utf-16")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(name, data, "gb18030")


def _decoded(name: str, data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise refuse(
            "media-type", "无法识别的文件内容或编码", "neither a workbook nor text in a known encoding", where=name,
            remedy=_NOT_TEXT,
        ) from error  # fmt: skip


def read_delimited(name: str, data: bytes, limits: Limits) -> tuple[Grid, tuple[Notice, ...]]:
    """One grid; its rows are counted as a spreadsheet shows them, a quoted line break belongs to its row."""
    text, encoding = decode(name, data)
    if "\x00" in text:
        raise refuse("media-type", "文件含二进制内容", "the file holds binary content", where=name, remedy=_NOT_TEXT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, fields in enumerate(reader, start=1):
            if row > limits.rows or len(fields) > limits.columns:
                raise refuse(
                    "too-large", f"超过 {limits.rows} 行或 {limits.columns} 列",
                    f"more than {limits.rows} rows or {limits.columns} columns", where=name,
                    remedy=("请分成几个文件", "split it into several files"),
                )  # fmt: skip
            for column, field in enumerate(fields, start=1):
                if field:
                    cells[row, column] = _cell(row, column, field)
    except csv.Error as error:
        raise refuse(
            "invalid", "CSV 内容有误", f"not readable as CSV: {error}", where=name, remedy=_NOT_TEXT
        ) from error
    told: tuple[Notice, ...] = ()
    if encoding != "utf-8-sig":
        told = (Notice("encoding", 0, "", Words(f"按 {encoding} 编码读取", f"read as {encoding}")),)
    return Grid("CSV", cells), told


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    return max(",\t;", key=lambda mark: sum(line.count(mark) for line in lines))


def _cell(row: int, column: int, field: str) -> Cell:
    if match := _QUOTED_TEXT.fullmatch(field.strip()):
        return Cell(row, column, match[1], source=field, typed=False)
    if field.strip().upper() in ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"):
        return Cell(row, column, None, trouble="error", source=field.strip())
    return Cell(row, column, field, typed=False)
