"""Trees to closures. Source: FHIRPath 2.0, 3 to 5 (navigation, invocation)."""

from typing import Any

from tongmai.fhir.path import arithmetic
from tongmai.fhir.path.functions import FUNCTIONS, Environment, Evaluate, single
from tongmai.fhir.path.nodes import Item, Items, Node
from tongmai.fhir.path.operators import OPERATORS
from tongmai.fhir.path.tree import (
    Call,
    Dot,
    Empty,
    Literal,
    Name,
    Operation,
    PathError,
    Sign,
    Special,
    Tree,
    TypeTest,
    Variable,
)
from tongmai.fhir.path.tree import Item as Indexed
from tongmai.fhir.path.types import Type, check_type, is_type, of_kind

_URLS = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}

KNOWN_VARIABLES = frozenset({"resource", "rootResource", "context", *_URLS})


def compiled(tree: Tree) -> Evaluate:
    """The evaluation of a tree. PathError for unknown functions and wrong numbers of arguments."""
    return _head(tree)


def _head(tree: Tree) -> Evaluate:
    match tree:
        case Literal(value):
            constant = [value]
            return lambda items, environment: constant
        case Empty():
            return lambda items, environment: []
        case Name(name):
            return _first_name(name)
        case Call():
            return _call(tree)
        case Dot(left, right):
            return _chain(_head(left), _after_dot(right))
        case Indexed(left, index):
            return _indexed(_head(left), _head(index))
        case Sign(sign, operand):
            return _signed(sign, _head(operand))
        case TypeTest(operator, operand, type):
            return _type_test(operator, _head(operand), type)
        case Special(name):
            return _special(name)
        case Variable(name):
            return _variable(name)
        case Operation(operator, left, right):
            return OPERATORS[operator](_head(left), _head(right))
    raise PathError(f"not an expression: {tree!r}")


def _after_dot(tree: Tree) -> Evaluate:
    match tree:
        case Name(name):
            return _child(name)
        case Call():
            return _call(tree)
        case Special(name):
            return _special(name)
    raise PathError(f"not behind a dot: {tree!r}")


def _chain(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda items, environment: right(left(items, environment), environment)


def _child(name: str) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        named = environment.children.named
        if len(items) == 1:
            item = items[0]
            return named(item, name) if item.__class__ is Node else _of_own(item, name)
        return [
            child for item in items for child in (named(item, name) if item.__class__ is Node else _of_own(item, name))
        ]

    return run


def _of_own(item: Item, name: str) -> Items:
    """The elements of a value that is no node: of a Type, its namespace and name."""
    value = getattr(item, name, None) if isinstance(item, Type) else None
    return [] if value is None else [value]


def _first_name(name: str) -> Evaluate:
    """A name at the head: the input itself where it names its type, else an element of it."""
    child = _child(name)
    if not name[:1].isupper():
        return child

    def run(items: Items, environment: Environment) -> Items:
        named = [item for item in items if item.__class__ is Node and _is_named(item, name, environment)]
        return named or child(items, environment)

    return run


def _is_named(node: Node, name: str, environment: Environment) -> bool:
    """Whether a node is of a type, or, where no definition knows its type, names it so itself."""
    if node.type:
        return environment.definitions.is_a(node.type, name)
    return isinstance(node.value, dict) and node.value.get("resourceType") == name


def _call(call: Call) -> Evaluate:
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise PathError(f"no function {call.name}()")
    if not function.least <= len(call.arguments) <= function.most:
        raise PathError(f"{call.name}() takes {function.least} to {function.most} arguments")
    if function.takes_trees:
        return function.build(*call.arguments)
    return function.build(*(_head(argument) for argument in call.arguments))


def _indexed(left: Evaluate, index: Evaluate) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        found = left(items, environment)
        at = single(index([environment.this], environment), "index")
        if at is None or not 0 <= at < len(found):
            return []
        return [found[at]]

    return run


def _signed(sign: str, operand: Evaluate) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        value = single(operand(items, environment), "number")
        if value is None:
            return []
        if sign == "-":
            return [arithmetic.negative(value)]
        arithmetic.negative(value)
        return [value]

    return run


def _special(name: str) -> Evaluate:
    if name == "$this":
        return lambda items, environment: [environment.this]
    if name == "$index":
        return lambda items, environment: [environment.index]
    return lambda items, environment: environment.total


def _variable(name: str) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        if name in environment.variables:
            value = environment.variables[name]
            if value is None:
                return []
            return list(value) if isinstance(value, list) else [_given(value, environment)]
        if name in ("resource", "rootResource", "context"):
            return [environment.resource]
        if name in _URLS:
            return [_URLS[name]]
        if name.startswith("vs-"):
            return [f"http://hl7.org/fhir/ValueSet/{name[3:]}"]
        if name.startswith("ext-"):
            return [f"http://hl7.org/fhir/StructureDefinition/{name[4:]}"]
        raise PathError(f"no variable %{name}")

    return run


def _given(value: Any, environment: Environment) -> Item:
    if isinstance(value, dict):
        return environment.children.root(value)
    return Node(value, "decimal") if isinstance(value, float) else value


def _type_test(operator: str, operand: Evaluate, type: str) -> Evaluate:
    def run(items: Items, environment: Environment) -> Items:
        check_type(type, environment.definitions)
        found = operand(items, environment)
        if operator == "as":
            return [item for item in found if of_kind(item, type, environment.definitions)]
        if not found:
            return []
        if len(found) > 1:
            raise PathError("`is` wants one item")
        return [is_type(found[0], type, environment.definitions)]

    return run
