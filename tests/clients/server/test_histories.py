"""History of a resource, a type, the base: pages, moments, and who sees what."""

from datetime import timedelta
from typing import Any

import pytest

from tongmai.access import Delete

FHIR = {"content-type": "application/fhir+json"}


def told(client: Any, url: str) -> list[tuple[str, str]]:
    """(fullUrl behind the base, ETag) of every page."""
    found: list[tuple[str, str]] = []
    while url:
        page = client.get(url)
        assert page.status_code == 200, page.text
        body = page.json()
        found += [(one["fullUrl"].partition("/fhir/")[2], one["response"]["etag"]) for one in body.get("entry", [])]
        url = next((link["url"] for link in body["link"] if link["relation"] == "next"), "")
    return found


def put(served: Any, client: Any, id: str, **more: Any) -> None:
    served.clock.at += timedelta(minutes=1)
    body = {"resourceType": "Organization", "id": id, **more}
    assert client.put(f"/fhir/Organization/{id}", json=body, headers=FHIR).status_code < 300


@pytest.fixture
def filled(served: Any, client: Any) -> Any:
    for id, more in (("a", {}), ("b", {}), ("a", {"name": "甲"})):
        put(served, client, id, **more)
    served.clock.at += timedelta(minutes=1)
    client.delete("/fhir/Organization/b")
    return client


ALL = [
    ("Organization/b", 'W/"2"'),
    ("Organization/a", 'W/"2"'),
    ("Organization/b", 'W/"1"'),
    ("Organization/a", 'W/"1"'),
]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_pages_hold_everything_once_newest_first(filled: Any, served: Any, count: int) -> None:
    assert told(filled, f"/fhir/Organization/_history?_count={count}") == ALL
    assert told(filled, f"/fhir/Organization/a/_history?_count={count}") == [ALL[1], ALL[3]]
    every = told(filled, f"/fhir/_history?_count={count}")
    assert [one for one in every if one[0].startswith("Organization")] == ALL
    assert ("Patient/p1", 'W/"1"') in every
    assert not [one for one in every if one[0] == "Patient/p2"]


def test_pages_stay_whole_while_others_write(filled: Any, served: Any) -> None:
    first = filled.get("/fhir/Organization/_history?_count=2").json()
    put(served, filled, "c")
    rest = next(link["url"] for link in first["link"] if link["relation"] == "next")
    assert told(filled, rest) == ALL[2:]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("_since=2025-06-30T02:03:00Z", [ALL[1]]),
        ("_since=2025-06-30T10:03:00+08:00", [ALL[1]]),
        ("_at=2025-06-30T02:01:30Z", [ALL[3]]),
        ("_at=2025-06-30", [ALL[1], ALL[3]]),
        ("_at=2024", []),
    ],
)
def test_moments(filled: Any, query: str, wanted: list[Any]) -> None:
    assert told(filled, f"/fhir/Organization/a/_history?{query}") == wanted
    if query.startswith("_since"):
        assert told(filled, f"/fhir/Organization/_history?{query}") == ALL[:2]


def test_a_deletion_is_told_to_those_who_might_read_what_was_deleted(served: Any, client: Any, seed: Any) -> None:
    for id, person in (("mine", "p1"), ("theirs", "p2")):
        seed({"resourceType": "Observation", "id": id, "status": "final", "code": {"text": "x"},
              "subject": {"reference": f"Patient/{person}"}})  # fmt: skip
        served.access.system("x").transact([Delete("Observation", id)])
    assert told(client, "/fhir/Observation/_history") == [("Observation/mine", 'W/"2"'), ("Observation/mine", 'W/"1"')]
    with served.client("planner") as planner:
        assert planner.get("/fhir/Observation/_history").status_code == 403
        assert told(planner, "/fhir/_history") == []


def test_what_was_seen_is_audited(served: Any, client: Any, seed: Any) -> None:
    seed({"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "x"},
          "subject": {"reference": "Patient/p1"}})  # fmt: skip
    told(client, "/fhir/Observation/_history")
    assert '"what":"history","on":"Observation/o"' in served.audit.read_text().replace(" ", "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("_at=2025-06-30T02:01:30Z", [ALL[3]]),
        ("_at=2025-06-30T02:02:30Z", [ALL[2], ALL[3]]),
        ("_at=2025-06-30T02:03:30Z", [ALL[1], ALL[2]]),
        ("_at=2025-06-30T02:09:00Z", [ALL[0], ALL[1]]),
        ("_at=2025-06-30", ALL),
        ("_at=2025-06-30&_since=2025-06-30T02:03:00Z", ALL[:2]),
        ("_since=2025-06-30T02:02:00Z", ALL[:3]),
        ("_at=2024", []),
    ],
)
@pytest.mark.parametrize("place", ["Organization/_history", "_history"])
def test_a_moment_of_a_type_and_of_the_base(filled: Any, place: str, query: str, found: Any) -> None:
    for count in (1, 50):
        listed = told(filled, f"/fhir/{place}?{query}&_count={count}")
        assert [one for one in listed if one[0].startswith("Organization")] == found
