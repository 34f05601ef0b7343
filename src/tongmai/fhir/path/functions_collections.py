"""Existence, filtering, subsetting, combining. Source: FHIRPath 2.0, 5.1 to 5.4 and 5.9; sort() from 3.0."""

from functools import cmp_to_key

from tongmai.fhir.path.compare import equal, order
from tongmai.fhir.path.compile import compiled
from tongmai.fhir.path.functions import Environment, Evaluate, function, lazy, of_trees, single, truth, whole
from tongmai.fhir.path.nodes import Items, Node, bare
from tongmai.fhir.path.operators import distinct, member
from tongmai.fhir.path.tree import PathError, Sign, Tree


def each(items: Items, environment: Environment, criteria: Evaluate) -> list[Items]:
    """The result of an expression for each item, with `$this` and `$index` set."""
    before, index = environment.this, environment.index
    results = []
    for at, item in enumerate(items):
        environment.this, environment.index = item, at
        results.append(criteria([item], environment))
    environment.this, environment.index = before, index
    return results


@function("empty")
def empty(items: Items, environment: Environment) -> Items:
    return [not items]


@lazy("exists", 0, 1)
def exists(criteria: Evaluate | None = None) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        if criteria is None:
            return [bool(items)]
        return [any(truth(result) is True for result in each(items, environment, criteria))]

    return run


@lazy("all")
def all_(criteria: Evaluate) -> Evaluate:
    return lambda items, environment: [all(truth(one) is True for one in each(items, environment, criteria))]


@lazy("where")
def where(criteria: Evaluate) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        results = each(items, environment, criteria)
        return [item for item, result in zip(items, results, strict=True) if truth(result) is True]

    return run


@lazy("select")
def select(projection: Evaluate) -> Evaluate:
    return lambda items, environment: [one for result in each(items, environment, projection) for one in result]


def _repeated(once: bool) -> object:
    def build(projection: Evaluate) -> Evaluate:
        def run(items: Items, environment: Environment) -> Items:
            found: Items = []
            seen: set[int] = set()
            front = items
            while front:
                step = [one for result in each(front, environment, projection) for one in result]
                front = []
                for one in step:
                    identity = id(one.value) if isinstance(one, Node) and isinstance(one.value, dict) else None
                    if identity in seen or (identity is None and once and any(equal(one, other) for other in found)):
                        continue
                    if identity is not None:
                        seen.add(identity)
                    found.append(one)
                    front.append(one)
                if len(found) > 100_000:
                    raise PathError("repeat() does not end")
            return found

        return run

    return build


lazy("repeat")(_repeated(True))  # type: ignore[arg-type]
lazy("repeatAll")(_repeated(False))  # type: ignore[arg-type]


@lazy("aggregate", 1, 2)
def aggregate(step: Evaluate, initial: Evaluate | None = None) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        before, this, index = environment.total, environment.this, environment.index
        environment.total = initial([this], environment) if initial else []
        for at, item in enumerate(items):
            environment.this, environment.index = item, at
            environment.total = step([item], environment)
        total = environment.total
        environment.total, environment.this, environment.index = before, this, index
        return total

    return run


@lazy("iif", 2, 3)
def iif(condition: Evaluate, then: Evaluate, otherwise: Evaluate | None = None) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        if len(items) > 1:
            raise PathError("iif() wants one item or none")
        before = environment.this
        if items:
            environment.this = items[0]
        focus = items or [before]
        branch = then if truth(condition(focus, environment)) is True else otherwise
        result = branch(focus, environment) if branch else []
        environment.this = before
        return result

    return run


@of_trees("sort", 0, 9)
def sort(*keys: Tree) -> Evaluate:
    """Ascending by each key, descending where it is written with a minus; without a key by the items themselves."""
    from_compile = [(isinstance(key, Sign) and key.sign == "-", _compiled(key)) for key in keys]

    def run(items: Items, environment: Environment) -> Items:
        columns = [(down, each(items, environment, key)) for down, key in from_compile]
        columns = columns or [(False, [[item] for item in items])]

        def compare(left: int, right: int) -> int:
            for down, results in columns:
                if found := _ordered(results[left], results[right], down):
                    return found
            return 0

        return [items[at] for at in sorted(range(len(items)), key=cmp_to_key(compare))]

    return run


def _ordered(left: Items, right: Items, down: bool) -> int:
    one, other = single(left), single(right)
    if one is None or other is None:
        return (one is not None) - (other is not None)  # what is absent comes first, up or down
    found = order(one, other) or 0
    return -found if down else found


def _compiled(tree: Tree) -> Evaluate:
    return compiled(tree.operand if isinstance(tree, Sign) and tree.sign == "-" else tree)


def _truths(items: Items) -> list[bool]:
    values = [bare(item) for item in items]
    if not all(isinstance(value, bool) for value in values):
        raise PathError("booleans are wanted")
    return values


@function("allTrue")
def all_true(items: Items, environment: Environment) -> Items:
    return [all(_truths(items))]


@function("anyTrue")
def any_true(items: Items, environment: Environment) -> Items:
    return [any(_truths(items))]


@function("allFalse")
def all_false(items: Items, environment: Environment) -> Items:
    return [not any(_truths(items))]


@function("anyFalse")
def any_false(items: Items, environment: Environment) -> Items:
    return [not all(_truths(items))]


@function("not")
def not_(items: Items, environment: Environment) -> Items:
    value = truth(items)
    return [] if value is None else [not value]


@function("count")
def count(items: Items, environment: Environment) -> Items:
    return [len(items)]


@function("distinct")
def distinct_(items: Items, environment: Environment) -> Items:
    return distinct(items)


@function("isDistinct")
def is_distinct(items: Items, environment: Environment) -> Items:
    return [len(distinct(items)) == len(items)]


@function("subsetOf", 1)
def subset_of(items: Items, environment: Environment, other: Items) -> Items:
    return [all(member([item], other) for item in items)]


@function("supersetOf", 1)
def superset_of(items: Items, environment: Environment, other: Items) -> Items:
    return [all(member([item], items) for item in other)]


@function("first")
def first(items: Items, environment: Environment) -> Items:
    return items[:1]


@function("last")
def last(items: Items, environment: Environment) -> Items:
    return items[-1:]


@function("tail")
def tail(items: Items, environment: Environment) -> Items:
    return items[1:]


@function("single")
def single_(items: Items, environment: Environment) -> Items:
    if len(items) > 1:
        raise PathError(f"single() of {len(items)} items")
    return items


@function("skip", 1)
def skip(items: Items, environment: Environment, number: Items) -> Items:
    return items[max(0, whole(number) or 0) :]


@function("take", 1)
def take(items: Items, environment: Environment, number: Items) -> Items:
    return items[: max(0, whole(number) or 0)]


@function("intersect", 1)
def intersect(items: Items, environment: Environment, other: Items) -> Items:
    return distinct([item for item in items if member([item], other)])


@function("exclude", 1)
def exclude(items: Items, environment: Environment, other: Items) -> Items:
    return [item for item in items if not member([item], other)]


@function("union", 1)
def union(items: Items, environment: Environment, other: Items) -> Items:
    return distinct([*items, *other])


@function("combine", 1, 2)
def combine(items: Items, environment: Environment, other: Items, order: Items | None = None) -> Items:
    return [*items, *other]


@function("children")
def children(items: Items, environment: Environment) -> Items:
    return [child for item in items if isinstance(item, Node) for child in environment.children.all(item)]


@function("descendants")
def descendants(items: Items, environment: Environment) -> Items:
    found: Items = []
    front = items
    while front:
        front = children(front, environment)
        found.extend(front)
    return found
