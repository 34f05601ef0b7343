"""Items of a collection: nodes of a resource with their FHIR type, beside FHIRPath's own values.

Source: FHIRPath 2.0, 3 (path selection); R4 2.9.1.1 (polymorphic elements, primitives as elements with extensions).
"""

from collections.abc import Iterator
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.values import Moment, Quantity, decimal, moment, time

Item = Any
"""A Node, or bool, int, Decimal, str, Quantity, Moment, Type."""
Items = list[Item]

UCUM = "http://unitsofmeasure.org"


class Node:
    """An element: its JSON `value` (None where only `extra` stands), its FHIR type ("" where no definition says), and
    `extra`, the object beside a primitive that holds its id and extensions."""

    __slots__ = ("extra", "type", "value")

    def __init__(self, value: Any, type: str, extra: Any = None) -> None:
        self.value = value
        self.type = type
        self.extra = extra


class Children:
    """Finds the children of nodes; remembers for each type and name which JSON keys hold them."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self._keys: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}

    def root(self, resource: dict[str, Any]) -> Node:
        return Node(resource, self._real("Resource", resource))

    def _real(self, type: str, value: Any) -> str:
        """The type a resource names itself, where the definitions say only `Resource`."""
        if type == "Resource" and isinstance(value, dict):
            named = str(value.get("resourceType"))
            return named if named in self.definitions.shapes else ""
        return type

    def named(self, parent: Node, name: str) -> Items:
        value = parent.value
        if not isinstance(value, dict):
            value = parent.extra if name in ("id", "extension") else None
            if not isinstance(value, dict):
                return []
            return self._at(value, name, "Extension" if name == "extension" else "string")
        keys = self._keys.get((parent.type, name))
        if keys is None:
            keys = self._keys[parent.type, name] = self._lookup(parent.type, name)
        if len(keys) == 1:
            return self._at(value, *keys[0])
        return [item for key, kind in keys for item in self._at(value, key, kind)]

    def _lookup(self, type: str, name: str) -> tuple[tuple[str, str], ...]:
        shape = self.definitions.shapes.get(type)
        if shape is None or (name == "resourceType" and shape.kind == "resource"):
            return ((name, "code" if shape else ""),)
        element = shape.elements.get(name)
        return tuple(element.json_keys()) if element else ()

    def _at(self, value: dict[str, Any], key: str, type: str) -> Items:
        found, beside = value.get(key), value.get("_" + key)
        if found is None and beside is None:
            return []
        if isinstance(found, list) or isinstance(beside, list):
            return self._listed(found or [], beside or [], type)
        return [Node(found, self._real(type, found) or _guess(found), beside)]

    def _listed(self, found: list[Any], beside: list[Any], type: str) -> Items:
        items = []
        for index in range(max(len(found), len(beside))):
            one = found[index] if index < len(found) else None
            extra = beside[index] if index < len(beside) else None
            if one is not None or extra is not None:
                items.append(Node(one, self._real(type, one) or _guess(one), extra))
        return items

    def all(self, parent: Node) -> Iterator[Item]:
        """Every child, in the order of the JSON."""
        value = parent.value if isinstance(parent.value, dict) else parent.extra
        if not isinstance(value, dict):
            return
        shape = self.definitions.shapes.get(parent.type)
        kinds = {key: kind for element in shape.elements.values() for key, kind in element.json_keys()} if shape else {}
        seen = set()
        for written in value:
            key = written.removeprefix("_")
            if key != "resourceType" and key not in seen:
                seen.add(key)
                yield from self._at(value, key, kinds.get(key, ""))


def _guess(value: Any) -> str:
    """The FHIR type of a value no definition speaks of."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int):
        return "integer"
    return "" if isinstance(value, dict) or value is None else "decimal"


_MOMENTS = {"date": "Date", "dateTime": "DateTime", "instant": "DateTime"}


def bare(item: Item) -> Item:
    """A primitive node, or a FHIR Quantity, as FHIRPath's own value; None where it has none; anything else as it is."""
    if item.__class__ is not Node:
        return item
    value, kind = item.value, item.type
    if kind in _MOMENTS and isinstance(value, str):
        return moment(value, _MOMENTS[kind]) or value  # type: ignore[arg-type]
    if kind == "time" and isinstance(value, str):
        return time(value) or value
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return _quantity(item) if kind in _QUANTITIES else item
    return None if value is None else decimal(value)


_WORDS = {"a": "year", "mo": "month", "d": "day", "h": "hour", "min": "minute", "s": "second"}
"""UCUM's durations that FHIRPath takes for the calendar's. Source: R4 2.9.1.2, use of FHIR Quantity."""
_QUANTITIES = frozenset({"Quantity", "Age", "Duration", "Count", "Distance", "SimpleQuantity"})


def _quantity(node: Node) -> Item:
    value = node.value
    number = value.get("value")
    if number is None or value.get("comparator"):
        return node
    code, system = value.get("code"), value.get("system")
    if system == UCUM and code:
        word = _WORDS.get(code)
        return Quantity(decimal(number), word or code, calendar=word is not None)
    if system:
        return node
    return Quantity(decimal(number), code or value.get("unit") or "1")


def own_type(item: Item) -> str:
    """The name of a value's type in the System namespace; "" for a node."""
    if isinstance(item, bool):
        return "Boolean"
    if isinstance(item, Moment):
        return item.kind
    for kind, name in ((int, "Integer"), (str, "String"), (Quantity, "Quantity")):
        if isinstance(item, kind):
            return name
    return "" if isinstance(item, Node) else "Decimal"


def json_value(item: Item) -> Any:
    """An item as plain Python: JSON values; dates as their text; Decimal where there is a fraction."""
    if isinstance(item, Node):
        return item.value
    if isinstance(item, Moment):
        return item.text
    return item
