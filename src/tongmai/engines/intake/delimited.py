"""Reading CSV and its relatives: UTF-8 with or without a mark, UTF-16, GBK (as GB 18030); comma, tab or semicolon."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

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
    rows: list[tuple[str, ...]] = []
    known: dict[str, str] = {}  # a text that stands in many rows is kept once
    try:
        for row, fields in enumerate(reader, start=1):
            if row > limits.lines or len(fields) > limits.columns:
                raise refuse(
                    "too-large", f"超过 {limits.lines} 行或 {limits.columns} 列",
                    f"more than {limits.lines} rows or {limits.columns} columns", where=name,
                    remedy=("请分成几个文件", "split it into several files"),
                )  # fmt: skip
            rows.append(tuple(known.setdefault(field, field) for field in fields))
    except csv.Error as error:
        raise refuse(
            "invalid", "CSV 内容有误", f"not readable as CSV: {error}", where=name, remedy=_NOT_TEXT
        ) from error
    told: tuple[Notice, ...] = ()
    if encoding != "utf-8-sig":
        told = (Notice("encoding", 0, "", Words(f"按 {encoding} 编码读取", f"read as {encoding}")),)
    return TextGrid("CSV", rows), told


class TextGrid(Grid):
    """A worksheet of texts. A cell is made when it is asked for, so that a long file costs its text and no more."""

    def __init__(self, name: str, texts: Sequence[tuple[str, ...]]) -> None:
        self._texts = texts
        super().__init__(name, _Cells(texts))

    def __post_init__(self) -> None:
        self.rows = _Rows(self._texts)

    def first(self, row: int) -> Cell:
        """The first filled cell of a row that has one."""
        cells = (_cell(row, column, text) for column, text in enumerate(self._texts[row - 1], start=1) if text)
        return next(cell for cell in cells if not cell.empty)

    def at(self, row: int, column: int) -> Cell:
        """The cell at a place; an empty one where nothing stands."""
        try:
            text = self._texts[row - 1][column - 1]
        except IndexError:
            text = ""
        return _cell(row, column, text) if text else Cell(row, column, None)

    def filled_below(self, row: int) -> set[int]:
        """The columns in which something stands below a row."""
        found: set[int] = set()
        for number in range(row + 1, len(self._texts) + 1):
            for column, text in enumerate(self._texts[number - 1], start=1):
                if text and column not in found and not _cell(number, column, text).empty:
                    found.add(column)
        return found


class _Cells(Mapping[tuple[int, int], Cell]):
    """The filled cells of rows of texts."""

    def __init__(self, texts: Sequence[tuple[str, ...]]) -> None:
        self._texts = texts

    def __getitem__(self, place: tuple[int, int]) -> Cell:
        if text := _text_at(self._texts, *place):
            return _cell(*place, text)
        raise KeyError(place)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for row, texts in enumerate(self._texts, start=1):
            yield from ((row, column) for column, text in enumerate(texts, start=1) if text)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Rows(Mapping[int, Sequence[Cell]]):
    """The rows in which something stands, each with its filled cells."""

    def __init__(self, texts: Sequence[tuple[str, ...]]) -> None:
        self._texts = texts
        self._filled = {row: None for row, fields in enumerate(texts, start=1) if _stands(row, fields)}

    def __getitem__(self, row: int) -> Sequence[Cell]:
        if row not in self._filled:
            raise KeyError(row)
        cells = (_cell(row, column, text) for column, text in enumerate(self._texts[row - 1], start=1) if text)
        return [cell for cell in cells if not cell.empty]

    def __iter__(self) -> Iterator[int]:
        return iter(self._filled)

    def __len__(self) -> int:
        return len(self._filled)


def _stands(row: int, texts: Sequence[str]) -> bool:
    """Whether something stands in a row."""
    return any(text[:1].isalnum() or not _cell(row, column, text).empty
               for column, text in enumerate(texts, start=1) if text)  # fmt: skip


def _text_at(texts: Sequence[Sequence[str]], row: int, column: int) -> str:
    if not 0 < row <= len(texts) or not 0 < column <= len(texts[row - 1]):
        return ""
    return texts[row - 1][column - 1]


def _delimiter(text: str) -> str:
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    return max(",\t;", key=lambda mark: sum(line.count(mark) for line in lines))


def _cell(row: int, column: int, field: str) -> Cell:
    if field[:1].isalnum():
        return Cell(row, column, field, typed=False)  # nearly every cell
    if match := _QUOTED_TEXT.fullmatch(field.strip()):
        return Cell(row, column, match[1], source=field, typed=False)
    if field.strip().upper() in ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"):
        return Cell(row, column, None, trouble="error", source=field.strip())
    return Cell(row, column, field, typed=False)
