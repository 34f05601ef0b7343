"""Numbers for texts and for resources, handed out in this one place, by the one writer.

Rows of what is new are held back until `flush`, so that they are written in few statements and in the order of their
keys. The journal lists what was handed out since `begin`: what a refused change set was handed is taken back.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from tongmai.store.rows import Key
from tongmai.store.sql.schema import URL, Names
from tongmai.store.sql.session import Session, number

MOST = 200_000
"""Entries a cache may hold between two commits before it is emptied."""
_UPDATE = "UPDATE ident SET change = ?, number = ?, live = ? WHERE pk = ?"


class State(NamedTuple):
    """Which version of a resource is the newest, and whether it is none that tells of a deletion."""

    change: int
    number: int
    live: int


UNWRITTEN = State(0, 0, 0)
"""Of what is only referred to."""


class _Symbols(dict[str, int]):
    """Numbers of codes, systems and uris, known or handed out; 0 for none."""

    def __init__(self, find: Callable[[str], int]) -> None:
        self.find = find
        super().__init__({"": 0})

    def __missing__(self, text: str) -> int:
        return self.find(text)


class _Idents(dict[Key, int]):
    """Numbers of resources, which need not exist yet; a url has type ""."""

    def __init__(self, find: Callable[[Key], int]) -> None:
        self.find = find
        super().__init__()

    def __missing__(self, key: Key) -> int:
        return self.find(key)


class Interned:
    """`symbols[text]` and `idents[type, id]` are the numbers of one writing session. `whole`: the caches hold all
    that the store holds, so that what is not in them is new."""

    def __init__(self, session: Session, names: Names) -> None:
        self._session, self._types = session, {**names.types, "": URL}
        self.symbols, self.idents = _Symbols(self._symbol), _Idents(self._ident)
        self._new_symbols: dict[str, int] = {}
        self._new_idents: dict[Key, int] = {}
        self._states: dict[int, State] = {}
        self._journal: list[tuple[str | Key, State | None]] = []
        self.reload()

    def reload(self) -> None:
        """Forget everything and begin again from what is on disk."""
        self._empty(self.symbols, self.idents, self._new_symbols, self._new_idents, self._states)
        self.begin()
        self._count_on()
        self._all_symbols, self.whole = self._next_symbol == 1, self._next_ident == 1

    def joined(self) -> None:
        """Another process has written: what is known stays true, numbers go on behind its."""
        self._count_on()
        self._all_symbols = self.whole = False

    def begin(self) -> None:
        """From here on, `forget` takes back what was handed out."""
        self._journal.clear()

    def forget(self) -> None:
        """Take back all that was handed out since `begin`: its change set was refused. Numbers are not reused."""
        for what, before in reversed(self._journal):
            if isinstance(what, str):
                del self.symbols[what], self._new_symbols[what]
            elif before is None:
                del self.idents[what], self._new_idents[what]
            elif before is UNWRITTEN:
                del self._states[self.idents[what]]
            else:
                self._states[self.idents[what]] = before
        self.begin()

    def written(self, key: Key, state: State) -> int:
        """The number of a resource of which a version is being written; its row will say which."""
        pk = self.idents[key]
        self._journal.append((key, self._states.get(pk, UNWRITTEN)))
        self._states[pk] = state
        return pk

    def flush(self) -> None:
        """Write the rows that are held back, new ones in the order of their texts and ids."""
        states, types, keyed = self._states, self._types, self._session.dialect.keyed
        if self._new_symbols:
            rows = [(pk, keyed(text)) for text, pk in self._new_symbols.items()]
            rows.sort(key=lambda row: row[1])
            self._session.insert("symbol", rows)
        if self._new_idents:
            new = [
                (pk, types[type], keyed(id), *states.pop(pk, UNWRITTEN)) for (type, id), pk in self._new_idents.items()
            ]
            new.sort(key=lambda row: row[1:3])
            self._session.insert("ident", new)
        if states:
            self._session.executemany(_UPDATE, [(*state, pk) for pk, state in sorted(states.items())])
        self._empty(self._new_symbols, self._new_idents, states)
        self.begin()

    def trim(self) -> None:
        """Between commits: keep the caches small."""
        if len(self.symbols) > MOST:
            self._empty(self.symbols)
            self._all_symbols = False
        if len(self.idents) > MOST:
            self._empty(self.idents)
            self.whole = False

    def _count_on(self) -> None:
        self._next_symbol = number(self._session, "SELECT coalesce(max(pk), 0) FROM symbol") + 1
        self._next_ident = number(self._session, "SELECT coalesce(max(pk), 0) FROM ident") + 1

    def _empty(self, *caches: dict[Any, Any]) -> None:
        for cache in caches:
            cache.clear()
        self.symbols[""] = 0

    def _symbol(self, text: str) -> int:
        row = None
        if not self._all_symbols:
            row = self._session.execute(
                "SELECT pk FROM symbol WHERE text = ?", (self._session.dialect.keyed(text),)
            ).fetchone()
        if row is None:
            pk, self._next_symbol = self._next_symbol, self._next_symbol + 1
            self._new_symbols[text] = pk
            self._journal.append((text, None))
        else:
            pk = int(row[0])
        self.symbols[text] = pk
        return pk

    def _ident(self, key: Key) -> int:
        row = None
        if not self.whole:
            bound = (self._types[key[0]], self._session.dialect.keyed(key[1]))
            row = self._session.execute("SELECT pk FROM ident WHERE type = ? AND id = ?", bound).fetchone()
        if row is None:
            pk, self._next_ident = self._next_ident, self._next_ident + 1
            self._new_idents[key] = pk
            self._journal.append((key, None))
        else:
            pk = int(row[0])
        self.idents[key] = pk
        return pk
