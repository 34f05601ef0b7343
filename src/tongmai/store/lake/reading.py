"""The lake as DuckDB tables: each view its base without what changed, plus its delta; derived views on top."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from tongmai.model.columns import RowColumn
from tongmai.model.sql import sources
from tongmai.model.view import DerivedView
from tongmai.store.lake.manifest import Files, Manifest
from tongmai.store.lake.writing import ID, LIVE


class Reader:
    """A connection to one state of the lake; any number of threads may ask it. A table is declared to DuckDB when a
    statement first names it, so that a fresh state is opened at once."""

    def __init__(
        self,
        directory: Path,
        manifest: Manifest,
        columns: Mapping[str, Sequence[RowColumn]],
        derived: Sequence[DerivedView],
    ) -> None:
        self.manifest = manifest
        settings: dict[str, Any] = {
            "autoinstall_known_extensions": False,  # nothing is ever fetched
            "autoload_known_extensions": False,
            "temp_directory": str(directory / "spill"),
        }
        self._connection = duckdb.connect(":memory:", config=settings)
        self._declaring = threading.Lock()
        self._undeclared = {
            name: _view(directory, name, files, columns[name])
            for name, files in manifest.tables.items()
            if name in columns
        } | {view.name: f"create view {quoted(view.name)} as {view.sql}" for view in derived}
        self._reads = {view.name: sources(view) for view in derived}

    def query(self, sql: str, parameters: Sequence[Any]) -> list[dict[str, Any]]:
        if self._undeclared:
            with self._declaring:
                self._declare([name for name in self._undeclared if name in sql])
        with self._connection.cursor() as cursor:
            cursor.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _declare(self, names: Iterable[str]) -> None:
        """Declare tables, those that a derived view reads before it."""
        for name in names:
            if name in self._undeclared:
                self._declare(self._reads.get(name, ()))
                self._connection.execute(self._undeclared[name])
                del self._undeclared[name]


def _view(directory: Path, name: str, files: Files, columns: Sequence[RowColumn]) -> str:
    listed = ", ".join(quoted(column.name) for column in columns)
    base = f"select {listed} from {_parquet(directory, files.base)}"
    if files.delta is not None:
        delta = _parquet(directory, files.delta)
        base += f" where {ID} not in (select {ID} from {delta}) union all select {listed} from {delta} where {LIVE}"
    return f"create view {quoted(name)} as {base}"


def _parquet(directory: Path, name: str) -> str:
    text = str(directory / name).replace("'", "''")
    return f"read_parquet('{text}')"


def quoted(name: str) -> str:
    """An identifier for SQL text."""
    return '"' + name.replace('"', '""') + '"'
