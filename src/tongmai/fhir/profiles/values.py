"""Values of an instance at a node, and comparing them with what a profile says."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tongmai.fhir.profiles.tree import MISSING, Node


class Value(NamedTuple):
    """One value: its JSON, the object beside it where it is a primitive, its type, its place, and its resource."""

    value: Any
    extra: Any
    type: str
    where: str
    resource: dict[str, Any]


def values(node: Node, parent: Any, where: str, resource: dict[str, Any]) -> list[Value]:
    """The values of an element within an object, of every type of a choice."""
    if node.element is None or not isinstance(parent, dict):
        return []
    return [one for key, kind in node.element.json_keys() for one in _at(parent, key, kind, where, resource)]


def _at(parent: dict[str, Any], key: str, kind: str, where: str, resource: dict[str, Any]) -> Iterator[Value]:
    found, beside = parent.get(key), parent.get("_" + key)
    if isinstance(found, list) or isinstance(beside, list):
        listed, extras = found or [], beside or []
        for index in range(max(len(listed), len(extras))):
            one = listed[index] if index < len(listed) else None
            extra = extras[index] if index < len(extras) else None
            yield _value(one, extra, kind, f"{where}.{key}[{index}]", resource)
    elif found is not None or beside is not None:
        yield _value(found, beside, kind, f"{where}.{key}", resource)


def _value(value: Any, extra: Any, kind: str, where: str, resource: dict[str, Any]) -> Value:
    if kind == "Resource" and isinstance(value, dict):
        return Value(value, extra, str(value.get("resourceType")), where, value)
    return Value(value, extra, kind, where, resource)


def same(one: Any, other: Any) -> bool:
    """Equal in every part; a boolean is no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def fits(value: Any, pattern: Any) -> bool:
    """Whether a value has everything that a pattern has: of a list, for each item one that fits it."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            name in value and fits(value[name], one) for name, one in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(fits(item, one) for item in value) for one in pattern)
    return same(value, pattern)


def as_said(node: Node, value: Any) -> bool:
    """Whether a value is what a node fixes; True where it fixes nothing."""
    if node.fixed is not MISSING and not same(value, node.fixed):
        return False
    return node.pattern is MISSING or fits(value, node.pattern)
