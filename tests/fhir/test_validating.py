"""Invariants, references and profiles on the published R4 examples, and on what breaks them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
import pytest
from tests.fhir import r4_examples
from tests.fhir.test_check import AGAINST_EXAMPLES

from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.findings import errors
from tongmai.fhir.invariants import Invariants
from tongmai.fhir.validating import Validator

LARGE = 60_000  # bytes: the larger examples, most of them bundles of definitions, are judged in the proof
DIFFERS = {
    "ImplementationGuide-fhir.json": "it has neither name nor status, which R4 requires",
    "ig-r4.json": "the same guide under another name",
    "DeviceMetric-example.json": "its parent is a DeviceDefinition, which R4 does not allow there",
    "DeviceUseStatement-example.json": "its reason is a Procedure, which R4 does not allow there",
    "MedicationRequest-medrx0301.json": "its performer is a Practitioner, which R4 does not allow there",
    "Observation-clinical-gender.json": "its performer is an Encounter, which R4 does not allow there",
    "Questionnaire-qs1.json": "the profile that it claims asks for linkId, which its questions have not",
    "Bundle-dataelements.json": "bdl-7: it holds the same fullUrl several times",
}


@cache
def validator() -> Validator:
    """With the profiles that R4 publishes."""
    definitions = Definitions.load()

    def find(url: str) -> Any:
        file = r4_examples.folder() / f"StructureDefinition-{url.rpartition('/')[2]}.json"
        return orjson.loads(file.read_bytes()) if file.is_file() else None

    return Validator(definitions, Checker(definitions), Invariants(definitions), find)


def examples(large: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file name, resource), the large ones or the others."""
    for file in sorted(r4_examples.folder().glob("*-*.json")):
        defining = file.name.partition("-")[0] in r4_examples.DEFINING
        if not defining and (file.stat().st_size > LARGE) == large:
            yield file.name, orjson.loads(file.read_bytes())


@cache
def plain() -> Validator:
    """With R4 alone."""
    definitions = Definitions.load()
    return Validator(definitions, Checker(definitions), Invariants(definitions))


def judged(large: bool) -> dict[str, list[str]]:
    wrong = {}
    for name, resource in examples(large):
        if name not in AGAINST_EXAMPLES and (found := errors(validator().findings(resource))):
            wrong[name] = [issue.told("en") for issue in found]
    return wrong


@pytest.mark.skipif(r4_examples.folder() is None, reason="no folder of R4 examples")
@pytest.mark.parametrize("large", [False, pytest.param(True, marks=pytest.mark.proof)])
def test_the_published_examples_are_good(large: bool) -> None:
    """Their invariants, references, required codes, and the profiles that they claim."""
    wrong = judged(large)
    assert {name: told for name, told in wrong.items() if name not in DIFFERS} == {}


PATIENT = {"resourceType": "Patient"}
OBSERVATION = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}
BROKEN: list[tuple[dict[str, Any], str, str]] = [
    # a resource, the invariant that it breaks ("" for a reference), where
    (PATIENT | {"contact": [{"gender": "male"}]}, "pat-1", "Patient.contact[0]"),
    (PATIENT | {"name": [{"period": {"start": "2020", "end": "2019"}}]}, "per-1", "Patient.name[0].period"),
    (PATIENT | {"telecom": [{"value": "1"}]}, "cpt-2", "Patient.telecom[0]"),
    (PATIENT | {"managingOrganization": {"reference": "#o"}}, "ref-1", "Patient.managingOrganization"),
    (PATIENT | {"contained": [{"resourceType": "Organization", "id": "o", "name": "n"}]}, "dom-3", "Patient"),
    (PATIENT | {"contained": [{"resourceType": "Organization", "id": "o"}],
                "managingOrganization": {"reference": "#o"}}, "org-1", "Patient.contained[0]"),
    (PATIENT | {"text": {"status": "generated", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">x<script/></div>"}},
     "txt-1 txt-2", "Patient.text.div"),
    (PATIENT | {"managingOrganization": {"reference": "Practitioner/1"}}, "", "Patient.managingOrganization"),
    (PATIENT | {"generalPractitioner": [{"reference": "x", "type": "Patient"}]}, "", "Patient.generalPractitioner[0]"),
    (OBSERVATION | {"valueString": "a", "dataAbsentReason": {"text": "b"}}, "obs-6", "Observation"),
    (OBSERVATION | {"referenceRange": [{"type": {"text": "a"}}]}, "obs-3", "Observation.referenceRange[0]"),
    (OBSERVATION | {"valueQuantity": {"value": 1, "code": "kg"}}, "qty-3", "Observation.valueQuantity"),
    ({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": OBSERVATION | {
        "valueQuantity": {"value": 1, "code": "kg"}}}]}, "qty-3", "Bundle.entry[0].resource.valueQuantity"),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "rule", "where"), BROKEN)
def test_what_breaks_a_rule_is_found_at_its_place(resource: dict[str, Any], rule: str, where: str) -> None:
    found = errors(plain().findings(resource))
    told = " ".join(issue.rule for issue in found), {issue.where for issue in found}
    assert told == (rule, {where}), [issue.told("en") for issue in found]


def test_constraints_of_our_own_types() -> None:
    own = {"resourceType": "StructureDefinition", "id": "Errand", "url": "urn:x:Errand", "name": "Errand",
           "status": "active", "kind": "resource", "abstract": False, "type": "Errand", "derivation": "specialization",
           "baseDefinition": "http://hl7.org/fhir/StructureDefinition/DomainResource",
           "differential": {"element": [
               {"path": "Errand", "min": 0, "max": "*", "constraint": [
                   {"key": "er-1", "severity": "error", "human": "a topic or a place",
                    "expression": "topic.exists() or place.exists()"}]},
               {"path": "Errand.topic", "min": 0, "max": "1", "type": [{"code": "string"}]},
               {"path": "Errand.place", "min": 0, "max": "1", "type": [{"code": "string"}], "constraint": [
                   {"key": "er-2", "severity": "error", "human": "short", "expression": "length() < 9"}]},
           ]}}  # fmt: skip
    definitions = Definitions.load([own])
    judged = Validator(definitions, Checker(definitions), Invariants(definitions, [own]))
    for errand, rules in (({}, ["er-1"]), ({"place": "x" * 9}, ["er-2"]), ({"topic": "t"}, [])):
        found = errors(judged.findings({"resourceType": "Errand", **errand}))
        assert [issue.rule for issue in found] == rules


@pytest.mark.skipif(r4_examples.folder() is None, reason="no folder of R4 examples")
def test_a_quick_look_passes_nothing_over() -> None:
    """On the examples, and on each with one of its members left out: what the quick look spares holds."""
    definitions = Definitions.load()
    quick, slow = Invariants(definitions), Invariants(definitions)
    for rows in slow._at.values():
        rows[:] = [one._replace(may_break=lambda value: True) for one in rows]
    for place, (name, resource) in enumerate([*examples(large=False)][::6]):
        left_out = [*resource][1 + place % (len(resource) - 1)]
        bare = {key: value for key, value in resource.items() if key != left_out}
        for one in (resource, bare):
            assert [*quick.findings(one)] == [*slow.findings(one)], name
