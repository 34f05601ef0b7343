"""PostgreSQL as the shared SQL talks to it.

Every connection commits by itself unless a transaction was begun. Whole numbers are bound as bigint, so that equal
searches are equal statements, which psycopg then keeps prepared.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper

from tongmai.store.sql.clause import Bound, Clause
from tongmai.store.sql.schema import INDEXES, columns, further, kinds
from tongmai.store.sql.session import Answer, Dialect, Row

_WORDS = {"INTEGER": "bigint", "TEXT": 'text COLLATE "C"', "REAL": "double precision", "BLOB": "bytea"}
TYPES = {"INTEGER": "int8", "TEXT": "text", "REAL": "float8", "BLOB": "bytea"}
HEAD = 200
"""Characters of a text that its index holds: a key of PostgreSQL has 2,704 bytes at most."""
LONGEST = 600
"""Characters of a text that is kept as it is where it is a key as a whole."""
FETCHED = 500
"""Rows that a stream takes from the server at a time."""
Connection = psycopg.Connection[Row]


@lru_cache(maxsize=4_000)
def numbered(sql: str) -> bytes:
    """The question marks of a statement as $1, $2 …"""
    first, *rest = sql.split("?")
    return (first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))).encode()


class WholeCursor(psycopg.RawCursor[Row]):
    """Its rows are with the client already when it is iterated: it hands them over at once, not one by one."""

    def __iter__(self) -> Iterator[Row]:  # type: ignore[override]
        return iter(self.fetchall())


def translated(statement: str) -> str:
    """A statement with the words that PostgreSQL has for what a column holds."""
    plain = statement.removesuffix(" WITHOUT ROWID")
    return re.sub(r"\b(INTEGER|TEXT|REAL|BLOB)\b", lambda found: _WORDS[found[1]], plain)


class PostgresDialect:
    """Columns are collated "C": by code point, as in SQLite."""

    def among(self, column: str, values: Bound) -> Clause:
        return Clause(f"{column} = ?", values) if len(values) == 1 else Clause(f"{column} = ANY(?)", (list(values),))

    def compared(self, column: str, by: str, text: object) -> Clause:
        """By the head, which the index holds, and then by the whole."""
        head = by if "=" in by else f"{by}="
        return Clause(f"left({column}, {HEAD}) {head} left(?, {HEAD}) AND {column} {by} ?", (text, text))

    def inside(self, column: str, text: str) -> Clause:
        return Clause(f"strpos({column}, ?) > 0", (text,))

    def walked(self, column: str, way: str) -> str:
        return f"left({column}, {HEAD}) {way}, {column} {way}"

    def laid_out(self, table: str) -> tuple[str, ...]:
        """Of a text, the key holds the head alone."""
        listed, _ = INDEXES[table]
        key = f"ALTER TABLE {table} ADD PRIMARY KEY ({', '.join(columns(table))})"
        if table == "string":
            key = f"CREATE INDEX string_key ON string (parameter, left(text, {HEAD}), ident)"
        return translated(f"CREATE TABLE {table} ({listed})"), key, *further(table)

    def keyed(self, text: str) -> str:
        if len(text) <= LONGEST:
            return text
        return f"{text[:LONGEST]}#{hashlib.sha256(text.encode()).hexdigest()}"  # longer than any that is kept as it is


class PostgresSession:
    """One connection."""

    dialect: Dialect = PostgresDialect()
    failure: type[Exception] = psycopg.Error
    _streams = count(1)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def full(self, error: Exception) -> bool:
        return isinstance(error, psycopg.errors.DiskFull)

    def execute(self, sql: str, bound: Sequence[object] = ()) -> Answer:
        return self.connection.execute(numbered(sql), bound, binary=True)

    def weighed(self, sql: str, bound: Sequence[object] = ()) -> Answer:
        return self.connection.execute(numbered(sql), bound, binary=True, prepare=False)

    def stream(self, sql: str, bound: Sequence[object] = (), near: int = 0) -> Iterator[Row]:
        """The near ones come in one answer; a cursor, which the others need, takes three."""
        if near:
            rows = self.execute(f"{sql} LIMIT {near:d}", bound).fetchall()
            yield from rows
            if len(rows) < near:
                return
            sql = f"{sql} OFFSET {near:d}"
        with self.connection.cursor(name=f"stream{next(self._streams)}", binary=True) as cursor:
            cursor.itersize = FETCHED
            cursor.execute(numbered(sql), bound)
            yield from cursor

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(numbered(sql), list(rows))

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Binary COPY."""
        if not rows:
            return
        copied = f"COPY {table} ({', '.join(columns(table))}) FROM STDIN (FORMAT BINARY)"
        with self.connection.cursor() as cursor, cursor.copy(copied.encode()) as copy:
            copy.set_types([TYPES[kind] for kind in kinds(table)])
            for row in rows:
                copy.write_row(row)

    def absent(self, table: str, rows: Sequence[Row]) -> list[int]:
        """One statement, to which each column goes as an array."""
        if not rows:
            return []
        names = columns(table)
        arrays = ", ".join(f"?::{TYPES[kind]}[]" for kind in kinds(table))
        same = " AND ".join(f"t.{name} = v.{name}" for name in names)
        sql = f"""SELECT v.place FROM unnest({arrays}) WITH ORDINALITY AS v({", ".join(names)}, place)
                  WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {same}) ORDER BY v.place"""
        found = self.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        return [int(place) - 1 for (place,) in found]

    def begin(self) -> None:
        self.connection.execute("BEGIN")

    def commit(self) -> None:
        ended = self.connection.execute("COMMIT")
        if ended.statusmessage != "COMMIT":  # PostgreSQL ends a transaction that failed by rolling back, without a word
            raise psycopg.errors.InFailedSqlTransaction("the transaction had failed")

    def rollback(self) -> None:
        if self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            self.connection.execute("ROLLBACK")


def connected(url: str) -> Connection:
    """A connection of the kind that sessions need. psycopg.OperationalError where there is no server."""
    connection: Connection = psycopg.connect(url, **CONNECTING)
    prepared(connection)
    return connection


CONNECTING: dict[str, Any] = {
    "autocommit": True,
    "cursor_factory": WholeCursor,
    "application_name": "tongmai",
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "tcp_user_timeout": 30_000,  # milliseconds: a network that swallows what is sent is a lost connection
}
"""What every connection is made with."""


def prepared(connection: Connection) -> None:
    """Make a new connection ready."""
    connection.server_cursor_factory = psycopg.RawServerCursor
    connection.adapters.register_dumper(int, Int8Dumper)
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    connection.execute("SET synchronous_commit = on")
