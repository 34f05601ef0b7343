"""Every error is an OperationOutcome with the status of the one table; nothing goes round the door."""

from typing import Any

import pytest

from tongmai.base.outcome import ENDINGS
from tongmai.fhir.check import Checker

FHIR = {"content-type": "application/fhir+json"}
ORG = {"resourceType": "Organization", "id": "a"}
CASES: list[tuple[str, str, dict[str, Any], str]] = [
    # method, path, what else is sent, kind of the table
    ("GET", "/fhir/Organization/none", {}, "not-found"),
    ("GET", "/fhir/nonsense/a/b/c/d", {}, "not-found"),
    ("GET", "/fhir/Dragon/1", {}, "not-found"),
    ("GET", "/fhir/Patient/p2", {}, "forbidden"),
    ("PATCH", "/fhir/Organization/a", {}, "media-type"),
    ("PATCH", "/fhir/Organization/a", {"json": {"resourceType": "Parameters"}}, "media-type"),
    ("DELETE", "/fhir/Organization", {}, "required"),
    ("PUT", "/fhir/Organization", {"json": ORG}, "required"),
    ("PUT", "/fhir/Patient?identifier=1", {"json": ORG}, "unsupported"),
    ("DELETE", "/fhir/Organization?_sort=name", {}, "unsupported"),
    ("GET", "/fhir/Organization/_history?_on=2025", {}, "unsupported"),
    ("GET", "/fhir/Organization/_history?_since=soon", {}, "value"),
    ("GET", "/fhir/Patient/p2/_history", {}, "forbidden"),
    ("GET", "/fhir/Organization/a?_summary=count", {}, "value"),
    ("GET", "/fhir/Organization/a", {"headers": {"accept": "application/fhir+json; fhirVersion=3.0"}},
     "not-acceptable"),
    ("GET", "/fhir/Organization/a", {"headers": {"accept": "application/fhir+json;q=0, text/html"}}, "not-acceptable"),
    ("POST", "/fhir/Organization", {"json": ORG, "headers": {"prefer": "handling=loose"}}, "value"),
    ("POST", "/fhir/Organization", {"content": b"{}", "headers": {"content-type": "application/json; charset=gbk"}},
     "media-type"),
    ("GET", "/fhir", {}, "required"),
    ("POST", "/fhir/Organization/a", {}, "method"),
    ("GET", "/fhir/Organization/a", {"headers": {"accept": "application/fhir+xml"}}, "not-acceptable"),
    ("GET", "/fhir/Organization?_format=xml", {}, "not-acceptable"),
    ("GET", "/fhir/Organization/a?_elements=colour", {}, "value"),
    ("GET", "/fhir/Organization/a?_include=x", {}, "unsupported"),
    ("GET", "/fhir/Organization", {"headers": {"x-purpose-of-use": "for fun"}}, "value"),
    ("POST", "/fhir/Organization", {"content": b"<a/>", "headers": {"content-type": "application/xml"}}, "media-type"),
    ("POST", "/fhir/Organization", {"content": b"{"}, "structure"),
    ("POST", "/fhir/Organization", {"content": b"[]"}, "structure"),
    ("POST", "/fhir/Organization", {"content": b'{"resourceType":"Organization","name":"a","name":"b"}'}, "structure"),
    ("POST", "/fhir/Organization", {"content": b'{"resourceType":"Organization","name":NaN}'}, "structure"),
    ("POST", "/fhir/Organization", {"content": b'{"resourceType":"Organization","name":1e400}'}, "structure"),
    ("POST", "/fhir/Organization", {"content": b'{"resourceType":"Organization","name":"\\ud800"}'}, "structure"),
    ("POST", "/fhir/Organization", {"content": b'{"resourceType":"Organization","name":"\xff"}'}, "structure"),
    ("POST", "/fhir/Organization", {"content": b'{"x":' * 200 + b"1" + b"}" * 200}, "structure"),
    ("POST", "/fhir/Organization", {"content": b"[" * 50_000}, "structure"),
    ("POST", "/fhir/Organization", {"content": b'{"resourceType":"Patient"}'}, "invalid"),
    ("POST", "/fhir/Organization", {"content": b'{"resourceType":"Organization","colour":1}'}, "structure"),
    ("POST", "/fhir/Organization", {"content": b" " * 100_001}, "too-large"),
    ("PUT", "/fhir/Organization/b", {"json": ORG}, "invalid"),
    ("PUT", "/fhir/Organization/b", {"json": {"resourceType": "Organization"}}, "invalid"),
    ("PUT", "/fhir/Patient/p1", {"json": {"resourceType": "Patient", "id": "p1"}}, "forbidden"),
    ("DELETE", "/fhir/Patient/p1", {}, "forbidden"),
    ("POST", "/fhir/Organization/_search", {"json": {"name": "a"}}, "media-type"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "sent", "kind"), CASES)
