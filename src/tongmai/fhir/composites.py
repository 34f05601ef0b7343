"""Rows of composite parameters: two values of one element. Source: FHIR R4 search 3.1.1.4.9.

The parts of R4's composites name an element (`code`) or a choice by its types (`value.as(Quantity) | value.as(Range)`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tongmai.fhir.definitions import Definitions, Parameter, ParameterKind
from tongmai.fhir.emit import EMITTERS, Add, Emitter

Resource = dict[str, Any]
LONGEST = 200
"""Characters of a text that a row holds."""
_PART = re.compile(r"(?P<name>[a-z][A-Za-z]*)(?:\.as\((?P<type>[A-Za-z]+)\))?")
Reader = tuple[str, Emitter]
"""A key of the element, and what makes rows of its value."""


def composite_fill(
    parameter: Parameter, type: str, definitions: Definitions
) -> Callable[[Resource, Mapping[ParameterKind, Add]], None]:
    """The function that makes the rows of one composite parameter."""
    head, tail = parameter.parts
    places = [
        (keys, _readers(shape, head.kind, head.expression, definitions),
         _readers(shape, tail.kind, tail.expression, definitions))
        for keys, shape in _places(parameter.expression, type, definitions)
    ]  # fmt: skip

    def fill(resource: Resource, adds: Mapping[ParameterKind, Add]) -> None:
        add = adds["composite"]
        for keys, heads, tails in places:
            for element in _elements(resource, keys):
                if found := _rows(element, tails):
                    for row in _rows(element, heads):
                        for other in found:
                            add((parameter.name, row[1], row[2], *_tail(tail.kind, other)))

    return fill


def _places(expression: str, type: str, definitions: Definitions) -> list[tuple[list[str], str]]:
    """Where the elements are: the keys that lead there, and the shape of what is found."""
    found = []
    for part in expression.split("|"):
        root, *keys = part.strip().split(".")
        if root != type:
            continue
        shape = type
        for key in keys:
            shape = definitions.shape(shape).elements[key].types[0]
        found.append((keys, shape))
    return found


def _elements(resource: Resource, keys: list[str]) -> Iterator[Resource]:
    found: list[Any] = [resource]
    for key in keys:
        inner = [one.get(key) for one in found if one is not None]
        found = [one for value in inner for one in (value if isinstance(value, list) else [value])]
    return (one for one in found if one is not None)


def _readers(shape: str, kind: str, expression: str, definitions: Definitions) -> list[Reader]:
    readers = []
    for part in expression.split("|"):
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"a part of a composite that is no plain element: {part}")
        element = definitions.shape(shape).elements[match["name"]]
        for key, fhir_type in element.json_keys():
            wanted = match["type"] is None or match["type"].lower() == fhir_type.lower()
            if wanted and (emitter := EMITTERS.get((kind, fhir_type))):
                readers.append((key, emitter))
    return readers


def _rows(element: Resource, readers: list[Reader]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for key, emitter in readers:
        if (value := element.get(key)) is not None:
            emitter(rows.append, "", value, "")
    return rows


def _tail(kind: str, row: tuple[Any, ...]) -> tuple[float, float, str, str, str, str]:
    """Low, high, system, code, unit, text of the second value."""
    if kind == "token":
        return 0.0, 0.0, row[1], row[2], "", ""
    if kind == "quantity":
        return row[1], row[2], row[3], row[4], row[5], ""
    if kind == "string":
        return 0.0, 0.0, "", "", "", row[1][:LONGEST]
    return float(row[1]), float(row[2]), "", "", "", ""
