"""Links between the entries of a transaction (http.html#trules)."""

from typing import Any

from tests.clients.server.test_bundles import bundle, entry

FHIR = {"content-type": "application/fhir+json"}
URNS = [f"urn:uuid:0b2f5d1e-0000-4000-8000-00000000000{n}" for n in range(4)]
ELSEWHERE = "http://elsewhere.example/base"


def resources(client: Any, *entries: Any) -> list[Any]:
    answer = client.post(
        "/fhir", json=bundle("transaction", *entries), headers=FHIR | {"prefer": "return=representation"}
    )
    assert answer.status_code == 200, answer.text
    return [one.get("resource") for one in answer.json()["entry"]]


def practitioner(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Practitioner", "active": True, **more}


def organization(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Organization", "name": "甲", **more}


def test_every_kind_of_link_is_rewritten_and_canonicals_are_not(client: Any) -> None:
    sent = organization(
        partOf={"reference": URNS[1]},
        meta={"profile": [URNS[1]]},
        text={"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><a href="{URNS[1]}">x</a>'
                                            f"<img src='{URNS[1]}'/>{URNS[1]}</div>"},
        extension=[{"url": "urn:x", "valueUri": URNS[1]}, {"url": "urn:x", "valueUrl": URNS[1]},
                   {"url": "urn:x", "valueCanonical": URNS[1]}, {"url": "urn:x", "valueString": URNS[1]},
                   {"url": "urn:x", "valueReference": {"reference": URNS[1]}}],
        _name={"extension": [{"url": "urn:x", "valueReference": {"reference": URNS[1]}}]},
        contained=[{"resourceType": "Endpoint", "id": "e", "status": "active", "payloadType": [{"text": "x"}],
                    "connectionType": {"code": "x"}, "address": URNS[1],
                    "managingOrganization": {"reference": URNS[1]}}],
        endpoint=[{"reference": "#e"}],
    )  # fmt: skip
    one, other = resources(
        client, entry("POST", "Organization", sent, fullUrl=URNS[0]),
        entry("POST", "Organization", organization(), fullUrl=URNS[1]),
    )  # fmt: skip
    local = f"Organization/{other['id']}"
    assert one["partOf"]["reference"] == local
    assert one["text"]["div"].count(local) == 2
    assert one["text"]["div"].count(URNS[1]) == 1
    assert [next(v for k, v in e.items() if k != "url") for e in one["extension"]] == [
        local, local, URNS[1], URNS[1], {"reference": local},
    ]  # fmt: skip
    assert one["_name"]["extension"][0]["valueReference"]["reference"] == local
    assert (one["contained"][0]["address"], one["contained"][0]["managingOrganization"]["reference"]) == (local, local)
    assert one["meta"]["profile"] == [URNS[1]]


def test_full_urls_of_another_server_and_what_is_relative_to_them(client: Any) -> None:
    one, other, third = resources(
        client,
        entry("POST", "Organization", organization(id="1", partOf={"reference": "Organization/2"}),
              fullUrl=f"{ELSEWHERE}/Organization/1"),
        entry("POST", "Organization", organization(id="2", partOf={"reference": f"{ELSEWHERE}/Organization/3"}),
              fullUrl=f"{ELSEWHERE}/Organization/2"),
        entry("PUT", "Organization/three", organization(id="three", partOf={"reference": "Organization/2"}),
              fullUrl=f"{ELSEWHERE}/Organization/3"),
    )  # fmt: skip
    assert "1" not in (one["id"], other["id"])
    assert one["partOf"]["reference"] == f"Organization/{other['id']}"
    assert other["partOf"]["reference"] == "Organization/three"
    assert third["partOf"]["reference"] == f"Organization/{other['id']}"


def test_entries_may_refer_to_each_other_in_a_circle(client: Any) -> None:
    one, other = resources(
        client, entry("POST", "Organization", organization(partOf={"reference": URNS[1]}), fullUrl=URNS[0]),
        entry("POST", "Organization", organization(partOf={"reference": URNS[0]}), fullUrl=URNS[1]),
    )  # fmt: skip
    assert one["partOf"]["reference"] == f"Organization/{other['id']}"
    assert other["partOf"]["reference"] == f"Organization/{one['id']}"


def test_a_link_to_what_is_there_already(client: Any) -> None:
    """Conditional creates and updates that find something: links lead to what they find."""
    for id in ("a", "b"):
        client.put(f"/fhir/Practitioner/{id}", json=practitioner(id=id, identifier=[{"value": id}]), headers=FHIR)
    sent = {"resourceType": "Organization", "name": "x", "extension": [
        {"url": "urn:x", "valueReference": {"reference": URNS[0]}}, {"url": "urn:x", "valueUri": URNS[0]},
        {"url": "urn:x", "valueReference": {"reference": URNS[1]}},
        {"url": "urn:x", "valueReference": {"reference": URNS[2]}},
        {"url": "urn:x", "valueReference": {"reference": "Practitioner?identifier=new"}}]}  # fmt: skip
    there, updated, made, found = resources(
        client,
        entry("POST", "Practitioner", practitioner(), fullUrl=URNS[0], request={"ifNoneExist": "identifier=a"}),
        entry("PUT", "Practitioner?identifier=b", practitioner(active=False), fullUrl=URNS[1]),
        entry("POST", "Practitioner", practitioner(identifier=[{"value": "new"}]), fullUrl=URNS[2],
              request={"ifNoneExist": "identifier=new"}),
        entry("POST", "Organization", sent),
    )  # fmt: skip
    assert (there["id"], updated["id"]) == ("a", "b")
    told = [one.get("valueUri") or one["valueReference"]["reference"] for one in found["extension"]]
    new = f"Practitioner/{made['id']}"
    assert told == ["Practitioner/a", "Practitioner/a", "Practitioner/b", new, new]


def test_a_full_url_stands_once(client: Any) -> None:
    twice = [entry("POST", "Organization", organization(), fullUrl=URNS[0]) for _ in range(2)]
    answer = client.post("/fhir", json=bundle("transaction", *twice), headers=FHIR)
    assert (answer.status_code, answer.json()["issue"][0]["expression"]) == (409, ["Bundle.entry[1].fullUrl"])
