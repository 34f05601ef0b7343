"""Search of several types at once, over HTTP."""

from typing import Any

import pytest
from tests.clients.server.test_compartments import references, seen, walked
from tests.clients.server.test_search import link

FORM = {"content-type": "application/x-www-form-urlencoded"}
MARK = {"meta": {"tag": [{"system": "s", "code": "t"}]}}


@pytest.fixture
def filled(seed: Any) -> None:
    orgs = [{"resourceType": "Organization", "id": f"g{n}", "name": f"g{n}", **MARK} for n in range(3)]
    observations = [seen(f"o{n}", "p1", "2025-01-01", performer=[{"reference": "Organization/g0"}]) for n in range(3)]
    seed(*orgs, *observations, seen("closed", "p2"), {"resourceType": "Practitioner", "id": "dr-a", **MARK})


OURS = [f"Observation/o{n}" for n in range(3)]
ORGS = [f"Organization/g{n}" for n in range(3)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("_type=Organization,Observation", [*OURS, *ORGS]),
        ("_type=Organization", ORGS),
        ("_type=Organization,Observation&_id=o1,g2,closed", ["Observation/o1", "Organization/g2"]),
        ("_type=Observation,Encounter&patient=p1", OURS),
        ("_tag=t", [*ORGS, "Practitioner/dr-a"]),
        ("_id=p1,p2,o0", ["Observation/o0", "Patient/p1"]),
        ("_type=Organization&_sort=-_id", ORGS[::-1]),
    ],
)
@pytest.mark.parametrize("way", ["GET", "POST"])
def test_several_types_are_searched_at_once(client: Any, filled: None, query: str, found: list[str], way: str) -> None:
    if way == "GET":
        assert references(client.get(f"/fhir?{query}").json()) == found
        assert walked(client, f"/fhir/?{query}&_count=2") == found
        return
    told = client.post("/fhir/_search", content=f"{query}&_count=2", headers=FORM).json()
    assert link(told, "self") == "http://region.example/fhir"
    more = walked(client, link(told, "next")) if link(told, "next") else []
    assert references(told) + more == found
    assert query.partition("&")[0] not in link(told, "next")


def test_totals_and_parts_are_of_all_types(client: Any, filled: None) -> None:
    url = "/fhir?_type=Organization,Observation,Encounter"
    assert client.get(f"{url}&_count=1&_total=accurate").json()["total"] == 6
    for counting in ("_summary=count", "_count=0"):
        told = client.get(f"{url}&{counting}").json()
        assert (told["total"], told.get("entry")) == (6, None)
    (one,) = client.get("/fhir?_id=g1&_elements=active").json()["entry"]
    assert "name" not in one["resource"]


def test_what_is_brought_along_stands_once(client: Any, filled: None) -> None:
    told = client.get("/fhir?_type=Observation,Organization&_include=Observation:performer").json()
    assert references(told) == [*OURS, *ORGS]
    assert references(told, "include") == []
    told = client.get("/fhir?_type=Observation,Encounter&_include=Observation:performer").json()
    assert references(told, "include") == ["Organization/g0"]


@pytest.mark.parametrize(
    ("query", "status", "where"),
    [
        ("", 400, "_type"),
        ("_type=Organization,Dragon", 404, "Dragon"),
        ("_type=Organization,Errand", 404, "Errand"),
        ("_type=Organization&_type=Patient", 400, "_type"),
        ("_type=Organization,Observation&_sort=_id", 400, "_sort"),
        ("_type=Organization,Observation&patient=p1", 400, "patient"),
        ("code=x", 400, "code"),
        ("nonsense=x", 400, "nonsense"),
        ("_type=Organization,Patient&name=x", 400, "name"),
        ("_type=Organization,Observation&_after=nonsense", 400, "_after"),
        ("_type=Medication", 403, "Medication"),
    ],
)
def test_what_cannot_be_searched_so_is_refused_by_name(client: Any, query: str, status: int, where: str) -> None:
    answer = client.get(f"/fhir?{query}")
    (issue,) = answer.json()["issue"]
    assert (answer.status_code, issue["expression"]) == (status, [where])


def test_names_of_people_go_by_post(client: Any, seed: Any) -> None:
    seed({"resourceType": "Organization", "id": "g", "name": "演示数据"})
    asked = {"_type": "Organization,Patient", "name": "演示数据"}
    told = client.post("/fhir/_search", data=asked).json()
    assert references(told) == ["Organization/g", "Patient/p1"]


def test_it_is_asked_within_a_batch_and_what_is_unknown_is_left_out_when_lenient(client: Any, filled: None) -> None:
    get = {"request": {"method": "GET", "url": "?_type=Organization&_id=g1"}}
    for kind in ("batch", "transaction"):
        told = client.post("/fhir", json={"resourceType": "Bundle", "type": kind, "entry": [get]},
                           headers={"content-type": "application/fhir+json"})  # fmt: skip
        assert references(told.json()["entry"][0]["resource"]) == ["Organization/g1"]
    url = "/fhir?_type=Organization,Observation&_id=g1&nonsense=1"
    told = client.get(url, headers={"prefer": "handling=lenient"}).json()
    assert told["entry"][-1]["search"]["mode"] == "outcome"
    assert references(told) == ["Organization/g1"]
    assert "nonsense" not in link(told, "self")
