"""What a measure evaluator promises, whoever computes: DuckDB over the lake, or the naive one over resources."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Protocol

from tongmai.model.period import Period

Level = Literal["village", "township", "county", "prefecture", "zone"]
LEVELS: tuple[Level, ...] = ("village", "township", "county", "prefecture", "zone")


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure in one area over one period. `denominator` None: a count or a sum. `area` "": rows that lie in no
    area of this level (their place is coarser or unknown); zones do not cover the region, so there it is left out.
    `part`: the measure that decided a formula. A cell that counts nothing (0 of 0, or a count of 0) is not given."""

    measure: str
    level: Level
    area: str
    period: str
    numerator: int
    denominator: int | None
    per: int = 1
    part: str = ""

    @property
    def value(self) -> Fraction | None:
        """In the measure's unit; None when there is nothing to have a share of."""
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator * self.per, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One row behind a cell: the record `opens/subject`, where it lies, what it adds to numerator and denominator.
    `counted`: for a distinct measure the value that is counted once."""

    measure: str
    opens: str
    subject: str
    place: str
    numerator: int
    denominator: int | None
    counted: str = ""

    @property
    def in_numerator(self) -> bool:
        return self.numerator != 0

    @property
    def in_denominator(self) -> bool:
        return self.denominator is not None and self.denominator != 0


class Lake(Protocol):
    """What the DuckDB evaluator reads."""

    def stamp(self, tables: Iterable[str]) -> Hashable:
        """Differs whenever the rows of one of these base views or dimensions may have changed."""
        ...

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]: ...


class Measures(Protocol):
    """ValueError names a measure, a reading or a level that does not exist."""

    def cells(
        self,
        measures: Sequence[str],
        periods: Sequence[Period | str],
        level: Level | Sequence[Level],
        reading: str | None = None,
    ) -> list[Cell]:
        """Cells ordered by measure as asked, level, area and period. A reading must be declared by every measure."""
        ...

    def open(self, measure: str, area: str | None, period: Period | str, reading: str | None = None) -> list[OpenRow]:
        """The rows behind a cell, ordered by measure, place and subject; area None for everything. A formula opens
        into the rows of each of its parts."""
        ...
