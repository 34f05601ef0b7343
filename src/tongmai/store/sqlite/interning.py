"""Numbers for texts and for resources, handed out in this one place, by the one writer.

What a rolled-back change set was handed must be forgotten: the journal lists what is new since the last mark.
"""

import apsw

from tongmai.store.sqlite.connection import number

MOST = 200_000
"""Entries a cache may hold between two commits before it is emptied."""


_UPDATE = "UPDATE ident SET change = ?, number = ?, live = ? WHERE pk = ?"
_UPSERT = """INSERT INTO ident VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (type, id) DO UPDATE
             SET change = excluded.change, number = excluded.number, live = excluded.live RETURNING pk"""


class Interned:
    """`symbol` and `ident` numbers of one writing connection."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._symbols: dict[str, int] = {}
        self._idents: dict[tuple[int, str], int] = {}
        self._new_symbols: list[str] = []
        self._new_idents: list[tuple[int, str]] = []
        self.reload()

    def reload(self) -> None:
        """Forget everything and begin again from what is on disk."""
        self._symbols.clear()
        self._idents.clear()
        self.begin()
        self._next_symbol = number(self._connection, "SELECT coalesce(max(pk), 0) FROM symbol") + 1
        self._next_ident = number(self._connection, "SELECT coalesce(max(pk), 0) FROM ident") + 1

    def begin(self) -> None:
        """From here on, `forget` takes back what was handed out."""
        self._new_symbols.clear()
        self._new_idents.clear()

    def forget(self) -> None:
        """Take back all that was handed out since `begin`: it was rolled back."""
        for text in self._new_symbols:
            del self._symbols[text]
        for key in self._new_idents:
            del self._idents[key]
        self.begin()

    def trim(self) -> None:
        """Between commits: keep the caches small."""
        if len(self._symbols) > MOST:
            self._symbols.clear()
        if len(self._idents) > MOST:
            self._idents.clear()
        self.begin()

    def symbol(self, text: str) -> int:
        """The number of a code, system or uri; 0 for none."""
        if not text:
            return 0
        pk = self._symbols.get(text)
        if pk is None:
            row = self._connection.execute("SELECT pk FROM symbol WHERE text = ?", (text,)).fetchone()
            if row is None:
                pk, self._next_symbol = self._next_symbol, self._next_symbol + 1
                self._connection.execute("INSERT INTO symbol VALUES (?, ?)", (pk, text))
                self._new_symbols.append(text)
            else:
                pk = row[0]
            self._symbols[text] = pk
        return pk

    def written(self, type: int, id: str, change: int, version: int, live: bool) -> int:
        """The number of a resource of which a version is being written; its row says which."""
        pk = self._idents.get((type, id))
        if pk is not None:
            self._connection.execute(_UPDATE, (change, version, live, pk))
            return pk
        pk = number(self._connection, _UPSERT, (self._next_ident, type, id, change, version, live))
        if pk == self._next_ident:
            self._next_ident += 1
            self._new_idents.append((type, id))
        self._idents[type, id] = pk
        return pk

    def ident(self, type: int, id: str) -> int:
        """The number of a resource, which need not exist yet."""
        pk = self._idents.get((type, id))
        if pk is None:
            row = self._connection.execute("SELECT pk FROM ident WHERE type = ? AND id = ?", (type, id)).fetchone()
            if row is None:
                pk, self._next_ident = self._next_ident, self._next_ident + 1
                self._connection.execute("INSERT INTO ident VALUES (?, ?, ?, 0, 0, 0)", (pk, type, id))
                self._new_idents.append((type, id))
            else:
                pk = row[0]
            self._idents[type, id] = pk
        return pk
