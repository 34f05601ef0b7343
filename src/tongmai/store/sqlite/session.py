"""SQLite as the shared SQL talks to it."""

from collections.abc import Iterator, Sequence

import apsw

from tongmai.store.sql.clause import Bound, Clause, marks
from tongmai.store.sql.schema import INDEXES, columns, further
from tongmai.store.sql.session import Dialect, Row


def without_room(error: Exception) -> bool:
    """Whether the disk is full; the index of the log, which is a file too, tells it by another name."""
    if isinstance(error, apsw.FullError):
        return True
    return isinstance(error, apsw.IOError) and getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE


class SqliteDialect:
    """Texts are compared by code point, and a key may have any length."""

    def among(self, column: str, values: Bound) -> Clause:
        return Clause(f"{column} = ?" if len(values) == 1 else f"{column} IN ({marks(len(values))})", values)

    def compared(self, column: str, by: str, text: object) -> Clause:
        return Clause(f"{column} {by} ?", (text,))

    def inside(self, column: str, text: str) -> Clause:
        return Clause(f"instr({column}, ?) > 0", (text,))

    def walked(self, column: str, way: str) -> str:
        return f"{column} {way}"

    def laid_out(self, table: str) -> tuple[str, ...]:
        """Without rowid, so that a row is its own key."""
        listed, _ = INDEXES[table]
        made = f"CREATE TABLE {table} ({listed}, PRIMARY KEY ({', '.join(columns(table))})) WITHOUT ROWID"
        return made, *further(table)

    def keyed(self, text: str) -> str:
        return text


class SqliteSession:
    """One connection; every statement has a cursor of its own, so that rows may be read while others are asked."""

    dialect: Dialect = SqliteDialect()
    failure: type[Exception] = apsw.Error

    def __init__(self, connection: apsw.Connection) -> None:
        self.connection = connection
        self.execute = self.weighed = connection.execute  # it keeps no plan of its own accord that values would change
        self.executemany = connection.executemany

    def stream(self, sql: str, bound: Sequence[object] = (), near: int = 0) -> Iterator[Row]:
        return iter(self.connection.execute(sql, bound))

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            self.connection.executemany(f"INSERT INTO {table} VALUES ({marks(len(columns(table)))})", rows)

    def absent(self, table: str, rows: Sequence[Row]) -> list[int]:
        sql = f"SELECT 1 FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in columns(table))}"
        return [n for n, row in enumerate(rows) if self.connection.execute(sql, row).fetchone() is None]

    def begin(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.connection.execute("COMMIT")

    def full(self, error: Exception) -> bool:
        return without_room(error)

    def rollback(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
