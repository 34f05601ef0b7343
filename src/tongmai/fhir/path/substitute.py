"""Constants put into a tree, so that what a view names `%x` is as plain as what it writes out."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from tongmai.fhir.path.compile import KNOWN_VARIABLES
from tongmai.fhir.path.tree import Literal, PathError, Tree, Variable


def substituted(tree: Tree, constants: Mapping[str, Any]) -> Tree:
    """The tree with its variables replaced by constants. PathError for a variable that is neither given nor FHIRPath's
    own."""
    if isinstance(tree, Variable):
        if tree.name in constants:
            return Literal(constants[tree.name])
        if tree.name not in KNOWN_VARIABLES:
            raise PathError(f"no constant %{tree.name}")
        return tree
    changed: dict[str, Any] = {}
    for field in fields(tree):
        value = getattr(tree, field.name)
        if isinstance(value, tuple):
            changed[field.name] = tuple(substituted(one, constants) for one in value)
        elif hasattr(value, "__dataclass_fields__") and not isinstance(tree, Literal):
            changed[field.name] = substituted(value, constants)
    return replace(tree, **changed) if changed else tree
