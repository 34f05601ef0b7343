"""fhirpy: what its readme does, by the synchronous and the asynchronous client."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from tests.flows.conftest import House
from tests.flows.records import EACH, HEIGHT, LOINC, PATIENTS, PULSE, observation

fhirpy = pytest.importorskip("fhirpy", reason="the clients' environment is not here: make flows")
Client = Any
Wait = Callable[[Any], Any]


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opened(house: House, kind: str) -> Callable[..., Client]:
    """A client; what else it sends with every request."""

    def client(**headers: str) -> Client:
        make = fhirpy.SyncFHIRClient if kind == "sync" else fhirpy.AsyncFHIRClient
        return make(house.base, extra_headers={"Cookie": house.cookie, **headers})

    return client


@pytest.fixture
def client(opened: Callable[..., Client]) -> Client:
    return opened()


def wait(answer: Any) -> Any:
    """What either client answers."""
    return asyncio.run(answer) if inspect.isawaitable(answer) else answer


def new(client: Client, **more: Any) -> Any:
    return client.resource("Patient", **{"name": [{"family": "演示", "given": ["新"]}], "gender": "other", **more})


def test_a_resource_is_created_read_and_saved(client: Client) -> None:
    patient = new(client)
    wait(patient.save())
    assert patient.id
    assert patient["meta"]["versionId"] == "1"
    read = wait(client.reference("Patient", patient.id).to_resource())
    assert read.serialize() == patient.serialize()
    read["birthDate"] = "1960-02-29"
    wait(read.save())
    assert read["meta"]["versionId"] == "2"
    wait(patient.refresh())
    assert patient["birthDate"] == "1960-02-29"


def test_an_old_version_does_not_overwrite_a_newer_one(client: Client, opened: Callable[..., Client]) -> None:
    patient = new(client)
    wait(patient.save())
    careful = opened(**{"If-Match": 'W/"1"'})
    wait(new(careful, id=patient.id, gender="male").update())
    called = fhirpy.base.exceptions.MultipleResourcesFound  # its name for 412
    with pytest.raises(called, match="is at version 2, not 1"):
        wait(new(careful, id=patient.id, gender="female").update())
    assert wait(client.get("Patient", patient.id))["gender"] == "male"


def test_a_patch_changes_what_it_names(client: Client) -> None:
    patient = new(client, active=True)
    wait(patient.save())
    wait(patient.patch(gender="female", active=None))
    assert patient["gender"] == "female"
    assert "active" not in patient
    assert patient["name"][0]["given"] == ["新"]
    patient["birthDate"] = "1961-01-01"
    wait(patient.save(fields=["birthDate"]))
    assert wait(client.get("Patient", patient.id))["birthDate"] == "1961-01-01"


def test_what_is_deleted_is_gone(client: Client) -> None:
    patient = new(client)
    wait(patient.save())
    wait(patient.delete())
    with pytest.raises(fhirpy.base.exceptions.ResourceNotFound):
        wait(client.get("Patient", patient.id))


def test_a_search_by_chain_date_and_order(client: Client) -> None:
    women = client.resources("Observation").search(patient__Patient__gender="female", code=f"{LOINC}|{PULSE}")
    found = wait(women.search(date__ge="2025-06-03", date__lt="2025-06-05").sort("-date").limit(50).fetch())
    assert len(found) == PATIENTS // 2 * 2
    assert [one["effectiveDateTime"][:10] for one in found] == ["2025-06-04"] * 6 + ["2025-06-03"] * 6


def test_a_search_from_the_other_side(client: Client) -> None:
    has = client.resources("Patient").has("Observation", "patient", date__ge="2025-06-05", _id="o03-4")
    assert [one.id for one in wait(has.fetch())] == ["p03"]


def test_all_pages_bring_every_match_once(client: Client) -> None:
    found = wait(client.resources("Observation").search(code=PULSE).sort("date").limit(7).fetch_all())
    assert len({one.id for one in found}) == len(found) == PATIENTS * EACH


def test_first_get_and_count(client: Client) -> None:
    pulses = client.resources("Observation").search(code=PULSE, patient="p05")
    assert wait(pulses.sort("-date").first()).id == "o05-4"
    assert wait(client.resources("Patient").search(_id="p05").get())["gender"] == "female"
    with pytest.raises(fhirpy.base.exceptions.MultipleResourcesFound):
        wait(pulses.get())


def test_count_with_a_parameter_of_another_server_is_lenient(opened: Callable[..., Client]) -> None:
    """`count()` adds `_totalMethod`, which is another server's own."""
    lenient = opened(Prefer="handling=lenient")
    assert wait(lenient.resources("Observation").search(code=PULSE).count()) == PATIENTS * EACH
    with pytest.raises(fhirpy.base.exceptions.OperationOutcome, match="_totalMethod"):
        wait(opened().resources("Observation").search(code=PULSE).count())


def test_what_is_referred_to_comes_along(client: Client) -> None:
    forwards = client.resources("Observation").search(patient="p02").include("Observation", "patient")
    raw = wait(forwards.limit(50).fetch_raw())
    assert [one["resource"].id for one in raw["entry"] if one["search"]["mode"] == "include"] == ["p02"]
    assert len([one for one in raw["entry"] if one["search"]["mode"] == "match"]) == EACH


def test_what_refers_to_it_comes_along(client: Client) -> None:
    back = client.resources("Patient").search(_id="p02").revinclude("Observation", "patient").elements("gender")
    kinds = [one["resource"].resource_type for one in wait(back.fetch_raw())["entry"]]
    assert sorted(kinds) == ["Observation"] * EACH + ["Patient"]


def test_the_one_that_meets_a_condition_is_updated_or_created(client: Client, kind: str) -> None:
    """`update` of a search is R4's conditional update."""
    about = {"code": HEIGHT, "patient": "p07", "date": f"2025-0{7 if kind == 'sync' else 8}-01"}
    content = {**observation(None, "p07", HEIGHT, 170, about["date"]), "resource_type": "Observation"}
    height = client.resource(**{name: value for name, value in content.items() if name != "resourceType"})
    first, made = wait(client.resources("Observation").search(**about).update(height))
    height["valueQuantity"]["value"] = 171
    second, made_again = wait(client.resources("Observation").search(**about).update(height))
    assert (made, made_again) == (True, False)
    assert second.id == first.id
    assert second["valueQuantity"]["value"] == 171
    _, status = wait(client.resources("Observation").search(**about).delete())
    assert status == 204


def test_nothing_is_created_where_a_condition_holds(client: Client, opened: Callable[..., Client]) -> None:
    once = opened(**{"If-None-Exist": "identifier=urn:demo:number|N04"})
    assert wait(new(once).create()).id == "p04"


def test_a_bundle_and_an_operation(client: Client) -> None:
    bundle = client.resource("Bundle", type="batch", entry=[{"request": {"method": "GET", "url": "Patient/p01"}}])
    wait(bundle.save())
    assert bundle["entry"][0]["resource"]["id"] == "p01"
    assert wait(new(client).is_valid())
    assert not wait(new(client, gender="?").is_valid())


def test_everything_about_a_patient(client: Client) -> None:
    everything = wait(client.reference("Patient", "p01").execute("$everything", method="get"))
    assert {"Encounter", "Observation", "Patient"} <= {one["resource"]["resourceType"] for one in everything["entry"]}


def test_who_may_not_is_told(house: House, kind: str) -> None:
    make = fhirpy.SyncFHIRClient if kind == "sync" else fhirpy.AsyncFHIRClient
    with pytest.raises(fhirpy.base.exceptions.AuthorizationError):
        wait(make(house.base).resources("Patient").fetch())
