"""Operators on collections and single values, with three-valued logic. Source: FHIRPath 2.0, 6."""

from collections.abc import Callable
from typing import Any

from tongmai.fhir.path import arithmetic
from tongmai.fhir.path.compare import equal, equal_all, equivalent_all, order
from tongmai.fhir.path.functions import Environment, Evaluate, single, truth
from tongmai.fhir.path.nodes import Item, Items, bare
from tongmai.fhir.path.tree import PathError

Binary = Callable[[Evaluate, Evaluate], Evaluate]


def _on_values(apply: Callable[[Item, Item], Item]) -> Binary:
    """An operator on single values: empty with empty; None for "not known"."""

    def build(left: Evaluate, right: Evaluate) -> Evaluate:
        def run(items: Items, environment: Environment) -> Items:
            one, other = single(left(items, environment)), single(right(items, environment))
            if one is None or other is None:
                return []
            result = apply(one, other)
            return [] if result is None else [result]

        return run

    return build


def _on_collections(apply: Callable[[Items, Items], bool | None]) -> Binary:
    def build(left: Evaluate, right: Evaluate) -> Evaluate:
        def run(items: Items, environment: Environment) -> Items:
            result = apply(left(items, environment), right(items, environment))
            return [] if result is None else [result]

        return run

    return build


def _equality(wanted: bool) -> Callable[[Items, Items], bool | None]:
    def apply(left: Items, right: Items) -> bool | None:
        if not left or not right:
            return None
        same = equal(left[0], right[0]) if len(left) == len(right) == 1 else equal_all(left, right)
        return None if same is None else same is wanted

    return apply


def _ordering(holds: Callable[[int], bool]) -> Callable[[Item, Item], bool | None]:
    def apply(left: Item, right: Item) -> bool | None:
        found = order(left, right)
        return None if found is None else holds(found)

    return apply


def member(item: Items, collection: Items) -> bool | None:
    """`item in collection`."""
    if not item:
        return None
    if len(item) > 1:
        raise PathError("`in` and `contains` want one item")
    return any(equal(item[0], other) for other in collection)


def _concatenated(left: Evaluate, right: Evaluate) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        one, other = single(left(items, environment)), single(right(items, environment))
        if not isinstance(one, str | None) or not isinstance(other, str | None):
            raise PathError("& wants strings")
        return [(one or "") + (other or "")]

    return run


def _united(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda items, environment: distinct([*left(items, environment), *right(items, environment)])


def distinct(items: Items) -> Items:
    """The items without repetitions, in order."""
    if len(items) < 2:
        return items
    seen: set[Any] = set()
    found: Items = []
    for item in items:
        value = bare(item)
        if isinstance(value, str):
            if value in seen:
                continue
            seen.add(value)
        elif any(equal(item, other) for other in found):
            continue
        found.append(item)
    return found


def _logic(decide: Callable[[bool | None, Callable[[], bool | None]], bool | None]) -> Binary:
    """Three-valued logic; the right side is evaluated only when `decide` asks for it."""

    def build(left: Evaluate, right: Evaluate) -> Evaluate:
        def run(items: Items, environment: Environment) -> Items:
            result = decide(truth(left(items, environment)), lambda: truth(right(items, environment)))
            return [] if result is None else [result]

        return run

    return build


def _and(left: bool | None, right: Callable[[], bool | None]) -> bool | None:
    if left is False:
        return False
    other = right()
    return False if other is False else (True if left and other else None)


def _or(left: bool | None, right: Callable[[], bool | None]) -> bool | None:
    if left is True:
        return True
    other = right()
    return True if other is True else (False if left is False and other is False else None)


def _xor(left: bool | None, right: Callable[[], bool | None]) -> bool | None:
    other = right()
    return None if left is None or other is None else left is not other


def _implies(left: bool | None, right: Callable[[], bool | None]) -> bool | None:
    if left is False:
        return True
    other = right()
    return True if other is True else (other if left else None)


OPERATORS: dict[str, Binary] = {
    "+": _on_values(arithmetic.add),
    "-": _on_values(arithmetic.subtract),
    "*": _on_values(arithmetic.multiply),
    "/": _on_values(arithmetic.divide),
    "div": _on_values(arithmetic.whole_quotient),
    "mod": _on_values(arithmetic.remainder),
    "&": _concatenated,
    "|": _united,
    "=": _on_collections(_equality(True)),
    "!=": _on_collections(_equality(False)),
    "~": _on_collections(equivalent_all),
    "!~": _on_collections(lambda left, right: not equivalent_all(left, right)),
    "<": _on_values(_ordering(lambda found: found < 0)),
    ">": _on_values(_ordering(lambda found: found > 0)),
    "<=": _on_values(_ordering(lambda found: found <= 0)),
    ">=": _on_values(_ordering(lambda found: found >= 0)),
    "in": _on_collections(member),
    "contains": _on_collections(lambda left, right: member(right, left)),
    "and": _logic(_and),
    "or": _logic(_or),
    "xor": _logic(_xor),
    "implies": _logic(_implies),
}
