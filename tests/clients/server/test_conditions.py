"""Conditional interactions and patch: what they do, and that they tell nothing of what is closed."""

import base64
import json
from concurrent.futures import Future
from typing import Any

import pytest
from tests.clients.server.test_bundles import bundle, entry

from tongmai.access import Delete, Put

FHIR = {"content-type": "application/fhir+json"}
PATCH = {"content-type": "application/json-patch+json"}
WHO = "identifier=s|1"


def organization(value: str = "1", **more: Any) -> dict[str, Any]:
    return {"resourceType": "Organization", "identifier": [{"system": "s", "value": value}], **more}


def observation(person: str, value: str = "1", **more: Any) -> dict[str, Any]:
    found = {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
             "subject": {"reference": f"Patient/{person}"}, "identifier": [{"system": "s", "value": value}],
             }  # fmt: skip
    return found | more


def test_a_conditional_update_creates_then_updates(client: Any) -> None:
    url = f"/fhir/Organization?{WHO}"
    first = client.put(url, json=organization(name="甲"), headers=FHIR)
    assert (first.status_code, first.headers["etag"]) == (201, 'W/"1"')
    second = client.put(url, json=organization(name="乙"), headers=FHIR)
    assert (second.status_code, second.json()["id"], second.json()["name"]) == (200, first.json()["id"], "乙")
    assert client.put(url, json=organization(id="other"), headers=FHIR).status_code == 400
    assert client.put(url, json=organization(), headers=FHIR | {"if-match": 'W/"1"'}).status_code == 412
    assert client.put(url, json=organization(), headers=FHIR | {"if-none-match": "*"}).status_code == 412
    named = client.put("/fhir/Organization?identifier=s|9", json=organization("9", id="nine"), headers=FHIR)
    assert (named.status_code, named.json()["id"]) == (201, "nine")
    client.post("/fhir/Organization", json=organization(), headers=FHIR)
    several = client.put(url, json=organization(), headers=FHIR)
    assert (several.status_code, several.json()["issue"][0]["code"]) == (412, "multiple-matches")


def test_a_conditional_update_of_what_appeared_meanwhile_is_an_update(served: Any, client: Any) -> None:
    """Between look-up and write somebody else creates the match: it is updated, and there is one."""
    real = served.store.submit

    def meanwhile(change_set: Any) -> "Future[Any]":
        served.store.submit = real
        other = json.dumps(organization(name="先")).encode()
        served.access.system("other").transact([Put("Organization", other, id="first")])
        return real(change_set)

    served.store.submit = meanwhile
    answer = client.put(f"/fhir/Organization?{WHO}", json=organization(name="后"), headers=FHIR)
    assert (answer.status_code, answer.json()["id"], answer.json()["name"]) == (200, "first", "后")
    assert client.get(f"/fhir/Organization?{WHO}&_total=accurate").json()["total"] == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PUT matching"])
def test_a_plain_write_is_decided_anew_where_somebody_wrote_meanwhile(served: Any, client: Any, method: str) -> None:
    """Who names no version writes over what is there (http.html#update): two at once are both done."""
    client.put("/fhir/Organization/o", json=organization(id="o", name="甲"), headers=FHIR)
    real = served.store.submit

    def meanwhile(change_set: Any) -> "Future[Any]":
        served.store.submit = real
        other = json.dumps(organization(id="o", name="乙")).encode()
        served.access.system("other").transact([Put("Organization", other, id="o")])
        return real(change_set)

    served.store.submit = meanwhile
    url = f"/fhir/Organization?{WHO}" if "matching" in method else "/fhir/Organization/o"
    more = {} if method == "DELETE" else {"json": organization(id="o", name="丙")}
    answer = client.request(method.split()[0], url, headers=FHIR, **more)
    assert answer.headers["etag"] == 'W/"3"'


@pytest.mark.parametrize(
    ("method", "url", "headers", "where"),
    [
        ("PUT", "Organization/o", {"if-match": 'W/"7"'}, "If-Match"),
        ("PUT", "Organization/none", {"if-match": 'W/"7"'}, "If-Match"),
        ("PUT", f"Organization?{WHO}", {"if-match": 'W/"7"'}, "If-Match"),
        ("PUT", "Organization?identifier=s|9", {"if-match": 'W/"7"'}, "If-Match"),
        ("PUT", "Organization/o", {"if-none-match": "*"}, "If-None-Match"),
        ("DELETE", "Organization/o", {"if-match": 'W/"7"'}, "If-Match"),
        ("DELETE", f"Organization?{WHO}", {"if-match": 'W/"7"'}, "If-Match"),
        ("PATCH", "Organization/o", {"if-match": 'W/"7"'}, "If-Match"),
        ("PATCH", f"Organization?{WHO}", {"if-match": 'W/"7"'}, "If-Match"),
    ],
)
def test_a_failed_condition_names_its_header(client: Any, method: str, url: str, headers: Any, where: str) -> None:
    client.put("/fhir/Organization/o", json=organization(id="o"), headers=FHIR)
    id = "none" if "none" in url else "o"
    body = [] if method == "PATCH" else organization(id=id)
    kind = PATCH if method == "PATCH" else FHIR
    more = {} if method == "DELETE" else {"json": body}
    answer = client.request(method, f"/fhir/{url}", headers=kind | headers, **more)
    (issue,) = answer.json()["issue"]
    assert (answer.status_code, issue["code"], issue["expression"]) == (412, "conflict", [where])


