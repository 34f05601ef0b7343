"""The parties of a hall and of a studio: who applies, the county, the prefecture; over a store in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tongmai.access import Access, Actor, Context, NoAudit, Put
from tongmai.app import ROOMS_FOLDER, declared
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.declared import Declared
from tongmai.domains.tcm.workflows import WORKFLOWS
from tongmai.engines.workflow import Workflows, grants, guards, read_terms
from tongmai.engines.workflow.record import dumps, state_of
from tongmai.fhir.lens import fill
from tongmai.model.domain import functions_of
from tongmai.store.memory import MemoryStore

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


@contextmanager
def refused(words: str) -> Iterator[None]:
    """Refused, and one of the issues says so in Chinese."""
    with pytest.raises(Refused) as told:
        yield
    said = [one.words.zh for one in told.value.issues]
    assert any(words in one for one in said), said


@dataclass
class Parties:
    """The house, and short words for what they do."""

    store: MemoryStore
    access: Access
    flows: Workflows
    clock: SetClock
    templates: dict[str, Json]

    def open(self, actor: str) -> Context:
        return self.access.open(actor)

    def add(self, *resources: Json) -> None:
        puts = [Put(one["resourceType"], dumps(one), id=one["id"]) for one in resources]
        self.access.system("seed").transact(puts)

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
        return self.flows.act(self.open(actor), task, step, {name.rstrip("_"): value for name, value in fields.items()})

    def state(self, task: str) -> str:
        return state_of(self.store.read("Task", task).resource())

    def focus(self, task: str) -> Json:
        type, _, id = self.store.read("Task", task).resource()["focus"]["reference"].partition("/")
        return self.store.read(type, id).resource()

    def wait(self, **time: float) -> None:
        self.clock.at += timedelta(**time)


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
    every = [flow for domain in it.domains for flow in domain.workflows]
    rules = [rule for domain in it.domains for rule in domain.rules]
    rules += [rule for flow in every for rule in grants(flow, it.definitions)]
    terms = read_terms(ROOMS_FOLDER / "tcm" / "tables" / "terms.csv")
    templates = {name: dict(found) for name, found in it.room("tcm").templates.items()}
    named = {f"templates/{name}.json": found for name, found in templates.items()}
    flows = Workflows(WORKFLOWS, functions_of(it.domains), {flow.id: terms for flow in WORKFLOWS if flow.terms}, named)
    clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))
    store = MemoryStore(it.definitions, clock)
    access = Access(store, None, rules, ACTORS, NoAudit(), clock, definitions=it.definitions, guards=guards(every))
    one = Parties(store, access, flows, clock, templates)
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
