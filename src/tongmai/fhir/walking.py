"""Every element of a resource with its definition, place and surroundings, for checks of many kinds."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from tongmai.fhir.definitions import Definitions, Element


class Place(NamedTuple):
    """One element. `path` is that of its definition (`Patient.contact.name`; of a resource its type), `type` its type
    or backbone shape, `where` its place in the instance; `resource` is the nearest resource around it (of a resource
    itself). `extra` stands beside a primitive."""

    value: Any
    extra: Any
    type: str
    path: str
    where: str
    resource: dict[str, Any]
    element: Element | None


@lru_cache(maxsize=4096)
def keys_of(definitions: Definitions, type: str) -> dict[str, tuple[Element, str]]:
    """The JSON keys of a shape, each with its element and the type that it says."""
    shape = definitions.shapes.get(type)
    if shape is None:
        return {}
    return {key: (element, kind) for element in shape.elements.values() for key, kind in element.json_keys()}


Silent = Mapping[str, Collection[str]]
"""By type the keys of elements of which nobody asks anything, where no extension stands on them."""


def places(
    definitions: Definitions, resource: dict[str, Any], where: str = "", silent: Silent | None = None
) -> Iterator[Place]:
    """The resource and everything in it, outer first. What no definition knows is passed over, and what is `silent`."""
    kind = str(resource.get("resourceType"))
    if kind not in definitions.shapes:
        return
    open = [Place(resource, None, kind, kind, where or kind, resource, None)]
    while open:
        place = open.pop()
        yield place
        inner = _inside(definitions, place, silent)
        inner.reverse()
        open += inner


def _inside(definitions: Definitions, place: Place, silent: Silent | None) -> list[Place]:
    found: list[Place] = []
    for part, type in ((place.value, place.type), (place.extra, "Element")):
        if not isinstance(part, dict):
            continue
        keys = keys_of(definitions, type)
        quiet = silent[type] if silent is not None else ()
        for written in part:
            if written in quiet and f"_{written}" not in part:
                continue
            key = written if written in keys else written.removeprefix("_")
            if key in keys and (key == written or key not in part):
                found += _at(definitions, part, key, *keys[key], place)
    return found


def _at(
    definitions: Definitions, part: dict[str, Any], key: str, element: Element, kind: str, around: Place
) -> Iterator[Place]:
    found, beside, where = part.get(key), part.get("_" + key), f"{around.where}.{key}"
    if not (isinstance(found, list) or isinstance(beside, list)):
        yield _place(definitions, found, beside, element, kind, where, around)
        return
    listed, extras = found or (), beside or ()
    for index in range(max(len(listed), len(extras))):
        one = listed[index] if index < len(listed) else None
        extra = extras[index] if index < len(extras) else None
        if one is not None or extra is not None:
            yield _place(definitions, one, extra, element, kind, f"{where}[{index}]", around)


def _place(
    definitions: Definitions, value: Any, extra: Any, element: Element, kind: str, where: str, around: Place
) -> Place:
    if kind == "Resource" and isinstance(value, dict) and value.get("resourceType") in definitions.shapes:
        own = str(value["resourceType"])
        return Place(value, None, own, own, where, value, element)
    return Place(value, extra, kind, element.path, where, around.resource, element)
