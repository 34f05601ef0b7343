"""The table of FHIRPath's functions, and the environment an evaluation carries along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.nodes import Children, Item, Items, Node, bare, own_type
from tongmai.fhir.path.tree import PathError, Tree


class Environment:
    """What one evaluation knows: the definitions, the resource, the variables, and `$this`, `$index`, `$total`."""

    __slots__ = ("children", "definitions", "index", "resource", "this", "total", "variables")

    def __init__(self, children: Children, resource: Node, variables: Mapping[str, Any]) -> None:
        self.children = children
        self.definitions: Definitions = children.definitions
        self.resource = resource
        self.variables = variables
        self.this: Item = resource
        self.index = 0
        self.total: Items = []


Evaluate = Callable[[Items, Environment], Items]
"""From the input collection to the output collection."""


class Function(NamedTuple):
    """`build` gets the compiled arguments (and, for those that read a type or a name, their trees) and gives the
    evaluation."""

    least: int
    most: int
    build: Callable[..., Evaluate]
    takes_trees: bool = False


FUNCTIONS: dict[str, Function] = {}


@dataclass(frozen=True)
class _Register:
    name: str
    least: int
    most: int
    kind: str

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        build = {"lazy": function, "tree": function}.get(self.kind) or _builder(function)
        FUNCTIONS[self.name] = Function(self.least, self.most, build, self.kind == "tree")
        return function


def lazy(name: str, least: int = 1, most: int = 1) -> _Register:
    """A function whose arguments are expressions evaluated for each item: it gets them compiled."""
    return _Register(name, least, most, "lazy")


def of_trees(name: str, least: int = 1, most: int = 1) -> _Register:
    """A function whose arguments are read, not evaluated (type names)."""
    return _Register(name, least, most, "tree")


def function(name: str, least: int = 0, most: int | None = None) -> _Register:
    """A function of the input collection and the collections of its arguments: f(items, environment, *arguments)."""
    return _Register(name, least, least if most is None else most, "eager")


def _builder(apply: Callable[..., Items]) -> Callable[..., Evaluate]:
    def build(*arguments: Evaluate) -> Evaluate:
        def run(items: Items, environment: Environment) -> Items:
            around = [environment.this]
            return apply(items, environment, *(argument(around, environment) for argument in arguments))

        return run

    return build


def type_name(tree: Tree) -> str:
    """A type argument as text: `Patient`, `FHIR.Patient`."""
    name = getattr(tree, "name", None)
    if isinstance(name, str):
        return name
    left, right = getattr(tree, "left", None), getattr(tree, "right", None)
    if left is not None and right is not None:
        return f"{type_name(left)}.{type_name(right)}"
    raise PathError("a type name is wanted")


def single(items: Items, what: str = "value") -> Item:
    """The one item, bare; None of an empty collection. PathError of several."""
    if not items:
        return None
    if len(items) > 1:
        raise PathError(f"one {what} is wanted, {len(items)} are given")
    return bare(items[0])


def text(items: Items) -> str | None:
    """The one string. PathError for anything else."""
    value = single(items, "string")
    if value is None or isinstance(value, str):
        return value
    raise PathError(f"a string is wanted, not {own_type(value) or 'an element'}")


def whole(items: Items) -> int | None:
    """The one integer. PathError for anything else."""
    value = single(items, "integer")
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise PathError(f"an integer is wanted, not {own_type(value) or 'an element'}")


def truth(items: Items) -> bool | None:
    """A collection as a condition: empty is unknown, one item that is no boolean is true (FHIRPath 5.1.1)."""
    value = single(items, "boolean")
    return value if value is None or isinstance(value, bool) else True
