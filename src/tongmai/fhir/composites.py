"""Rows of composite parameters: two values of one element. Source: FHIR R4 search 3.1.1.4.9.

The parts of R4's composites name an element (`code`) or a choice by its types (`value.as(Quantity) | value.as(Range)`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tongmai.fhir.definitions import Definitions, Parameter, ParameterKind
from tongmai.fhir.emit import EMITTERS, Emitter

Resource = dict[str, Any]
LONGEST = 200
"""Characters of a text that a row holds."""
_PART = re.compile(r"(?P<name>[a-z][A-Za-z]*)(?:\.as\((?P<type>[A-Za-z]+)\))?")
Reader = tuple[str, Emitter]
"""A key of the element, and what makes rows of its value."""


class _Group(NamedTuple):
    """Elements at one place and what makes the first value of them; then of each key that may hold a second value its
    kind, what makes its rows, and the parameters that they stand under."""

    keys: list[str]
    heads: list[Reader]
    tails: dict[tuple[str, str, Emitter], list[str]]


def composites_fill(
    parameters: Sequence[Parameter], type: str, definitions: Definitions
) -> Callable[[Resource, Mapping[ParameterKind, list[tuple[Any, ...]]]], None]:
    """The function that makes the rows of a type's composite parameters, each element looked at once."""
    groups = _groups(parameters, type, definitions)

    def fill(resource: Resource, tables: Mapping[ParameterKind, list[tuple[Any, ...]]]) -> None:
        table = tables["composite"]
        for keys, heads, tails in groups:
            for element in _elements(resource, keys):
                first: list[tuple[Any, ...]] | None = None
                for (key, kind, emitter), names in tails.items():
                    if (value := element.get(key)) is None:
                        continue
                    if first is None:
                        first = _rows(element, heads)
                    table += _joined(names, first, kind, _emitted(emitter, value))

    return fill


def _groups(parameters: Sequence[Parameter], type: str, definitions: Definitions) -> list[_Group]:
    groups: dict[tuple[str, str], _Group] = {}
    for parameter in parameters:
        head, tail = parameter.parts
        for keys, shape in _places(parameter.expression, type, definitions):
            heads = _readers(shape, head.kind, head.expression, definitions)
            group = groups.setdefault((".".join(keys), head.expression), _Group(keys, heads, {}))
            for key, emitter in _readers(shape, tail.kind, tail.expression, definitions):
                group.tails.setdefault((key, tail.kind, emitter), []).append(parameter.name)
    return list(groups.values())


def _joined(
    names: list[str], heads: list[tuple[Any, ...]], kind: str, tails: list[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    for tail in tails:
        last = _tail(kind, tail)
        for _, system, code in heads:
            for name in names:
                yield (name, system, code, *last)


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


def _elements(resource: Resource, keys: list[str]) -> list[Resource]:
    if not keys:
        return [resource]
    found: list[Any] = [resource]
    for key in keys:
        inner = [one.get(key) for one in found if one is not None]
        found = [one for value in inner for one in (value if isinstance(value, list) else [value])]
    return [one for one in found if one is not None]


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
    found = ((emitter, value) for key, emitter in readers if (value := element.get(key)) is not None)
    return [row for emitter, value in found for row in _emitted(emitter, value)]


def _emitted(emitter: Emitter, value: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
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
