"""The parties of a hall and of a studio: who applies, the county, the prefecture; over a store in memory."""

from typing import Any

import pytest
from tests.gathering import Gathered, gathered

from tongmai.access import Actor
from tongmai.app import declared
from tongmai.declared import Declared
from tongmai.domains.tcm.workflows import WORKFLOWS
from tongmai.fhir.lens import fill

Json = dict[str, Any]
TOWN, ROOM, OTHER, HOSPITAL = "th-652328102", "room-a", "th-652328103", "hospital-tcm"
ACTORS = {
    one.id: one
    for one in (
        Actor("doctor", "乡镇医生", ("clinician",), TOWN, "652328102000", "dr-town"),
        Actor("county", "县级经办", ("county-officer",), "commission-652328", "652328000000", "officer"),
        Actor("planner", "州级", ("planner",), "commission-652300", "652300000000", "planner"),
        Actor("second", "州级二", ("planner",), "commission-652300", "652300000000", "planner-2"),
        Actor("herbs", "中医师", ("specialist",), HOSPITAL, "652300000000", "dr-herbs"),
    )
}
TECHNIQUES = (
    ("filiform", "acupuncture"), ("adult_massage", "massage"), ("moxa_stick", "moxibustion"), ("scraping", "scraping"),
    ("cupping", "cupping"), ("acupoint_application", "application"), ("ear_acupuncture", "acupuncture"),
    ("child_massage", "massage"), ("warm_needle", "moxibustion"), ("moving_cup", "cupping"),
)  # fmt: skip
HALL = ("rooms", "people", "techniques", "pharmacy", "records")


class Parties(Gathered):
    """Short words for what they do."""

    def registers(self, institution: str, count: int) -> None:
        self.add(*(service(institution, *one) for one in TECHNIQUES[:count]))

    def apply(self, flow: str = "tcm.hall", **changes: str) -> str:
        row = {"applicant": TOWN, "institution": TOWN, "area": "652328102000", "standard": "tcm_hall",
               "evidence": "自评表"} | changes  # fmt: skip
        return self.flows.start(self.open("doctor"), flow, fill(self.templates["hall_review"], row)).task.id

    def assessed(self, flow: str = "tcm.hall", items: tuple[str, ...] = HALL, short: str = "", **changes: str) -> str:
        task = self.apply(flow, **changes)
        self.act("county", task, "visit", day="2025-06-30", visitors="王某、李某")
        told = {f"item_{item}": "no" if item == short else "yes" for item in items}
        self.act("county", task, "assess", remark="现场评审", **told)
        return task

    def act(self, actor: str, task: str, step: str, **fields: Any) -> Any:
        return super().act(actor, task, step, **{name.rstrip("_"): value for name, value in fields.items()})


def institution(id: str, kind: str, owner: str = "") -> Json:
    return {
        "resourceType": "Organization", "id": id, "name": id,
        "type": [{"coding": [{"system": "urn:tongmai:kind", "code": kind}]}],
    } | ({"partOf": {"reference": f"Organization/{owner}"}} if owner else {})  # fmt: skip


def service(owner: str, technique: str, kind: str) -> Json:
    return {
        "resourceType": "HealthcareService", "id": f"{owner}-{technique}".replace("_", "-"), "active": True,
        "providedBy": {"reference": f"Organization/{owner}"},
        "category": [{"coding": [{"system": "urn:tongmai:service", "code": "tcm_technique"}]}],
        "type": [{"coding": [{"system": "urn:tongmai:technique", "code": technique},
                             {"system": "urn:tongmai:technique-class", "code": kind}]}],
    }  # fmt: skip


@pytest.fixture(scope="session")
def it() -> Declared:
    return declared("changji")


@pytest.fixture
def parties(it: Declared) -> Parties:
    one = gathered(Parties, it, "tcm", WORKFLOWS, ACTORS)
    one.add(institution(TOWN, "township_hospital"), institution(OTHER, "township_hospital"),
            institution(HOSPITAL, "tcm_hospital"), institution(ROOM, "village_room", TOWN),
            institution("room-b", "village_room", OTHER))  # fmt: skip
    one.add({"resourceType": "Patient", "id": "p1", "name": [{"text": "王某"}]})
    one.add(*({"resourceType": "Practitioner", "id": id} for id in ("dr-herbs", "dr-young", "dr-away")))
    one.add({
        "resourceType": "PractitionerRole", "id": "post-1", "active": True, "period": {"start": "2010-01-01"},
        "practitioner": {"reference": "Practitioner/dr-herbs"},
        "organization": {"reference": f"Organization/{HOSPITAL}"},
    })  # fmt: skip
    return one
