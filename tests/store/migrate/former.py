"""Stores as the former edition of the program wrote them: filled, then set back to the tables of that time."""

from pathlib import Path

import apsw
import psycopg

from tongmai.store.sql.schema import further

EDITION_1 = (
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value ANY) WITHOUT ROWID",
    "CREATE TABLE type (pk INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE parameter (pk INTEGER PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (type, name))",
    "CREATE TABLE symbol (pk INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
    "CREATE TABLE dictionary (pk INTEGER PRIMARY KEY, content BLOB NOT NULL)",
    """CREATE TABLE ident (pk INTEGER PRIMARY KEY, type INTEGER NOT NULL, id TEXT NOT NULL, change INTEGER NOT NULL,
       number INTEGER NOT NULL, live INTEGER NOT NULL, UNIQUE (type, id))""",
    "CREATE INDEX ident_live ON ident (type, pk) WHERE live = 1",
    "CREATE INDEX ident_changed ON ident (type, change) WHERE live = 1",
    """CREATE TABLE version (change INTEGER PRIMARY KEY, ident INTEGER NOT NULL, number INTEGER NOT NULL,
       at INTEGER NOT NULL, deleted INTEGER NOT NULL, origin TEXT NOT NULL, codec INTEGER NOT NULL,
       body BLOB NOT NULL)""",
    "CREATE UNIQUE INDEX version_of ON version (ident, number)",
)
"""The tables of edition 1 that are no index, word for word; those of the index are as they were."""

NEWER = tuple(further(table)[-1] for table in ("date", "number", "quantity"))
"""Indexes of tables of that time that came later."""
LATER = ("composite", "dated")
"""Tables of the index that came later."""


def set_back_sqlite(path: Path) -> None:
    """Make a closed store one of edition 1, on its own tables."""
    newer = path.with_suffix(".newer")
    path.rename(newer)
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute(f"ATTACH '{newer}' AS newer")
    for statement in EDITION_1:
        connection.execute(statement)
    listed = "SELECT name, tbl_name, sql FROM newer.sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC"
    made = {statement.split()[2] for statement in EDITION_1 if "CREATE TABLE" in statement}
    listed_rows = [row for row in connection.execute(listed) if row[1] not in {*made, *LATER}]
    for _, _, statement in (row for row in listed_rows if row[2] not in NEWER):
        connection.execute(statement)
    for table in sorted(made | {table for _, table, _ in listed_rows}):
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"INSERT INTO main.{table} SELECT {columns} FROM newer.{table}")
    connection.execute("UPDATE fact SET value = 1 WHERE name = 'edition'")
    connection.close()
    newer.unlink()


def set_back_postgres(url: str) -> None:
    """Make a closed store one of edition 1."""
    with psycopg.connect(url) as connection:
        connection.execute("ALTER TABLE version DROP COLUMN digest")
        for table in LATER:
            connection.execute(f"DROP TABLE {table}".encode())
        for statement in NEWER:
            connection.execute(f"DROP INDEX {statement.split()[2]}".encode())
        connection.execute("UPDATE fact SET value = '1' WHERE name = 'edition'")
