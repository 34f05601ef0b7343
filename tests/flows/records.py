"""The invented county that the flows find: twelve patients, each with encounters, observations and a prescription."""

import json
from typing import Any
from urllib.request import Request, urlopen

Json = dict[str, Any]
PATIENTS, EACH = 12, 5
LOINC = "http://loinc.org"
PULSE, HEIGHT = "8867-4", "8302-2"


def county() -> Json:
    """A transaction that creates everything under known ids."""
    there = [
        {"resourceType": "Organization", "id": "hospital", "active": True, "name": "演示医院"},
        {"resourceType": "Practitioner", "id": "doctor", "active": True, "name": [{"text": "演示医生"}]},
        {"resourceType": "Medication", "id": "tablets", "code": {"text": "演示药片"}},
    ]
    there += [one for number in range(PATIENTS) for one in _person(number)]
    return {"resourceType": "Bundle", "type": "transaction", "entry": [_put(one) for one in there]}


def _put(one: Json) -> Json:
    return {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}


def _person(number: int) -> list[Json]:
    patient = f"p{number:02}"
    subject, encounter = {"reference": f"Patient/{patient}"}, {"reference": f"Encounter/e{number:02}"}
    return [
        {"resourceType": "Patient", "id": patient, "gender": "female" if number % 2 else "male", "active": True,
         "birthDate": f"19{50 + number}-03-0{1 + number % 9}", "name": [{"family": "演示", "given": [str(number)]}],
         "identifier": [{"system": "urn:demo:number", "value": f"N{number:02}"}],
         "generalPractitioner": [{"reference": "Practitioner/doctor"}],
         "managingOrganization": {"reference": "Organization/hospital"}},
        {"resourceType": "Encounter", "id": f"e{number:02}", "status": "finished", "subject": subject,
         "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
         "period": {"start": "2025-06-01T09:00:00+08:00", "end": "2025-06-01T09:20:00+08:00"},
         "participant": [{"individual": {"reference": "Practitioner/doctor"}}],
         "serviceProvider": {"reference": "Organization/hospital"}},
        {"resourceType": "MedicationRequest", "id": f"m{number:02}", "status": "active", "intent": "order",
         "medicationReference": {"reference": "Medication/tablets"}, "subject": subject, "encounter": encounter,
         "requester": {"reference": "Practitioner/doctor"}, "authoredOn": "2025-06-01"},
        *(observation(f"o{number:02}-{day}", patient, PULSE, 60 + number + day, f"2025-06-0{1 + day}", encounter)
          for day in range(EACH)),
    ]  # fmt: skip


def observation(id: str | None, patient: str, code: str, value: int, day: str, encounter: Json | None = None) -> Json:
    """A vital sign; without an id it is one to create."""
    category = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}
    found: Json = {"resourceType": "Observation", "status": "final", "category": [{"coding": [category]}],
                   "code": {"coding": [{"system": LOINC, "code": code}]},
                   "subject": {"reference": f"Patient/{patient}"}, "effectiveDateTime": f"{day}T08:30:00+08:00",
                   "valueQuantity": {"value": value, "unit": "/min", "system": "http://unitsofmeasure.org",
                                     "code": "/min"}}  # fmt: skip
    return found | ({"id": id} if id else {}) | ({"encounter": encounter} if encounter else {})


def send(base: str, cookie: str, bundle: Json) -> Json:
    """Post a bundle to a base; an answer that is no success is raised."""
    headers = {"Content-Type": "application/fhir+json", "Cookie": cookie}
    with urlopen(Request(base, json.dumps(bundle).encode(), headers), timeout=60) as answer:
        told: Json = json.load(answer)
    return told
