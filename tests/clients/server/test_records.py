"""Read, write, history: statuses, headers, bytes."""

import json
from typing import Any

import pytest

from tongmai.access import verify

FHIR = {"content-type": "application/fhir+json"}


def observation(**more: Any) -> dict[str, Any]:
    found = {"resourceType": "Observation", "status": "final", "code": {"text": "血压"},
             "subject": {"reference": "Patient/p1"}}  # fmt: skip
    return found | more


def test_what_is_created_is_read_back(client: Any) -> None:
    created = client.post("/fhir/Observation", json=observation(), headers=FHIR)
    assert created.status_code == 201
    id = created.json()["id"]
    assert created.headers["location"] == f"http://region.example/fhir/Observation/{id}/_history/1"
    assert (created.headers["etag"], created.headers["content-type"]) == (
        'W/"1"', "application/fhir+json; charset=utf-8",
    )  # fmt: skip
    assert created.headers["last-modified"] == "Mon, 30 Jun 2025 02:00:00 GMT"
    read = client.get(f"/fhir/Observation/{id}")
    assert read.status_code == 200
    assert read.json()["meta"] == {"versionId": "1", "lastUpdated": "2025-06-30T02:00:00.000Z"}
    assert read.json() == created.json()
    assert client.head(f"/fhir/Observation/{id}").headers["etag"] == 'W/"1"'


def test_decimals_keep_their_digits(client: Any) -> None:
    body = json.dumps(observation(valueQuantity={"value": 0, "unit": "kg"})).replace('"value": 0', '"value": 1.50')
    created = client.post("/fhir/Observation", content=body, headers=FHIR)
    assert b'"value":1.50' in created.content
    bundle = {"resourceType": "Bundle", "type": "transaction",
              "entry": [{"resource": 0, "request": {"method": "POST", "url": "Observation"}}]}  # fmt: skip
    sent = json.dumps(bundle).replace('"resource": 0', f'"resource": {body}')
    answer = client.post("/fhir", content=sent, headers=FHIR).json()
    place = answer["entry"][0]["response"]["location"].removesuffix("/_history/1")
    assert b'"value":1.50' in client.get(place).content


def test_an_id_sent_with_a_creation_is_not_kept(client: Any) -> None:
    assert client.post("/fhir/Observation", json=observation(id="mine"), headers=FHIR).json()["id"] != "mine"


def test_an_update_makes_a_version_and_the_same_again_none(client: Any) -> None:
    first = client.put("/fhir/Observation/o1", json=observation(id="o1"), headers=FHIR)
    assert (first.status_code, first.headers["etag"]) == (201, 'W/"1"')
    second = client.put("/fhir/Observation/o1", json=observation(id="o1", status="amended"), headers=FHIR)
    assert (second.status_code, second.headers["etag"]) == (200, 'W/"2"')
    again = client.put("/fhir/Observation/o1", json=observation(id="o1", status="amended"), headers=FHIR)
    assert (again.status_code, again.headers["etag"]) == (200, 'W/"2"')


@pytest.mark.parametrize(
    ("condition", "status"),
    [({"if-match": 'W/"1"'}, 200), ({"if-match": '"1"'}, 200), ({"if-match": 'W/"2"'}, 412),
     ({"if-match": "one"}, 400), ({"if-none-match": "*"}, 412), ({}, 200)],
)  # fmt: skip
def test_an_update_holds_to_its_condition(client: Any, condition: dict[str, str], status: int) -> None:
    client.put("/fhir/Observation/o1", json=observation(id="o1"), headers=FHIR)
    changed = observation(id="o1", status="amended")
    answer = client.put("/fhir/Observation/o1", json=changed, headers=FHIR | condition)
    assert answer.status_code == status
    assert client.get("/fhir/Observation/o1").json()["status"] == ("amended" if status == 200 else "final")


def test_a_conditional_creation_answers_with_what_is_there(client: Any) -> None:
    body = observation(identifier=[{"system": "urn:x", "value": "1"}])
    headers = FHIR | {"if-none-exist": "identifier=urn:x|1"}
    assert [client.post("/fhir/Observation", json=body, headers=headers).status_code for _ in range(2)] == [201, 200]


def test_a_deletion_is_told_and_its_history_stays(client: Any) -> None:
    client.put("/fhir/Observation/o1", json=observation(id="o1"), headers=FHIR)
    assert client.delete("/fhir/Observation/o1", headers={"if-match": 'W/"7"'}).status_code == 412
    gone = client.delete("/fhir/Observation/o1")
    assert (gone.status_code, gone.content) == (204, b"")
    assert client.delete("/fhir/Observation/o1").status_code == 204
    read = client.get("/fhir/Observation/o1")
    assert (read.status_code, read.json()["issue"][0]["code"]) == (410, "deleted")
    history = client.get("/fhir/Observation/o1/_history").json()
    assert [(one["request"]["method"], one["response"]["etag"]) for one in history["entry"]] == [
        ("DELETE", 'W/"2"'), ("POST", 'W/"1"'),
    ]  # fmt: skip
    assert client.get("/fhir/Observation/o1/_history/1").json()["status"] == "final"
    assert client.get("/fhir/Observation/o1/_history/2").status_code == 410
    assert client.get("/fhir/Observation/o1/_history/3").status_code == 404


