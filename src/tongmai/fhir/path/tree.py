"""The syntax tree of a FHIRPath expression."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Literal:
    """A value of FHIRPath's own types: bool, int, Decimal, str, or one of fhir.path.values."""

    value: Any


@dataclass(frozen=True, slots=True)
class Empty:
    """`{}`."""


@dataclass(frozen=True, slots=True)
class Name:
    """A bare word: an element of the input, or, at the head of an expression, the input's type."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)` on the input."""

    name: str
    arguments: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """`left.right`; `right` is a Name or a Call."""

    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Item:
    """`left[index]`."""

    left: "Tree"
    index: "Tree"


@dataclass(frozen=True, slots=True)
class Sign:
    """`-operand` or `+operand`."""

    sign: str
    operand: "Tree"


@dataclass(frozen=True, slots=True)
class Operation:
    """`left operator right`."""

    operator: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class TypeTest:
    """`operand is Type` or `operand as Type`; `type` may carry its namespace (`FHIR.Patient`)."""

    operator: str
    operand: "Tree"
    type: str


@dataclass(frozen=True, slots=True)
class Special:
    """`$this`, `$index`, `$total`."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """`%name`."""

    name: str


Tree = Literal | Empty | Name | Call | Dot | Item | Sign | Operation | TypeTest | Special | Variable


class PathError(ValueError):
    """An expression that cannot be read, or that cannot be evaluated on this input. Its text quotes the place."""
