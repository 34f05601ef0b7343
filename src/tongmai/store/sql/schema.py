"""The tables. Index rows are integers where they can be; their key is the whole row.

`ident` hands out one number for each (type, id) ever written or referred to; type 0 holds urls. `version` is only ever
appended to, in the order of the change feed. `symbol` interns codes, systems and uris. A token's key has the system
last, so that a search without system reads one stretch of it, in the order of `ident`.
"""

import hashlib
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from tongmai.fhir.definitions import Definitions
from tongmai.store.indexed import Indexed, chosen
from tongmai.store.rows import MISSING, always_there
from tongmai.store.sql.session import Session

EDITION = 6
"""Of the tables; `migrating` tells what came with each."""
INDEXED = "indexed"
"""The fact that tells which parameters are on."""
URL = 0
"""The type number of what is no local resource: an absolute url, a urn."""

ROWS = {
    "type": "pk INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE",
    "parameter": "pk INTEGER PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL",
    "symbol": "pk INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE",
    "dictionary": "pk INTEGER PRIMARY KEY, content BLOB NOT NULL",
    "ident": """pk INTEGER PRIMARY KEY, type INTEGER NOT NULL, id TEXT NOT NULL, change INTEGER NOT NULL,
        number INTEGER NOT NULL, live INTEGER NOT NULL""",
    "version": """change INTEGER PRIMARY KEY, ident INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL,
        deleted INTEGER NOT NULL, origin TEXT NOT NULL, codec INTEGER NOT NULL, body BLOB NOT NULL,
        digest INTEGER NOT NULL""",
}
"""Columns of the tables that are no index."""
_UNIQUE = {"parameter": ", UNIQUE (type, name)", "ident": ", UNIQUE (type, id)"}
TABLES = (
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    *(f"CREATE TABLE {table} ({listed}{_UNIQUE.get(table, '')})" for table, listed in ROWS.items()),
    "CREATE INDEX ident_live ON ident (type, pk) WHERE live = 1",
    "CREATE INDEX ident_changed ON ident (type, change) WHERE live = 1",
    "CREATE UNIQUE INDEX version_of ON version (ident, number)",
)


class Wide(NamedTuple):
    """Which rows of ranges are wide: those alone have an index by their end, for any other ends at most `reach` behind
    its begin, by which the key finds it."""

    low: str
    high: str
    reach: int

    def long(self, of: str) -> str:
        """Whether a row is; `of`: its alias and a dot. The word of the index, so that the index is found."""
        return f"{of}{self.high} - {of}{self.low} > {self.reach}"

    def short(self, of: str) -> str:
        """Whether it is not."""
        return f"NOT ({self.long(of)})"


WIDE = {
    "date": Wide("start", '"end"', 2 * 24 * 3600 * 1_000_000),
    "number": Wide("low", "high", 0),
    "quantity": Wide("low", "high", 0),
    "composite": Wide("low", "high", 0),
}
"""Two days: a day, a time and most stays are shorter; a number is a point unless it is a range or has a comparator."""
INDEXES = {
    "token": ("parameter INTEGER, code INTEGER, ident INTEGER, system INTEGER", ()),
    "string": ("parameter INTEGER, text TEXT, form INTEGER, ident INTEGER, exact TEXT", ("ident, parameter",)),
    "pair": ("parameter INTEGER, pair TEXT, ident INTEGER", ()),
    "date": (
        'parameter INTEGER, start INTEGER, "end" INTEGER, ident INTEGER',
        ("ident, parameter", f'parameter, "end", start, ident WHERE {WIDE["date"].long("")}'),
    ),
    "number": (
        "parameter INTEGER, low REAL, high REAL, ident INTEGER",
        ("ident, parameter", f"parameter, high, low, ident WHERE {WIDE['number'].long('')}"),
    ),
    "quantity": (
        "parameter INTEGER, low REAL, high REAL, ident INTEGER, system INTEGER, code INTEGER, unit INTEGER",
        ("ident, parameter", f"parameter, high, low, ident WHERE {WIDE['quantity'].long('')}"),
    ),
    "reference": ("parameter INTEGER, target INTEGER, ident INTEGER", ("ident, parameter",)),
    "uri": ("parameter INTEGER, text INTEGER, ident INTEGER", ()),
    "composite": (
        "parameter INTEGER, head INTEGER, low REAL, high REAL, ident INTEGER, head_system INTEGER, system INTEGER, "
        "code INTEGER, unit INTEGER, text TEXT",
        ("ident, parameter, head", f"parameter, head, high, low, ident WHERE {WIDE['composite'].long('')}"),
    ),
    "dated": ("parameter INTEGER, code INTEGER, start INTEGER, ident INTEGER", ()),
}
"""Columns (all of them the key) and the further indexes: by resource where sorting, scopes and includes ask for it, by
the end of wide ranges. `dated` holds what is asked for by a code and sorted by a date in that order."""
DATED = {"Observation": ("code", "date")}
"""By type the token parameter and the date parameter of `dated`. Both are usual, so that every store has them from its
beginning."""


