"""Do the names in an expression exist? FHIRPath answers a misspelt element with nothing; a declaration must not.

check_names(parse("nmae.given"), "Patient", definitions)  raises PathError: Patient has no element nmae
"""

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.functions import type_name
from tongmai.fhir.path.tree import (
    Call,
    Dot,
    Item,
    Name,
    Operation,
    PathError,
    Sign,
    Special,
    Tree,
    TypeTest,
)

Types = frozenset[str] | None
"""The types an expression may lead to; None where only the resource tells."""

_SAME = frozenset({"first", "last", "tail", "skip", "take", "single", "distinct", "trace", "exclude", "intersect"})
_EACH = frozenset({"where", "exists", "all", "select", "repeat", "aggregate", "iif", "sort"})


def check_names(tree: Tree, type: str, definitions: Definitions) -> None:
    """PathError names the type and the element it does not have."""
    _Checker(definitions, frozenset({type})).visit(tree, None)


class _Checker:
    def __init__(self, definitions: Definitions, root: Types) -> None:
        self.definitions = definitions
        self.this = root

    def visit(self, tree: Tree, focus: Types) -> Types:
        """The types a tree leads to; `focus` is None at the head of an expression."""
        match tree:
            case Name(name):
                return self.head(name)
            case Dot(left, Name(name)):
                return self.child(self.visit(left, focus), name)
            case Dot(left, Call() as call):
                return self.call(call, self.visit(left, focus))
            case Call() as call:
                return self.call(call, self.this)
            case Item(left, index):
                self.visit(index, None)
                return self.visit(left, focus)
            case Operation("|", left, right):
                one, other = self.visit(left, None), self.visit(right, None)
                return None if one is None or other is None else one | other
            case Operation(_, left, right):
                self.visit(left, None)
                self.visit(right, None)
            case Sign(_, operand):
                self.visit(operand, None)
            case TypeTest(operator, operand, kind):
                found = self.visit(operand, None)
                return self.narrowed(found, kind) if operator == "as" else None
            case Special("$this"):
                return self.this
        return None

    def head(self, name: str) -> Types:
        if self.this and name[:1].isupper():
            named = frozenset(kind for kind in self.this if self.definitions.is_a(kind, name))
            if named:
                return named
        return self.child(self.this, name)

    def child(self, focus: Types, name: str) -> Types:
        if focus is None:
            return None
        shapes = [self.definitions.shapes.get(kind) for kind in focus]
        if any(shape is None or shape.name == "Resource" or not shape.elements for shape in shapes):
            return None
        found = [shape.elements[name] for shape in shapes if shape and name in shape.elements]
        if not found:
            raise PathError(f"{' or '.join(sorted(focus))} has no element {name}")
        return frozenset(kind for element in found for kind in element.types)

    def call(self, call: Call, focus: Types) -> Types:
        if call.name in ("ofType", "as"):
            return self.narrowed(focus, type_name(call.arguments[0]))
        if call.name in ("is", "getReferenceKey"):
            return None
        if call.name == "extension":
            return frozenset({"Extension"})
        before = self.this
        if call.name in _EACH:
            self.this = focus if call.name not in ("repeat", "aggregate") else None
        results = [self.visit(argument, None) for argument in call.arguments]
        self.this = before
        if call.name in _SAME or call.name in ("where", "sort"):
            return focus
        return results[0] if call.name == "select" and results else None

    def narrowed(self, focus: Types, kind: str) -> Types:
        name = kind.rpartition(".")[2]
        if name not in self.definitions.shapes:
            return None
        return None if focus is None else frozenset({name})
