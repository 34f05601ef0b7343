"""What an expression is in SQL: a value or a list of values of one FHIR type.

A term's list holds no NULL, but may be NULL itself when it is empty. NULL is FHIRPath's empty collection.
"""

from dataclasses import dataclass, replace
from itertools import count

from tongmai.store.lake.compiling.needs import Need

TEXTS = frozenset(
    {"string", "code", "id", "uri", "url", "canonical", "oid", "uuid", "markdown", "base64Binary", "String"}
)
"""Types whose values compare as plain text."""
MOMENTS = frozenset({"date", "dateTime", "instant", "time"})
INTEGERS = frozenset({"integer", "positiveInt", "unsignedInt", "Integer"})
BOOLEANS = frozenset({"boolean", "Boolean"})


class NotCompiled(Exception):
    """This expression is left to the evaluator."""


@dataclass(frozen=True, slots=True)
class Term:
    """`need`: where children of an element are noted; `choice`: one type of several, to be noted when it is chosen;
    `counts`: of a column, whether it is %rowIndex ("index") or made of it ("part")."""

    sql: str
    type: str
    many: bool = False
    need: Need | None = None
    choice: Need | None = None
    counts: str = ""

    def chosen(self) -> "Term":
        if self.choice is not None:
            self.choice.used = True
        return self

    def one(self) -> "Term":
        """The same, where a list would be an error in the evaluator."""
        if self.many:
            raise NotCompiled("a list where one value is wanted")
        return self

    def listed(self) -> str:
        """As a list, never NULL."""
        if self.many:
            return f"coalesce({self.sql}, [])"
        return f"case when {self.sql} is null then [] else [{self.sql}] end"

    def size(self) -> str:
        return f"coalesce(len({self.sql}), 0)" if self.many else f"case when {self.sql} is null then 0 else 1 end"

    def at(self, index: int) -> "Term":
        """The value at a 1-based place (-1: the last)."""
        if self.many:
            return replace(self, sql=f"({self.sql})[{index}]", many=False)
        return self if index in (1, -1) else replace(self, sql=f"case when false then {self.sql} end")


_numbers = count()


def variable() -> str:
    """A name that no other lambda of the statement has."""
    return f"e{next(_numbers)}"


def field(sql: str, key: str) -> str:
    return f"struct_extract({sql}, {quoted(key)})"


def quoted(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def kept(items: str, test: str, *names: str) -> str:
    """`names`: of the item, and of its 1-based place where that is asked for."""
    return f"list_filter({items}, lambda {', '.join(names)}: {test})"


def mapped(items: str, result: str, *names: str) -> str:
    return f"list_transform({items}, lambda {', '.join(names)}: {result})"


def without_null(items: str) -> str:
    name = variable()
    return kept(items, f"{name} is not null", name)
