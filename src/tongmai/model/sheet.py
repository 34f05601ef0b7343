"""An Excel list: columns over the rows of a view, written back through the view's lens."""

from dataclasses import dataclass, field
from typing import Literal

from tongmai.base.words import Words

ColumnKind = Literal["text", "code", "integer", "decimal", "day", "month", "institution", "area", "yes_no"]


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the view's column. `codes`: allowed codes with the words people write. `kind` institution: people write
    the code or the exact name; the row gets its id."""

    name: str
    title: Words
    kind: ColumnKind = "text"
    required: bool = False
    codes: tuple[tuple[str, Words], ...] = ()
    low: int | None = None
    high: int | None = None
    example: str = ""
    hint: Words | None = None


@dataclass(frozen=True)
class Sheet:
    """`key`: the columns by which a row is recognised when its id is empty. `view` has a lens of the same name."""

    id: str
    title: Words
    view: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    editors: tuple[str, ...]  # roles that may propose
    approvers: tuple[str, ...]  # roles that may approve
    checks: tuple[str, ...] = field(default_factory=tuple)  # names in the room's rules: row -> list[Issue]

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"sheet {self.id}: a column is declared twice")
        if lost := set(self.key) - set(names):
            raise ValueError(f"sheet {self.id}: key column {', '.join(sorted(lost))} is not declared")
