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


def test_every_interaction_it_lists_is_one_and_no_other_is(served: Any, client: Any) -> None:
    """What is told for a type, asked of the server: none is refused as no such interaction (405)."""
    told = client.get("/fhir/metadata").json()
    assert told["patchFormat"] == ["application/json-patch+json", "application/merge-patch+json"]
    rest = told["rest"][0]
    organization = next(one for one in rest["resource"] if one["type"] == "Organization")
    asked = {
        "read": ("GET", "Organization/a"), "vread": ("GET", "Organization/a/_history/1"),
        "update": ("PUT", "Organization/a"), "patch": ("PATCH", "Organization/a"),
        "delete": ("DELETE", "Organization/a"), "history-instance": ("GET", "Organization/a/_history"),
        "history-type": ("GET", "Organization/_history"), "create": ("POST", "Organization"),
        "search-type": ("GET", "Organization"), "transaction": ("POST", ""), "batch": ("POST", ""),
        "history-system": ("GET", "_history"), "search-system": ("GET", "?_id=a"),
    }  # fmt: skip
    listed = [one["code"] for one in [*organization["interaction"], *rest["interaction"]]]
    assert sorted(listed) == sorted(asked)
    for method, path in asked.values():
        assert client.request(method, f"/fhir/{path}").status_code != 405
    for method, path in (("DELETE", ""), ("PATCH", ""), ("POST", "_history"), ("POST", "Organization/a")):
        assert client.request(method, f"/fhir/{path}").status_code == 405
    operations = [(one["type"], name["name"]) for one in rest["resource"] for name in one["operation"]]
    for type, name in operations:
        for url in (f"/fhir/{type}/${name}", f"/fhir/{type}/a/${name}"):
            if "no operation" not in client.get(url, headers={"accept-language": "en"}).text:
                break
        else:
            raise AssertionError(f"{type}/${name} is told and is none")
    assert {("ValueSet", "expand"), ("CodeSystem", "lookup"), ("Organization", "validate"), ("Group", "export")} <= {
        *operations
    }
    for path in ("$export", "$import"):
        assert client.request("GET" if path == "$export" else "POST", f"/fhir/{path}").status_code in (400, 415)
    assert organization["conditionalRead"] == "full-support"
    assert (organization["conditionalUpdate"], organization["conditionalDelete"]) == (True, "single")
