"""Links between the entries of a bundle, rewritten. Sources: FHIR R4 http.html#trules, bundle.html#references.

Rewritten are Reference.reference; elements of the types uri, url, oid and uuid; `href` and `src` in narrative. Elements
of type canonical are not. A relative reference is first read on the base of its own entry's fullUrl, where that is the
url of a resource on a server.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tongmai.fhir.definitions import Definitions, Shape

_LINKS = frozenset({"uri", "url", "oid", "uuid"})
_RESTFUL = re.compile(r"(?P<base>https?://.+/)[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}")
_RELATIVE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}")
_UUID, _UUIDS = b"urn:uuid:", re.compile(rb"urn:uuid:[0-9A-Za-z\-]*")
_REFERENCE = re.compile(rb'("reference"\s*:\s*")(urn:uuid:[^"\\]*)"')
_NARRATIVE = re.compile(r"""(\s(?:href|src)\s*=\s*)(["'])(.*?)\2""")


@dataclass(frozen=True)
class Linker:
    """`references`: full urls to the texts of references to them; `links`: full urls to the addresses of what they
    name."""

    definitions: Definitions
    references: Mapping[str, str]
    links: Mapping[str, str]

    def pointed(self, body: bytes, full_url: str) -> bytes | None:
        """A body with its links rewritten without reading it; None where it has to be read: where a link may stand
        elsewhere than in a reference, or be read on the base of `full_url`."""
        if not self._by_uuid or base_of(full_url) or b"\\u" in body or b"\\/" in body:
            return None
        if body.count(_UUID) == 0:
            return body
        known, found = self._known, 0

        def point(match: re.Match[bytes]) -> bytes:
            nonlocal found
            target = known.get(match[2])
            found += target is not None
            return match[0] if target is None else match[1] + target + b'"'

        pointed = _REFERENCE.sub(point, body)
        return pointed if found == sum(one in known for one in _UUIDS.findall(body)) else None

    @cached_property
    def _by_uuid(self) -> bool:
        return all(url.encode().startswith(_UUID) for url in self.references)

    @cached_property
    def _known(self) -> dict[bytes, bytes]:
        return {url.encode(): target.encode() for url, target in self.references.items()}

    def touches(self, body: bytes, full_url: str) -> bool:
        """Whether a body may hold a link to be rewritten: a quick look at its bytes."""
        if b"\\" in body or any(url.encode() in body for url in self.references):
            return True
        return base_of(full_url) != "" and any(tail in body for tail in self._tails())

    def _tails(self) -> Iterator[bytes]:
        return ("/".join(url.rsplit("/", 2)[-2:]).encode() for url in self.references)

    def link(self, resource: dict[str, Any], full_url: str) -> None:
        """Rewrite a resource in place."""
        kind = resource.get("resourceType")
        shape = self.definitions.shapes.get(str(kind))
        if shape is not None:
            self._object(resource, shape, base_of(full_url))

    def _object(self, value: dict[str, Any], shape: Shape, base: str) -> None:
        if shape.name == "Reference" and isinstance(text := value.get("reference"), str):
            value["reference"] = self.references.get(_absolute(text, base), text)
        for element in shape.elements.values():
            for key, kind in element.json_keys():
                if key in value and not (shape.name == "Reference" and key == "reference"):
                    value[key] = self._value(value[key], kind, base)
                if isinstance(beside := value.get("_" + key), dict | list):
                    value["_" + key] = self._value(beside, "Element", base)

    def _value(self, value: Any, kind: str, base: str) -> Any:
        if isinstance(value, list):
            return [self._value(one, kind, base) for one in value]
        if isinstance(value, dict):
            name = str(value.get("resourceType")) if kind == "Resource" else kind
            if (shape := self.definitions.shapes.get(name)) is not None:
                self._object(value, shape, base)
            return value
        if isinstance(value, str) and kind in _LINKS:
            return self.links.get(_absolute(value, base), value)
        if isinstance(value, str) and kind == "xhtml":
            return _NARRATIVE.sub(lambda found: self._attribute(found, base), value)
        return value

    def _attribute(self, found: re.Match[str], base: str) -> str:
        url = found[3]
        return f"{found[1]}{found[2]}{self.links.get(_absolute(url, base), url)}{found[2]}"


def base_of(full_url: str) -> str:
    """The server's base in the url of a resource; "" where it is none."""
    match = _RESTFUL.fullmatch(full_url)
    return match["base"] if match else ""


def _absolute(text: str, base: str) -> str:
    return base + text if base and _RELATIVE.fullmatch(text) else text
