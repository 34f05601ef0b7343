"""What belongs to a person, over HTTP: compartments and everything; nothing forbidden is shown."""

from typing import Any

import pytest
from tests.clients.server.test_search import link


def seen(id: str, person: str, day: str = "", **more: Any) -> dict[str, Any]:
    made = {"resourceType": "Observation", "id": id, "status": "final", "code": {"text": id}, **more}
    return {**made, "subject": {"reference": f"Patient/{person}"}, **({"effectiveDateTime": day} if day else {})}


@pytest.fixture
def filled(seed: Any) -> None:
    seed({"resourceType": "Practitioner", "id": "dr-a", "name": [{"text": "医生"}]})
    seed(
        seen("o1", "p1", "2024-05-01", performer=[{"reference": "Practitioner/dr-a"}]),
        seen("o2", "p1", "2025-03-01"),
        seen("o3", "p1"),
        seen("about", "other", performer=[{"reference": "Patient/p1"}]),
        seen("else", "other"),
        {"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "AMB"},
         "subject": {"reference": "Patient/p1"}, "period": {"start": "2024-04-01", "end": "2024-06-01"}},
        {"resourceType": "Patient", "id": "other"},
    )  # fmt: skip


def references(bundle: dict[str, Any], mode: str = "match") -> list[str]:
    found = (one for one in bundle.get("entry", []) if one["search"]["mode"] == mode)
    return [f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in found]


def walked(client: Any, url: str) -> list[str]:
    found, pages = [], 0
    while url:
        bundle = client.get(url).json()
        found += references(bundle)
        url, pages = link(bundle, "next"), pages + 1
        assert pages < 50
    return found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("Patient/p1/Observation", ["Observation/about", "Observation/o1", "Observation/o2", "Observation/o3"]),
        ("Patient/p1/Observation?date=2025", ["Observation/o2"]),
        ("Patient/p1/Encounter?_sort=-date", ["Encounter/e1"]),
        ("Patient/nobody/Observation", []),
        ("Patient/p1/Patient", ["Patient/p1"]),
    ],
)
def test_a_compartment_holds_what_belongs_to_it(client: Any, filled: None, path: str, found: list[str]) -> None:
    assert sorted(references(client.get(f"/fhir/{path}").json())) == found


EVERYTHING = ["Patient/p1", "Encounter/e1", "Observation/about", "Observation/o1", "Observation/o2", "Observation/o3"]


@pytest.mark.parametrize("path", ["Patient/p1/*", "Patient/p1/$everything"])
@pytest.mark.parametrize("count", [1, 2, 50])
def test_all_types_are_walked_to_the_end_once_each(client: Any, filled: None, path: str, count: int) -> None:
    found = [one for one in walked(client, f"/fhir/{path}?_count={count}") if not one.startswith("CareTeam")]
    assert sorted(found) == sorted(EVERYTHING)
    assert found[0] == "Patient/p1"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("start=2025-01-01", ["Patient/p1", "Observation/about", "Observation/o2", "Observation/o3"]),
        ("end=2024-12-31", ["Patient/p1", "Encounter/e1", "Observation/about", "Observation/o1", "Observation/o3"]),
        ("start=2024-05-15&end=2024-05-20", ["Patient/p1", "Encounter/e1", "Observation/about", "Observation/o3"]),
        (
            "_type=Encounter,Observation&end=2024",
            ["Encounter/e1", "Observation/about", "Observation/o1", "Observation/o3"],
        ),
        ("_since=2099-01-01", []),
    ],
)
def test_everything_within_days(client: Any, filled: None, asked: str, found: list[str]) -> None:
    everything = walked(client, f"/fhir/Patient/p1/$everything?{asked}")
    assert sorted(one for one in everything if not one.startswith("CareTeam")) == sorted(found)


def test_everything_brings_the_house_along(client: Any, filled: None) -> None:
    bundle = client.get("/fhir/Patient/p1/$everything").json()
    assert "Practitioner/dr-a" in references(bundle, "include")
    assert not any(one.startswith("Patient/") for one in references(bundle, "include"))


@pytest.mark.parametrize("path", ["Patient/p1/$everything", "Patient/p1/Observation", "Patient/p1/*"])
def test_nothing_forbidden_is_shown(served: Any, filled: None, path: str) -> None:
    with served.client("planner") as planner:
        answer = planner.get(f"/fhir/{path}")
    assert answer.status_code == 403 or references(answer.json()) == []
    assert "o1" not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("Patient/nobody/$everything", 404),
        ("Patient/other/$everything", 403),
        ("Patient/p1/$everything?_sort=date", 400),
        ("Patient/p1/$everything?start=soon", 400),
        ("Patient/p1/$everything?_type=Organization", 400),
        ("Patient/p1/$everything?_after=x", 400),
        ("Patient/p1/$everything?_count=0", 400),
        ("Patient/p1/*?_sort=_id", 400),
        ("Patient/p1/*?code=x", 400),
        ("Patient/p1/Organization", 400),
        ("Patient/p1/Dragon", 404),
        ("Encounter/e1/Observation", 400),
        ("Patient/p1/RelatedPerson?name=x", 400),
    ],
)
def test_what_cannot_be_answered_is_refused(client: Any, filled: None, path: str, status: int) -> None:
    assert client.get(f"/fhir/{path}").status_code == status
