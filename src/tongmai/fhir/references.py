"""References: read one, walk all of a resource, rewrite them. Source: FHIR R4 2.3 (Resource References)."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

_TYPE = r"[A-Z][A-Za-z]+"
_ID = r"[A-Za-z0-9\-.]{1,64}"
_LOCAL = re.compile(rf"(?P<type>{_TYPE})/(?P<id>{_ID})(?:/_history/(?P<version>{_ID}))?")
_ELSEWHERE = re.compile(rf"[a-z][a-z0-9+.\-]*://.*?/(?P<type>{_TYPE})/{_ID}(?:/_history/[^/]+)?")
_CONDITIONAL = re.compile(rf"(?P<type>{_TYPE})\?(?P<query>.+)")


class Pointer(NamedTuple):
    """What a reference text says. Local: `type`, `id` and perhaps `version`. Conditional: `type` and `query`.
    Contained: `fragment`. Anything else (absolute, urn, canonical): `url` in full, with `type` where it shows."""

    type: str = ""
    id: str = ""
    version: str = ""
    url: str = ""
    fragment: str = ""
    query: str = ""


@lru_cache(maxsize=65_536)
def parse_reference(text: str) -> Pointer:
    """Read the text of `Reference.reference`."""
    if match := _LOCAL.fullmatch(text):
        return Pointer(type=match["type"], id=match["id"], version=match["version"] or "")
    if text.startswith("#"):
        return Pointer(fragment=text[1:])
    if match := _CONDITIONAL.fullmatch(text):
        return Pointer(type=match["type"], query=match["query"])
    match = _ELSEWHERE.fullmatch(text)
    return Pointer(type=match["type"] if match else "", url=text)


def references(resource: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object that holds a `reference` text, with its place (`subject`, `participant[1].individual`): References,
    those in extensions and contained resources too. The objects are the resource's own, so setting their text
    rewrites it."""
    if isinstance(resource, dict):
        if isinstance(resource.get("reference"), str):
            yield where, resource
        for key, value in resource.items():
            if isinstance(value, dict | list):
                yield from references(value, f"{where}.{key}" if where else key)
    elif isinstance(resource, list):
        for index, value in enumerate(resource):
            if isinstance(value, dict | list):
                yield from references(value, f"{where}[{index}]")


def rewrite(resource: Any, to: Callable[[str], str | None]) -> int:
    """Replace reference texts in place: `to` answers with the new text, or None to leave it. Returns how many
    changed."""
    changed = 0
    for _, holder in references(resource):
        new = to(holder["reference"])
        if new is not None and new != holder["reference"]:
            holder["reference"] = new
            changed += 1
    return changed
