"""An Excel list: columns over the rows of a view, written back through the view's lens."""

import re
from dataclasses import dataclass, field
from typing import Literal

from tongmai.base.words import Words

ColumnKind = Literal[
    "text",
    "identifier",
    "code",
    "integer",
    "decimal",
    "day",
    "month",
    "moment",
    "institution",
    "area",
    "record",
    "yes_no",
]
NAMED: frozenset[str] = frozenset({"institution", "area", "record"})


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the view's column.

    `codes`: allowed codes with the words people write. `kind` identifier: a number that is text (leading zeros, no
    spaces; `pattern` is a regular expression for the whole of it, told by `hint`). `kind` institution, area or record:
    people write the code or the exact name, the row gets the id; a record column says in `pool` which names
    it looks among. `low` and `high` bound a number; of a day, a month or a moment the year. `kind` moment: a day and
    a time of day, kept as an instant with its zone. `also`: other headings that people use. `unit` stands behind the
    title; "%" makes 0.9 and 90 % different things. `longest`: characters of a text, 0 for no limit but the cell's.
    `many`: several values in a cell, separated by semicolons, give a list. `past`: a day that must have come.
    """

    name: str
    title: Words
    kind: ColumnKind = "text"
    required: bool = False
    codes: tuple[tuple[str, Words], ...] = ()
    low: int | None = None
    high: int | None = None
    example: str = ""
    hint: Words | None = None
    also: tuple[str, ...] = ()
    unit: str = ""
    pattern: str = ""
    pool: str = ""
    longest: int = 0
    many: bool = False
    past: bool = False

    def __post_init__(self) -> None:
        if self.kind == "code" and not self.codes:
            raise ValueError(f"column {self.name}: a code column lists its codes")
        if self.kind == "record" and not self.pool:
            raise ValueError(f"column {self.name}: a record column names its pool")
        if self.pattern:
            re.compile(self.pattern)

    @property
    def directory(self) -> str:
        """The directory of names that a named column looks in; empty for the others."""
        if self.kind not in NAMED:
            return ""
        return self.pool or self.kind


@dataclass(frozen=True)
class Sheet:
    """`key`: the columns by which a row is recognised when its id column is empty. `view` has a lens of the same name.
    A list is written whole or not at all.

    `fixed`: columns that a list fills for a new record and does not change afterwards: a workflow does. `closed`:
    (column, codes): a record whose column holds one of these codes is not changed by a list at all.
    """

    id: str
    title: Words
    view: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    editors: tuple[str, ...]  # roles that may propose
    approvers: tuple[str, ...]  # roles that may approve
    checks: tuple[str, ...] = field(default_factory=tuple)  # names in the room's rules: row -> list[Issue]
    about: Words | None = None  # one sentence for the instruction sheet
    fixed: tuple[str, ...] = ()
    closed: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"sheet {self.id}: a column is declared twice")
        if lost := {*self.key, *self.fixed, *(column for column, _ in self.closed)} - set(names):
            raise ValueError(f"sheet {self.id}: column {', '.join(sorted(lost))} is not declared")
        if not self.key:
            raise ValueError(f"sheet {self.id}: without a key no row is recognised")
        titles = [column.title.zh for column in self.columns]
        if len(set(titles)) != len(titles):
            raise ValueError(f"sheet {self.id}: two columns have one title")

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"sheet {self.id} has no column {name}")
