"""Parts of resources for a search that asks for no more. Source: FHIR R4 search 3.1.1.5.5 (_summary), 3.1.1.5.6
(_elements): what is cut bears the tag SUBSETTED; what is mandatory always stays."""

from collections.abc import Collection, Mapping
from typing import Any

from tongmai.fhir.definitions import Definitions, summary_elements

Json = dict[str, Any]
SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
_ALWAYS = frozenset({"resourceType", "id", "meta"})


def subset(definitions: Definitions, resource: Json, summary: str = "", elements: Collection[str] = ()) -> Json:
    """The resource as far as it is wanted. `summary`: true, text, data, or "" for the whole; `elements`: paths without
    the type, empty for all. Types without a summary in R4 (our own) are given whole."""
    type = resource["resourceType"]
    if summary == "data":
        return _tagged({key: value for key, value in resource.items() if key != "text"})
    if summary == "text":
        return _tagged(_cut(definitions, type, resource, {"text"}))
    kept = set(elements)
    if summary == "true":
        kept |= summary_elements(type)
    return _tagged(_cut(definitions, type, resource, kept)) if kept else resource


def _tagged(resource: Json) -> Json:
    meta = resource.get("meta", {})
    head: Json = {key: resource[key] for key in ("resourceType", "id") if key in resource}
    tags = [*meta.get("tag", ()), *([] if SUBSETTED in meta.get("tag", ()) else [SUBSETTED])]
    return {**head, "meta": {**meta, "tag": tags}, **{k: v for k, v in resource.items() if k not in (*head, "meta")}}


def _cut(definitions: Definitions, type: str, resource: Mapping[str, Any], kept: Collection[str]) -> Json:
    found: Json = {}
    keys = _keys(definitions, type)
    for key, value in resource.items():
        name = keys.get(key.removeprefix("_"), "")
        if key in _ALWAYS or name in kept or _mandatory(definitions, type, name):
            inner = {path.partition(".")[2] for path in kept if path.startswith(f"{name}.")}
            found[key] = _within(definitions, f"{type}.{name}", value, inner) if inner else value
        elif inner := {path.partition(".")[2] for path in kept if name and path.startswith(f"{name}.")}:
            found[key] = _within(definitions, f"{type}.{name}", value, inner)
    return found


def _within(definitions: Definitions, shape: str, value: Any, kept: Collection[str]) -> Any:
    """Inside a backbone: its own elements alone; a data type is kept whole."""
    if shape not in definitions.shapes:
        return value
    if isinstance(value, list):
        return [_within(definitions, shape, one, kept) for one in value]
    return _cut(definitions, shape, value, kept) if isinstance(value, dict) else value


def _keys(definitions: Definitions, type: str) -> dict[str, str]:
    """The element of each JSON key."""
    elements = definitions.shape(type).elements
    return {key: name for name, element in elements.items() for key, _ in element.json_keys()}


def _mandatory(definitions: Definitions, type: str, name: str) -> bool:
    element = definitions.shape(type).elements.get(name)
    return element is not None and element.minimum > 0
