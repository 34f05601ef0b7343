"""Profiles: R4's own, whose snapshots are published, and one of every kind of rule and slicing."""

from functools import cache
from typing import Any

import orjson
import pytest
from tests.fhir import r4_examples

from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.findings import errors
from tongmai.fhir.invariants import Invariants
from tongmai.fhir.profiles import Profiles, flat
from tongmai.fhir.terms import Library, core
from tongmai.fhir.validating import Validator

R4 = Definitions.load()
HL7 = "http://hl7.org/fhir/StructureDefinition/"


@cache
def invariants() -> Invariants:
    return Invariants(R4)


def validator(*profiles: dict[str, Any], terms: Library | None = None) -> Validator:
    loaded = {one["url"]: one for one in profiles}
    return Validator(R4, Checker(R4), invariants(), loaded.get, terms or core())


def profile(type: str, *elements: dict[str, Any], url: str = "urn:p", base: str = "") -> dict[str, Any]:
    return {"resourceType": "StructureDefinition", "url": url, "type": type, "kind": "resource", "name": "P",
            "status": "active", "abstract": False, "derivation": "constraint",
            "baseDefinition": base or HL7 + type, "differential": {"element": list(elements)}}  # fmt: skip


def el(id: str, **more: Any) -> dict[str, Any]:
    path = ".".join(part.partition(":")[0] for part in id.split("."))
    slice = id.rpartition(".")[2].partition(":")[2]
    return {"id": id, "path": path, **({"sliceName": slice} if slice else {}), **more}


def by(kind: str, path: str, **more: Any) -> dict[str, Any]:
    return {"discriminator": [{"type": kind, "path": path}], "rules": "open", **more}


