"""FHIRPath 2.0 of our own, compiled to closures; functions of 3.0 where R4 tools use them.

    compile("name.where(use = 'official').given.first()")(resource) -> ["三"]

Results are plain Python: JSON values of elements, str for dates and times, int and Decimal for numbers, Quantity for
quantities that an expression made. PathError (a ValueError) quotes what cannot be read or evaluated.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path import (
    functions_collections,  # noqa: F401  (these modules enter their functions into the table)
    functions_fhir,  # noqa: F401
    functions_numbers,  # noqa: F401
    functions_text,  # noqa: F401
    functions_types,  # noqa: F401
)
from tongmai.fhir.path.compile import compiled
from tongmai.fhir.path.functions import Environment, Evaluate
from tongmai.fhir.path.nodes import Children, Items, Node, bare, json_value
from tongmai.fhir.path.parser import parse
from tongmai.fhir.path.tree import PathError
from tongmai.fhir.path.values import Quantity

__all__ = ["PathError", "Quantity", "compile", "evaluate", "typed"]

Resource = dict[str, Any]


@lru_cache(maxsize=4096)
def evaluation(expression: str) -> Evaluate:
    """The closure of an expression, from collection to collection."""
    return compiled(parse(expression))


@lru_cache(maxsize=8)
def children_of(definitions: Definitions | None = None) -> Children:
    """The reader of elements for these definitions (R4's own by default), kept between evaluations."""
    return Children(definitions or Definitions.load())


def run(evaluate: Evaluate, resource: Resource, variables: Mapping[str, Any] | None, children: Children) -> Items:
    """The items an expression finds in a resource."""
    root = children.root(resource)
    return evaluate([root], Environment(children, root, variables or {}))


def compile(expression: str, definitions: Definitions | None = None) -> Callable[[Resource], list[Any]]:
    """A function from resource to result. PathError when the expression cannot be read."""
    evaluate, children = evaluation(expression), children_of(definitions)
    return lambda resource: [json_value(item) for item in run(evaluate, resource, None, children)]


def evaluate(
    expression: str,
    resource: Resource,
    variables: Mapping[str, Any] | None = None,
    definitions: Definitions | None = None,
) -> list[Any]:
    """The result of an expression on a resource. `%name` reads `variables`; now() and today() read its `now`."""
    found = run(evaluation(expression), resource, variables, children_of(definitions))
    return [json_value(item) for item in found]


def typed(expression: str, definitions: Definitions) -> Callable[[Resource], list[tuple[Any, str]]]:
    """As `compile`, with the FHIR type of each result beside its value; values of FHIRPath's own types bear the FHIR
    type that fits them."""
    found, children = evaluation(expression), children_of(definitions)

    def results(resource: Resource) -> list[tuple[Any, str]]:
        items = run(found, resource, None, children)
        return [(json_value(item), item.type if isinstance(item, Node) else _fhir_type(item)) for item in items]

    return results


def _fhir_type(item: Any) -> str:
    value = bare(item)
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "integer" if isinstance(value, int) else "decimal"
