"""A piece of SQL together with the values bound to it. Values are always bound, never written into the text."""

from typing import NamedTuple

Bound = tuple[object, ...]


class Clause(NamedTuple):
    """SQL with the values bound to its question marks, in order."""

    sql: str
    bound: Bound = ()


ALWAYS = Clause("1 = 1")


def joined(clauses: list[Clause], by: str) -> Clause:
    """Clauses with AND or OR between them."""
    if len(clauses) == 1:
        return clauses[0]
    return Clause("(" + by.join(clause.sql for clause in clauses) + ")", tuple(b for c in clauses for b in c.bound))


def marks(count: int) -> str:
    """Question marks for a list of values."""
    return ", ".join("?" * count)
