"""What a profile says of an element, as a form or a list asks for it: the words, whether it is wanted, how long, which
choices, which unit. A declaration that takes them from here repeats nothing of the profile.

Words are the element's `label` with its translations (FHIR R4 extension-translation.html), or those of what it stands
in; the choices are the members of its binding; it is wanted where everything down to it is. A room's profile may bind
to a dated table of the room, by the url `urn:tongmai:table:<name>`: its codes stand in one place.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from tongmai.base.outcome import Refused
from tongmai.base.tables import read_table
from tongmai.base.words import NO_WORDS, Words
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.profiles import Node, Profiles, snapshot, way
from tongmai.fhir.terms import Library, Member, expanded
from tongmai.model.blocks import Field, FieldKind
from tongmai.model.sheet import Column, ColumnKind
from tongmai.model.workflow import Need, NeedKind

Json = Mapping[str, Any]
TABLE = "urn:tongmai:table:"
MOST_CHOICES = 1_000
"""Members of a value set beyond which nobody chooses from a list."""
Kind = Literal["text", "code", "integer", "decimal", "day", "yes_no", "reference"]
_KINDS: Mapping[str, Kind] = {
    "integer": "integer", "positiveInt": "integer", "unsignedInt": "integer", "decimal": "decimal",
    "Quantity": "decimal", "Age": "decimal", "Duration": "decimal", "SimpleQuantity": "decimal", "date": "day",
    "dateTime": "day", "boolean": "yes_no", "Reference": "reference", "string": "text", "markdown": "text",
    "uri": "text", "url": "text", "canonical": "text", "oid": "text", "uuid": "text", "id": "text", "code": "text",
    "instant": "text", "time": "text", "CodeableConcept": "text", "Coding": "text", "base64Binary": "text",
}  # fmt: skip
_RECORD = r"[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}|(https?://|urn:)\S+"
_LEAST = {"positiveInt": 1, "unsignedInt": 0}
_YES_NO = (("true", Words("是", "yes")), ("false", Words("否", "no")))
_NEEDS: Mapping[Kind, NeedKind] = {
    "text": "text", "code": "code", "integer": "number", "decimal": "number", "day": "date", "yes_no": "code",
    "reference": "reference",
}  # fmt: skip
_FIELDS: Mapping[Kind, FieldKind] = {
    "text": "text", "code": "choice", "integer": "integer", "decimal": "decimal", "day": "day", "yes_no": "choice",
    "reference": "text",
}  # fmt: skip
_COLUMNS: Mapping[Kind, ColumnKind] = {
    "text": "text", "code": "code", "integer": "integer", "decimal": "decimal", "day": "day", "yes_no": "yes_no",
    "reference": "identifier",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One element as it is asked for. `many`: several values may be given. `longest`: characters, 0 for no limit;
    `low`, `high`: bounds of a number. `members`: the code system of each choice."""

    id: str
    title: Words
    kind: Kind
    type: str
    required: bool
    many: bool
    longest: int = 0
    low: int | None = None
    high: int | None = None
    options: tuple[tuple[str, Words], ...] = ()
    unit: str = ""
    members: Mapping[str, Member] = field(default_factory=dict)

    @property
    def with_unit(self) -> Words:
        """The title of a field, which has no other place for a unit."""
        unit = self.unit
        return Words(f"{self.title.zh}（{unit}）", f"{self.title.en} ({unit})") if unit else self.title


