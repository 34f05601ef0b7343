"""What is recorded now, as the rows of a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tongmai.engines.intake.moments import shown_moment
from tongmai.engines.intake.names import Directories
from tongmai.engines.intake.showing import shown_text
from tongmai.engines.intake.texts import likeness
from tongmai.model.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Present:
    """One record as a row: its id, the version the row was made from, all columns of the view."""

    id: str
    version: int
    row: Mapping[str, Any]


Former = Callable[[str, int], Mapping[str, Any] | None]
"""The row of an earlier version of a record; None when it is not to be had."""

Key = tuple[str, ...]


def key_of(sheet: Sheet, row: Mapping[str, Any]) -> Key | None:
    """What a row is recognised by; None while all of it is empty."""
    parts = tuple("" if row.get(name) is None else likeness(_told(sheet, name, str(row[name]))) for name in sheet.key)
    return parts if any(parts) else None


def _told(sheet: Sheet, name: str, text: str) -> str:
    """One moment is one, whatever zone it was written in."""
    return shown_moment(text) if sheet.column(name).kind == "moment" else text


def name_of(sheet: Sheet, row: Mapping[str, Any], directories: Directories) -> str:
    """What a row is called: its first text column; empty when the sheet has none."""
    named = next((column for column in sheet.columns if column.kind == "text"), None)
    return shown_text(named, row.get(named.name), directories) if named is not None else ""


def label_of(sheet: Sheet, row: Mapping[str, Any], directories: Directories) -> str:
    """How a row is told apart by people: its key columns as shown, and its name."""
    parts = [shown_text(sheet.column(name), row.get(name), directories) for name in sheet.key]
    parts.append(name_of(sheet, row, directories))
    return " · ".join(dict.fromkeys(part for part in parts if part))
