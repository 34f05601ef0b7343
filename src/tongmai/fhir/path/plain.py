"""Plain paths: expressions that lead from a type along its elements, with simple filters, known before any resource is
seen. 1,500 of R4's 1,700 search parameters and nearly every column of a view are of this kind; what is not is left to
the evaluator.

A plain path is a tuple of steps; a choice of types or a union gives several paths.
"""

from dataclasses import dataclass
from decimal import Decimal

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.tree import Call, Dot, Item, Literal, Name, Operation, Tree, TypeTest


@dataclass(frozen=True, slots=True)
class Step:
    """Into the element of a JSON key; `many`: its value is a list."""

    key: str
    many: bool


@dataclass(frozen=True, slots=True)
class Equals:
    """Keep the values whose own key holds this text, number or boolean."""

    key: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Keep the references to one resource type (`where(resolve() is Patient)`)."""

    type: str


@dataclass(frozen=True, slots=True)
class Nth:
    """Keep the nth value of the list just entered (`[0]`, `first()`); only directly behind a step into a list from one
    value, where list and collection are the same."""

    index: int


@dataclass(frozen=True, slots=True)
class Plain:
    """One path and the type of what it leads to."""

    steps: tuple[Step | Equals | RefersTo | Nth, ...]
    type: str
    many: bool = False
    value_set: str = ""


class NotPlain(Exception):
    """This expression needs the evaluator."""


def plain_paths(tree: Tree, type: str, definitions: Definitions) -> list[Plain]:
    """The plain paths of an expression on a resource type. NotPlain when it is more than that."""
    return _Reader(definitions, type).read(tree, None)


class _Reader:
    def __init__(self, definitions: Definitions, root: str) -> None:
        self.definitions = definitions
        self.root = Plain((), root)

    def read(self, tree: Tree, focus: list[Plain] | None) -> list[Plain]:
        """The paths of a tree from a focus; None: it stands at the head, where the type itself may be named."""
        match tree:
            case Name(name):
                if focus is None and self.definitions.is_a(self.root.type, name):
                    return [self.root]
                return self.child(focus or [self.root], name)
            case Dot(left, Name() as right):
                return self.read(right, self.read(left, focus))
            case Dot(left, Call() as right):
                return self.call(right, self.read(left, focus))
            case Call() as call:
                return self.call(call, focus or [self.root])
            case Operation("|", left, right):
                return [*self.read(left, focus), *self.read(right, focus)]
            case TypeTest("as", operand, kind):
                return self.of_type(self.read(operand, focus), kind)
            case Item(left, Literal(int() as index)):
                return self.nth(self.read(left, focus), index)
        raise NotPlain

    def child(self, focus: list[Plain], name: str) -> list[Plain]:
        return [path for one in focus for path in self.child_of(one, name)]

    def child_of(self, parent: Plain, name: str) -> list[Plain]:
        shape = self.definitions.shapes.get(parent.type)
        element = shape.elements.get(name) if shape else None
        if element is None or parent.type == "Resource":
            raise NotPlain  # the type is known only from the resource, or the name is wrong: the evaluator says which
        return [
            Plain((*parent.steps, Step(key, element.many)), kind, parent.many or element.many, element.value_set)
            for key, kind in element.json_keys()
        ]

    def call(self, call: Call, focus: list[Plain]) -> list[Plain]:
        match call:
            case Call("where", (condition,)):
                return [self.filtered(one, condition) for one in focus]
            case Call("ofType" | "as", (kind,)):
                return self.of_type(focus, _type_name(kind))
            case Call("first", ()):
                return self.nth(focus, 0)
            case Call("extension", (Literal(str() as url),)):
                found = self.child(focus, "extension")
                return [Plain((*one.steps, Equals("url", url)), one.type, True) for one in found]
        raise NotPlain

    def of_type(self, focus: list[Plain], kind: str) -> list[Plain]:
        name = kind.rpartition(".")[2]
        return [one for one in focus if one.type == name]

    def filtered(self, path: Plain, condition: Tree) -> Plain:
        match condition:
            case Operation("=", Name(name), Literal(str() | bool() | int() as value)):
                shape = self.definitions.shapes.get(path.type)
                element = shape.elements.get(name) if shape else None
                if element is None or element.many or element.choice or isinstance(value, Decimal):
                    raise NotPlain
                return Plain((*path.steps, Equals(name, value)), path.type, path.many)
            case TypeTest("is", Call("resolve", ()), kind) if path.type == "Reference":
                return Plain((*path.steps, RefersTo(kind)), path.type, path.many)
        raise NotPlain

    def nth(self, focus: list[Plain], index: int) -> list[Plain]:
        if len(focus) != 1:
            raise NotPlain
        path = focus[0]
        if not path.many:
            if index:
                raise NotPlain
            return focus
        last = path.steps[-1]
        if not isinstance(last, Step) or any(isinstance(step, Step) and step.many for step in path.steps[:-1]):
            raise NotPlain
        return [Plain((*path.steps, Nth(index)), path.type, False)]


def _type_name(tree: Tree) -> str:
    match tree:
        case Name(name):
            return name
        case Dot(Name(), Name(name)):
            return name
    raise NotPlain