class Profiled:
    """A profile as forms and lists read it. `find` leads from a url to what stands beside it: other profiles, value
    sets, code systems. ValueError: the profile is wrong, or says what is not supported."""

    def __init__(self, definition: Json, others: Iterable[Json] = (), definitions: Definitions | None = None) -> None:
        self.definition = definition
        self.definitions = definitions or Definitions.load()
        self._others = {(str(one["resourceType"]), str(one["url"])): one for one in others if "url" in one}
        self.profiles = Profiles(self.definitions, lambda url: self.find("StructureDefinition", url))
        self.terms = Library(self.find)

    @property
    def url(self) -> str:
        return str(self.definition["url"])

    @property
    def title(self) -> Words:
        """Its name, in both languages where it has a translation."""
        own = str(self.definition.get("title") or self.definition.get("name") or self.url)
        return Words(own, str(self.definition.get("name") or own))

    @cached_property
    def tree(self) -> Node:
        return snapshot(self.definition, self.profiles)

    def find(self, type: str, url: str, version: str = "") -> dict[str, Any] | None:
        """What was given beside the profile, and the profile itself."""
        if type == "StructureDefinition" and url == self.url:
            return dict(self.definition)
        found = self._others.get((type, url))
        return dict(found) if found is not None and version in ("", found.get("version", "")) else None

    def asked(self, id: str) -> Asked:
        """An element by its id, such as `Patient.name.text` or `Patient.extension:village.value[x]`. ValueError: there
        is none, it may not be given, or it has no single simple type."""
        nodes = way(self.definitions, self.tree, id)
        return self.of(nodes, id)

    def of(self, nodes: list[Node], id: str) -> Asked:
        """The last of the nodes that lead down to it."""
        node = nodes[-1]
        if any(one.maximum == 0 for one in nodes[1:]):
            raise ValueError(f"{self.url}: {id} may not be given")
        if len(node.types) != 1 or node.types[0] not in _KINDS:
            raise ValueError(f"{self.url}: {id} is of type {', '.join(node.types)}, which one field cannot hold")
        type = node.types[0]
        members = self._members(node, id)
        words = tuple((code, self._words(one)) for code, one in members.items())
        return Asked(
            id, _title(nodes), "code" if words else _KINDS[type], type,
            all(one.minimum > 0 for one in nodes[1:]), node.maximum != 1, node.longest or 0,
            _whole(node.least, _LEAST.get(type)), _whole(node.most, None), words, _unit(node), members,
        )  # fmt: skip

    def _members(self, node: Node, id: str) -> dict[str, Member]:
        """The choices that a binding leaves, by code; none where it only suggests, or where they cannot be listed."""
        if node.binding is None or node.binding.strength not in ("required", "extensible"):
            return {}
        try:
            found = expanded(self.terms, self.terms.value_set(node.binding.value_set))
        except Refused:
            if node.binding.strength == "required" and node.types[0] != "code":
                return {}
            return {} if node.binding.value_set not in self.definitions.codes else self._enumerated(node)
        usable = [one for one in found.values() if not one.abstract and not one.inactive]
        if len(usable) > MOST_CHOICES:
            return {}
        codes = [one.code for one in usable]
        return {one.code if codes.count(one.code) == 1 else f"{one.system}|{one.code}": one for one in usable}

    def _enumerated(self, node: Node) -> dict[str, Member]:
        assert node.binding is not None
        listed = self.definitions.codes[node.binding.value_set]
        return {code: Member(system, code, code) for system, codes in listed.items() for code in sorted(codes)}

    def _words(self, one: Member) -> Words:
        """What people read for a code: its display, and its designation in the other language."""
        told = {"": one.display or one.code}
        system = self.terms.code_system(one.system)
        concept = system.find(one.code) if system else None
        for other in concept.designations if concept else ():
            told.setdefault(str(other.get("language", "")), str(other["value"]))
        return _both(told)

    def need(
        self, name: str, id: str, *, kind: NeedKind | None = None, private: bool = False, today: bool = False,
        choices: str = "", hint: Words = NO_WORDS,
    ) -> Need:  # fmt: skip
        """What a step asks for."""
        one = self.asked(id)
        options = _YES_NO if one.kind == "yes_no" else one.options
        return Need(
            name, one.with_unit, kind or _NEEDS[one.kind], one.required, options, choices, today, hint, private,
            longest=one.longest,
        )  # fmt: skip

    def field(self, name: str, id: str, *, kind: FieldKind | None = None, choices: str = "", hint: Words = NO_WORDS,
              private: bool = False) -> Field:  # fmt: skip
        """A field of a form."""
        one = self.asked(id)
        options = _YES_NO if one.kind == "yes_no" else one.options
        low, high = ("" if bound is None else str(bound) for bound in (one.low, one.high))
        return Field(
            name, one.with_unit, kind or _FIELDS[one.kind], one.required, options=options, hint=hint, low=low,
            high=high, choices=choices, private=private, longest=one.longest,
        )  # fmt: skip

    def column(self, name: str, id: str, **more: Any) -> Column:
        """A column of a list; `more` is what a list has and a profile has not: example, hint, other headings."""
        return column_of(name, self.asked(id), **more)


