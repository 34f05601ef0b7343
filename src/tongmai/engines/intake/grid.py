"""A worksheet as it was sent: cells with their places, before anybody asks what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from openpyxl.utils import get_column_letter

from tongmai.engines.intake.texts import plain

Value = str | int | float | bool | date | datetime | time | None
Trouble = Literal["", "formula", "error", "merged"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with something in it. `percent`: a number stored as a fraction and shown with a percent sign; `signed`:
    its format writes a percent sign behind the number as it is. `formula`: the value is a formula's last result.
    `trouble`: why there is no value. `merged`: the value stands in another cell of this merged range. `typed`: the file
    tells numbers from text (CSV does not)."""

    row: int
    column: int
    value: Value
    percent: bool = False
    signed: bool = False
    formula: bool = False
    trouble: Trouble = ""
    merged: str = ""
    source: str = ""
    typed: bool = True

    @property
    def letter(self) -> str:
        return str(get_column_letter(self.column))

    @property
    def place(self) -> str:
        return f"{self.letter}{self.row}"

    @property
    def written(self) -> str:
        """As the person sees it, near enough to find it again."""
        if self.trouble:
            return self.source
        if self.percent and isinstance(self.value, int | float):
            return f"{number_text(self.value * 100)}%"
        return value_text(self.value)

    @property
    def empty(self) -> bool:
        if self.trouble:
            return False
        if isinstance(self.value, str) and self.value[:1].isalnum():
            return False  # nearly every cell
        return plain(value_text(self.value)) == ""


def number_text(value: int | float) -> str:
    """A number with the fifteen digits a spreadsheet keeps."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, int) else f"{value:.15g}"


def value_text(value: Value) -> str:
    """A cell's value in one canonical form: days as 2025-06-30, numbers with at most fifteen digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        whole = value.time() == time()
        return value.date().isoformat() if whole else value.isoformat(sep=" ", timespec="seconds")
    return value if isinstance(value, str) else value.isoformat()


@dataclass
class Grid:
    """The filled cells of one worksheet by (row, column), counted from 1."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    comments: int = 0
    hidden: bool = False
    epoch_1904: bool = False
    rows: Mapping[int, Sequence[Cell]] = field(init=False)

    def __post_init__(self) -> None:
        rows: dict[int, list[Cell]] = {}
        for place in sorted(self.cells):
            cell = self.cells[place]
            if not cell.empty:
                rows.setdefault(cell.row, []).append(cell)
        self.rows = rows

    def at(self, row: int, column: int) -> Cell:
        """The cell at a place; an empty one where nothing stands."""
        return self.cells.get((row, column)) or Cell(row, column, None)

    def first(self, row: int) -> Cell:
        """The first filled cell of a row that has one."""
        return self.rows[row][0]

    def filled_below(self, row: int) -> set[int]:
        """The columns in which something stands below a row."""
        return {column for (number, column), cell in self.cells.items() if number > row and not cell.empty}
