"""$validate and strict writes: profiles and terminology that are stored, held against what clients send."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.clients.server.conftest import OWN, SECRET, Client, cookie
from tests.clients.server.test_bundles import bundle, entry

from tongmai.clients.server import Conduct, build

FHIR = {"content-type": "application/fhir+json"}
PROFILE = {
    "resourceType": "StructureDefinition", "id": "town", "url": "urn:town", "name": "Town", "status": "active",
    "kind": "resource", "abstract": False, "type": "Organization", "derivation": "constraint",
    "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Organization",
    "differential": {"element": [{"id": "Organization.alias", "path": "Organization.alias", "min": 1},
                                 {"id": "Organization.type", "path": "Organization.type",
                                  "binding": {"strength": "required", "valueSet": "urn:kinds"}}]},
}  # fmt: skip
KINDS = {"resourceType": "ValueSet", "id": "kinds", "url": "urn:kinds", "status": "active", "compose": {
    "include": [{"system": "urn:kind", "concept": [{"code": "hospital"}]}]}}  # fmt: skip
TOWN = {"resourceType": "Organization", "name": "甲镇", "alias": ["甲"], "meta": {"profile": ["urn:town"]},
        "type": [{"coding": [{"system": "urn:kind", "code": "hospital"}]}]}  # fmt: skip


ERRAND, *_ = OWN
SHORT = {"key": "er-1", "severity": "error", "human": "a short topic", "expression": "topic.length() < 9"}
OWN_TYPES = [ERRAND | {"differential": {"element": [{"path": "Errand", "constraint": [SHORT]}]}}]


@pytest.fixture
def strict(served: Any) -> Iterator[Client]:
    house = served.access.system("profiles")
    app = build(served.access, served.clock, SECRET, Conduct(), OWN_TYPES, house)
    client = Client(app, served.runner, faults=False)
    client.cookies.set("tongmai", cookie("doctor"))
    with client:
        yield client


def test_invariants_of_our_own_types_are_held(strict: Any) -> None:
    for topic, status in (("T06", 201), ("T" * 20, 422)):
        errand = {"resourceType": "Errand", "topic": topic}
        assert strict.post("/records/Errand", json=errand, headers=FHIR).status_code == status


def test_a_profile_that_a_room_brings_is_known_without_being_stored(served: Any) -> None:
    app = build(served.access, served.clock, SECRET, Conduct(), [*OWN_TYPES, PROFILE, KINDS])
    with Client(app, served.runner, faults=False) as client:
        client.cookies.set("tongmai", cookie("doctor"))
        bare = {name: value for name, value in TOWN.items() if name not in ("alias", "meta")}
        answer = client.post("/fhir/Organization/$validate", json=asked(bare, profile="urn:town"), headers=FHIR)
        assert wrong(answer) == ["Organization.alias"]


def wrong(answer: Any) -> list[str]:
    """The places of the errors of an OperationOutcome."""
    assert answer.status_code == 200, answer.text
    return [one["expression"][0] for one in answer.json()["issue"] if one["severity"] == "error"]


def asked(resource: Any = None, **more: str) -> dict[str, Any]:
    listed: list[dict[str, Any]] = [{"name": name, "valueUri" if name == "profile" else "valueCode": value}
                                    for name, value in more.items()]  # fmt: skip
    listed += [{"name": "resource", "resource": resource}] if resource else []
    return {"resourceType": "Parameters", "parameter": listed}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in TOWN.items() if key != name}


def test_a_loaded_profile_is_honoured_from_then_on(strict: Any, seed: Any) -> None:
    assert strict.post("/fhir/Organization", json=without("alias"), headers=FHIR).status_code == 201
    seed(PROFILE, KINDS)
    assert strict.post("/fhir/Organization", json=TOWN, headers=FHIR).status_code == 201
    refused = strict.post("/fhir/Organization", json=without("alias"), headers=FHIR)
    assert (refused.status_code, refused.json()["issue"][0]["expression"]) == (400, ["Organization.alias"])
    other = TOWN | {"type": [{"coding": [{"system": "urn:kind", "code": "market"}]}]}
    assert strict.post("/fhir/Organization", json=other, headers=FHIR).json()["issue"][0]["code"] == "code-invalid"
    seed(KINDS | {"compose": {"include": [{"system": "urn:kind", "concept": [{"code": "market"}]}]}})
    assert strict.post("/fhir/Organization", json=other, headers=FHIR).status_code == 201


def test_what_breaks_an_invariant_is_not_written(served: Any, strict: Any) -> None:
    before = served.store.last_change()
    nameless = {"resourceType": "Organization"}
    answer = strict.post("/fhir/Organization", json=nameless, headers=FHIR)
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (422, "business-rule")
    sent = bundle("transaction", entry("POST", "Organization", TOWN), entry("POST", "Organization", nameless))
    answer = strict.post("/fhir", json=sent, headers=FHIR)
    assert (answer.status_code, answer.json()["issue"][0]["expression"]) == (
        422,
        ["Bundle.entry[1].resource.Organization"],
    )
    misled = TOWN | {"partOf": {"reference": "Patient/p1"}}
    assert strict.post("/fhir/Organization", json=misled, headers=FHIR).status_code == 400
    assert served.store.last_change() == before


def test_validate(served: Any, strict: Any, seed: Any) -> None:
    seed(PROFILE, KINDS, {**without("alias"), "id": "a"})
    last = served.store.last_change()
    for path in ("Organization/$validate", "Organization/a/$validate"):
        assert wrong(strict.post(f"/fhir/{path}", json=TOWN, headers=FHIR)) == []
        assert wrong(strict.post(f"/fhir/{path}", json=asked(without("alias")), headers=FHIR)) == ["Organization.alias"]
    assert wrong(strict.post("/fhir/Organization/$validate", json={**TOWN, "colour": 1}, headers=FHIR)) == [
        "Organization.colour"
    ]
    plain = {"resourceType": "Organization", "name": "x"}
    assert wrong(strict.post("/fhir/Organization/$validate", json=plain, headers=FHIR)) == []
    profiled = asked(plain, mode="profile", profile="urn:town")
    assert wrong(strict.post("/fhir/Organization/$validate", json=profiled, headers=FHIR)) == ["Organization.alias"]
    unknown = asked(plain, profile="urn:none")
    assert wrong(strict.post("/fhir/Organization/$validate", json=unknown, headers=FHIR)) == [
        "Organization.meta.profile"
    ]
    assert wrong(strict.get("/fhir/Organization/a/$validate")) == ["Organization.alias"]
    assert wrong(strict.get("/fhir/Organization/a/$validate?mode=delete")) == []
    assert wrong(strict.post("/fhir/Organization/a/$validate", json=asked(plain, mode="update"), headers=FHIR)) == [
        "Organization.id"
    ]
    assert wrong(strict.get("/fhir/Patient/p1/$validate?mode=delete")) == ["Patient/p1"]
    assert served.store.last_change() == last


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("POST", "Organization/$validate", {"resourceType": "Parameters"}, 400),
        ("POST", "Organization/$validate", asked(TOWN, mode="dance"), 400),
        ("POST", "Organization/$validate", asked(TOWN, mode="profile"), 400),
        ("POST", "Organization/$validate", asked(mode="delete"), 400),
        ("POST", "Organization/$validate", {"resourceType": "Parameters", "parameter": [{"name": "colour",
                                                                                         "valueCode": "red"}]}, 400),
        ("POST", "Organization/$dance", TOWN, 400),
        ("POST", "Dragon/$validate", TOWN, 404),
        ("GET", "Patient/p2/$validate", None, 403),
        ("DELETE", "Organization/$validate", None, 405),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(strict: Any, method: str, path: str, sent: Any, status: int) -> None:
    answer = strict.request(method, f"/fhir/{path}", content=json.dumps(sent) if sent else None, headers=FHIR)
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome"), answer.text
