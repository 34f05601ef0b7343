"""A small lake in memory: typed tables for specs and tests, and empty ones to bind declarations against."""

import threading
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import duckdb

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.request import Counted, counted
from tongmai.model.columns import ColumnType, RowColumn

DUCK_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "decimal": "DOUBLE",
    "day": "DATE",
}


def quoted(name: str) -> str:
    """An identifier for SQL text."""
    return '"' + name.replace('"', '""') + '"'


class ScratchLake:
    """Tables by name, each with (column, DuckDB type) pairs and rows as mappings; a missing column is null."""

    def __init__(self) -> None:
        self._version = 0
        self._filled: dict[str, bool] = {}
        self._connection = duckdb.connect(":memory:", config={"threads": 1})
        self._lock = threading.Lock()

    def add(self, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, Any]] = ()) -> None:
        """A table, unless it is there, with these rows and no others. ValueError names a column of a row that the table
        does not have."""
        names = [column for column, _ in columns]
        for row in rows:
            if strange := sorted(row.keys() - set(names)):
                raise ValueError(f"table {name} has no column {', '.join(strange)} (it has {', '.join(names)})")
        self._version += 1
        if name not in self._filled:
            declared = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns)
            self._connection.execute(f"create table {quoted(name)} ({declared})")
        elif self._filled[name]:
            self._connection.execute(f"delete from {quoted(name)}")
        self._filled[name] = bool(rows)
        if rows:
            told = [column for column in names if any(column in row for row in rows)] or names
            places = ", ".join(f"({', '.join('?' for _ in told)})" for _ in rows)
            values = [row.get(column) for row in rows for column in told]
            listed = ", ".join(quoted(column) for column in told)
            self._connection.execute(f"insert into {quoted(name)} ({listed}) values {places}", values)

    def stamp(self, tables: Iterable[str]) -> Hashable:
        """See `protocol.Lake`: any change counts."""
        return self._version

    def close(self) -> None:
        self._connection.close()

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        with self._lock:
            result = self._connection.execute(sql, list(parameters))
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def types(self, select: str) -> list[tuple[str, str]]:
        """(column, DuckDB type) of a SELECT. ValueError says what DuckDB refuses."""
        try:
            return [(str(row["column_name"]), str(row["column_type"])) for row in self.query(f"describe {select}")]
        except duckdb.Error as error:
            raise ValueError(str(error).splitlines()[0]) from error


def typed(columns: Sequence[RowColumn]) -> list[tuple[str, str]]:
    """Columns with their DuckDB types."""
    return [(column.name, DUCK_TYPES[column.type]) for column in columns]


class Binding:
    """The types of all derived columns, and of expressions over them, as DuckDB sees them on empty tables."""

    def __init__(self, catalogue: Catalogue) -> None:
        """ValueError names a derived view that DuckDB does not accept."""
        self._lake = ScratchLake()
        self.tables: dict[str, list[tuple[str, str]]] = {}
        self._kinds: dict[tuple[str, str], bool] = {}
        for name, columns in catalogue.base_columns.items():
            self._add(name, typed(columns))
        for view in catalogue.derived:
            try:
                self._add(view.name, self._lake.types(view.sql))
            except ValueError as error:
                raise ValueError(f"derived view {view.name}: {error}") from error

    def _add(self, name: str, columns: list[tuple[str, str]]) -> None:
        self.tables[name] = columns
        self._lake.add(name, columns)

    def bind(self, catalogue: Catalogue) -> None:
        """ValueError names a measure, under one of its readings, that DuckDB does not accept."""
        for measure in catalogue.measures.values():
            for reading in (None, *measure.readings) if measure.rows else ():
                self.boolean(counted(measure, reading))

    def close(self) -> None:
        """Let the tables go; what was bound stays known, and nothing else can be bound."""
        self._lake.close()

    def boolean(self, one: Counted) -> tuple[bool, bool]:
        """Whether numerator and denominator count rows (true) or are summed. ValueError names the measure and the
        expression that is neither boolean nor integer."""
        kinds = [self._kind(one, role, tree) for role, tree in (("n", one.numerator), ("d", one.denominator))]
        if one.measure.distinct and not kinds[0]:
            raise ValueError(f"measure {one.measure.id} numerator must be true or false where values are counted once")
        return kinds[0], kinds[1]

    def _kind(self, one: Counted, role: str, tree: Any) -> bool:
        if tree is None:
            return True
        what = f"measure {one.measure.id} {'numerator' if role == 'n' else 'denominator'}"
        text = tree.sql(dialect="duckdb")
        if (one.measure.rows, text) not in self._kinds:
            self._kinds[one.measure.rows, text] = self._counts(what, text, one.measure.rows)
        return self._kinds[one.measure.rows, text]

    def _counts(self, what: str, text: str, view: str) -> bool:
        try:
            kind = self._lake.types(f"select {text} as x from {quoted(view)}")[0][1]
        except ValueError as error:
            raise ValueError(f"{what}: {error}") from error
        if kind == "BOOLEAN":
            return True
        if kind not in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"):
            raise ValueError(f"{what} is neither true or false nor an integer, but {kind}")
        return False