def coded(code: str, system: str = "s") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def observation(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Observation", "status": "final", "code": coded("x")} | more


def part(code: str, **more: Any) -> dict[str, Any]:
    return {"code": coded(code), **more}


PARTS = (
    el("Observation.component", slicing=by("pattern", "code", rules="closed"), min=1),
    el("Observation.component:high", min=1, max="1"),
    el("Observation.component:high.code", patternCodeableConcept=coded("high")),
    el("Observation.component:high.value[x]", min=1, type=[{"code": "Quantity"}]),
    el("Observation.component:low", max="1"),
    el("Observation.component:low.code", patternCodeableConcept=coded("low")),
)
HIGH = part("high", valueQuantity={"value": 1})
EXTENSION = profile("Extension", el("Extension.url", fixedUri="urn:village"),
                    el("Extension.value[x]", min=1, type=[{"code": "code"}]), url="urn:village")  # fmt: skip
EXTENDED = (el("Observation.extension", slicing=by("value", "url")),
            el("Observation.extension:village", min=1, max="1", type=[
                {"code": "Extension", "profile": ["urn:village"]}]))  # fmt: skip
VALUES = {"resourceType": "ValueSet", "url": "urn:vs", "status": "active",
          "compose": {"include": [{"system": "s", "concept": [{"code": "x"}]}]}}  # fmt: skip
CASES: list[tuple[tuple[Any, ...], dict[str, Any], list[str]]] = [
    # differential, instance, places of what is wrong
    ((el("Observation.subject", min=1),), observation(), ["Observation.subject"]),
    ((el("Observation.note", max="0"),), observation(note=[{"text": "n"}]), ["Observation.note"]),
    ((el("Observation.note", max="1"),), observation(note=[{"text": "n"}, {"text": "m"}]), ["Observation.note"]),
    ((el("Observation.status", fixedCode="final"),), observation(status="amended"), ["Observation.status"]),
    ((el("Observation.code", patternCodeableConcept=coded("x")),), observation(code=coded("y")), ["Observation.code"]),
    ((el("Observation.code", patternCodeableConcept=coded("x")),), observation(code={**coded("x"), "text": "t"}), []),
    ((el("Observation.code", fixedCodeableConcept=coded("x")),), observation(code={**coded("x"), "text": "t"}),
     ["Observation.code"]),
    ((el("Observation.code.text", min=1),), observation(), ["Observation.code.text"]),
    ((el("Observation.value[x]", type=[{"code": "Quantity"}]),), observation(valueString="a"),
     ["Observation.valueString"]),
    ((el("Observation.valueQuantity", min=1),), observation(valueString="a"), ["Observation.value[x]:valueQuantity"]),
    ((el("Observation.valueQuantity.code", min=1),), observation(valueQuantity={"value": 1}),
     ["Observation.valueQuantity.code"]),
    ((el("Observation.subject", type=[{"code": "Reference", "targetProfile": [HL7 + "Patient"]}]),),
     observation(subject={"reference": "Group/1"}), ["Observation.subject"]),
    ((el("Observation.subject", type=[{"code": "Reference", "targetProfile": [HL7 + "Patient"]}]),),
     observation(subject={"reference": "Patient/1"}), []),
    ((el("Observation.code", binding={"strength": "required", "valueSet": "urn:vs"}),), observation(), []),
    ((el("Observation.code", binding={"strength": "required", "valueSet": "urn:vs"}),), observation(code=coded("y")),
     ["Observation.code"]),
    ((el("Observation.code", binding={"strength": "required", "valueSet": "urn:vs"}),), observation(code={"text": "x"}),
     ["Observation.code"]),
    ((el("Observation.code", binding={"strength": "extensible", "valueSet": "urn:vs"}),), observation(code=coded("y")),
     []),
    ((el("Observation", constraint=[{"key": "p-1", "severity": "error", "human": "h",
                                     "expression": "issued.exists()"}]),),
     observation(), ["Observation"]),
    ((el("Observation.component", constraint=[{"key": "p-2", "severity": "error", "human": "h",
                                                "expression": "value.exists()"}]),),
     observation(component=[HIGH, part("low")]), ["Observation.component[1]"]),
    (PARTS, observation(component=[HIGH]), []),
    (PARTS, observation(component=[HIGH, part("low", valueString="a")]), []),
    (PARTS, observation(), ["Observation.component", "Observation.component:high"]),
    (PARTS, observation(component=[HIGH, HIGH]), ["Observation.component:high"]),
    (PARTS, observation(component=[part("high", valueString="a")]), ["Observation.component[0].valueString"]),
    (PARTS, observation(component=[HIGH, part("other")]), ["Observation.component[1]"]),
    ((el("Observation.category", slicing=by("value", "coding.code", ordered=True, rules="openAtEnd")),
      el("Observation.category:a", max="1"), el("Observation.category:a.coding.code", fixedCode="a"),
      el("Observation.category:b", max="1"), el("Observation.category:b.coding.code", fixedCode="b")),
     observation(category=[coded("c"), coded("b"), coded("a")]),
     ["Observation.category[1]", "Observation.category[2]", "Observation.category[2]"]),
    ((el("Observation.value[x]", slicing=by("type", "$this", rules="closed")),
      el("Observation.value[x]:valueQuantity", min=1, type=[{"code": "Quantity"}])), observation(valueString="a"),
     ["Observation.value[x]:valueQuantity", "Observation.valueString"]),
    ((el("Observation.component", slicing=by("exists", "value")),
      el("Observation.component:measured", max="1"), el("Observation.component:measured.value[x]", min=1)),
     observation(component=[HIGH, HIGH, part("low")]), ["Observation.component:measured"]),
    ((el("Observation.performer", slicing=by("type", "resolve()")), el("Observation.performer:who", min=1, type=[
        {"code": "Reference", "targetProfile": [HL7 + "Practitioner"]}])),
     observation(performer=[{"reference": "Organization/1"}]), ["Observation.performer:who"]),
    (EXTENDED, observation(extension=[{"url": "urn:village", "valueCode": "v"}]), []),
    (EXTENDED, observation(extension=[{"url": "urn:other", "valueCode": "v"}]), ["Observation.extension:village"]),
    (EXTENDED, observation(extension=[{"url": "urn:village", "valueString": "v"}]),
     ["Observation.extension[0].valueString"]),
]  # fmt: skip


@pytest.mark.parametrize(("elements", "resource", "places"), CASES)
def test_what_a_profile_finds(elements: Any, resource: Any, places: list[str]) -> None:
    terms = Library(lambda type, url, version: VALUES if url == "urn:vs" else None)
    judged = validator(profile("Observation", *elements), EXTENSION, terms=terms)
    assert Checker(R4).check(resource) == []
    found = errors(judged.findings({**resource, "meta": {"profile": ["urn:p"]}}))
    assert sorted(issue.where for issue in found) == sorted(places), [issue.told("en") for issue in found]


def test_a_profile_of_a_profile_holds_to_both() -> None:
    base = profile("Observation", el("Observation.subject", min=1), *PARTS, url="urn:base")
    derived = profile("Observation", el("Observation.component:low", min=1), base="urn:base")
    found = errors(validator(base, derived).findings(observation(component=[HIGH]), ["urn:p"]))
    assert {issue.where for issue in found} == {"Observation.subject", "Observation.component:low"}


@pytest.mark.parametrize(
    ("elements", "told"),
    [
        ((el("Observation.code", max="*"),), "wider than its base"),
        ((el("Observation.code", min=0),), "wider than its base"),
        ((el("Observation.colour", min=1),), "no element colour"),
        ((el("Observation.value[x]", type=[{"code": "Address"}]),), "not among its types"),
        ((el("Observation.status", binding={"strength": "example", "valueSet": "urn:x"}),), "cannot be loosened"),
        ((el("Observation.component:a", min=1),), "without slicing"),
        ((el("Observation.component", slicing=by("profile", "$this")),), "slicing by profile"),
        ((*PARTS, el("Observation.component:high/very", min=1)), "re-slicing"),
        (
            (
                el(
                    "Observation.code",
                    constraint=[{"key": "x", "severity": "error", "human": "h", "expression": "a +"}],
                ),
            ),
            "",
        ),
    ],
)
def test_a_profile_that_cannot_be_used_is_told(elements: Any, told: str) -> None:
    found = errors(validator(profile("Observation", *elements)).findings(observation(), ["urn:p"]))
    assert [issue.kind for issue in found] == ["unsupported"]
    assert told in found[0].words.en


def test_what_is_not_loaded_is_told() -> None:
    claimed = validator().findings(observation(meta={"profile": ["urn:none"]}))
    assert [(one.severity, one.issue.kind) for one in claimed if one.issue.rule != "dom-6"] == [
        ("warning", "not-found")
    ]
    asked = validator().findings(observation(), ["urn:none"])
    assert [one.kind for one in errors(asked)] == ["not-found"]
    other = errors(validator(profile("Patient")).findings(observation(), ["urn:p"]))
    assert [issue.kind for issue in other] == ["invalid"]


def test_must_support_is_noted() -> None:
    found = validator(profile("Observation", el("Observation.issued", mustSupport=True))).findings(
        observation(), ["urn:p"]
    )
    assert [(one.severity, one.issue.where) for one in found if one.issue.rule == "urn:p"] == [
        ("information", "Observation.issued")
    ]


DIFFERS = {
    "catalog": "it has slices of elements that take one value and says nothing by which they are told apart",
    "familymemberhistory-genetic": "it has slices of elements that take one value, as above",
    "codesystem-history": "it allows elements within an extension where its base allows none",
}


@cache
def published() -> dict[str, dict[str, Any]]:
    """R4's own profiles by url."""
    found = {}
    for file in sorted(r4_examples.folder().glob("StructureDefinition-*.json")):
        one = orjson.loads(file.read_bytes())
        if one.get("derivation") == "constraint":
            found[one["url"]] = one
    return found


def row(element: dict[str, Any]) -> tuple[Any, ...]:
    return element["id"].partition(".")[2], element.get("sliceName"), element["min"], element["max"]


@pytest.mark.skipif(r4_examples.folder() is None, reason="no folder of R4 examples")
def test_snapshots_are_those_that_r4_publishes() -> None:
    """Every element on which a differential speaks: cardinality, and that no slice is missing."""
    profiles, wrong, judged = Profiles(R4, published().get), {}, 0
    for url, one in published().items():
        if "snapshot" not in one:
            continue
        try:
            mine = {row(element)[0]: row(element) for element in flat(R4, profiles.tree(url))}
        except ValueError as error:
            wrong[one["id"]] = str(error)
            continue
        spoken = {element["id"].partition(".")[2] for element in one["differential"]["element"] if "." in element["id"]}
        theirs = {row(element)[0]: row(element) for element in one["snapshot"]["element"]}
        judged += 1
        if odd := {id: (mine.get(id), theirs.get(id)) for id in spoken if mine.get(id) != theirs.get(id)}:
            wrong[one["id"]] = odd
    assert judged > 400
    assert wrong.keys() == DIFFERS.keys()
