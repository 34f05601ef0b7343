"""Finding the heading row and which column is which, however people moved, renamed or lost them."""

import difflib
import re
from dataclasses import dataclass, field

from tongmai.base.words import Words
from tongmai.engines.intake.found import Fault, Notice
from tongmai.engines.intake.grid import Cell, Grid
from tongmai.engines.intake.texts import likeness, plain
from tongmai.model.sheet import Column, Sheet

ID_TITLE = Words("系统编号", "system number")
VERSION_TITLE = Words("版本号", "version number")
_SEARCHED_ROWS = 40
_LIKE_ENOUGH = 0.7
_AHEAD = 0.1  # a likeness must lead the next by this much
_DECORATION = re.compile(r"[*＊※：:]|[(（\[【]?必填[)）\]】]?|[(（]?勿改[)）]?")
_BRACKETED = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


@dataclass
class Heading:
    """Where things stand. `columns`: column number by declared name. `faults`: (cell, name of the column, fault)."""

    row: int
    columns: dict[str, int]
    id_column: int = 0
    version_column: int = 0
    faults: list[tuple[Cell, str, Fault]] = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)


def _form(text: str) -> str:
    return likeness(_DECORATION.sub("", text))


def _titles(column: Column) -> set[str]:
    titles = [column.title.zh, column.title.en, column.name, f"{column.title.zh} {column.title.en}"]
    return {_form(title) for title in titles} | ({_form(f"{column.title.zh}({column.unit})")} if column.unit else set())


def _forms(column: Column) -> set[str]:
    return _titles(column) | {_form(other) for other in column.also}


def _named(sheet: Sheet) -> dict[str, str]:
    """Column by the form of each of its names; another name counts only where it is nobody's title."""
    others = {form: column.name for column in reversed(sheet.columns) for form in _forms(column)}
    return {**others, **{form: column.name for column in reversed(sheet.columns) for form in _titles(column)}}


def _exact(text: str, named: dict[str, str]) -> str:
    """The declared column whose title this is, with or without what stands in brackets; empty if none."""
    return named.get(_form(text)) or named.get(_form(_BRACKETED.sub("", text)), "")


def score(grid: Grid, sheet: Sheet) -> int:
    """How many of a sheet's columns the best row of a worksheet names."""
    named = _named(sheet)
    return max((_row_score(grid, named, row) for row in _candidates(grid)), default=0)


def _candidates(grid: Grid) -> list[int]:
    return sorted(grid.rows)[:_SEARCHED_ROWS]


def _row_score(grid: Grid, named: dict[str, str], row: int) -> int:
    return len({name for cell in grid.rows[row] if (name := _exact(cell.written, named))})


def find_heading(grid: Grid, sheet: Sheet) -> Heading | Fault:
    """The row that names most columns (the first of equals); a Fault when no row names any two."""
    rows, named = _candidates(grid), _named(sheet)
    best = max(rows, key=lambda row: (_row_score(grid, named, row), -row), default=0)
    if not best or _row_score(grid, named, best) < min(2, len(sheet.columns)):
        titles = "、".join(column.title.zh for column in sheet.columns[:8])
        return Fault(
            "heading",
            Words("找不到表头", "no heading row"),
            Words(f"表头应有：{titles}；请用下载的模板", f"the headings are {titles}; use the template"),
        )
    heading = Heading(best, {})
    unknown = _place_exact(heading, grid, named)
    _place_alike(heading, unknown, sheet)
    _tell_strangers(heading, unknown, grid)
    _miss(heading, sheet, grid)
    return heading


def _has_data(grid: Grid, heading: int, column: int) -> bool:
    return column in grid.filled_below(heading)


def _place_exact(heading: Heading, grid: Grid, named: dict[str, str]) -> list[Cell]:
    unknown: list[Cell] = []
    for cell in grid.rows[heading.row]:
        name = _exact(cell.written, named)
        if _form(cell.written) == likeness(ID_TITLE.zh):
            heading.id_column = cell.column
        elif _form(cell.written) == likeness(VERSION_TITLE.zh):
            heading.version_column = cell.column
        elif not name:
            unknown.append(cell)
        elif name not in heading.columns:
            heading.columns[name] = cell.column
        elif _has_data(grid, heading.row, cell.column):
            _twice(heading, grid, cell, name)
    return unknown


def _twice(heading: Heading, grid: Grid, cell: Cell, name: str) -> None:
    if not _has_data(grid, heading.row, heading.columns[name]):
        heading.columns[name] = cell.column
        return
    other = grid.at(heading.row, heading.columns[name]).place
    reason = Words(
        f"两列都叫“{plain(cell.written)}”（另一列在 {other}）", f"two columns of this name (the other is {other})"
    )
    remedy = Words("请删掉或改名其中一列", "remove or rename one of them")
    heading.faults.append((cell, name, Fault("heading", reason, remedy)))


def _place_alike(heading: Heading, unknown: list[Cell], sheet: Sheet) -> None:
    """Headings that nearly are a title: taken when no other title comes close, and told."""
    for cell in list(unknown):
        open_columns = [column for column in sheet.columns if column.name not in heading.columns]
        ranked = sorted(
            ((_resemblance(cell.written, column), column) for column in open_columns), key=lambda pair: -pair[0]
        )
        if not ranked or ranked[0][0] < _LIKE_ENOUGH:
            continue
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _AHEAD:
            continue
        column = ranked[0][1]
        heading.columns[column.name] = cell.column
        unknown.remove(cell)
        words = Words(
            f"表头“{plain(cell.written)}”按“{column.title.zh}”读取",
            f"heading {plain(cell.written)!r} taken as {column.title.en}",
        )
        heading.told.append(Notice("heading", cell.row, cell.place, words))


def _resemblance(text: str, column: Column) -> float:
    form = _form(_BRACKETED.sub("", text)) or _form(text)
    return max(difflib.SequenceMatcher(None, form, other).ratio() for other in _forms(column))


def _tell_strangers(heading: Heading, unknown: list[Cell], grid: Grid) -> None:
    for cell in unknown:
        heading.strangers.append(cell.column)
        words = Words(
            f"{cell.letter} 列“{plain(cell.written)}”不在本表内，不导入",
            f"column {cell.letter} ({plain(cell.written)}) is not part of this list and is not imported",
        )
        heading.told.append(Notice("extra-column", cell.row, cell.place, words))
    known = {*heading.columns.values(), heading.id_column, heading.version_column, *heading.strangers}
    titled = {cell.column for cell in grid.rows[heading.row]}
    for column in sorted(grid.filled_below(heading.row) - known - titled):
        cell = grid.at(heading.row, column)
        heading.strangers.append(column)
        words = Words(f"{cell.letter} 列没有表头，不导入", f"column {cell.letter} has no heading and is not imported")
        heading.told.append(Notice("extra-column", heading.row, cell.place, words))


def _miss(heading: Heading, sheet: Sheet, grid: Grid) -> None:
    """A required or a key column that is not there is an error; another is told, and its facts stay as they are."""
    first = grid.rows[heading.row][0]
    for column in sheet.columns:
        if column.name in heading.columns:
            continue
        if column.required or column.name in sheet.key:
            reason = Words(f"缺少“{column.title.zh}”列", f"column {column.title.en} is missing")
            fault = Fault("heading", reason, Words("请补上这一列；可下载模板对照", "add it; the template shows it"))
            heading.faults.append((first, column.name, fault))
        else:
            words = Words(
                f"没有“{column.title.zh}”列，现有内容保持不变", f"no column {column.title.en}; what is recorded stays"
            )
            heading.told.append(Notice("missing-column", heading.row, first.place, words))