def test_a_known_version_is_not_sent_again(client: Any) -> None:
    client.put("/fhir/Observation/o1", json=observation(id="o1"), headers=FHIR)
    answer = client.get("/fhir/Observation/o1", headers={"if-none-match": 'W/"1"'})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    ("prefer", "begins"),
    [("return=minimal", b""), ("return=representation", b'{"resourceType":"Observation"'),
     ("return=OperationOutcome", b'{"resourceType":"OperationOutcome"')],
)  # fmt: skip
def test_the_client_prefers_an_answer(client: Any, prefer: str, begins: bytes) -> None:
    answer = client.post("/fhir/Observation", json=observation(), headers=FHIR | {"prefer": prefer})
    assert answer.status_code == 201
    assert answer.content.startswith(begins)
    assert bool(answer.content) is bool(begins)


def test_own_types_stand_under_records(client: Any) -> None:
    made = client.put("/records/Errand/e1", json={"resourceType": "Errand", "id": "e1", "topic": "T06"}, headers=FHIR)
    assert made.headers["location"] == "http://region.example/records/Errand/e1/_history/1"
    found = client.get("/records/Errand?topic=T06").json()
    assert [one["fullUrl"] for one in found["entry"]] == ["http://region.example/records/Errand/e1"]
    for wrong, right in (("/fhir/Errand/e1", "/records/Errand"), ("/records/Observation/x", "/fhir/Observation")):
        answer = client.get(wrong)
        assert answer.status_code == 404
        assert right in answer.json()["issue"][0]["details"]["text"]


def test_reads_and_writes_are_audited(served: Any, client: Any) -> None:
    client.put("/fhir/Observation/o1", json=observation(id="o1"), headers=FHIR)
    client.get("/fhir/Observation/o1", headers={"x-purpose-of-use": "TREAT"})
    client.get("/fhir/Observation?status=final")
    lines = [json.loads(line) for line in served.audit.read_text().splitlines()]
    told = [(one["what"], one["on"], one["purpose"], one["person"]) for one in lines if one["actor"] == "doctor"]
    assert told == [
        ("write", "Observation/o1", "OPERATE", "p1"), ("read", "Observation/o1", "TREAT", "p1"),
        ("search", "Observation/o1", "OPERATE", "p1"),
    ]  # fmt: skip
    assert verify(served.audit).findings == ()


@pytest.mark.parametrize(
    ("condition", "status"),
    [({"if-none-match": 'W/"1"'}, 304), ({"if-none-match": '"7", "1"'}, 304), ({"if-none-match": "*"}, 304),
     ({"if-none-match": 'W/"2"'}, 200), ({"if-modified-since": "Mon, 30 Jun 2025 02:00:00 GMT"}, 304),
     ({"if-modified-since": "Mon, 30 Jun 2025 01:59:59 GMT"}, 200), ({"if-modified-since": "yesterday"}, 200),
     ({"if-none-match": 'W/"2"', "if-modified-since": "Mon, 30 Jun 2025 02:00:00 GMT"}, 200)],
)  # fmt: skip
def test_a_conditional_read(client: Any, condition: dict[str, str], status: int) -> None:
    client.put("/fhir/Observation/o1", json=observation(id="o1"), headers=FHIR)
    answer = client.get("/fhir/Observation/o1", headers=condition)
    assert (answer.status_code, bool(answer.content)) == (status, status == 200)
    assert answer.headers["etag"] == 'W/"1"'


def test_a_head_is_a_read_without_a_body(client: Any) -> None:
    client.put("/fhir/Observation/o1", json=observation(id="o1"), headers=FHIR)
    read, head = client.get("/fhir/Observation/o1"), client.head("/fhir/Observation/o1")
    assert head.content == b""
    for name in ("content-length", "etag", "last-modified", "content-type"):
        assert head.headers[name] == read.headers[name]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("_summary=true", {"status", "code", "subject", "valueQuantity", "component"}),
        ("_summary=text", {"text", "status", "code"}),
        ("_summary=data", {"status", "code", "subject", "valueQuantity", "component", "note"}),
        ("_elements=note,value", {"status", "code", "note", "valueQuantity"}),
    ],
)
def test_a_part_of_a_record_is_marked_and_keeps_its_digits(client: Any, query: str, left: set[str]) -> None:
    whole = observation(
        id="o1", text={"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">x</div>'},
        note=[{"text": "n"}], valueQuantity={"value": 0}, meta={"tag": [{"system": "s", "code": "t"}]},
        component=[{"code": {"text": "c"}, "valueString": "v", "interpretation": [{"text": "i"}]}],
    )  # fmt: skip
    client.put("/fhir/Observation/o1", content=json.dumps(whole).replace('"value": 0', '"value": 1.50'), headers=FHIR)
    for url in ("/fhir/Observation/o1", "/fhir/Observation/o1/_history/1"):
        answer = client.get(f"{url}?{query}")
        found = answer.json()
        assert set(found) == left | {"resourceType", "id", "meta"}
        assert [tag["code"] for tag in found["meta"]["tag"]] == ["t", "SUBSETTED"]
        assert found["meta"]["versionId"] == "1"
        assert ("valueQuantity" not in left) or b'"value":1.50' in answer.content
    if query == "_summary=true":
        assert found["component"] == [{"code": {"text": "c"}, "valueString": "v"}]
    assert "tag" in client.get("/fhir/Observation/o1?_summary=false").json()["meta"]
