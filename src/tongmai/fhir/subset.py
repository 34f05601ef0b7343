"""A part of a resource: `_summary` and `_elements`. Source: FHIR R4 search.html#summary, #elements.

Works on bytes: what stays keeps its own. What is not whole is marked SUBSETTED. Mandatory elements of the resource stay
with `_elements`, as the specification asks; `modifierExtension` stays always, since leaving it out could turn a
statement round.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from tongmai.fhir.definitions import Definitions, Shape
from tongmai.fhir.packed import packed_table

SUMMARIES = ("true", "text", "data", "count", "false")
_MARK = b'{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}'
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode
_write = msgspec.json.Encoder().encode
_ALWAYS = frozenset({"resourceType", "id", "meta", "implicitRules", "modifierExtension"})


def checks() -> dict[str, Any]:
    """The table of invariants and summaries that scripts/make_r4_checks.py makes."""
    return packed_table("checks")


@dataclass(frozen=True)
class Subset:
    """What is wanted of each resource. `summary`: one of SUMMARIES, or ""; `elements`: names of elements of the
    resource, or none."""

    definitions: Definitions
    summary: str = ""
    elements: frozenset[str] = frozenset()

    def of(self, type: str, body: bytes) -> bytes:
        """The part of a resource, marked; the same bytes where all of it is wanted."""
        shape = self.definitions.shapes[type]
        if self.summary in ("", "false") and not self.elements:
            return body
        members = _members(body)
        if self.summary == "true":
            kept = self._summarised(members, shape, _summary(self.definitions, type))
        else:
            names = self._names(shape)
            kept = {key: value for key, value in members.items() if key in _ALWAYS or _plain(key, names)}
            kept |= self._nested(kept, shape)
        return _write(_marked(kept))

    def _nested(self, members: Mapping[str, msgspec.Raw], shape: Shape) -> dict[str, msgspec.Raw]:
        """Of backbones of which only elements within are wanted (`contact.name`), these alone."""
        found: dict[str, msgspec.Raw] = {}
        for name in {
            path.partition(".")[0] for path in self.elements if "." in path
        } & shape.elements.keys() - self.elements:
            parts = [path.split(".") for path in self.elements if path.startswith(f"{name}.")]
            paths = {f"{shape.elements[name].path}.{'.'.join(part[1:end])}" for part in parts for end in range(2, 9)}
            for key, kind in shape.elements[name].json_keys():
                if key in members:
                    found[key] = self._within(members[key], kind, paths)
        return found

    def _names(self, shape: Shape) -> dict[str, str]:
        """JSON keys that stay, at the top."""
        mandatory = {name for name, element in shape.elements.items() if element.minimum}
        if self.summary == "text":
            wanted = mandatory | {"text"}
        elif self.summary == "data":
            wanted = shape.elements.keys() - {"text"}
        else:
            wanted = mandatory | {path.partition(".")[0] for path in self.elements}
        keys = (pair for name in wanted if name in shape.elements for pair in shape.elements[name].json_keys())
        return dict(keys)

    def _summarised(
        self, members: Mapping[str, msgspec.Raw], shape: Shape, paths: Collection[str]
    ) -> dict[str, msgspec.Raw]:
        kept: dict[str, msgspec.Raw] = {}
        for element in shape.elements.values():
            if element.path in paths or element.minimum:
                for key, kind in element.json_keys():
                    for written in (key, "_" + key):
                        if written in members:
                            kept[written] = self._within(members[written], kind, paths)
        always = {key: value for key, value in members.items() if key in _ALWAYS}
        return {key: value for key, value in members.items() if key in always} | {
            key: kept[key] for key in members if key in kept and key not in always
        }

    def _within(self, value: msgspec.Raw, kind: str, paths: Collection[str]) -> msgspec.Raw:
        """A backbone's own elements are chosen in turn; any other type stays whole."""
        shape = self.definitions.shapes.get(kind)
        if shape is None or shape.kind != "backbone":
            return value
        if bytes(value).startswith(b"["):
            return msgspec.Raw(_write([self._within(one, kind, paths) for one in _items(value)]))
        return msgspec.Raw(_write(self._summarised(_members(value), shape, paths)))


def _plain(key: str, names: Mapping[str, str]) -> bool:
    return key in names or key.removeprefix("_") in names


@cache
def _summary(definitions: Definitions, type: str) -> frozenset[str]:
    """Full paths of the elements of a type's summary. A type of our own, which declares none, shows all of it."""
    table, found, name = checks()["summary"], set[str](), type
    if type in definitions.own_types:
        return frozenset(element.path for element in definitions.shapes[type].elements.values())
    while name:
        found |= {f"{name}.{path.removesuffix('[x]')}" for path in table.get(name, ())}
        name = definitions.shapes[name].base
    return frozenset(found)


def _marked(members: dict[str, msgspec.Raw]) -> dict[str, msgspec.Raw]:
    """With the tag SUBSETTED in `meta`."""
    meta = _members(members["meta"]) if "meta" in members else {}
    tags = _items(meta["tag"]) if "tag" in meta else []
    meta["tag"] = msgspec.Raw(_write([*tags, msgspec.Raw(_MARK)]))
    first: dict[str, msgspec.Raw] = {key: members[key] for key in ("resourceType", "id") if key in members}
    return first | {"meta": msgspec.Raw(_write(meta))} | {k: v for k, v in members.items() if k != "meta"}
