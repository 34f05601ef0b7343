"""fhirclient (SMART): typed models, which refuse what is not of R4: dates, unknown elements, missing ones."""

from typing import Any

import pytest
from tests.flows.conftest import House
from tests.flows.records import EACH, HEIGHT, PATIENTS, PULSE, observation

client = pytest.importorskip("fhirclient.client", reason="the clients' environment is not here: make flows")
fhirdate = pytest.importorskip("fhirclient.models.fhirdate")
fhirsearch = pytest.importorskip("fhirclient.models.fhirsearch")
bundle, capability, encounter, medication, observed, patient = (
    pytest.importorskip(f"fhirclient.models.{name}")
    for name in ("bundle", "capabilitystatement", "encounter", "medicationrequest", "observation", "patient")
)
requests = pytest.importorskip("requests")


@pytest.fixture
def smart(house: House) -> Any:
    found = client.FHIRClient(settings={"app_id": "flows", "api_base": house.base})
    found.server.session.headers["Cookie"] = house.cookie
    return found


def test_it_is_ready_without_smart(smart: Any) -> None:
    assert smart.prepare()
    assert smart.ready
    statement = smart.server.capabilityStatement
    assert isinstance(statement, capability.CapabilityStatement)
    assert statement.fhirVersion == "4.0.1"
    types = {one.type: one for one in statement.rest[0].resource}
    assert {"read", "search-type", "create", "update", "delete"} <= {one.code for one in types["Patient"].interaction}


def test_what_is_stored_is_a_sound_model(smart: Any) -> None:
    found = patient.Patient.read("p03", smart.server)
    assert found.birthDate.isostring.startswith("1953-03-")
    assert found.managingOrganization.resolved(type_of("organization", "Organization")).name == "演示医院"
    assert encounter.Encounter.read("e03", smart.server).period.start.isostring == "2025-06-01T09:00:00+08:00"
    asked = medication.MedicationRequest.read("m03", smart.server)
    assert asked.medicationReference.resolved(type_of("medication", "Medication")).code.text == "演示药片"


def type_of(module: str, name: str) -> Any:
    return getattr(pytest.importorskip(f"fhirclient.models.{module}"), name)


def test_a_search_is_performed_page_by_page(smart: Any) -> None:
    search = observed.Observation.where({"code": PULSE, "_count": "7", "_sort": "date"})
    found = list(search.perform_resources_iter(smart.server))
    assert len({one.id for one in found}) == len(found) == PATIENTS * EACH
    pages = list(search.perform_iter(smart.server))
    assert [len(page.entry) for page in pages] == [7] * 8 + [4]
    assert pages[0].type == "searchset"


def test_a_search_of_structures(smart: Any) -> None:
    among = observed.Observation.where({"patient.gender": "male", "date": {"$and": ["ge2025-06-03", "lt2025-06-05"]}})
    assert len(among.perform_resources(smart.server)) == PATIENTS // 2 * 2
    either = patient.Patient.where({"_id": {"$or": ["p01", "p02"]}})
    assert {one.id for one in either.perform_resources(smart.server)} == {"p01", "p02"}


def test_what_is_referred_to_comes_along(smart: Any) -> None:
    forwards = fhirsearch.FHIRSearch(observed.Observation, {"encounter": "e02"}).include("subject")
    found = list(forwards.perform_resources_iter(smart.server))
    assert sorted({type(one).__name__ for one in found}) == ["Observation", "Patient"]
    back = fhirsearch.FHIRSearch(patient.Patient, {"_id": "p02"}).include("subject", observed.Observation, reverse=True)
    assert len(list(back.perform_resources_iter(smart.server))) == 1 + EACH


def test_a_model_is_created_updated_and_deleted(smart: Any) -> None:
    made = patient.Patient({"name": [{"family": "演示", "given": ["模型"]}], "gender": "female"})
    made.birthDate = fhirdate.FHIRDate.with_json("1971-05")
    told = made.create(smart.server)
    assert told["id"]
    again = patient.Patient.read(told["id"], smart.server)
    assert again.as_json() == told
    assert told["birthDate"] == "1971-05"
    again.gender = "other"
    assert again.update(smart.server)["meta"]["versionId"] == "2"
    again.delete()
    with pytest.raises(requests.exceptions.HTTPError, match="410"):
        patient.Patient.read(told["id"], smart.server)


def test_a_history_is_a_sound_bundle(smart: Any) -> None:
    height = observed.Observation(observation(None, "p04", HEIGHT, 170, "2025-06-09")).create(smart.server)
    again = observed.Observation.read(height["id"], smart.server)
    again.valueQuantity.value = 171
    again.update()
    past = bundle.Bundle.read_from(f"Observation/{again.id}/_history", smart.server)
    assert past.type == "history"
    assert [one.resource.valueQuantity.value for one in past.entry] == [171, 170]
    assert [one.request.method for one in past.entry] == ["PUT", "POST"]


def test_what_is_refused_is_an_outcome(smart: Any) -> None:
    with pytest.raises(requests.exceptions.HTTPError) as refused:
        smart.server.post_json("Patient", {"resourceType": "Patient", "gender": "?"})
    outcome = type_of("operationoutcome", "OperationOutcome")(refused.value.response.json())
    assert outcome.issue[0].severity == "error"
    with pytest.raises(client.FHIRNotFoundException):
        patient.Patient.read("nobody", smart.server)


def test_who_may_not_is_told(house: House) -> None:
    smart = client.FHIRClient(settings={"app_id": "flows", "api_base": house.base})
    with pytest.raises(client.FHIRUnauthorizedException):
        patient.Patient.read("p03", smart.server)