def further(table: str) -> list[str]:
    """The statements that make the further indexes of a table."""
    made = []
    for n, listed in enumerate(INDEXES[table][1]):
        keys, where, wide = listed.partition(" WHERE ")
        made.append(f"CREATE INDEX {table}_of{n or ''} ON {table} ({keys}){where}{wide}")
    return made


def columns(table: str) -> list[str]:
    """The column names of a table, as SQL."""
    return [part.split()[0] for part in _listed(table)]


def kinds(table: str) -> list[str]:
    """What each column of a table holds: INTEGER, TEXT, REAL or BLOB."""
    return [part.split()[1] for part in _listed(table)]


def _listed(table: str) -> list[str]:
    return (ROWS.get(table) or INDEXES[table][0]).split(",")


def fact(session: Session, name: str) -> str | None:
    """One fact about the store itself; None where it has none."""
    row = session.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def set_fact(session: Session, name: str, value: object) -> None:
    """Tell a fact as text, whatever was told before."""
    told = "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    session.execute(told, (name, str(value)))


class Names:
    """Numbers of types and parameters: handed out when a store is opened, never changed while it is open."""

    def __init__(
        self, types: dict[str, int], parameters: dict[tuple[str, str], int], indexed: Indexed | None = None
    ) -> None:
        self.types, self.parameters, self._indexed = types, parameters, indexed
        self.type_names = {pk: name for name, pk in types.items()}

    @property
    def indexed(self) -> Indexed:
        """Which parameters have rows."""
        assert self._indexed is not None
        return self._indexed

    @staticmethod
    def learned(session: Session, definitions: Definitions, usual: bool = False) -> "Names":
        """Those of the store, after adding what the definitions have and the store does not know yet."""
        parameters = {(t, name): pk for pk, t, name in session.execute("SELECT pk, type, name FROM parameter")}
        fresh = [pair for pair in _declared(definitions) if pair not in parameters]
        added = dict(zip(fresh, count(max(parameters.values(), default=0) + 1)))
        session.insert("parameter", [(pk, *pair) for pair, pk in added.items()])
        types = {name: pk for pk, name in session.execute("SELECT pk, name FROM type")}
        further = dict(zip(sorted(set(definitions.types) - set(types)), count(max(types.values(), default=0) + 1)))
        session.insert("type", [(pk, name) for name, pk in further.items()])
        indexed = Indexed(definitions, chosen(definitions, usual, fact(session, INDEXED)))
        return Names({**types, **further}, {**parameters, **added}, indexed)


_BESIDE = {"reference": ("identifier",), "token": ("text", "of-type")}
"""Under what further names the rows of a parameter may stand."""


@lru_cache(maxsize=8)
def _declared(definitions: Definitions) -> list[tuple[str, str]]:
    pairs = []
    for type in sorted(definitions.types):
        for name, parameter in definitions.parameters(type).items():
            pairs.append((type, name))
            pairs.extend((type, f"{name}:{beside}") for beside in _BESIDE.get(parameter.type, ()))
        pairs.extend((type, name + MISSING) for name, _ in always_there(definitions, type))
    return pairs


@lru_cache(maxsize=8)
def fingerprint(definitions: Definitions) -> str:
    """Tells whether index rows were made from the same declared parameters."""
    told = [repr(sorted(definitions.parameters(type).items())) for type in sorted(definitions.types)]
    return hashlib.blake2s("\n".join(told).encode()).hexdigest()
