"""Bulk export and import."""

import asyncio
import gzip
import json
from typing import Any

import pytest

from tongmai.access import Delete
from tongmai.access.exporting import exported

ASYNC = {"prefer": "respond-async"}
NDJSON = {"content-type": "application/fhir+ndjson"}


def organization(id: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Organization", "id": id, "name": id, **more}


def observation(id: str, person: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Observation", "id": id, "status": "final", "code": {"text": "x"},
            "subject": {"reference": f"Patient/{person}"}, **more}  # fmt: skip


def gathered(served: Any, client: Any, url: str, other: str = "planner") -> dict[str, list[str]]:
    """Type to ids of a whole export, of which somebody else is told nothing."""
    begun = client.get(url, headers=ASYNC)
    assert (begun.status_code, begun.content) == (202, b""), begun.text
    place = begun.headers["content-location"]
    for _ in range(200):
        told = client.get(place)
        if told.status_code != 202:
            break
        assert int(told.headers["retry-after"]) >= 1
        served.runner.run(asyncio.sleep(0.02))
    assert (told.status_code, told.headers["content-type"]) == (200, "application/json")
    manifest, found = told.json(), {}
    assert manifest["transactionTime"].startswith("2025-06-30T02:00:00")
    for one in manifest["output"]:
        file = client.get(one["url"])
        assert (
            file.headers["content-type"] == "application/fhir+ndjson; charset=utf-8"
            or "ndjson" in file.headers["content-type"]
        )
        lines = [json.loads(line) for line in file.text.splitlines()]
        assert len(lines) == one["count"]
        assert {line["resourceType"] for line in lines} == {one["type"]}
        found[one["type"]] = sorted(line["id"] for line in lines)
    with served.client(other) as stranger:
        assert stranger.get(place).status_code == stranger.get(manifest["output"][0]["url"]).status_code == 404
    assert client.delete(place).status_code == 202
    assert client.get(place).status_code == client.get(manifest["output"][0]["url"]).status_code == 404
    return found


@pytest.fixture
def filled(seed: Any, client: Any) -> Any:
    seed(organization("a"), observation("mine", "p1", valueQuantity={"value": 1.5}), observation("theirs", "p2"),
         {"resourceType": "Group", "id": "g", "type": "person", "actual": True,
          "member": [{"entity": {"reference": "Patient/p1"}}]})  # fmt: skip
    return client


def test_everybody_exports_what_they_may_find(served: Any, filled: Any) -> None:
    every = gathered(served, filled, "/fhir/$export")
    assert every == {"CareTeam": ["c1"], "Observation": ["mine"], "Organization": ["a"], "Patient": ["p1"]} | (
        {"Group": every["Group"]} if "Group" in every else {}
    )
    patients = gathered(served, filled, "/fhir/Patient/$export?_type=Observation,Patient")
    assert patients == {"Observation": ["mine"], "Patient": ["p1"]}
    with served.client("planner") as planner:
        assert gathered(served, planner, "/fhir/$export", "doctor") == {"Organization": ["a"]}
    assert gathered(served, filled, "/fhir/$export?_type=Organization&_since=2025-06-30T02:00:00Z") == {
        "Organization": ["a"]
    }


@pytest.mark.parametrize(
    ("url", "headers", "status"),
    [
        ("$export", {}, 400), ("$export?_type=Dragon", ASYNC, 400), ("$export?_since=soon", ASYNC, 400),
        ("$export?_outputFormat=csv", ASYNC, 400), ("$export?_typeFilter=x", ASYNC, 400),
        ("Organization/$export", ASYNC, 400), ("Patient/p1/$export", ASYNC, 400), ("Group/none/$export", ASYNC, 404),
        ("$export-status/none", {}, 404), ("$export-file/none/Patient.ndjson", {}, 404),
    ],
)  # fmt: skip
def test_what_is_not_exported_is_refused(client: Any, url: str, headers: dict[str, str], status: int) -> None:
    answer = client.get(f"/fhir/{url}", headers=headers)
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome"), answer.text


def test_an_actor_has_two_exports_at_once(client: Any) -> None:
    begun = [client.get("/fhir/$export?_type=Patient", headers=ASYNC) for _ in range(3)]
    assert [one.status_code for one in begun] == [202, 202, 503]


def test_an_export_is_of_one_moment(served: Any, seed: Any) -> None:
    """What is written while it is gathered changes nothing about it: neither changes, creations, deletions, nor records
    that come into reach or leave it."""
    many = [observation(f"o{n}", "p1") for n in range(6)]
    seed(*many, observation("coming", "p2"), observation("going", "p1"))
    doctor = served.access.open("doctor")
    before, change = {one.id: one.number for one in doctor.search("Observation").matches}, served.store.last_change()
    stretches = exported(doctor, "Observation", change)
    seed(observation("o0", "p1", status="amended"), observation("new", "p1"), observation("coming", "p1"),
         observation("going", "p2"))  # fmt: skip
    served.access.system("x").transact([Delete("Observation", "o1")])
    found = [one for stretch in stretches for one in stretch]
    assert {one.id: one.number for one in found} == before
    assert len(found) == len(before) == 7
    assert all(one.change <= change for one in found)


def lines(*resources: Any) -> bytes:
    return b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in resources)


