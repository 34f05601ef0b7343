"""Transaction and batch."""

from typing import Any

import pytest

FHIR = {"content-type": "application/fhir+json"}
URN = "urn:uuid:0b2f5d1e-0000-4000-8000-000000000001"


def entry(method: str, url: str, resource: Any = None, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"request": {"method": method, "url": url} | more.pop("request", {}), **more}
    return found | ({"resource": resource} if resource is not None else {})


def bundle(kind: str, *entries: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def observation(**more: Any) -> dict[str, Any]:
    found = {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
             "subject": {"reference": "Patient/p1"}}  # fmt: skip
    return found | more


def test_a_transaction_writes_all_with_their_references(client: Any, served: Any) -> None:
    sent = bundle(
        "transaction",
        entry("POST", "Observation", observation(performer=[{"reference": URN}])),
        entry("POST", "Practitioner", {"resourceType": "Practitioner", "active": True}, fullUrl=URN),
        entry("PUT", "Organization/a", {"resourceType": "Organization", "id": "a", "name": "甲"}),
    )
    answer = client.post("/fhir", json=sent, headers=FHIR)
    assert (answer.status_code, answer.json()["type"]) == (200, "transaction-response")
    told = [one["response"] for one in answer.json()["entry"]]
    assert [one["status"] for one in told] == ["201", "201", "201"]
    assert told[2]["location"] == "http://region.example/fhir/Organization/a/_history/1"
    practitioner = told[1]["location"].removesuffix("/_history/1").rpartition("/fhir/")[2]
    assert client.get(told[0]["location"]).json()["performer"][0]["reference"] == practitioner


def test_a_trailing_slash_is_the_same_base(client: Any) -> None:
    assert client.post("/fhir/", json=bundle("batch"), headers=FHIR).json()["entry"] == []


def test_a_conditional_reference_is_resolved(client: Any) -> None:
    sent = bundle(
        "transaction", entry("POST", "Observation", observation(subject={"reference": "Patient?name=数据一"}))
    )
    place = client.post("/fhir", json=sent, headers=FHIR).json()["entry"][0]["response"]["location"]
    assert client.get(place).json()["subject"]["reference"] == "Patient/p1"


ORG = {"resourceType": "Organization", "name": "甲"}
GOOD = entry("PUT", "Organization/a", {"resourceType": "Organization", "id": "a"})


@pytest.mark.parametrize(
    ("bad", "status", "place"),
    [
        (entry("POST", "Observation", observation(subject={"reference": "Patient/p2"})), 403, "Observation"),
        (entry("POST", "Observation", observation(colour="red")), 400, "Bundle.entry[1].resource"),
        (entry("POST", "Observation", observation(performer=[{"reference": "Practitioner?identifier=9"}])), None,
         "Bundle.entry[1].resource"),
        (entry("PUT", "Organization/b", {"resourceType": "Organization", "id": "b"}, request={"ifMatch": 'W/"4"'}), 412,
         "Bundle.entry[1].request.ifMatch"),
        (entry("GET", "Dragon/a"), 404, "Bundle.entry[1].request"),
        (entry("POST", "Organization/_search"), 400, "Bundle.entry[1].resource"),
        (entry("PUT", "Organization?", {"resourceType": "Organization"}), 400, "Bundle.entry[1]"),
        (entry("PUT", "Organization/c", {"resourceType": "Patient", "id": "c"}), 400, "Bundle.entry[1].resource"),
        (entry("PUT", "Organization/c", {"resourceType": "Organization", "id": "d"}), 400, "Bundle.entry[1].resource"),
        (entry("POST", "Dragon", {"resourceType": "Dragon"}), 404, "Bundle.entry[1].request"),
        (entry("POST", "http://elsewhere/fhir/Organization", ORG), 400, "Bundle.entry[1].request.url"),
        (entry("PUT", "Organization/a", {"resourceType": "Organization", "id": "a"}), 409, "Bundle.entry[1]"),
        (entry("PATCH", "Organization/a", {"resourceType": "Parameters"}), 415, "Bundle.entry[1].resource"),
        (entry("DELETE", "Organization/never"), 404, "Bundle.entry[1].resource"),
    ],
)  # fmt: skip
def test_a_transaction_is_all_or_nothing(client: Any, served: Any, bad: Any, status: int | None, place: str) -> None:
    before = served.store.last_change()
    answer = client.post("/fhir", json=bundle("transaction", GOOD, bad), headers=FHIR)
    assert answer.status_code == status if status else answer.status_code >= 400
    assert answer.json()["issue"][0]["expression"][0].startswith(place)
    assert served.store.last_change() == before


def test_a_batch_goes_on(client: Any) -> None:
    sent = bundle(
        "batch",
        GOOD,
        entry("POST", "Observation", observation(subject={"reference": "Patient/p2"})),
        entry("GET", "Organization/a"),
        entry("GET", "Organization?name=none"),
        entry("GET", "Organization/a/_history/1"),
        entry("GET", "Patient?name=王"),
        entry("DELETE", "Organization/a"),
        entry("GET", "Organization/a"),
    )
    told = client.post("/fhir", json=sent, headers=FHIR).json()
    assert told["type"] == "batch-response"
    assert [one["response"]["status"] for one in told["entry"]] == [
        "201",
        "403",
        "200",
        "200",
        "200",
        "400",
        "204",
        "410",
    ]
    assert told["entry"][1]["response"]["outcome"]["issue"][0]["code"] == "forbidden"
    assert told["entry"][2]["resource"]["id"] == "a"
    assert told["entry"][3]["resource"]["type"] == "searchset"


def test_the_order_of_a_batch_is_kept_where_it_can_be_told(client: Any) -> None:
    """Entries are done side by side; what is written to one place or under one condition is written in turn, and a
    read sees what stands before it."""
    named = [{"resourceType": "Organization", "id": "turn", "name": f"第{n}"} for n in range(6)]
    one = {"resourceType": "Organization", "identifier": [{"system": "urn:s", "value": "once"}], "name": "只此一家"}
    once = entry("POST", "Organization", one, request={"ifNoneExist": "identifier=urn:s|once"})
    many = [entry("POST", "Organization", ORG | {"name": f"并行{n}"}) for n in range(40)]
    puts = [entry("PUT", "Organization/turn", body) for body in named]
    search = entry("GET", "Organization?identifier=urn:s|once")
    sent = bundle("batch", *many, *puts, entry("GET", "Organization/turn"), once, once, once, search)
    told = client.post("/fhir", json=sent, headers=FHIR).json()["entry"]
    places = [one["response"]["location"].removesuffix("/_history/1") for one in told[:40]]
    assert [client.get(place).json()["name"] for place in places] == [f"并行{n}" for n in range(40)]
    assert [one["response"]["etag"] for one in told[40:46]] == [f'W/"{n}"' for n in range(1, 7)]
    assert told[46]["resource"]["name"] == "第5"
    assert [one["response"]["status"][:3] for one in told[47:50]] == ["201", "200", "200"]
    assert len(told[50]["resource"]["entry"]) == 1


def test_whatever_may_be_asked_by_itself_may_be_asked_in_a_batch(client: Any) -> None:
    """Conditions, patches, histories and operations; an answer bears a record only where the client prefers it."""
    patch = {"resourceType": "Binary", "contentType": "application/json-patch+json", "data": "W10="}  # []
    named = ORG | {"identifier": [{"value": "1"}]}
    sent = bundle(
        "batch",
        GOOD,
        entry("PUT", "Organization?identifier=1", named),
        entry("PUT", "Organization?identifier=1", named),
        entry("PATCH", "Organization/a", patch),
        entry("GET", "Organization/a/_history?_count=1"),
        entry("GET", "Organization/a?_elements=name"),
        entry("GET", "Organization/a", request={"ifNoneMatch": 'W/"1"'}),
        entry("HEAD", "Organization/a"),
        entry("POST", "Organization/$validate", ORG),
        entry("GET", "http://region.example/fhir/Organization/a"),
        entry("GET", "http://elsewhere.example/fhir/Organization/a"),
        entry("POST", "/", bundle("batch")),
        entry("GET", "nowhere/a/b/c/d"),
        entry("DELETE", "Organization?identifier=1"),
    )
    told = client.post("/fhir", json=sent, headers=FHIR).json()["entry"]
    assert [one["response"]["status"] for one in told] == [
        "201", "201", "200", "200", "200", "200", "304", "200", "200", "200", "400", "400", "404", "204",
    ]  # fmt: skip
    assert [one.get("resource", {}).get("resourceType") for one in told[:6]] == [
        None, None, None, None, "Bundle", "Organization",
    ]  # fmt: skip
    assert told[8]["response"]["outcome"]["resourceType"] == "OperationOutcome"
    preferred = client.post("/fhir", json=bundle("batch", GOOD), headers=FHIR | {"prefer": "return=representation"})
    assert preferred.json()["entry"][0]["resource"]["id"] == "a"


@pytest.mark.parametrize(
    "wrong",
    [{"resourceType": "Patient"}, {"resourceType": "Bundle", "type": "document"},
     {"resourceType": "Bundle", "type": ["batch"]}, {"resourceType": "Bundle", "type": "batch", "entry": 5},
     bundle("batch", 5), bundle("batch", {"request": 5}), bundle("batch", {"request": {"method": "GET", "url": 5}}),
     bundle("batch", {"fullUrl": 5}), bundle("transaction", {"resource": {}}),
     bundle("transaction", entry("POST", "Organization"))],
)  # fmt: skip
def test_what_is_no_bundle_is_refused(client: Any, wrong: Any) -> None:
    answer = client.post("/fhir", json=wrong, headers=FHIR)
    assert (answer.status_code, answer.json()["resourceType"]) == (400, "OperationOutcome")
