"""A decimal goes out as it came in, wherever a resource is told. Source: FHIR R4 datatypes.html#decimal."""

import json
from typing import Any

import pytest

BODY = (
    b'{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"w"},'
    b'"subject":{"reference":"Patient/p1"},"valueQuantity":{"value":1.50},'
    b'"component":[{"code":{"text":"a"},"valueQuantity":{"value":1234567890.12345678901234567890}},'
    b'{"code":{"text":"b"},"valueQuantity":{"value":1.0E+2}}]}'
)
NUMBERS = (b"1.50", b"1234567890.12345678901234567890", b"1.0E+2")
TOLD = (
    "Observation/o1",
    "Observation/o1?_pretty=true",
    "Observation/o1/_history",
    "Observation/_history",
    "_history",
    "Observation?patient=p1",
    "Observation?patient=p1&_pretty=true",
    "Observation?patient=p1&_elements=value,component",
    "Observation?patient=p1&_summary=data",
    "Patient?_id=p1&_revinclude=Observation:subject",
    "Patient/p1/Observation",
    "Patient/p1/*",
    "Patient/p1/$everything",
)


@pytest.fixture
def client(client: Any) -> Any:
    put = client.put("/fhir/Observation/o1", content=BODY, headers={"content-type": "application/fhir+json"})
    assert put.status_code == 201
    assert all(number in put.content for number in NUMBERS)
    return client


@pytest.mark.parametrize("path", TOLD)
def test_a_decimal_keeps_its_digits(client: Any, path: str) -> None:
    answer = client.get(f"/fhir/{path}")
    assert answer.status_code == 200
    assert all(number in answer.content for number in NUMBERS)
    assert json.loads(answer.content)


@pytest.mark.parametrize("kind", ["batch", "transaction"])
def test_a_decimal_keeps_its_digits_in_an_answer_within_an_answer(client: Any, kind: str) -> None:
    asked = [{"request": {"method": "GET", "url": url}} for url in TOLD if kind == "batch" or "_history" not in url]
    bundle = json.dumps({"resourceType": "Bundle", "type": kind, "entry": asked})
    told = client.post("/fhir", content=bundle, headers={"content-type": "application/fhir+json"})
    assert [one["response"]["status"] for one in told.json()["entry"]] == ["200"] * len(asked)
    assert [told.content.count(number) for number in NUMBERS] == [len(asked)] * 3


def test_what_is_summarised_is_marked_and_keeps_its_digits(client: Any) -> None:
    found = client.get("/fhir/Observation?patient=p1&_summary=true")
    assert b"1.50" in found.content
    (entry,) = found.json()["entry"]
    assert entry["resource"]["meta"]["tag"][0]["code"] == "SUBSETTED"
