"""Which slice a value belongs to. Source: FHIR R4 profiling.html#discriminator.

A slice says what is told apart: by a fixed value, a pattern or a required binding at the discriminator's path, or in a
value around it; by whether something is there; by type. An extension is known by the url of its profile.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path import PathError, children_of, evaluation
from tongmai.fhir.path.functions import Environment
from tongmai.fhir.path.nodes import Node as PathNode
from tongmai.fhir.profiles.tree import MISSING, Binding, Discriminator, Node
from tongmai.fhir.profiles.values import Value, as_said, fits, same
from tongmai.fhir.references import parse_reference

InSet = Callable[[Binding, Any], bool | None]
_EXTENSION = re.compile(r"extension\('([^']+)'\)")


class Slicer:
    """Sorts values into slices. `in_set`: whether a value is in a value set; None where it cannot be known."""

    def __init__(self, definitions: Definitions, in_set: InSet) -> None:
        self._definitions, self._in_set = definitions, in_set
        self._children = children_of(definitions)

    def slice_of(self, node: Node, value: Value) -> str | None:
        """The name of the slice that a value belongs to: the first whose discriminators all hold. ValueError: a slice
        says nothing at a discriminator's path."""
        assert node.slicing is not None
        for name, slice in node.slices.items():
            if all(self._holds(one, slice, value) for one in node.slicing.discriminators):
                return name
        return None

    def _holds(self, one: Discriminator, slice: Node, value: Value) -> bool:
        if one.kind == "type":
            return self._of_type(one.path, slice, value)
        found = self._found(one.path, value)
        steps = _steps(one.path)
        if one.kind == "exists":
            target = _down(slice, steps)
            wanted = target is not None and target.maximum != 0 and target.minimum > 0
            return bool(found) == wanted
        tests = self._tests(slice, steps)
        if not tests:
            raise ValueError(f"slice {slice.name}: nothing is said at {one.path}, by which it is told apart")
        return all(any(test(item) for item in found) for test in tests)

    def _of_type(self, path: str, slice: Node, value: Value) -> bool:
        target = _down(slice, [step for step in _steps(path) if step != "resolve()"])
        if target is None:
            raise ValueError(f"slice {slice.name}: nothing is said at {path}, by which it is told apart")
        if path.endswith("resolve()"):
            references = self._found(path.removesuffix("resolve()").rstrip("."), value)
            return any(_target(one, value.resource) in target.targets for one in references)
        if path == "$this":
            return value.type in target.types
        return any(kind in target.types for kind in self._types(path, value))

    def _found(self, path: str, value: Value) -> list[Any]:
        return [item.value if isinstance(item, PathNode) else item for item in self._run(path or "$this", value)]

    def _types(self, path: str, value: Value) -> list[str]:
        return [item.type for item in self._run(path, value) if isinstance(item, PathNode)]

    def _run(self, path: str, value: Value) -> list[Any]:
        node = PathNode(value.value, value.type, value.extra)
        environment = Environment(self._children, self._children.root(value.resource), {})
        environment.this = node
        try:
            return evaluation(path)([node], environment)
        except PathError as error:
            raise ValueError(f"the discriminator {path} cannot be read: {error}") from error

    def _tests(self, slice: Node, steps: list[str]) -> list[Callable[[Any], bool]]:
        """What a slice says at a path: each test must hold for one of the values there."""
        node: Node | None = slice
        for place in range(len(steps) + 1):
            if node is None:
                return []
            rest = steps[place:]
            for said, compare in ((node.fixed, same), (node.pattern, fits)):
                if said is not MISSING and (inner := _within(said, rest)):
                    return [partial(_compared, compare, one) for one in inner]
            if rest == ["url"] and (urls := node.type_profiles.get("Extension")):
                return [lambda item: item in urls]
            if not rest:
                return self._bound(node)
            node = _next(node, rest[0])
        return []

    def _bound(self, node: Node) -> list[Callable[[Any], bool]]:
        binding = node.binding
        if binding is None or binding.strength != "required":
            return [lambda item: as_said(node, item)] if node.children else []
        return [lambda item: self._in_set(binding, item) is True]


def _compared(compare: Callable[[Any, Any], bool], said: Any, item: Any) -> bool:
    return compare(item, said)


def _steps(path: str) -> list[str]:
    plain = _EXTENSION.sub(lambda found: f"extension\x00{found[1].replace('.', chr(1))}", path)
    return [step.replace("\x01", ".") for step in plain.split(".") if step not in ("", "$this")]


def _next(node: Node, step: str) -> Node | None:
    """The node one step further: a child, or the slice of an extension."""
    name, _, url = step.partition("\x00")
    found = node.children.get(name)
    if found is None or not url:
        return found
    slices = found.slices.values()
    return next((one for one in slices if url in one.type_profiles.get("Extension", ()) or _url(one) == url), None)


def _url(node: Node) -> Any:
    said = node.children.get("url")
    return said.fixed if said is not None else MISSING


def _down(node: Node, steps: list[str]) -> Node | None:
    found: Node | None = node
    for step in steps:
        found = _next(found, step) if found is not None else None
    return found


def _within(said: Any, steps: list[str]) -> list[Any]:
    """The parts of a fixed value or pattern at a path below it."""
    items = [said]
    for step in steps:
        below = [item[step] for item in items if isinstance(item, dict) and step in item]
        items = [one for item in below for one in (item if isinstance(item, list) else [item])]
    return items


def _target(reference: Any, resource: dict[str, Any]) -> str:
    """The type that a reference names."""
    if not isinstance(reference, dict):
        return ""
    pointer = parse_reference(str(reference.get("reference", "")))
    for one in resource.get("contained", ()) if pointer.fragment else ():
        if one.get("id") == pointer.fragment:
            return str(one.get("resourceType"))
    return pointer.type or str(reference.get("type", ""))
