"""Constants put into a tree, so that what a view names `%x` is as plain as what it writes out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from tongmai.fhir.path.compile import KNOWN_VARIABLES
from tongmai.fhir.path.tree import Literal, PathError, Tree, Variable


def substituted(tree: Tree, constants: Mapping[str, Any], free: Collection[str] = ()) -> Tree:
    """The tree with its variables replaced by constants. PathError for a variable that is neither given, nor FHIRPath's
    own, nor `free` (known only when the expression is evaluated)."""
    if isinstance(tree, Variable):
        if tree.name in constants:
            return Literal(constants[tree.name])
        if tree.name not in KNOWN_VARIABLES and tree.name not in free:
            raise PathError(f"no constant %{tree.name}")
        return tree
    changed: dict[str, Any] = {}
    for field in fields(tree):
        value = getattr(tree, field.name)
        if isinstance(value, tuple):
            changed[field.name] = tuple(substituted(one, constants, free) for one in value)
        elif hasattr(value, "__dataclass_fields__") and not isinstance(tree, Literal):
            changed[field.name] = substituted(value, constants, free)
    return replace(tree, **changed) if changed else tree


def parts(tree: Tree) -> Iterator[Tree]:
    """A tree and all that is in it."""
    yield tree
    if isinstance(tree, Literal):
        return
    for field in fields(tree):
        value = getattr(tree, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if hasattr(one, "__dataclass_fields__"):
                yield from parts(one)


def mentions(tree: Tree, variable: str) -> bool:
    """Whether an expression asks for a variable."""
    return Variable(variable) in parts(tree)
