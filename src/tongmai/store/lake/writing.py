"""Rows to Parquet: typed columns, the id of the resource behind each row, and on disk before anybody is told."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tongmai.model.columns import ColumnType, RowColumn

ID, LIVE = "_id", "_live"
_TYPES: Mapping[ColumnType, Any] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "decimal": pa.float64(),
    "day": pa.date32(),
}
_CHUNK = 20_000


def schema(columns: Sequence[RowColumn], *, delta: bool = False) -> Any:
    """The Arrow schema of a table: its columns, the resource's id, and in a delta whether the row lives."""
    fields = [(column.name, _TYPES[column.type]) for column in columns] + [(ID, pa.string())]
    return pa.schema([*fields, (LIVE, pa.bool_())] if delta else fields)


def table(columns: Sequence[RowColumn], rows: Sequence[Mapping[str, Any]], *, delta: bool = False) -> Any:
    """Rows (days as ISO text) as an Arrow table; a column that a row lacks is null."""
    kinds = schema(columns, delta=delta)
    days = {column.name for column in columns if column.type == "day"}
    arrays = []
    for field in kinds:
        values = [row.get(field.name) for row in rows]
        if field.name in days:
            values = [None if value is None else date.fromisoformat(value) for value in values]
        arrays.append(pa.array(values, field.type))
    return pa.Table.from_arrays(arrays, schema=kinds)


class TableFile:
    """A Parquet file written piece by piece; `close` puts it on disk for good."""

    def __init__(self, path: Path, columns: Sequence[RowColumn]) -> None:
        self._path = path
        self._writer = pq.ParquetWriter(path, schema(columns), compression="zstd")
        self._waiting: list[Any] = []
        self._held = self.rows = 0

    def add(self, content: Any) -> None:
        """Rows as an Arrow table."""
        self._waiting.append(content)
        self._held += content.num_rows
        self.rows += content.num_rows
        if self._held >= _CHUNK:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pa.concat_tables(self._waiting))
        self._waiting, self._held = [], 0

    def close(self) -> None:
        self._flush()
        self._writer.close()
        sync(self._path)


def write(path: Path, content: Any) -> None:
    """An Arrow table to a Parquet file, on disk for good."""
    pq.write_table(content, path, compression="zstd")
    sync(path)


def sync(path: Path) -> None:
    """Wait until a file is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
