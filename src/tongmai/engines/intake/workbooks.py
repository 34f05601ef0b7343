"""Reading an .xlsx: values, cached results of formulas, merged ranges, hidden rows, the workbook's epoch."""

import io
import math
import re
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.engines.intake.found import Notice
from tongmai.engines.intake.grid import Cell, Grid
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.packages import damaged

_LOADING = threading.Lock()  # one workbook in memory at a time; also guards the process-wide warning filters
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def load(name: str, data: bytes, *, results: bool) -> Workbook:
    """The workbook, with formulas or with their last results. Refused when openpyxl cannot read it."""
    with _LOADING, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of drawings, validations and styles that it leaves out
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=results, keep_links=False)
        except Exception as error:  # whatever a reader stumbles over: the file is not readable
            raise damaged(name) from error


def read_workbook(name: str, data: bytes, limits: Limits) -> tuple[tuple[Grid, ...], tuple[Notice, ...]]:
    """All worksheets of a workbook that has passed `check_package`."""
    book = load(name, data, results=False)
    if len(book.worksheets) > limits.sheets:
        raise refuse(
            "too-large", f"工作表超过 {limits.sheets} 个", f"more than {limits.sheets} worksheets", where=name,
            remedy=("请只保留要上报的工作表", "keep only the lists you send"),
        )  # fmt: skip
    cached: Workbook | None = None
    if any(cell.data_type == "f" for sheet in book.worksheets for cell in _filled(sheet)):
        cached = load(name, data, results=True)
    grids = tuple(_grid(name, sheet, cached, book.epoch == CALENDAR_MAC_1904, limits) for sheet in book.worksheets)
    told = [
        Notice("chart", 0, "", Words(f"图表页“{chart.title}”不读取", f"chart sheet {chart.title} is not read"))
        for chart in book.chartsheets
    ]
    return grids, tuple(told)


def _filled(sheet: Worksheet) -> Iterator[Any]:
    """The cells that hold something. Not by rows and columns: one stray cell in the last row of a worksheet would make
    millions of empty ones."""
    for cell in sheet._cells.values():
        if not isinstance(cell, MergedCell) and cell.value is not None:
            yield cell


def _grid(name: str, sheet: Worksheet, cached: Workbook | None, mac: bool, limits: Limits) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    struck: set[int] = set()
    comments = 0
    results = cached[sheet.title] if cached is not None else None
    fonts = getattr(sheet.parent, "_fonts", ())  # the workbook's table of fonts; asking each cell is slow
    crossed = {number for number, font in enumerate(fonts) if font.strike}
    for cell in _filled(sheet):
        read = _cell(cell, results)
        cells[read.row, read.column] = read
        if crossed and cell.has_style and cell._style.fontId in crossed:
            struck.add(read.row)
        comments += cell.comment is not None
    _refuse_huge(name, sheet.title, cells, limits)
    _spread_merged(sheet, cells)
    return Grid(
        name=sheet.title,
        cells=cells,
        hidden_rows=frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=_hidden_columns(sheet),
        struck_rows=frozenset(struck),
        comments=comments,
        hidden=sheet.sheet_state != "visible",
        epoch_1904=mac,
    )


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            hidden.update(range(dimension.min, min(dimension.max, 1000) + 1))
    return frozenset(hidden)


def _cell(cell: Any, results: Any) -> Cell:
    formula = cell.data_type == "f"
    value, kind, source = cell.value, cell.data_type, ""
    if formula:
        source = value if isinstance(value, str) else f"={getattr(value, 'text', '') or ''}".replace("==", "=")
        cached = results.cell(cell.row, cell.column) if results is not None else None
        value, kind = (cached.value, cached.data_type) if cached is not None else (None, "n")
        if value is None:
            return Cell(cell.row, cell.column, None, trouble="formula", source=source)
    if kind == "e" or (isinstance(value, float) and not math.isfinite(value)):
        return Cell(cell.row, cell.column, None, trouble="error", source=str(value))
    shape = str(cell.number_format or "")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    percent = number and "%" in _QUOTED.sub("", shape)
    signed = number and "%" in shape and not percent
    return Cell(cell.row, cell.column, value, percent, signed, formula, source=source)


def _refuse_huge(name: str, title: str, cells: dict[tuple[int, int], Cell], limits: Limits) -> None:
    rows = len({row for row, _ in cells})
    columns = len({column for _, column in cells})
    if rows > limits.rows or columns > limits.columns:
        raise refuse(
            "too-large", f"“{title}”超过 {limits.rows} 行或 {limits.columns} 列",
            f"{title} has more than {limits.rows} rows or {limits.columns} columns", where=name,
            remedy=("请分成几个文件", "split it into several files"),
        )  # fmt: skip


def _spread_merged(sheet: Worksheet, cells: dict[tuple[int, int], Cell]) -> None:
    """A merged range holds its value in its first cell. Down one column the value goes for every row; across columns
    nobody can tell which column is meant, and each cell says so."""
    last_row = max((row for row, _ in cells), default=0)
    last_column = max((column for _, column in cells), default=0)
    for merged in sheet.merged_cells.ranges:
        first = cells.get((merged.min_row, merged.min_col))
        if first is None:
            continue
        across = merged.max_col > merged.min_col
        for row in range(merged.min_row, min(merged.max_row, last_row) + 1):
            for column in range(merged.min_col, min(merged.max_col, last_column) + 1):
                cells[row, column] = Cell(
                    row, column, None if across else first.value, first.percent, first.signed, first.formula,
                    "merged" if across else first.trouble, merged.coord, first.written if across else first.source,
                )  # fmt: skip
