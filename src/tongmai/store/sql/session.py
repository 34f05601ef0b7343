"""How a database is talked to: what the shared SQL asks of a connection, and where databases speak differently."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from tongmai.store.sql.clause import Bound, Clause

Row = tuple[Any, ...]


class Answer(Protocol):
    """Rows of a statement."""

    def __iter__(self) -> Iterator[Row]: ...

    def fetchone(self) -> Row | None: ...

    def fetchall(self) -> list[Row]: ...


class Dialect(Protocol):
    """The fragments that are not common to both databases. Texts are ordered by code point everywhere."""

    def among(self, column: str, values: Bound) -> Clause:
        """Whether a column holds one of these values."""
        ...

    def compared(self, column: str, by: str, text: object) -> Clause:
        """An indexed text of any length against a value; `by`: =, <, <=, > or >=."""
        ...

    def inside(self, column: str, text: str) -> Clause:
        """Whether a text stands somewhere in a column."""
        ...

    def walked(self, column: str, way: str) -> str:
        """ORDER BY terms that go along the index of a text in its order; `way`: ASC or DESC."""
        ...

    def laid_out(self, table: str) -> tuple[str, ...]:
        """The statements that make a table of the index."""
        ...

    def keyed(self, text: str) -> str:
        """How a text that is only ever asked for as a whole (a code, a url) is kept: a key has a greatest length."""
        ...


class Session(Protocol):
    """A connection. `failure`: what it raises when the database fails, as against what it is asked."""

    dialect: Dialect
    failure: type[Exception]

    def execute(self, sql: str, bound: Sequence[object] = ()) -> Answer: ...

    def weighed(self, sql: str, bound: Sequence[object] = ()) -> Answer:
        """As `execute`, planned for these very values: where one plan for all would be kept, and be wrong for some."""
        ...

    def stream(self, sql: str, bound: Sequence[object] = (), near: int = 0) -> Iterator[Row]:
        """Rows as they come, while other statements are asked on the same connection; inside a transaction. `near`: so
        many are mostly all that is wanted, of a statement that says their order."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> object: ...

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Whole rows in the order of the table's columns, by the fastest way there is."""
        ...

    def absent(self, table: str, rows: Sequence[Row]) -> list[int]:
        """The places of those rows that an index table does not hold."""
        ...

    def begin(self) -> None:
        """A transaction that writes."""
        ...

    def full(self, error: Exception) -> bool:
        """Whether a failure came from a disk that has no room."""
        ...

    def commit(self) -> None:
        """What was written since `begin` is on disk when this returns."""
        ...

    def rollback(self) -> None:
        """What was written since `begin` never was. Nothing to do where no transaction is open."""
        ...


def number(session: Session, sql: str, bound: Sequence[object] = ()) -> int:
    """The one whole number that a statement answers with."""
    row = session.execute(sql, bound).fetchone()
    assert row is not None
    return int(row[0])