def test_the_table_of_errors(
    served: Any, client: Any, definitions: Any, method: str, path: str, sent: dict[str, Any], kind: str
) -> None:
    before = served.store.last_change()
    headers = FHIR | sent.get("headers", {})
    answer = client.request(method, path, **{**sent, "headers": headers})
    assert answer.status_code == ENDINGS[kind].status
    assert answer.headers["content-type"] == "application/fhir+json; charset=utf-8"
    outcome = answer.json()
    assert outcome["issue"][0]["code"] == ENDINGS[kind].issue
    assert Checker(definitions).check(outcome) == []
    assert served.store.last_change() == before


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/fhir/Organization"), ("GET", "/fhir/Organization/a"), ("PUT", "/fhir/Organization/a"), ("POST", "/fhir"),
     ("POST", "/fhir/Organization"), ("DELETE", "/fhir/Organization/a"), ("GET", "/records/Errand"),
     ("GET", "/fhir/Organization/a/_history"), ("GET", "/fhir/Organization/a/_history/1"),
     ("POST", "/fhir/Organization/_search"), ("PATCH", "/fhir/Organization/a"), ("PUT", "/fhir/Organization?_id=a"),
     ("DELETE", "/fhir/Organization?_id=a"), ("PATCH", "/fhir/Organization?_id=a"), ("GET", "/fhir/_history"),
     ("GET", "/fhir/Organization/_history"), ("POST", "/fhir/Organization/$validate"), ("GET", "/fhir/$export"),
     ("GET", "/fhir/ValueSet/$expand"), ("GET", "/fhir/$export-status/x"), ("DELETE", "/fhir/$export-status/x"),
     ("GET", "/fhir/$export-file/x/y"), ("GET", "/fhir/Patient/$export"), ("GET", "/fhir/Organization/a/$dance")],
)  # fmt: skip
def test_nobody_comes_in_without_signing_in(served: Any, method: str, path: str) -> None:
    with served.client(None) as client:
        answer = client.request(method, path, headers=FHIR)
        assert (answer.status_code, answer.json()["issue"][0]["code"]) == (401, "login")
        for forged in ("nonsense", "eyJwZXJzb24iOiAiZG9jdG9yIn0=.aaaa.bbbb"):
            client.cookies.set("tongmai", forged)
            assert client.request(method, path, headers=FHIR).status_code == 401
            client.cookies.clear()


def test_a_person_who_left_is_asked_to_sign_in(served: Any) -> None:
    with served.client("somebody") as client:
        assert client.get("/fhir/Organization").status_code == 401


def test_a_refusal_names_its_rule(served: Any) -> None:
    with served.client("planner") as client:
        headers = FHIR | {"accept-language": "en"}
        told = client.put("/fhir/Organization/a", json=ORG, headers=headers).json()["issue"][0]
    assert "write is open to: clinician" in told["details"]["text"]
    assert "rule: no rule grants it" in told["diagnostics"]
    assert "doctors keep Organization" in told["diagnostics"]


def test_a_refusal_speaks_the_clients_language(client: Any) -> None:
    english = client.get("/fhir/Dragon", headers={"accept-language": "en-GB,en;q=0.9"}).json()
    chinese = client.get("/fhir/Dragon").json()
    assert english["issue"][0]["details"]["text"] == "no resource type Dragon"
    assert chinese["issue"][0]["details"]["text"] == "没有资源类型 Dragon"


def test_a_fault_shows_nothing_of_the_inside(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: Any) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(served.store, "read", broken)
    with served.client(faults=True) as client:
        answer = client.get("/fhir/Organization/a")
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (500, "exception")
    assert "secret" not in answer.text
