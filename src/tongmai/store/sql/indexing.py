"""Index rows on their way to disk: numbered, collected, and written sorted, so that few pages are touched."""

from tongmai.store.rows import Rows
from tongmai.store.sql.interning import Interned
from tongmai.store.sql.schema import DATED, INDEXES, Names, columns
from tongmai.store.sql.session import Row, Session

Mark = list[int]
_DELETE = {
    table: f"DELETE FROM {table} WHERE {' AND '.join(f'{column} = ?' for column in columns(table))}"
    for table in INDEXES
}


class IndexWriter:
    """Holds back rows until `flush`. `mark` and `back_to` undo what a refused change set added."""

    def __init__(self, session: Session, names: Names, interned: Interned) -> None:
        self._session, self._interned = session, interned
        self._parameters = {type: dict[str, int]() for type in names.types}
        for (type, name), pk in names.parameters.items():
            self._parameters[type][name] = pk
        self._held: dict[str, list[Row]] = {table: [] for table in INDEXES}
        self._gone: dict[str, list[Row]] = {table: [] for table in INDEXES}

    @property
    def count(self) -> int:
        """How many rows are held back."""
        return sum(map(len, self._held.values())) + sum(map(len, self._gone.values()))

    def add(self, type: str, ident: int, rows: Rows) -> None:
        """All entries of a new resource."""
        self._number(self._held, type, ident, rows)

    def change(self, type: str, ident: int, before: Rows, after: Rows) -> None:
        """Only the difference. The rows before must not be among those held back."""
        old: dict[str, list[Row]] = {table: [] for table in INDEXES}
        new: dict[str, list[Row]] = {table: [] for table in INDEXES}
        self._number(old, type, ident, before)
        self._number(new, type, ident, after)
        for table in INDEXES:
            self._gone[table].extend(set(old[table]) - set(new[table]))
            self._held[table].extend(set(new[table]) - set(old[table]))

    def again(self, type: str, ident: int, rows: Rows) -> None:
        """Entries that may be there already, of a resource of which nothing is held back."""
        self._number(self._gone, type, ident, rows)
        self._number(self._held, type, ident, rows)

    def flush(self) -> None:
        """Write what is held back, table by table in the order of its key."""
        for table, gone in self._gone.items():
            if gone:
                self._session.executemany(_DELETE[table], sorted(gone))
                gone.clear()
        for table, held in self._held.items():
            if held:
                held.sort()
                self._session.insert(table, held)
                held.clear()

    def mark(self) -> Mark:
        """How much is held back now."""
        return [len(held) for held in self._lists()]

    def back_to(self, mark: Mark) -> None:
        """Drop what was added since the mark."""
        for held, length in zip(self._lists(), mark, strict=True):
            del held[length:]

    def forget(self) -> None:
        """Drop all that is held back."""
        for held in self._lists():
            held.clear()

    def clear(self) -> None:
        """Remove every index row of the store: before all are made anew."""
        for table in INDEXES:
            self._session.execute(f"DELETE FROM {table}")

    def _lists(self) -> list[list[Row]]:
        return [*self._held.values(), *self._gone.values()]

    def _number(self, into: dict[str, list[Row]], type: str, ident: int, rows: Rows) -> None:
        """Rows with numbers for names, in the order of each table's columns."""
        of, symbols, idents = self._parameters[type], self._interned.symbols, self._interned.idents
        tokens, strings, pairs, dates, numbers, quantities, references, uris, composites = rows
        if tokens:
            into["token"] += [(of[name], symbols[code], ident, symbols[system]) for name, system, code in tokens]
        if strings:
            into["string"] += [(of[name], text, form, ident, exact) for name, form, text, exact in strings]
        if pairs:
            into["pair"] += [(of[name], pair, ident) for name, pair in pairs]
        if dates:
            into["date"] += [(of[name], start, end, ident) for name, start, end in dates]
            if tokens and type in DATED:
                coded, by = DATED[type]
                begins = [start for name, start, _ in dates if name == by]
                codes = {symbols[code] for name, _, code in tokens if name == coded} if begins else ()
                into["dated"] += [(of[coded], code, start, ident) for code in codes for start in {*begins}]
        if numbers:
            into["number"] += [(of[name], low, high, ident) for name, low, high in numbers]
        if quantities:
            into["quantity"] += [
                (of[name], low, high, ident, symbols[system], symbols[code], symbols[unit])
                for name, low, high, system, code, unit in quantities
            ]
        if references:
            into["reference"] += [(of[name], idents[target, id], ident) for name, target, id in references]
        if uris:
            into["uri"] += [(of[name], symbols[text], ident) for name, text in uris]
        if composites:
            into["composite"] += [
                (of[name], symbols[head], low, high, ident, symbols[head_system], symbols[system], symbols[code],
                 symbols[unit], text)
                for name, head_system, head, low, high, system, code, unit, text in composites
            ]  # fmt: skip
