"""The capability statement: good FHIR, open to all, and nothing in it is promised only."""

from typing import Any

from tongmai.access import Access, Actor, NoAudit
from tongmai.base.outcome import Refused
from tongmai.fhir.check import Checker
from tongmai.model.rule import Rule
from tongmai.store.memory import MemoryStore

VALUES = {
    "token": "x",
    "string": "x",
    "date": "2025",
    "number": "1",
    "uri": "urn:x",
    "quantity": "1",
    "composite": "x$2025",
}


def test_it_is_good_fhir_and_needs_no_sign_in(served: Any, definitions: Any) -> None:
    with served.client(None) as client:
        told = client.get("/fhir/metadata").json()
    assert Checker(definitions).check(told) == []
    assert (told["fhirVersion"], told["implementation"]["url"]) == ("4.0.1", "http://region.example/fhir")
    listed = {one["type"] for one in told["rest"][0]["resource"]}
    assert {"Patient", "Task"} <= listed
    assert "Errand" not in listed


def test_own_types_are_told_under_records(served: Any) -> None:
    with served.client(None) as client:
        told = client.get("/records/metadata").json()
    assert [one["type"] for one in told["rest"][0]["resource"]] == ["Errand"]
    assert {"name": "topic", "type": "string"} in told["rest"][0]["resource"][0]["searchParam"]


def test_every_parameter_it_lists_can_be_searched(served: Any, definitions: Any) -> None:
    with served.client(None) as client:
        told = client.get("/fhir/metadata").json()
    rules = [Rule(type, "all", frozenset({"read", "search"}), type) for type in definitions.types]
    store = MemoryStore(definitions, served.clock)
    actors = {"x": Actor("x", "x", ("all",))}
    access = Access(store, None, rules, actors, NoAudit(), served.clock, definitions=definitions)
    context = access.open("x")
    refused = []
    for resource in told["rest"][0]["resource"]:
        for parameter in resource["searchParam"]:
            known = definitions.parameters(resource["type"])[parameter["name"]]
            target = known.alias_target or next(iter(known.targets), "Patient")
            value = VALUES.get(parameter["type"], f"{target}/x")
            try:
                context.search(resource["type"], [(parameter["name"], value)])
            except Refused as refusal:
                refused.append((resource["type"], parameter["name"], str(refusal)))
        for include in resource.get("searchInclude", []):
            context.search(resource["type"], [("_include", include)])
    assert refused == []


def test_it_is_indented_where_asked(served: Any) -> None:
    with served.client(None) as client:
        assert client.get("/fhir/metadata?_pretty=true").text.startswith('{\n  "resourceType": "CapabilityStatement"')