def outcomes(answer: Any) -> list[tuple[str, str]]:
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, NDJSON["content-type"])
    issues = [json.loads(line)["issue"][0] for line in answer.text.splitlines()]
    return [(one["severity"], one.get("expression", [one["diagnostics"]])[0]) for one in issues]


def test_an_import_takes_line_by_line_and_tells_of_each_that_it_does_not_take(served: Any, client: Any) -> None:
    sent = lines(
        organization("a"), b"", b"{nonsense", observation("x", "p2"), organization("b", colour="red"),
        {"resourceType": "Dragon"}, organization("c") | {"id": 5}, organization("a", name="again"),
        {"resourceType": "Organization", "name": "unnamed"},
        json.dumps(observation("d", "p1", valueQuantity={"value": 0})).replace('"value": 0', '"value": 1.50').encode(),
    )  # fmt: skip
    answer = client.post("/fhir/$import", content=sent, headers=NDJSON | {"accept": "application/fhir+ndjson"})
    assert outcomes(answer) == [
        ("error", "line[3].body"), ("error", "line[4].Observation/x"), ("error", "line[5].Organization.colour"),
        ("error", "line[6].Dragon"), ("error", "line[7].id"),
        ("information", "created 3, updated 1, unchanged 0, refused 5"),
    ]  # fmt: skip
    assert b'"value":1.50' in client.get("/fhir/Observation/d").content
    assert client.get("/fhir/Organization/a").json()["name"] == "again"
    last = served.store.last_change()
    again = gzip.compress(lines(organization("a", name="again")))
    answer = client.post("/fhir/$import", content=again, headers=NDJSON | {"content-encoding": "gzip"})
    assert outcomes(answer) == [("information", "created 0, updated 0, unchanged 1, refused 0")]
    assert served.store.last_change() == last


def test_an_import_may_be_larger_than_a_body_but_no_line_may(client: Any) -> None:
    async def many() -> Any:
        for n in range(60):
            yield lines(organization(f"o{n}", alias=["x" * 2_000])) + b"\n"
        yield b'{"resourceType":"Organization","name":"' + b"x" * 100_001

    answer = client.post("/fhir/$import", content=many(), headers=NDJSON)
    assert outcomes(answer) == [
        ("error", "body"), ("information", "created 60, updated 0, unchanged 0, refused 1"),
    ]  # fmt: skip


@pytest.mark.parametrize(("headers", "status"), [({"content-type": "application/json"}, 415), (NDJSON, 401)])
def test_an_import_that_cannot_be_begun(served: Any, headers: dict[str, str], status: int) -> None:
    with served.client("doctor" if status == 415 else None) as client:
        assert client.post("/fhir/$import", content=lines(organization("a")), headers=headers).status_code == status
