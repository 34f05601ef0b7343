"""The definitions in force: R4's own table and what a region or a room adds, as frozen objects.

Sources: FHIR R4 StructureDefinition, ElementDefinition, SearchParameter, CompartmentDefinition. R4 comes from the
compact table of the package (fhir/r4, made by scripts/make_r4_table.py); own types are given as FHIR JSON.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from tongmai.fhir import compact
from tongmai.fhir.occurring import RARELY, Occurring, occurring
from tongmai.fhir.packed import packed_table

ParameterKind = Literal["token", "string", "date", "number", "reference", "uri", "quantity", "composite"]
SEARCHABLE = frozenset({"token", "string", "date", "number", "reference", "uri", "quantity"})
"""Composite parameters are declared where they have two parts of which the first is a token; special ones never."""
WORDED, WORDS = frozenset({"code"}), ":text"
"""The token parameters whose words beside codes are indexed with them, and how the words of any other are named
(`category:text`), which are indexed where they are asked for by name."""
_ONLY_TYPE = re.compile(r"(?P<path>[A-Za-z.]+)\.where\(resolve\(\) is (?P<target>[A-Z][A-Za-z]+)\)")


@dataclass(frozen=True, slots=True)
class Element:
    """`name` is the element's own name, without `[x]` where it is a choice. `maximum` None: no limit. `types`:
    primitive and complex types, or the path of a backbone shape. `value_set`: the required binding, "" for none."""

    name: str
    path: str
    minimum: int
    maximum: int | None
    types: tuple[str, ...]
    targets: tuple[str, ...]
    value_set: str
    choice: bool

    @property
    def many(self) -> bool:
        return self.maximum != 1

    def json_keys(self) -> list[tuple[str, str]]:
        """(JSON key, type): one, or one for each type of a choice (`valueQuantity`, Quantity)."""
        if not self.choice:
            return [(self.name, self.types[0])]
        return [(self.name + kind[0].upper() + kind[1:], kind) for kind in self.types]


@dataclass(frozen=True, slots=True)
class Shape:
    """A type, or a backbone within one (`Patient.contact`), with its inherited elements first."""

    name: str
    kind: Literal["resource", "complex-type", "primitive-type", "backbone"]
    base: str
    abstract: bool
    elements: Mapping[str, Element]


class Component(NamedTuple):
    """A part of a composite: its kind, and its expression on the composite's own element."""

    kind: ParameterKind
    expression: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A search parameter as it speaks of one type. `parts`: of a composite. `worded`: the words beside its codes are
    indexed too (`:text`). `occurring`: how often it can be found in a resource. `alias_of` names the parameter under
    whose name the index rows stand, when this one only repeats it; `alias_target` then limits the references to one
    type ("" for no limit): `Observation.patient` is `subject` where the target is a Patient."""

    name: str
    type: ParameterKind
    expression: str
    targets: tuple[str, ...] = ()
    alias_of: str = ""
    alias_target: str = ""
    parts: tuple[Component, ...] = ()
    worded: bool = False
    occurring: Occurring = RARELY

    @property
    def rows_under(self) -> str:
        """The parameter name that index rows bear."""
        return self.alias_of or self.name


@dataclass(frozen=True, eq=False)
class Definitions:
    """Immutable; equal only to itself. `shapes` by name, `types` the concrete resource types, `codes` the required
    value sets that can be enumerated: {url: {system: codes}}."""

    shapes: Mapping[str, Shape]
    types: frozenset[str]
    own_types: frozenset[str]
    primitives: Mapping[str, str]
    codes: Mapping[str, Mapping[str, frozenset[str]]]
    _parameters: Mapping[str, Mapping[str, Parameter]]
    _compartments: Mapping[str, Mapping[str, tuple[str, ...]]]

    @staticmethod
    def load(
        own: Sequence[Mapping[str, Any]] = (), declared: Mapping[str, Collection[str]] | None = None
    ) -> "Definitions":
        """R4 with `own` resources added: StructureDefinition, SearchParameter, ValueSet, CodeSystem. A profile makes no
        type: it is passed over (see `fhir/profiles`). `declared` narrows the search parameters of the types it names.
        ValueError names what is wrong in an own definition."""
        own = [one for one in own if one.get("derivation") != "constraint"]
        if not own and declared is None:
            return _r4()
        return _added(_r4(), _merged(packed_table("r4"), own), own, declared)

    def shape(self, name: str) -> Shape:
        return self.shapes[name]

    def parameters(self, type: str) -> Mapping[str, Parameter]:
        """The declared search parameters of a resource type, those of every resource (`_id`, `_tag`, …) included."""
        return self._parameters[type]

    def narrowed(self, names: Collection[tuple[str, str]]) -> "Definitions":
        """The same with those parameters alone whose index rows stand under one of these (type, name); the words beside
        codes are named apart (`category:text`), but for those in WORDED, which always come along."""

        def kept(type: str, one: Parameter) -> Parameter:
            named = one.type == "token" and (type, f"{one.rows_under}{WORDS}") in names
            worded = one.worded or named
            return one if worded == one.worded else replace(one, worded=worded)

        parameters = {
            type: {name: kept(type, one) for name, one in known.items() if (type, one.rows_under) in names}
            for type, known in self._parameters.items()
        }
        return replace(self, _parameters=parameters)

    def compartment(self, of: str) -> Mapping[str, tuple[str, ...]]:
        """Member type to the parameters that make it a member: {"Observation": ("subject", "performer"), …}."""
        return self._compartments.get(of, {})

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether a type is another or specialises it: code is a string, Age is a Quantity, Patient a Resource."""
        while name:
            if name == ancestor:
                return True
            shape = self.shapes.get(name)
            name = shape.base if shape else ""
        return False


