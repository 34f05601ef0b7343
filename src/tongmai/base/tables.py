"""Dated tables: what a regulator can change stands in a CSV with its dates, its source and how sure we are of it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATED = ("valid_from", "valid_to", "source", "status")
STATUSES = frozenset({"verified", "unverified", "assumed"})


@dataclass(frozen=True)
class DatedRow:
    """One row with its validity; `valid_to` is the last day it holds, None while it holds."""

    values: Mapping[str, str]
    valid_from: date
    valid_to: date | None
    source: str
    status: str

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass(frozen=True)
class DatedTable:
    """The rows of one file; `key` columns identify a row on a given day."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[DatedRow, ...]

    def on(self, day: date) -> list[DatedRow]:
        """The rows that hold on a day, in file order."""
        return [row for row in self.rows if row.holds(day)]

    def find(self, day: date, **key: str) -> DatedRow | None:
        """The row with this key that holds on a day."""
        for row in self.rows:
            if row.holds(day) and all(row.values[name] == value for name, value in key.items()):
                return row
        return None


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{where}: not a day: {text!r}") from error


def read_table(path: Path, key: tuple[str, ...]) -> DatedTable:
    """Read a dated CSV. ValueError names file, line and column when a row lacks its dates, source or status,
    or when two rows with one key hold on the same day."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = tuple(reader.fieldnames or ())
        missing = [name for name in (*key, *DATED) if name not in columns]
        if missing:
            raise ValueError(f"{path.name}: no column {', '.join(missing)}")
        rows = tuple(_row(path.name, number, values) for number, values in enumerate(reader, start=2))
    _refuse_overlaps(path.name, key, rows)
    return DatedTable(path.stem, key, tuple(name for name in columns if name not in DATED), rows)


def _row(name: str, number: int, values: dict[str, str]) -> DatedRow:
    where = f"{name}:{number}"
    if values["status"] not in STATUSES:
        raise ValueError(f"{where}: status must be one of {', '.join(sorted(STATUSES))}")
    if not values["source"]:
        raise ValueError(f"{where}: no source")
    valid_to = _day(values["valid_to"], f"{where} valid_to") if values["valid_to"] else None
    rest = {column: value for column, value in values.items() if column not in DATED}
    return DatedRow(
        rest, _day(values["valid_from"], f"{where} valid_from"), valid_to, values["source"], values["status"]
    )


def _refuse_overlaps(name: str, key: tuple[str, ...], rows: tuple[DatedRow, ...]) -> None:
    seen: dict[tuple[str, ...], list[DatedRow]] = {}
    for row in rows:
        identity = tuple(row.values[column] for column in key)
        for other in seen.setdefault(identity, []):
            first, second = sorted((row, other), key=lambda one: one.valid_from)
            if first.valid_to is None or first.valid_to >= second.valid_from:
                raise ValueError(f"{name}: two rows of {identity} hold on {second.valid_from}")
        seen[identity].append(row)
