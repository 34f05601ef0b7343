"""A code system as it is asked: its concepts, which lie below which, and filters on them. Source: FHIR R4
codesystem.html (hierarchy, properties), valueset.html#filters."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tongmai.base.outcome import refuse

Json = Mapping[str, Any]
_INACTIVE = frozenset({"retired", "inactive"})
_TOO_SLOW = re.compile(r"[*+}]\)?[*+{]|\\[1-9]")
"""Nested repeats and references back: expressions that may take for ever."""


@dataclass(frozen=True)
class Concept:
    """`parents` are codes; `properties` those that are given, a repeated one as its last value."""

    code: str
    display: str = ""
    definition: str = ""
    parents: tuple[str, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)
    designations: tuple[Json, ...] = ()

    @property
    def abstract(self) -> bool:
        """Whether it only groups others (property notSelectable)."""
        return self.properties.get("notSelectable") is True

    @property
    def inactive(self) -> bool:
        return self.properties.get("inactive") is True or self.properties.get("status") in _INACTIVE


@dataclass(frozen=True)
class CodeSystem:
    """`concepts` by code, in the order they were given. `complete`: it lists every code there is."""

    url: str
    name: str
    version: str
    complete: bool
    concepts: Mapping[str, Concept]
    case_sensitive: bool = True

    def find(self, code: str) -> Concept | None:
        """The concept of a code, whatever its case where the system says so."""
        found = self.concepts.get(code)
        if found is None and not self.case_sensitive:
            return self._folded.get(code.casefold())
        return found

    @cached_property
    def _folded(self) -> dict[str, Concept]:
        return {code.casefold(): concept for code, concept in self.concepts.items()}

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The codes directly below each."""
        found: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for parent in concept.parents:
                found.setdefault(parent, []).append(concept.code)
        return found

    def below(self, code: str) -> set[str]:
        """Every code below one, without itself."""
        found: set[str] = set()
        open = [code]
        while open:
            for child in self.children.get(open.pop(), ()):
                if child not in found:
                    found.add(child)
                    open.append(child)
        return found

    def above(self, code: str) -> set[str]:
        """Every code above one, without itself."""
        found: set[str] = set()
        open = [code]
        while open:
            concept = self.concepts.get(open.pop())
            for parent in concept.parents if concept else ():
                if parent not in found:
                    found.add(parent)
                    open.append(parent)
        return found

    def filtered(self, property: str, op: str, value: str) -> set[str]:
        """The codes that meet one filter. Refused (unsupported): an operation or a property that it has not."""
        if property in ("concept", "code") and op in _HIERARCHY:
            return _HIERARCHY[op](self, value)
        if op in ("in", "not-in"):
            listed = {part.strip() for part in value.split(",")}
            return self._where(property, lambda found: (str(found) in listed) == (op == "in"))
        if op == "=":
            return self._where(property, lambda found: _text(found) == value)
        if op == "exists":
            return {c.code for c in self.concepts.values() if (_read(c, property) is not None) == (value == "true")}
        if op == "regex":
            pattern = _pattern(value)
            return self._where(property, lambda found: found is not None and bool(pattern.fullmatch(_text(found))))
        raise refuse("unsupported", f"不支持筛选 {property} {op}", f"no filter {property} {op}", where=self.url)

    def _where(self, property: str, test: Callable[[Any], bool]) -> set[str]:
        return {concept.code for concept in self.concepts.values() if test(_read(concept, property))}


def _read(concept: Concept, property: str) -> Any:
    if property in ("code", "concept"):
        return concept.code
    if property == "display":
        return concept.display
    if property == "parent":
        return concept.parents[0] if concept.parents else None
    return concept.properties.get(property)


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _pattern(text: str) -> re.Pattern[str]:
    """Refused (unsupported, value): an expression that may take for ever, or none."""
    if len(text) > 200 or _TOO_SLOW.search(text):
        raise refuse("unsupported", f"正则式过于复杂：{text}", f"too complex an expression: {text}", where="filter")
    try:
        return re.compile(text)
    except re.error as error:
        raise refuse("value", f"不是正则式：{text}", f"not an expression: {text}", where="filter") from error


_HIERARCHY: dict[str, Callable[[CodeSystem, str], set[str]]] = {
    "is-a": lambda system, code: system.below(code) | ({code} & system.concepts.keys()),
    "descendent-of": lambda system, code: system.below(code),
    "is-not-a": lambda system, code: set(system.concepts) - system.below(code) - {code},
    "generalizes": lambda system, code: system.above(code) | ({code} & system.concepts.keys()),
}


def from_resource(resource: Json) -> CodeSystem:
    """A CodeSystem resource."""
    concepts = {one.code: one for one in _concepts(resource.get("concept", ()), ())}
    return CodeSystem(
        resource["url"], resource.get("title") or resource.get("name", ""), resource.get("version", ""),
        resource.get("content") == "complete", _with_children(concepts), resource.get("caseSensitive", True),
    )  # fmt: skip


def _concepts(listed: Iterable[Json], parents: tuple[str, ...]) -> Iterator[Concept]:
    for one in listed:
        properties = {p["code"]: _value(p) for p in one.get("property", ())}
        further = [_value(p) for p in one.get("property", ()) if p["code"] == "parent"]
        yield Concept(
            one["code"], one.get("display", ""), one.get("definition", ""), (*parents, *map(str, further)), properties,
            tuple(one.get("designation", ())),
        )  # fmt: skip
        yield from _concepts(one.get("concept", ()), (one["code"],))


def _value(property: Json) -> Any:
    value = next((value for name, value in property.items() if name.startswith("value")), None)
    return value.get("code") if isinstance(value, dict) else value


def from_row(url: str, row: Json) -> CodeSystem:
    """A code system of the table that scripts/make_r4_terms.py makes."""
    listed = row["concepts"]
    concepts = {}
    for code, display, parent, *more in listed:
        above = (listed[parent][0],) if parent >= 0 else ()
        concepts[code] = Concept(code, display, "", above, more[0] if more else {})
    return CodeSystem(
        url, row["name"], row.get("version", ""), row["content"] == "complete", _with_children(concepts)
    )  # fmt: skip


def _with_children(concepts: dict[str, Concept]) -> dict[str, Concept]:
    """With what a property `child` says added to the parents of that child."""
    further: dict[str, list[str]] = {}
    for concept in concepts.values():
        if isinstance(child := concept.properties.get("child"), str) and child in concepts:
            further.setdefault(child, []).append(concept.code)
    for child, parents in further.items():
        one = concepts[child]
        above = tuple(dict.fromkeys([*one.parents, *parents]))
        concepts[child] = Concept(one.code, one.display, one.definition, above, one.properties, one.designations)
    return concepts
