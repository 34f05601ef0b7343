"""Generated code that says of a good resource that it is good, as quickly as Python can.

One function a shape: a pass over the keys of the object, then its required elements and choices. It answers True only
for what fhir.check finds no fault with; on anything doubtful it answers False and leaves the words to the walk.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tongmai.fhir.definitions import Definitions, Element, Shape
from tongmai.fhir.primitives import Test

Good = Callable[[Any], bool]


def good_functions(definitions: Definitions, tests: Mapping[str, Test]) -> Mapping[str, Good]:
    """By resource type. Functions are made when first used."""
    return _Functions(definitions, tests)


class _Functions(dict[str, Good]):
    def __init__(self, definitions: Definitions, tests: Mapping[str, Test]) -> None:
        super().__init__()
        self._definitions = definitions
        self._tests = tests

    def get(self, key: str, default: Any = None) -> Any:
        """The function of a concrete resource type."""
        return self[key] if key in self._definitions.types else default

    def __missing__(self, name: str) -> Good:
        shape = self._definitions.shapes[name]
        fields: dict[str, Good] = {}
        made = self[name] = _function(shape, fields)
        for element in shape.elements.values():
            for key, kind in element.json_keys():
                fields[key] = self._field(element, kind)
                if kind in self._tests and not element.choice:
                    fields["_" + key] = _beside(self, element.many)
        if shape.kind == "resource":
            fields["resourceType"] = _always
        return made

    def _field(self, element: Element, kind: str) -> Good:
        test = self._value(element, kind)
        if not element.many:
            return test
        return _listed(test, element.maximum)

    def _value(self, element: Element, kind: str) -> Good:
        codes = self._definitions.codes.get(element.value_set)
        if kind in self._tests:
            if kind == "code" and codes is not None:
                allowed = frozenset(code for members in codes.values() for code in members)
                return lambda value: value.__class__ is str and value in allowed
            return self._tests[kind]
        if kind == "Resource":
            return self._any_resource
        plain = self[kind]  # shapes refer to each other in circles: each stands in the table before its fields do
        if codes is not None and kind in ("Coding", "CodeableConcept"):
            return _bound(plain, kind, codes)
        return plain

    def _any_resource(self, value: Any) -> bool:
        kind = value.get("resourceType") if value.__class__ is dict else None
        return isinstance(kind, str) and kind in self._definitions.types and self[kind](value)


def _always(value: Any) -> bool:
    return True


def _beside(functions: _Functions, many: bool) -> Good:
    """The object beside a primitive; in a list it may be null where the value is not (the walk checks that it is)."""

    def good(value: Any) -> bool:
        return functions["Element"](value)

    return (lambda value: False) if many else good


def _listed(test: Good, most: int | None) -> Good:
    """A list that is not empty. Nulls in a list of primitives are good only beside extensions: the walk decides."""

    def good(value: Any) -> bool:
        if value.__class__ is not list or not value or (most is not None and len(value) > most):
            return False
        for one in value:  # noqa: SIM110 (all() with a generator takes twice the time)
            if not test(one):
                return False
        return True

    return good


def _bound(plain: Good, kind: str, systems: Mapping[str, frozenset[str]]) -> Good:
    members = frozenset((system, code) for system, codes in systems.items() for code in codes)

    def good(value: Any) -> bool:
        if not plain(value):
            return False
        codings = [value] if kind == "Coding" else value.get("coding", ())
        return any((one.get("system"), one.get("code")) in members for one in codings)

    return good


def _function(shape: Shape, fields: Mapping[str, Good]) -> Good:
    """The pass over an object: every key known and good, required ones there, no choice made twice."""
    lines = [
        "def good(value):",
        "    if value.__class__ is not dict or not value:",
        "        return False",
        "    for key, one in value.items():",
        "        test = find(key)",
        "        if test is None or not test(one):",
        "            return False",
    ]
    space: dict[str, Any] = {"find": fields.get}
    for element in shape.elements.values():
        lines += _presence(element, space)
    lines.append("    return True")
    exec(compile("\n".join(lines), f"<good {shape.name}>", "exec"), space)
    good: Good = space["good"]
    return good


def _presence(element: Element, space: dict[str, Any]) -> list[str]:
    keys = [key for key, _ in element.json_keys()]
    if not element.choice:
        return [f"    if {keys[0]!r} not in value: return False"] if element.minimum else []
    space[f"of_{element.name}"] = frozenset(keys)
    bad = "!= 1" if element.minimum else "> 1"
    return [f"    if len(of_{element.name} & value.keys()) {bad}: return False"]