@cache
def composites() -> Mapping[str, Mapping[str, Parameter]]:
    """R4's composite parameters by type and name, of those that a store can index."""
    return {
        type: {
            name: Parameter(name, "composite", expression, parts=tuple(Component(*part) for part in parts))
            for name, (expression, parts) in found.items()
        }
        for type, found in packed_table("search")["composites"].items()
    }


@cache
def _r4() -> Definitions:
    table = packed_table("r4")
    nothing = Definitions({}, frozenset(), frozenset(), table["primitives"], {}, {}, _compartments(table))
    return _added(nothing, table, (), None)


def _of(kind: str, own: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(one) for one in own if one["resourceType"] == kind]


def _merged(table: Mapping[str, Any], own: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The table with own definitions in it; the table itself is left alone."""
    known = {"StructureDefinition", "SearchParameter", "ValueSet", "CodeSystem"}
    if strange := {str(one.get("resourceType")) for one in own} - known:
        raise ValueError(f"not a definition: {', '.join(sorted(strange))}")
    types, codes, parameters = dict(table["types"]), dict(table["codes"]), dict(table["parameters"])
    for definition in _of("StructureDefinition", own):
        if definition["type"] in types or definition.get("derivation") != "specialization":
            raise ValueError(f"own type {definition['type']}: only new types, by specialization")
        types[definition["type"]] = compact.compact_type(definition)
    value_sets = {one["url"]: one for one in _of("ValueSet", own)}
    systems = {one["url"]: one for one in _of("CodeSystem", own)}
    for url in value_sets:
        if expansion := compact.expand(url, value_sets, systems):
            codes[url] = expansion
    for parameter in _of("SearchParameter", own):
        for base, row in compact.compact_parameter(parameter).items():
            parameters[base] = {**parameters.get(base, {}), parameter["code"]: row}
    _refuse_dangling(types, codes, parameters, table)
    return {**table, "types": types, "codes": codes, "parameters": parameters}


def _refuse_dangling(
    types: Mapping[str, Any], codes: Mapping[str, Any], parameters: Mapping[str, Any], table: Mapping[str, Any]
) -> None:
    for name in types.keys() - table["types"].keys():
        backbones = {f"{name}.{element[0]}" for element in types[name]["elements"]}
        for path, _, _, kinds, _, value_set in types[name]["elements"]:
            if lost := set(kinds) - types.keys() - backbones:
                raise ValueError(f"{name}.{path}: no such type {', '.join(sorted(lost))}")
            if value_set and value_set not in codes and value_set not in table["open"]:
                raise ValueError(f"{name}.{path}: required value set {value_set} is not given")
    if lost := parameters.keys() - types.keys():
        raise ValueError(f"search parameters for unknown types: {', '.join(sorted(lost))}")


def _compartments(table: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        of: {member: tuple(names) for member, names in members.items()} for of, members in table["compartments"].items()
    }


def _added(
    core: Definitions, table: Mapping[str, Any], own: Sequence[Mapping[str, Any]],
    declared: Mapping[str, Collection[str]] | None,
) -> Definitions:  # fmt: skip
    """The definitions of a table of which those of `core` are a part; what is the same in both is made once."""
    shapes = dict(core.shapes)
    for name in table["types"]:
        _add_shapes(name, table["types"], shapes)
    types = frozenset(name for name, shape in shapes.items() if shape.kind == "resource" and not shape.abstract)
    if declared is not None and (lost := set(declared) - types):
        raise ValueError(f"declared parameters for unknown types: {', '.join(sorted(lost))}")
    given = {str(one["url"]) for one in _of("ValueSet", own)}
    codes = {
        url: core.codes[url]
        if url in core.codes and url not in given
        else {system: frozenset(members) for system, members in systems.items()}
        for url, systems in table["codes"].items()
    }
    spoken_of = {str(base) for one in _of("SearchParameter", own) for base in one["base"]} | set(declared or ())
    parameters = {
        name: core.parameters(name)
        if name in core.types and spoken_of.isdisjoint(_lineage(name, shapes))
        else _parameters(name, shapes, table["parameters"], declared)
        for name in sorted(types)
    }
    own_types = frozenset(str(one["type"]) for one in _of("StructureDefinition", own))
    return Definitions(shapes, types, own_types, core.primitives, codes, parameters, core._compartments)


def _lineage(name: str, shapes: Mapping[str, Shape]) -> list[str]:
    """A type behind everything that it is based on."""
    found = [name]
    while base := shapes[found[0]].base:
        found.insert(0, base)
    return found


def _add_shapes(name: str, types: Mapping[str, Any], shapes: dict[str, Shape]) -> None:
    """A type and its backbones, its base first."""
    if name in shapes:
        return
    listed = types[name]
    base = listed["base"]
    if base:
        _add_shapes(base, types, shapes)
    inherited = shapes[base].elements if base else {}
    if listed["kind"] == "primitive-type":
        shapes[name] = Shape(name, "primitive-type", base, False, {})
        return
    for backbone, elements in _by_parent(name, listed["elements"]).items():
        if backbone == name:
            shapes[name] = Shape(name, listed["kind"], base, listed["abstract"], {**inherited, **elements})
        else:
            _add_shapes("BackboneElement", types, shapes)
            elements = {**shapes["BackboneElement"].elements, **elements}
            shapes[backbone] = Shape(backbone, "backbone", "BackboneElement", False, elements)


def _by_parent(name: str, rows: Iterable[Sequence[Any]]) -> dict[str, dict[str, Element]]:
    grouped: dict[str, dict[str, Element]] = {name: {}}
    for path, minimum, maximum, types, targets, value_set in rows:
        choice = path.endswith("[x]")
        full = f"{name}.{path.removesuffix('[x]')}"
        parent, _, last = full.rpartition(".")
        grouped.setdefault(parent, {})[last] = Element(
            last, full, minimum, maximum or None, tuple(types), tuple(targets), value_set, choice
        )
    return grouped


def _parameters(
    name: str,
    shapes: Mapping[str, Shape],
    table: Mapping[str, Mapping[str, Sequence[Any]]],
    declared: Mapping[str, Collection[str]] | None,
) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for ancestor in _lineage(name, shapes):
        for code, (kind, expression, targets) in table.get(ancestor, {}).items():
            if kind in SEARCHABLE:
                often = occurring(kind, expression, shapes[name].elements)
                found[code] = Parameter(code, kind, expression, tuple(targets), worded=code in WORDED, occurring=often)
            elif composite := composites().get(ancestor, {}).get(code):
                found[code] = composite
    if declared is not None and name in declared:
        if lost := set(declared[name]) - found.keys():
            raise ValueError(f"{name} has no search parameter {', '.join(sorted(lost))}")
        found = {code: one for code, one in found.items() if code.startswith("_") or code in declared[name]}
    return _with_aliases(found)


def _with_aliases(parameters: dict[str, Parameter]) -> dict[str, Parameter]:
    """Mark the parameters that only repeat another of the same type, so that their rows need not be stored twice."""
    first: dict[tuple[str, str, tuple[Component, ...]], str] = {}
    for code, parameter in parameters.items():
        first.setdefault((parameter.type, parameter.expression, parameter.parts), code)
    marked = {}
    for code, parameter in parameters.items():
        match = _ONLY_TYPE.fullmatch(parameter.expression)
        same = first[parameter.type, parameter.expression, parameter.parts]
        whole = first.get((parameter.type, match["path"], ())) if match else None
        if match and whole:
            parameter = replace(parameter, alias_of=whole, alias_target=match["target"])
        elif same != code:
            parameter = replace(parameter, alias_of=same)
        marked[code] = parameter
    return marked
