"""Records as they lie in the files, and the questions of the tests answered by looking at each one.

Nothing here comes from tongmai: a search is right when it equals what a plain loop over the raw JSON says. References
are followed as they are written: `urn:uuid:…` by id, `Type?identifier=system|value` by looking for that identifier.
"""

import bz2
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]
Test = Callable[[Json], bool]
CHINA = timezone(timedelta(hours=8))
LOINC, SNOMED, CVX = "http://loinc.org", "http://snomed.info/sct", "http://hl7.org/fhir/sid/cvx"
NPI = "http://hl7.org/fhir/sid/us-npi"


class Question(NamedTuple):
    """A search, and which records of its type it must find."""

    search: str
    finds: Test


class Records:
    """Every record of some files, by type and id."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.by_type: dict[str, dict[str, Json]] = {}
        self._identified: dict[tuple[str, str, str], str] = {}
        for file in files:
            for entry in json.loads(bz2.decompress(file.read_bytes()))["entry"]:
                record = entry["resource"]
                self.by_type.setdefault(record["resourceType"], {})[record["id"]] = record
                for one in record.get("identifier", ()) if isinstance(record.get("identifier"), list) else ():
                    self._identified[record["resourceType"], one.get("system", ""), one["value"]] = record["id"]

    def count(self) -> int:
        return sum(len(records) for records in self.by_type.values())

    def target(self, reference: Json | None) -> str:
        """The id that a reference means; "" for none."""
        text = (reference or {}).get("reference", "")
        if text.startswith("urn:uuid:"):
            return str(text[9:])
        type, _, condition = text.partition("?identifier=")
        system, _, value = condition.partition("|")
        return self._identified.get((type, system, value), "")

    def finds(self, question: Question) -> set[str]:
        records = self.by_type.get(question.search.partition("?")[0], {})
        return {id for id, record in records.items() if question.finds(record)}

    def person(self) -> Json:
        """The patient with the most observations: one to ask about."""
        seen: dict[str, int] = {}
        for record in self.by_type["Observation"].values():
            subject = self.target(record["subject"])
            seen[subject] = seen.get(subject, 0) + 1
        return self.by_type["Patient"][max(sorted(seen), key=lambda id: seen[id])]

    def questions(self) -> list[Question]:
        return [*about_people(self), *about_findings(self), *about_visits(self), *about_papers(self)]


def coded(concept: Json | None, code: str, system: str | None = None) -> bool:
    listed = (concept or {}).get("coding", ())
    return any(one["code"] == code and system in (None, one.get("system")) for one in listed)


def any_coded(concepts: Iterable[Json], code: str, system: str | None = None) -> bool:
    return any(coded(one, code, system) for one in concepts)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def names(record: Json) -> list[str]:
    listed: list[str] = []
    for name in record.get("name", ()):
        listed += [name.get("family", ""), *name.get("given", ()), *name.get("prefix", ()), *name.get("suffix", ())]
    return [one.lower() for one in listed]


def born(record: Json) -> date:
    return date.fromisoformat(record["birthDate"])


def about_people(all: Records) -> list[Question]:
    one = all.person()
    number = next(i["value"] for i in one["identifier"] if i["system"] == "http://hl7.org/fhir/sid/us-ssn")
    city = one["address"][0]["city"]
    given = one["name"][0]["given"][0]
    some = sorted(all.by_type["Patient"])[:3]
    doctor = min(all.by_type["Practitioner"].values(), key=lambda record: record["id"])
    return [
        Question("Patient?gender=female", lambda r: r["gender"] == "female"),
        Question(
            "Patient?birthdate=ge1960-01-01&birthdate=lt1990-01-01",
            lambda r: date(1960, 1, 1) <= born(r) < date(1990, 1, 1),
        ),
        Question("Patient?birthdate=1970", lambda r: born(r).year == 1970),
        Question("Patient?name=Ma", lambda r: any(name.startswith("ma") for name in names(r))),
        Question(f"Patient?given:exact={given}", lambda r: any(given in name.get("given", ()) for name in r["name"])),
        Question(
            f"Patient?address-city={city.upper()}",
            lambda r: any(a["city"].lower().startswith(city.lower()) for a in r["address"]),
        ),
        Question(
            f"Patient?identifier=http://hl7.org/fhir/sid/us-ssn|{number}",
            lambda r: any(i.get("value") == number for i in r["identifier"]),
        ),
        Question("Patient?deceased=true", lambda r: "deceasedDateTime" in r or r.get("deceasedBoolean") is True),
        Question(f"Patient?_id={','.join(some)},nobody", lambda r: r["id"] in some),
        Question(
            f"Practitioner?name={doctor['name'][0]['family']}&active=true",
            lambda r: r["active"] and any(n.startswith(doctor["name"][0]["family"].lower()) for n in names(r)),
        ),
        Question("Organization?name:contains=hospital", lambda r: "hospital" in r["name"].lower()),
        Question(
            f"PractitionerRole?practitioner:identifier={NPI}|{doctor['identifier'][0]['value']}",
            lambda r: r["practitioner"]["identifier"]["value"] == doctor["identifier"][0]["value"],
        ),
    ]


def about_findings(all: Records) -> list[Question]:
    one = all.person()["id"]
    people = all.by_type["Patient"]
    first, behind = datetime(2015, 1, 1, tzinfo=CHINA), datetime(2016, 1, 1, tzinfo=CHINA)

    def height(r: Json) -> bool:
        return coded(r["code"], "8302-2", LOINC)

    def value(r: Json) -> float:
        return float(r.get("valueQuantity", {}).get("value", "nan"))

    return [
        Question(f"Observation?code={LOINC}|8302-2", height),
        Question(f"Observation?code=8302-2&patient={one}", lambda r: height(r) and all.target(r["subject"]) == one),
        Question(
            "Observation?category=laboratory&date=ge2015&date=lt2016",
            lambda r: any_coded(r["category"], "laboratory") and first <= at(r["effectiveDateTime"]) < behind,
        ),
        Question("Observation?code=8302-2&value-quantity=gt170||cm", lambda r: height(r) and value(r) > 170),
        Question(
            "Observation?code=29463-7&value-quantity=le60.5", lambda r: coded(r["code"], "29463-7") and value(r) <= 60.5
        ),
        Question(
            f"Observation?code:not={LOINC}|8302-2&subject=Patient/{one}",
            lambda r: not height(r) and all.target(r["subject"]) == one,
        ),
        Question(
            "Observation?component-code=8480-6",
            lambda r: any(coded(c["code"], "8480-6") for c in r.get("component", ())),
        ),
        Question(
            "Observation?value-quantity:missing=true&category=survey",
            lambda r: "valueQuantity" not in r and any_coded(r["category"], "survey"),
        ),
        Question(
            "Observation?code=72166-2&patient.birthdate=lt1970-01-01",
            lambda r: coded(r["code"], "72166-2") and born(people[all.target(r["subject"])]) < date(1970, 1, 1),
        ),
        Question("Condition?clinical-status=active", lambda r: coded(r["clinicalStatus"], "active")),
        Question(
            "Condition?onset-date=lt2000-01-01T00:00:00Z&clinical-status:not=resolved",
            lambda r: (
                at(r["onsetDateTime"]) < at("2000-01-01T00:00:00+00:00") and not coded(r["clinicalStatus"], "resolved")
            ),
        ),
        Question(
            "Immunization?vaccine-code=140,113&date=ge2018-06-01",
            lambda r: (
                at(r["occurrenceDateTime"]) >= datetime(2018, 6, 1, tzinfo=CHINA)
                and (coded(r["vaccineCode"], "140") or coded(r["vaccineCode"], "113"))
            ),
        ),
    ]


def about_visits(all: Records) -> list[Question]:
    visit = min(all.by_type["Encounter"].values(), key=lambda record: record["id"])
    doctor = all.target(visit["participant"][0]["individual"])
    house = all.target(visit["serviceProvider"])
    houses, doctors = all.by_type["Organization"], all.by_type["Practitioner"]
    begins, ends = datetime(2019, 1, 1, tzinfo=CHINA), datetime(2020, 1, 1, tzinfo=CHINA)
    family = doctors[doctor]["name"][0]["family"]

    def seen_by(r: Json) -> list[str]:
        return [all.target(one.get("individual")) for one in r.get("participant", ())]

    return [
        Question("Encounter?class=EMER", lambda r: r["class"]["code"] == "EMER"),
        Question(f"Encounter?participant=Practitioner/{doctor}", lambda r: doctor in seen_by(r)),
        Question(
            f"Encounter?participant:Practitioner.family:exact={family}",
            lambda r: any(doctors[d]["name"][0]["family"] == family for d in seen_by(r) if d),
        ),
        Question(
            f"Encounter?service-provider=Organization/{house}", lambda r: all.target(r["serviceProvider"]) == house
        ),
        Question(
            "Encounter?service-provider:Organization.name:contains=CENTER",
            lambda r: "center" in houses[all.target(r["serviceProvider"])]["name"].lower(),
        ),
        Question(
            "Encounter?date=ge2019&date=lt2020",
            lambda r: at(r["period"]["end"]) >= begins and at(r["period"]["start"]) < ends,
        ),
        Question("Encounter?date=sa2019", lambda r: at(r["period"]["start"]) >= ends),
        Question(
            "Procedure?date=eb2000", lambda r: at(r["performedPeriod"]["end"]) < datetime(2000, 1, 1, tzinfo=CHINA)
        ),
    ]


def about_papers(all: Records) -> list[Question]:
    one = all.person()["id"]
    report = min((r for r in all.by_type["DiagnosticReport"].values() if "result" in r), key=lambda r: str(r["id"]))
    result = all.target(report["result"][0])
    return [
        Question(
            f"DiagnosticReport?result=Observation/{result}",
            lambda r: result in [all.target(one) for one in r.get("result", ())],
        ),
        Question(
            "MedicationRequest?status=active&intent=order", lambda r: (r["status"], r["intent"]) == ("active", "order")
        ),
        Question(
            f"Claim?patient=Patient/{one}&created=ge2010-01-01T00:00:00Z",
            lambda r: all.target(r["patient"]) == one and at(r["created"]) >= at("2010-01-01T00:00:00+00:00"),
        ),
        Question(
            "ExplanationOfBenefit?patient.gender=male&created=lt2005-01-01T00:00:00Z",
            lambda r: (
                all.by_type["Patient"][all.target(r["patient"])]["gender"] == "male"
                and at(r["created"]) < at("2005-01-01T00:00:00+00:00")
            ),
        ),
        Question(f"Provenance?target=Patient/{one}", lambda r: one in [all.target(t) for t in r["target"]]),
        Question(
            "CarePlan?status=active&category=assess-plan",
            lambda r: r["status"] == "active" and any_coded(r["category"], "assess-plan"),
        ),
    ]
