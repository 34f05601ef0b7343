"""Index rows on their way to disk: numbered, collected, and written sorted, so that few pages are touched."""

from collections.abc import Callable

import apsw

from tongmai.store.rows import Rows
from tongmai.store.sqlite.interning import Interned
from tongmai.store.sqlite.schema import INDEXES, URL, Names, columns

Row = tuple[object, ...]
_INSERT = {table: f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(columns(table)))})" for table in INDEXES}
_DELETE = {
    table: f"DELETE FROM {table} WHERE {' AND '.join(f'{column} = ?' for column in columns(table))}"
    for table in INDEXES
}


class IndexWriter:
    """Holds back rows until `flush`. `mark` and `back_to` undo what a refused change set added."""

    def __init__(self, connection: apsw.Connection, names: Names, interned: Interned) -> None:
        self._connection, self._names, self._interned = connection, names, interned
        self._held: dict[str, list[Row]] = {table: [] for table in INDEXES}
        self.count = 0

    def add(self, type: str, ident: int, rows: Rows) -> None:
        """All entries of a new resource."""
        for table, numbered in self._numbered(type, ident, rows).items():
            self._held[table].extend(numbered)
            self.count += len(numbered)

    def change(self, type: str, ident: int, before: Rows, after: Rows) -> None:
        """Only the difference. The rows before must not be among those held back."""
        old, new = self._numbered(type, ident, before), self._numbered(type, ident, after)
        for table in INDEXES:
            gone = set(old[table]) - set(new[table])
            if gone:
                self._connection.executemany(_DELETE[table], gone)
            fresh = set(new[table]) - set(old[table])
            self._held[table].extend(fresh)
            self.count += len(fresh)

    def flush(self) -> None:
        """Write what is held back, table by table in the order of its key."""
        for table, held in self._held.items():
            if held:
                held.sort()
                self._connection.executemany(_INSERT[table], held)
                held.clear()
        self.count = 0

    def mark(self) -> dict[str, int]:
        """How much is held back now."""
        return {table: len(held) for table, held in self._held.items()}

    def back_to(self, mark: dict[str, int]) -> None:
        """Drop what was added since the mark."""
        for table, length in mark.items():
            del self._held[table][length:]
        self.count = sum(mark.values())

    def clear(self) -> None:
        """Remove every index row of the store: before all are made anew."""
        for table in INDEXES:
            self._connection.execute(f"DELETE FROM {table}")

    def _numbered(self, type: str, ident: int, rows: Rows) -> dict[str, list[Row]]:
        """Rows with numbers for names, in the order of each table's columns."""
        symbol, number = self._interned.symbol, self._names.parameters
        return {
            "token": [(number[type, name], symbol(code), ident, symbol(system)) for name, system, code in rows.tokens],
            "string": [(number[type, name], text, form, ident, exact) for name, form, text, exact in rows.strings],
            "pair": [(number[type, name], pair, ident) for name, pair in rows.pairs],
            "date": [(number[type, name], start, end, ident) for name, start, end in rows.dates],
            "number": [(number[type, name], low, high, ident) for name, low, high in rows.numbers],
            "quantity": [
                (number[type, name], low, high, ident, symbol(system), symbol(code), symbol(unit))
                for name, low, high, system, code, unit in rows.quantities
            ],
            "reference": [
                (number[type, name], self._target(target, id), ident) for name, target, id in rows.references
            ],
            "uri": [(number[type, name], symbol(text), ident) for name, text in rows.uris],
        }

    def _target(self, type: str, id: str) -> int:
        return self._interned.ident(self._names.types[type] if type else URL, id)


Extracted = Callable[[bytes], Rows]
"""From a stored body to its index entries."""
