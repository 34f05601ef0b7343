"""The sent file handed back: wrong cells coloured, each with reason and remedy, and a worksheet that lists them."""

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tongmai.engines.intake.delimited import read_delimited
from tongmai.engines.intake.found import KINDS, Preview, Wrong
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.opening import is_workbook
from tongmai.engines.intake.texts import writable
from tongmai.engines.intake.workbooks import load

LIST = "问题清单"
_RED = PatternFill("solid", start_color="FFF4B6B6", end_color="FFF4B6B6")
_YELLOW = PatternFill("solid", start_color="FFFFF2CC", end_color="FFFFF2CC")
_TITLES = ("工作表", "单元格", "列", "所填内容", "问题类型", "原因", "怎么改")
_AUTHOR = "通脉"


def marked(file: str, data: bytes, previews: Sequence[Preview]) -> bytes:
    """An .xlsx: the file as it was sent, with every error at its cell; a CSV becomes a workbook first."""
    book = load(file, data, results=False) if is_workbook(data) else _from_csv(file, data)
    for preview in previews:
        sheet = book[preview.grid]
        by_cell: dict[tuple[int, str], list[Wrong]] = {}
        for one in preview.wrong:
            by_cell.setdefault((one.row, one.column or "A"), []).append(one)
        for (row, column), several in by_cell.items():
            _mark(sheet, f"{column}{row}", several)
        for read in preview.read_as:
            if isinstance(cell := sheet[read.cell], MergedCell) or cell.comment is not None:
                continue
            cell.fill = _YELLOW
            cell.comment = Comment(f"读作：{writable(read.read)}\n（{read.why.zh}）", _AUTHOR)
    _list(book, [one for preview in previews for one in preview.wrong])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _mark(sheet: Worksheet, place: str, several: Sequence[Wrong]) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        first = next(one for one in sheet.merged_cells.ranges if place in one)
        cell = sheet.cell(first.min_row, first.min_col)
    cell.fill = _RED
    text = "\n".join(f"{one.reason.zh}\n→ {one.remedy.zh}" for one in several)
    comment = Comment(writable(text)[:2000], _AUTHOR)
    comment.width, comment.height = 320, 60 + 36 * len(several)
    cell.comment = comment


def _list(book: Workbook, wrong: Sequence[Wrong]) -> None:
    if LIST in book.sheetnames:
        del book[LIST]
    page = book.create_sheet(LIST, 0)
    page.append(list(_TITLES))
    for cell in page[1]:
        cell.font = Font(bold=True)
    for number, one in enumerate(wrong, start=2):
        texts = (one.sheet, one.cell, one.field.zh, one.written, KINDS[one.kind].zh, one.reason.zh, one.remedy.zh)
        for column, text in enumerate(texts, start=1):
            cell = page.cell(number, column)
            cell.value = writable(text)
            cell.data_type = "s"  # what somebody wrote as "=…" stays text
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.cell(number, 2).hyperlink = f"#'{one.sheet}'!{one.cell if one.column else 'A1'}"
    for letter, width in zip("ABCDEFG", (16, 9, 18, 24, 16, 44, 44), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    book.active = 0


def _from_csv(file: str, data: bytes) -> Workbook:
    grid, _ = read_delimited(file, data, Limits())
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = grid.name
    for (row, column), one in grid.cells.items():
        cell = page.cell(row, column)
        cell.value = writable(one.source or str(one.value))
        cell.data_type = "s"
    return book
