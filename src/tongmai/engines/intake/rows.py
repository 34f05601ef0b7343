"""The rows below the heading: which are records, and which were passed over and why."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import overload

from tongmai.base.words import Words
from tongmai.engines.intake.found import Notice
from tongmai.engines.intake.grid import Cell, Grid
from tongmai.engines.intake.heading import Heading
from tongmai.engines.intake.texts import likeness, narrow
from tongmai.model.sheet import Sheet

_TOTAL = re.compile(r"(合计|总计|小计|共计|累计|总数|合\s+计|总\s+计|小\s+计|total\b|sum\b)", re.IGNORECASE)
_NOTE = re.compile(
    r"(备?注|说明|填表(人|单位|日期|说明)|填报(人|单位|日期)|制表|审核人?|单位负责人|联系(人|电话)|以下空白|\*|※)\s*[:：)）]?"
)
_NOTE_FILLED = 0.4  # a note fills at most this share of the columns


@dataclass(frozen=True)
class Line:
    """One row that means a record. `cells` by declared column name; a column that the file lacks is absent."""

    row: int
    cells: dict[str, Cell]
    id: Cell
    version: Cell

    def cell(self, sheet: Sheet, name: str = "") -> Cell:
        """The cell to point at for a column; the first key cell when the file has no such column."""
        for one in (name, *sheet.key):
            if one in self.cells:
                return self.cells[one]
        return next(iter(self.cells.values()), self.id)


class Made(Sequence[Line]):
    """The lines of a worksheet, each made when it is asked for: only their rows are kept."""

    def __init__(self, rows: Sequence[int], make: Callable[[int], Line]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        found = self._rows[place]
        return self._make(found) if isinstance(found, int) else Made(found, self._make)


@dataclass(frozen=True)
class Lines:
    lines: Sequence[Line]
    passed: tuple[int, ...]
    told: tuple[Notice, ...]


def read_lines(grid: Grid, heading: Heading) -> Lines:
    """Every row after the heading once: as a record, or passed over and told."""
    kept: list[int] = []
    passed = [row for row in grid.rows if row <= heading.row]
    told: list[Notice] = []
    titles = {name: likeness(grid.at(heading.row, column).written) for name, column in heading.columns.items()}
    for row in (row for row in grid.rows if row > heading.row):
        named = heading.id_column and not grid.at(row, heading.id_column).empty
        words = None if named else _why_passed(grid, heading, titles, row)
        if words is None:
            kept.append(row)
        else:
            passed.append(row)
            told.append(Notice("passed", row, grid.first(row).place, words))
    told += _gaps(grid, heading) + _oddities(grid, heading)
    return Lines(Made(kept, partial(_line, grid, heading)), tuple(passed), tuple(told))


def _line(grid: Grid, heading: Heading, row: int) -> Line:
    cells = {name: grid.at(row, column) for name, column in heading.columns.items()}
    id_cell = grid.at(row, heading.id_column) if heading.id_column else Cell(row, 0, None)
    version = grid.at(row, heading.version_column) if heading.version_column else Cell(row, 0, None)
    return Line(row, cells, id_cell, version)


def _why_passed(grid: Grid, heading: Heading, titles: Mapping[str, str], row: int) -> Words | None:
    """`titles`: the heading of each column in the form by which names are matched."""
    cells = ((name, grid.at(row, column)) for name, column in heading.columns.items())
    filled: Iterator[tuple[str, Cell]] = ((name, cell) for name, cell in cells if not cell.empty)
    begins = next(filled, None)
    if begins is None:
        return Words(f"第 {row} 行在本表各列没有内容，未导入", f"row {row} has nothing in this list's columns")
    first = narrow(grid.first(row).written)
    if _TOTAL.match(first):
        return Words(f"第 {row} 行是合计行，未导入", f"row {row} is a total and is not imported")
    if likeness(begins[1].written) in titles.values():
        every = dict([begins, *filled])
        if len(every) > 1 and {likeness(cell.written) for cell in every.values()} == {titles[name] for name in every}:
            return Words(f"第 {row} 行重复表头，未导入", f"row {row} repeats the headings")
        filled = iter(list(every.items())[1:])
    if not _NOTE.match(first):
        return None
    several = len({cell.merged or cell.place for _, cell in (begins, *filled)})
    if several <= max(1, _NOTE_FILLED * len(heading.columns)):
        return Words(f"第 {row} 行是表尾说明，未导入", f"row {row} is a note and is not imported")
    return None


def _gaps(grid: Grid, heading: Heading) -> list[Notice]:
    rows = [row for row in grid.rows if row > heading.row]
    if not rows:
        return []
    empty = sorted(set(range(heading.row + 1, max(rows))) - set(rows)) if max(rows) - len(rows) < 10_000 else []
    if not empty:
        return []
    listed = "、".join(str(row) for row in empty[:20]) + ("…" if len(empty) > 20 else "")
    return [Notice("empty-row", empty[0], "", Words(f"中间有空行：{listed}", f"empty rows between: {listed}"))]


def _oddities(grid: Grid, heading: Heading) -> list[Notice]:
    """What the sender may not have meant to send: hidden and struck-through rows, hidden columns, comments."""
    told = []
    for row in grid.rows:
        if row > heading.row and row in grid.hidden_rows:
            told.append(
                Notice("hidden", row, "", Words(f"第 {row} 行被隐藏，仍已读取", f"row {row} is hidden; it was read"))
            )
        if row > heading.row and row in grid.struck_rows:
            words = Words(
                f"第 {row} 行有删除线，仍按正常内容读取，不代表删除",
                f"row {row} is struck through; it was read, not deleted",
            )
            told.append(Notice("struck", row, "", words))
    for name, column in heading.columns.items():
        if column in grid.hidden_columns:
            cell = grid.at(heading.row, column)
            words = Words(f"{cell.letter} 列被隐藏，仍已读取", f"column {cell.letter} ({name}) is hidden; it was read")
            told.append(Notice("hidden", heading.row, cell.place, words))
    if grid.comments:
        words = Words(f"{grid.comments} 条批注未读取", f"{grid.comments} comments were not read")
        told.append(Notice("comments", 0, "", words))
    if grid.hidden:
        told.append(Notice("hidden", 0, "", Words("工作表被隐藏，仍已读取", "the worksheet is hidden; it was read")))
    return told