def column_of(name: str, one: Asked, **more: Any) -> Column:
    """An element as a column of a list."""
    if one.kind == "reference":
        more = {"pattern": _RECORD, "hint": Words("记录，如 Patient/1", "a record, such as Patient/1")} | more
    return Column(
        name, one.title, _COLUMNS[one.kind], one.required, one.options, one.low, one.high, unit=one.unit,
        longest=one.longest, many=one.many, **more,
    )  # fmt: skip


@cache
def room_profile(beside: str, name: str) -> Profiled:
    """The profile of the room that a module belongs to: `room_profile(__file__, "Resident")`. The module lies in the
    room's folder, or in one of its packages."""
    here = Path(beside).parent
    folder = here if (here / "profiles").is_dir() else here.parent
    content = json.loads((folder / "profiles" / f"{name}.json").read_text(encoding="utf-8"))
    definition, *others = content if isinstance(content, list) else [content]
    tables = sorted((folder / "tables").glob("*.csv"))
    return Profiled(definition, [*others, *(one for path in tables for one in as_terms(path))])


def as_terms(path: Path) -> list[dict[str, Any]]:
    """A dated table whose rows are codes with `zh` and `en` as code system and value set; [] for another table."""
    with path.open(encoding="utf-8", newline="") as file:
        code, *others = file.readline().strip().split(",")
    if not {"zh", "en"} <= set(others):
        return []
    url, concepts = TABLE + path.stem, {}
    for row in read_table(path, (code,)).rows:
        concepts[row[code]] = {
            "code": row[code], "display": row["zh"], "designation": [{"language": "en", "value": row["en"]}],
        }  # fmt: skip
    return [
        {"resourceType": "CodeSystem", "url": url, "content": "complete", "status": "active",
         "concept": list(concepts.values())},
        {"resourceType": "ValueSet", "url": url, "status": "active", "compose": {"include": [{"system": url}]}},
    ]  # fmt: skip


def _title(nodes: list[Node]) -> Words:
    """The label of an element, or of the nearest element around it that has one; else its own name."""
    for node in reversed(nodes[1:]):
        if node.labels:
            return _both(node.labels)
    name = nodes[-1].path.rpartition(".")[2].removesuffix("[x]")
    return Words(name, name)


def _both(told: Mapping[str, str]) -> Words:
    """Chinese and English of what was told by language; what is missing is said as the profile says it."""
    zh = next((text for language, text in told.items() if language.startswith("zh")), "")
    en = next((text for language, text in told.items() if language.startswith("en")), "")
    own = told.get("") or zh or en
    return Words(zh or own, en or own)


def _unit(node: Node) -> str:
    """The unit that a quantity is fixed to."""
    if isinstance(node.pattern, dict) and "Quantity" in node.types:
        return str(node.pattern.get("unit") or node.pattern.get("code") or "")
    for name in ("unit", "code"):
        inner = node.children.get(name)
        said = next((one for one in (inner.fixed, inner.pattern) if isinstance(one, str)), "") if inner else ""
        if said:
            return said
    return ""


def _whole(bound: Any, usual: int | None) -> int | None:
    return usual if bound is None else int(bound)
