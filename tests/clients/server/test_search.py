"""Search by GET and POST, its links and pages."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tongmai.base.outcome import Refused

FORM = {"content-type": "application/x-www-form-urlencoded"}


def orgs(count: int) -> list[dict[str, Any]]:
    return [
        {"resourceType": "Organization", "id": f"o{n}", "name": f"卫生院{n:02d}", "active": n % 2 == 0}
        for n in range(count)
    ]


def link(bundle: dict[str, Any], relation: str) -> str:
    return next((str(one["url"]) for one in bundle["link"] if one["relation"] == relation), "")


def walked(client: Any, first: Any) -> list[str]:
    found, bundle = [], first.json()
    while True:
        found += [one["resource"]["id"] for one in bundle.get("entry", [])]
        next = link(bundle, "next")
        if not next:
            return found
        bundle = client.get(next).json()


def test_a_searchset_names_its_matches(client: Any, seed: Any) -> None:
    seed(*orgs(3))
    bundle = client.get("/fhir/Organization?active=true&_total=accurate").json()
    assert (bundle["type"], bundle["total"]) == ("searchset", 2)
    assert [one["fullUrl"] for one in bundle["entry"]] == [
        f"http://region.example/fhir/Organization/o{n}" for n in (0, 2)
    ]
    assert {one["search"]["mode"] for one in bundle["entry"]} == {"match"}
    assert link(bundle, "self") == "http://region.example/fhir/Organization?active=true&_total=accurate"


@pytest.mark.parametrize("way", ["GET", "POST"])
def test_pages_are_walked_to_the_end_once_each(client: Any, seed: Any, way: str) -> None:
    seed(*orgs(13))
    if way == "GET":
        first = client.get("/fhir/Organization?_sort=name&_count=4&name=卫生院")
    else:
        first = client.post("/fhir/Organization/_search", data={"_sort": "name", "_count": "4", "name": "卫生院"})
    assert walked(client, first) == [f"o{number}" for number in range(13)]


def test_links_stand_on_the_base_that_the_client_used(served: Any, seed: Any) -> None:
    seed(*orgs(3))
    with served.client() as client:
        client.cookies.clear()
        headers = {"host": "10.0.0.7:8443", "cookie": f"tongmai={cookie_of(served)}"}
        bundle = client.get("/fhir/Organization?_count=1", headers=headers).json()
    assert link(bundle, "next").startswith("http://10.0.0.7:8443/fhir/Organization?")


def cookie_of(served: Any) -> str:
    return str(served.client().cookies["tongmai"])


def test_a_post_keeps_names_out_of_every_link(served: Any, client: Any, seed: Any) -> None:
    row = {"resourceType": "CareTeam", "status": "active", "period": {"start": "2025-01-01"},
           "category": [{"coding": [{"system": "urn:tongmai:because", "code": "contract"}]}],
           "participant": [{"member": {"reference": "Organization/clinic-a"}}]}  # fmt: skip
    for number in range(3, 6):
        seed({"resourceType": "Patient", "id": f"p{number}", "name": [{"text": f"演示数据{number}"}]},
             row | {"id": f"c{number}", "subject": {"reference": f"Patient/p{number}"}})  # fmt: skip
    answer = client.post("/fhir/Patient/_search", data={"name": "演示数据", "_count": "2"})
    bundle = answer.json()
    assert len(bundle["entry"]) == 2
    for one in bundle["link"]:
        assert set(parse_qs(urlsplit(one["url"]).query)) <= {"_page"}
    assert walked(client, answer) == ["p1", "p3", "p4", "p5"]
    assert served.client("planner").get(link(bundle, "next")).status_code == 410
    assert client.get("/fhir/Patient?_page=unknown").status_code == 410
    assert client.get(link(bundle, "next") + "&_count=1").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["Patient?name=王", "Patient?identifier=652399", "Patient?birthdate=1950-01-01", "Observation?patient.name=王",
     "Observation?subject:Patient.identifier=1", "Patient?name:exact=王", "Patient?phone=1",
     "Observation?subject:identifier=652399",
     "Organization?_has:Patient:organization:name=王",
     "Observation?encounter:Encounter.patient.name=王", "Patient?identifier:of-type=a|b|652399",
     "Encounter?patient:identifier=s|1", "Appointment?actor:Patient.name=王"],
)  # fmt: skip
def test_a_url_carries_no_name_or_number_of_a_person(client: Any, query: str) -> None:
    answer = client.get(f"/fhir/{query}")
    assert answer.status_code == 400
    assert "POST _search" in answer.json()["issue"][0]["details"]["text"]


def test_the_same_search_by_post_is_well(client: Any) -> None:
    found = client.post("/fhir/Patient/_search", data={"name": "演示数据"}).json()
    assert [one["resource"]["id"] for one in found["entry"]] == ["p1"]


def test_what_is_not_supported_is_left_out_and_told_where_the_client_would_rather(client: Any, seed: Any) -> None:
    seed(*orgs(2))
    query = "/fhir/Organization?active=true&colour=red&_sort=active"
    assert client.get(query).status_code == client.get(query, headers={"prefer": "handling=strict"}).status_code == 400
    bundle = client.get(query, headers={"prefer": "return=minimal; handling=lenient"}).json()
    assert [one["search"]["mode"] for one in bundle["entry"]] == ["match", "outcome"]
    told = bundle["entry"][1]["resource"]["issue"]
    assert [(issue["severity"], issue["expression"]) for issue in told] == [
        ("warning", ["colour"]),
        ("warning", ["_sort"]),
    ]
    assert client.get(query, headers={"prefer": "handling=sloppy"}).status_code == 400
    assert client.get("/fhir/Organization?_id=", headers={"prefer": "handling=lenient"}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("_summary=true", {"active", "name"}),
        ("_summary=text", {"text"}),
        ("_summary=data", {"active", "name", "telecom", "contact", "extension"}),
        ("_summary=false", {"active", "name", "telecom", "contact", "extension", "text"}),
        ("_elements=name,contact.name", {"name", "contact"}),
    ],
)
def test_a_part_of_each_record(client: Any, seed: Any, asked: str, keys: set[str]) -> None:
    seed(orgs(1)[0] | {"telecom": [{"value": "1"}], "text": {"status": "empty", "div": "<div/>"},
                       "contact": [{"name": {"text": "x"}, "telecom": [{"value": "2"}]}],
                       "extension": [{"url": "urn:x", "valueString": "y"}]})  # fmt: skip
    one = client.get(f"/fhir/Organization?{asked}").json()["entry"][0]["resource"]
    assert set(one) == keys | {"resourceType", "id", "meta"}
    cut = any(tag.get("code") == "SUBSETTED" for tag in one["meta"].get("tag", []))
    assert cut == (asked != "_summary=false")
    if "contact.name" in asked:
        assert one["contact"] == [{"name": {"text": "x"}}]


def test_a_count_alone(client: Any, seed: Any) -> None:
    seed(*orgs(3))
    for asked in ("_summary=count", "_count=0&_total=accurate", "_count=0&_total=estimate"):
        bundle = client.get(f"/fhir/Organization?active=true&{asked}").json()
        assert (bundle["total"], bundle.get("entry", [])) == (2, [])


def test_a_reference_may_bear_this_servers_base(client: Any, seed: Any) -> None:
    seed({"resourceType": "Observation", "id": "x", "status": "final", "code": {"text": "a"},
          "subject": {"reference": "Patient/p1"}})  # fmt: skip
    bundle = client.get("/fhir/Observation?subject=http://region.example/fhir/Patient/p1").json()
    assert [one["resource"]["id"] for one in bundle["entry"]] == ["x"]


def test_a_value_set_of_the_store_is_searched_by(client: Any, served: Any, seed: Any) -> None:
    seed({"resourceType": "Observation", "id": "x", "status": "final", "subject": {"reference": "Patient/p1"},
          "code": {"coding": [{"system": "urn:s", "code": "a"}]}},
         {"resourceType": "ValueSet", "id": "v", "url": "http://x.example/v", "status": "active",
          "compose": {"include": [{"system": "urn:s", "concept": [{"code": "a"}]}]}})  # fmt: skip
    with served.client() as doctor:  # may see no value set
        assert doctor.get("/fhir/Observation?code:in=http://x.example/v").status_code == 400
    context = served.access.system("test")
    assert [one.id for one in context.search("Observation", [("code:in", "http://x.example/v")]).matches] == ["x"]
    assert context.search("Observation", [("code:not-in", "http://x.example/v")]).matches == ()
    listed = [("code:in", "http://x.example/v|1"), ("code:below", "urn:s|a")]
    for pair in listed:
        with pytest.raises(Refused) as refused:  # another version than is stored; a system that is not
            context.search("Observation", [pair])
        assert refused.value.kind == "unsupported"
    seed({"resourceType": "CodeSystem", "id": "s", "url": "urn:s", "status": "active", "content": "complete",
          "concept": [{"code": "top", "concept": [{"code": "a"}]}]},
         {"resourceType": "ValueSet", "id": "w", "url": "http://x.example/w", "version": "1", "status": "active",
          "compose": {"include": [{"system": "urn:s", "filter": [
              {"property": "concept", "op": "is-a", "value": "top"}]}]}})  # fmt: skip
    for name, value in (("in", "http://x.example/w|1"), ("below", "urn:s|top"), ("above", "urn:s|a")):
        assert [one.id for one in context.search("Observation", [(f"code:{name}", value)]).matches] == ["x"]
    assert context.search("Observation", [("code:above", "urn:s|top")]).matches == ()
    with pytest.raises(Refused) as refused:
        context.search("Observation", [("code:below", "a")])
    assert refused.value.kind == "value"
    assert [
        one.id
        for one in context.search(
            "Patient", [("gender:in", "http://hl7.org/fhir/ValueSet/administrative-gender")]
        ).matches
    ] == []


def test_included_records_are_marked(client: Any, seed: Any) -> None:
    seed({"resourceType": "Observation", "id": "x", "status": "final", "code": {"text": "a"},
          "subject": {"reference": "Patient/p1"}})  # fmt: skip
    bundle = client.get("/fhir/Observation?_include=Observation:patient").json()
    assert [(one["resource"]["resourceType"], one["search"]["mode"]) for one in bundle["entry"]] == [
        ("Observation", "match"), ("Patient", "include"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("Organization?colour=red", 400, "not-supported"),
        ("Organization?_revinclude=Location:name", 400, "not-supported"),
        ("Organization?_summary=short", 400, "value"),
        ("Organization?_count=many", 400, "value"),
        ("Organization?_after=nonsense", 400, "value"),
        ("Organization?name=", 400, "value"),
        ("Location", 403, "forbidden"),
        ("Dragon", 404, "not-found"),
    ],
)
def test_what_cannot_be_answered_is_refused(client: Any, query: str, status: int, code: str) -> None:
    answer = client.get(f"/fhir/{query}")
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (status, code)


def test_what_is_not_supported_is_left_out_only_where_the_client_is_lenient(client: Any) -> None:
    url = "/fhir/Organization?colour=red&name=甲&shape=round"
    assert client.get(url, headers={"prefer": "handling=strict"}).status_code == client.get(url).status_code == 400
    answer = client.get(url, headers={"prefer": "handling=lenient"}).json()
    last = answer["entry"][-1]
    assert last["search"]["mode"] == "outcome"
    assert [one["expression"] for one in last["resource"]["issue"]] == [["colour"], ["shape"]]
    assert answer["link"][0]["url"].endswith("/Organization?name=%E7%94%B2")
    wrong = client.get("/fhir/Organization?_count=many", headers={"prefer": "handling=lenient"})
    assert wrong.status_code == 400