@pytest.mark.parametrize(
    ("condition", "where"), [({"ifMatch": 'W/"7"'}, "ifMatch"), ({"ifNoneMatch": "*"}, "ifNoneMatch")]
)
def test_a_failed_condition_in_a_transaction_names_its_entry(client: Any, condition: Any, where: str) -> None:
    client.put("/fhir/Organization/o", json=organization(id="o"), headers=FHIR)
    puts = [("new", {}), ("o", condition)]
    entries = [
        {"resource": organization("9", id=id), "request": {"method": "PUT", "url": f"Organization/{id}", **more}}
        for id, more in puts
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    answer = client.post("/fhir", json=bundle, headers=FHIR)
    assert answer.json()["issue"][0]["expression"] == [f"Bundle.entry[1].request.{where}"]
    assert (answer.status_code, client.get("/fhir/Organization/new").status_code) == (412, 404)


@pytest.mark.parametrize(("prefer", "status"), [("deletes", 204), ("", 412)])
def test_a_conditional_delete_takes_one_or_as_many_as_are_permitted(
    served: Any, client: Any, monkeypatch: pytest.MonkeyPatch, prefer: str, status: int
) -> None:
    client.post("/fhir/Organization", json=organization(), headers=FHIR)
    assert client.delete("/fhir/Organization?identifier=s|none").status_code == 204
    assert client.delete(f"/fhir/Organization?{WHO}").status_code == 204
    for _ in range(2):
        client.post("/fhir/Organization", json=organization(), headers=FHIR)
    if prefer:
        object.__setattr__(served.conduct, "deletes", 2)
    assert client.delete(f"/fhir/Organization?{WHO}").status_code == status
    left = client.get(f"/fhir/Organization?{WHO}&_total=accurate").json()["total"]
    assert left == (0 if prefer else 2)


def test_a_patch_keeps_every_digit(client: Any) -> None:
    body = json.dumps(observation("p1", id="o1", valueQuantity={"value": 0})).replace('"value": 0', '"value": 1.50')
    client.put("/fhir/Observation/o1", content=body, headers=FHIR)
    operations = [{"op": "test", "path": "/status", "value": "final"},
                  {"op": "replace", "path": "/status", "value": "amended"},
                  {"op": "add", "path": "/identifier/-", "value": {"system": "s", "value": "2"}}]  # fmt: skip
    answer = client.patch("/fhir/Observation/o1", json=operations, headers=PATCH)
    assert (answer.status_code, answer.headers["etag"], answer.json()["status"]) == (200, 'W/"2"', "amended")
    assert b'"value":1.50' in answer.content
    again = client.patch("/fhir/Observation/o1", json=operations, headers=PATCH)
    assert (again.status_code, again.json()["issue"][0]["expression"]) == (409, ["[0]"])
    by_condition = client.patch("/fhir/Observation?identifier=s|2", json=operations[1:2], headers=PATCH)
    assert by_condition.headers["etag"] == 'W/"2"'  # the same content is no new version


@pytest.mark.parametrize("kind", ["application/merge-patch+json", "application/json"])
def test_a_merge_patch_sets_and_takes_away(client: Any, kind: str) -> None:
    """RFC 7396; a client that sends it as plain JSON means it too. A list of operations is none."""
    body = json.dumps(observation("p1", id="o1", issued="2025-06-01T08:00:00Z")).replace("08:00:00Z", "08:00:00.100Z")
    client.put("/fhir/Observation/o1", content=body, headers=FHIR)
    merge = json.dumps({"status": "amended", "issued": None})
    answer = client.patch("/fhir/Observation/o1", content=merge, headers={"content-type": kind})
    assert (answer.status_code, answer.headers["etag"], answer.json()["status"]) == (200, 'W/"2"', "amended")
    assert "issued" not in answer.json()
    for wrong in ("[]", '{"status": null}', '{"id": "o2"}'):
        assert client.patch("/fhir/Observation/o1", content=wrong, headers={"content-type": kind}).status_code == 400
    assert client.get("/fhir/Observation/o1").headers["etag"] == 'W/"2"'


@pytest.mark.parametrize(
    ("path", "operations", "more", "status"),
    [
        ("Observation/o1", [{"op": "replace", "path": "/id", "value": "o2"}], {}, 400),
        ("Observation/o1", [{"op": "remove", "path": "/status"}], {}, 400),
        ("Observation/o1", [{"op": "replace", "path": "/colour", "value": 1}], {}, 409),
        ("Observation/o1", [{"op": "paint", "path": "/status"}], {}, 400),
        ("Observation/o1", {"op": "remove", "path": "/status"}, {}, 400),
        ("Observation/o1", [], {"if-match": 'W/"7"'}, 412),
        ("Observation/none", [], {}, 404),
        ("Observation?identifier=s|none", [], {}, 404),
        ("Observation/o1", [{"op": "replace", "path": "/subject/reference", "value": "Patient/p2"}], {}, 403),
    ],
)
def test_a_patch_that_cannot_be_changes_nothing(
    served: Any, client: Any, path: str, operations: Any, more: Any, status: int
) -> None:
    client.put("/fhir/Observation/o1", json=observation("p1", id="o1"), headers=FHIR)
    before = served.store.last_change()
    assert client.patch(f"/fhir/{path}", json=operations, headers=PATCH | more).status_code == status
    assert served.store.last_change() == before


def test_what_is_closed_is_as_if_it_were_not(client: Any, seed: Any) -> None:
    """Conditions, patch and history tell of a record of p2, which the doctor may not read, no more than of none."""
    seed(observation("p2", "7", id="closed"))
    hidden, none = "/fhir/Observation?identifier=s|7", "/fhir/Observation?identifier=s|8"

    def told(answer: Any) -> tuple[int, str]:
        return answer.status_code, answer.text.replace("s|7", "s|8")

    nothing: list[Any] = []
    assert told(client.delete(hidden)) == told(client.delete(none))
    assert told(client.patch(hidden, json=nothing, headers=PATCH)) == told(
        client.patch(none, json=nothing, headers=PATCH)
    )
    mine = [client.put(url, json=observation("p1", url[-1]), headers=FHIR) for url in (hidden, none)]
    assert [one.status_code for one in mine] == [201, 201]
    theirs = [client.put(f"/fhir/Observation?identifier=s|{n}", json=observation("p2", n), headers=FHIR)
              for n in ("7", "5")]  # fmt: skip
    assert [one.status_code for one in theirs] == [403, 403]
    assert client.patch("/fhir/Observation/closed", json=nothing, headers=PATCH).status_code == 403
    sent = bundle("transaction", entry("DELETE", "Observation?identifier=s|7&subject=Patient/p2"))
    assert client.post("/fhir", json=sent, headers=FHIR).json()["entry"] == [{"response": {"status": "204"}}]
    assert "closed" not in client.get("/fhir/Observation/_history").text + client.get("/fhir/_history").text


def test_a_transaction_does_them_all(served: Any, client: Any) -> None:
    """Deletes first, then creations, then updates and patches; reads see what was written; every entry is told."""
    for id, value in (("a", "1"), ("b", "2"), ("c", "3")):
        client.put(f"/fhir/Organization/{id}", json=organization(value, id=id), headers=FHIR)
    patch = base64.b64encode(json.dumps([{"op": "add", "path": "/name", "value": "丙"}]).encode()).decode()
    binary = {"resourceType": "Binary", "contentType": PATCH["content-type"], "data": patch}
    sent = bundle(
        "transaction",
        entry("GET", "Organization/c"),
        entry("PATCH", "Organization?identifier=s|3", binary),
        entry("PUT", "Organization?identifier=s|2", organization("2", name="乙")),
        entry("PUT", "Organization?identifier=s|4", organization("4", name="丁")),
        entry("POST", "Organization", organization("1", name="甲"), request={"ifNoneExist": WHO}),
        entry("DELETE", f"Organization?{WHO}"),
        entry("GET", "Organization/none"),
        entry("HEAD", "Organization/c"),
    )
    told = client.post("/fhir", json=sent, headers=FHIR | {"prefer": "return=representation"}).json()["entry"]
    assert [one["response"]["status"] for one in told] == ["200", "200", "200", "201", "201", "204", "404", "200"]
    assert [one.get("resource", {}).get("name") for one in told[:5]] == ["丙", "丙", "乙", "丁", "甲"]
    assert told[2]["resource"]["id"] == "b"
    assert told[6]["response"]["outcome"]["issue"][0]["code"] == "not-found"
    assert "resource" not in told[7]
    order = [one.id for one in served.store.recent("Organization", limit=5)][::-1]
    assert order == ["a", told[4]["resource"]["id"], "c", "b", told[3]["resource"]["id"]]


def test_the_store_is_asked_again_where_a_match_went_away(served: Any, client: Any) -> None:
    client.put("/fhir/Organization/a", json=organization(id="a"), headers=FHIR)
    real = served.store.submit

    def meanwhile(change_set: Any) -> "Future[Any]":
        served.store.submit = real
        served.access.system("other").transact([Delete("Organization", "a")])
        return real(change_set)

    served.store.submit = meanwhile
    sent = bundle("transaction", entry("PUT", f"Organization?{WHO}", organization(name="新")))
    told = client.post("/fhir", json=sent, headers=FHIR).json()["entry"][0]["response"]
    assert told["status"] == "201"
    assert "/Organization/a/" not in told["location"]
