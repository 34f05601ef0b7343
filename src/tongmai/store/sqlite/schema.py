"""The tables. Index rows are integers where they can be, in tables without rowid whose key is the whole row.

`ident` hands out one number for each (type, id) ever written or referred to; type 0 holds urls. `version` is only ever
appended to, in the order of the change feed. `symbol` interns codes, systems and uris. A token's key has the system
last, so that a search without system reads one stretch of it, in the order of `ident`.
"""

import hashlib
from typing import Any

import apsw

from tongmai.fhir.definitions import Definitions

EDITION = 1
URL = 0
"""The type number of what is no local resource: an absolute url, a urn."""

TABLES = (
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
INDEXES = {
    "token": ("parameter INTEGER, code INTEGER, ident INTEGER, system INTEGER", ()),
    "string": ("parameter INTEGER, text TEXT, form INTEGER, ident INTEGER, exact TEXT", ("ident, parameter",)),
    "pair": ("parameter INTEGER, pair TEXT, ident INTEGER", ()),
    "date": ('parameter INTEGER, start INTEGER, "end" INTEGER, ident INTEGER', ("ident, parameter",)),
    "number": ("parameter INTEGER, low REAL, high REAL, ident INTEGER", ("ident, parameter",)),
    "quantity": (
        "parameter INTEGER, low REAL, high REAL, ident INTEGER, system INTEGER, code INTEGER, unit INTEGER",
        ("ident, parameter",),
    ),
    "reference": ("parameter INTEGER, target INTEGER, ident INTEGER", ("ident, parameter",)),
    "uri": ("parameter INTEGER, text INTEGER, ident INTEGER", ()),
}
"""Columns (all of them the key) and the further indexes: by resource where sorting, scopes and includes ask for it."""


def columns(table: str) -> list[str]:
    """The column names of an index table, as SQL."""
    return [part.split()[0] for part in INDEXES[table][0].split(", ")]


def create(connection: apsw.Connection) -> None:
    """Lay out an empty store, or check the edition of one that exists. Inside a transaction."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'fact'").fetchall():
        edition = fact(connection, "edition")
        if edition != EDITION:
            raise RuntimeError(f"the store is of edition {edition}, this program writes edition {EDITION}")
        return
    for statement in TABLES:
        connection.execute(statement)
    for table, (listed, further) in INDEXES.items():
        key = ", ".join(columns(table))
        connection.execute(f"CREATE TABLE {table} ({listed}, PRIMARY KEY ({key})) WITHOUT ROWID")
        for number, index in enumerate(further):
            connection.execute(f"CREATE INDEX {table}_of{number or ''} ON {table} ({index})")
    set_fact(connection, "edition", EDITION)


def fact(connection: apsw.Connection, name: str) -> Any:
    """One fact about the store itself; None where it has none."""
    row = connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def set_fact(connection: apsw.Connection, name: str, value: Any) -> None:
    connection.execute("INSERT INTO fact VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value))


class Names:
    """Numbers of types and parameters: handed out when a store is opened, never changed while it is open."""

    def __init__(self, types: dict[str, int], parameters: dict[tuple[str, str], int]) -> None:
        self.types, self.parameters = types, parameters
        self.type_names = {pk: name for name, pk in types.items()}

    @staticmethod
    def learned(connection: apsw.Connection, definitions: Definitions) -> "Names":
        """Those of the store, after adding what the definitions have and the store does not know yet."""
        known = set(connection.execute("SELECT type, name FROM parameter"))
        fresh = [pair for pair in _declared(definitions) if pair not in known]
        connection.executemany("INSERT INTO parameter (type, name) VALUES (?, ?)", fresh)
        connection.executemany(
            "INSERT OR IGNORE INTO type (name) VALUES (?)", [(t,) for t in sorted(definitions.types)]
        )
        types = {name: pk for pk, name in connection.execute("SELECT pk, name FROM type")}
        return Names(
            types, {(t, name): pk for pk, t, name in connection.execute("SELECT pk, type, name FROM parameter")}
        )


def _declared(definitions: Definitions) -> list[tuple[str, str]]:
    pairs = []
    for type in sorted(definitions.types):
        for name, parameter in definitions.parameters(type).items():
            pairs.append((type, name))
            if parameter.type == "reference":
                pairs.append((type, f"{name}:identifier"))
    return pairs


def fingerprint(definitions: Definitions) -> str:
    """Tells whether index rows were made from the same declared parameters."""
    told = [repr(sorted(definitions.parameters(type).items())) for type in sorted(definitions.types)]
    return hashlib.blake2s("\n".join(told).encode()).hexdigest()
