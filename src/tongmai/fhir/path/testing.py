"""Plain conditions as Python tests: what the `where` of a view is mostly made of.

    plain_test(tree, "Encounter", definitions)  ->  function from a JSON object to bool, or None

Plain are `path = 'text'`, `path = true`, `path.empty()`, `path.exists()` on plain paths, joined by `and` and `or`. A
condition that is not known does not hold, so two values are enough here; `not()` and `!=` need the evaluator.
"""

from collections.abc import Callable
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.getter import getter
from tongmai.fhir.path.tree import Call, Dot, Literal, Operation, Tree

Test = Callable[[Any], bool]
_TEXTS = frozenset({"code", "string", "id", "uri", "url", "canonical", "markdown"})


def plain_test(tree: Tree, type: str, definitions: Definitions) -> Test | None:
    """Whether a condition holds on a JSON object of a type; None when it needs the evaluator."""
    match tree:
        case Operation("and" | "or", left, right):
            first, second = plain_test(left, type, definitions), plain_test(right, type, definitions)
            if first is None or second is None:
                return None
            return _joined(tree.operator == "and", first, second)
        case Operation("=", left, Literal(value)):
            return _equals(left, value, type, definitions)
        case Dot(left, Call("exists" | "empty" as name, ())):
            plain = getter(left, type, definitions)
            if plain is None or definitions.shapes[plain[1]].kind == "primitive-type":
                return None  # of a primitive there may be an extension where no value is
            get = plain[0]
            return (lambda one: bool(get(one))) if name == "exists" else (lambda one: not get(one))
    return None


def _joined(both: bool, first: Test, second: Test) -> Test:
    if both:
        return lambda one: first(one) and second(one)
    return lambda one: first(one) or second(one)


def _equals(left: Tree, value: Any, type: str, definitions: Definitions) -> Test | None:
    plain = getter(left, type, definitions)
    if plain is None or not (
        (isinstance(value, str) and plain[1] in _TEXTS) or (isinstance(value, bool) and plain[1] == "boolean")
    ):
        return None
    get, wanted = plain[0], [value]
    return lambda one: get(one) == wanted
