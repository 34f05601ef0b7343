"""FHIR's own definition resources in a compact form: the same functions make the table of R4 and read our own types.

Sources: FHIR R4 StructureDefinition (5.3), ElementDefinition (2.32), SearchParameter (3.4), ValueSet (4.9). The compact
form is plain JSON, so that it is small in the package and quick to load:

    types       {name: {"kind", "base", "abstract", "elements": [[path, min, max, types, targets, value set], ...]}}
    primitives  {name: regex}
    codes       {value set url: {system: [code, ...]}}
    parameters  {type: {name: [kind, expression, targets]}}
    compartments {type: {member type: [parameter, ...]}}

`elements` holds what the type itself adds, in order; what it inherits stands with its base. `max` 0 means no limit.
A path is relative to the type; the type of a backbone element is its own path (`Patient.contact`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]

FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"
REGEX = "http://hl7.org/fhir/StructureDefinition/regex"
BASE = "http://hl7.org/fhir/StructureDefinition/"
BACKBONES = ("BackboneElement", "Element")


def compact_type(definition: Json) -> Json:
    """A StructureDefinition (snapshot, or differential of a new type) in the compact form."""
    name = definition["type"]
    listed = definition.get("snapshot") or definition["differential"]
    elements = [compact_element(name, element) for element in listed["element"] if _is_own(name, element)]
    return {
        "kind": definition["kind"],
        "base": definition.get("baseDefinition", "").removeprefix(BASE),
        "abstract": bool(definition.get("abstract")),
        "elements": elements,
    }


def _is_own(name: str, element: Json) -> bool:
    path: str = element["path"]
    return "." in path and element.get("base", {}).get("path", path) == path and path.split(".")[0] == name


def compact_element(name: str, element: Json) -> list[Any]:
    """[path, min, max (0: no limit), types, reference targets, required value set or ""]."""
    path: str = element["path"]
    types = [_type_name(one, path) for one in element.get("type", ())]
    if path == "Resource.id":
        types = ["id"]  # R4 publishes it as a string and describes it as an id (2.26.3)
    if reference := element.get("contentReference"):
        types = [reference.rpartition("#")[2]]
    maximum = element.get("max", "1")
    return [
        path.removeprefix(name + "."),
        element.get("min", 0),
        0 if maximum == "*" else int(maximum),
        types,
        _targets(element.get("type", ())),
        _required(element.get("binding", {})),
    ]


def _type_name(one: Json, path: str) -> str:
    for extension in one.get("extension", ()):
        if extension["url"] == FHIR_TYPE:
            return str(extension.get("valueUrl") or extension.get("valueUri"))
    code: str = one["code"]
    return path if code in BACKBONES and path.count(".") else code


def _targets(types: Iterable[Json]) -> list[str]:
    profiles = [profile for one in types if one["code"] != "canonical" for profile in one.get("targetProfile", ())]
    return sorted({profile.removeprefix(BASE) for profile in profiles})


def _required(binding: Json) -> str:
    return str(binding.get("valueSet", "")).partition("|")[0] if binding.get("strength") == "required" else ""


def primitive_regex(definition: Json) -> str:
    """The published regular expression of a primitive type; "" where there is none."""
    for element in definition["snapshot"]["element"]:
        if element["path"].endswith(".value"):
            for one in element["type"]:
                for extension in one.get("extension", ()):
                    if extension["url"] == REGEX:
                        return str(extension["valueString"])
    return ""


def union_parts(expression: str) -> list[str]:
    """The alternatives of a FHIRPath union at its outermost level."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(expression):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            parts.append(expression[start:index].strip())
            start = index + 1
    return [*parts, expression[start:].strip()]


def compact_parameter(parameter: Json) -> dict[str, list[Any]]:
    """A SearchParameter by base type: [kind, the part of the expression that speaks of this type, targets]."""
    found = {}
    parts = union_parts(parameter.get("expression", ""))
    for base in parameter["base"]:
        own = [part for part in parts if part.lstrip("(").startswith((base + ".", base + " "))]
        expression = " | ".join(own or parts)
        found[base] = [parameter["type"], expression, sorted(parameter.get("target", ()))]
    return found


def expand(url: str, value_sets: Mapping[str, Json], code_systems: Mapping[str, Json]) -> dict[str, list[str]] | None:
    """The codes of a value set by system; None where the given resources do not enumerate it."""
    value_set = value_sets.get(url)
    if value_set is None or value_set.get("compose", {}).get("exclude"):
        return None
    codes: dict[str, list[str]] = {}
    for include in value_set.get("compose", {}).get("include", ()):
        part = _included(include, value_sets, code_systems)
        if part is None:
            return None
        for system, members in part.items():
            codes.setdefault(system, []).extend(member for member in members if member not in codes[system])
    return codes or None


def _included(
    include: Json, value_sets: Mapping[str, Json], code_systems: Mapping[str, Json]
) -> dict[str, list[str]] | None:
    if "filter" in include:
        return None
    if "valueSet" in include:
        parts = [expand(url.partition("|")[0], value_sets, code_systems) for url in include["valueSet"]]
        return parts[0] if len(parts) == 1 and "system" not in include else None
    system = include["system"]
    if "concept" in include:
        return {system: [concept["code"] for concept in include["concept"]]}
    code_system = code_systems.get(system)
    if code_system is None or code_system.get("content") != "complete":
        return None
    return {system: list(_concepts(code_system.get("concept", ())))}


def _concepts(concepts: Iterable[Json]) -> Iterable[str]:
    for concept in concepts:
        yield concept["code"]
        yield from _concepts(concept.get("concept", ()))


def compact_compartment(definition: Json) -> dict[str, list[str]]:
    """A CompartmentDefinition: the parameters by which a type belongs to it."""
    return {one["code"]: list(one["param"]) for one in definition["resource"] if one.get("param")}
