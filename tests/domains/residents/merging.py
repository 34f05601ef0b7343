"""Residents, what is written about them, and who merges them: over a store of one's choice. All invented."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from tongmai.access import Access, Actor, Context, NoAudit, Put
from tongmai.base.clock import Clock, SetClock
from tongmai.base.words import Words
from tongmai.declared import Declared
from tongmai.domains.residents.rules import check_character
from tongmai.domains.residents.workflows import DUPLICATE, REGISTRATION
from tongmai.engines.workflow import Workflows, grants, guards
from tongmai.engines.workflow.record import dumps, state_of
from tongmai.model.domain import functions_of
from tongmai.model.workflow import Circle, Create, Need, State, Step, Workflow
from tongmai.store.protocol import Store

Json = dict[str, Any]
MakeStore = Callable[[Any, Clock], Store]
TOWN, HOSPITAL, OTHER = "th-652328102", "hospital-652325-general", "hospital-652300-people"
VILLAGE = "652328102200"
REFERRAL = Workflow(
    id="test.referral", title=Words("转诊", "referral"), focus="ServiceRequest", start="sent",
    ends=frozenset({"closed"}), starters="clinician@*", one_live=("subject", "performer"),
    states=(State("sent", "requested", Words("已发", "Sent")), State("booked", "accepted", Words("已约", "Booked")),
            State("closed", "completed", Words("办结", "Closed"))),
    steps=(
        Step("book", "sent -> booked", by="clinician@*", title=Words("预约", "book"),
             needs=(Need("at", Words("日期", "day"), kind="date"),),
             does=(Circle("performer", until="close"), Create("Appointment", "templates/appointment.json"))),
        Step("close", "sent|booked -> closed", by="clinician@*", title=Words("办结", "close")),
    ),
)  # fmt: skip
APPOINTMENT = {
    "resourceType": "Appointment", "id": "{id}", "status": "booked", "start": "{at}T09:00:00+08:00",
    "participant": [{"actor": {"reference": "Patient/{subject}"}, "status": "accepted"}],
}  # fmt: skip
ACTORS = {
    one.id: one
    for one in (
        Actor("doctor", "医生", ("clinician",), TOWN, "652328102000", "dr-1"),
        Actor("centre", "转诊中心", ("referral-centre",), HOSPITAL, "652328000000", "dr-2"),
        Actor("keeper", "档案管理", ("record-keeper",), "", "652300000000", "keeper"),
        Actor("far", "外县医生", ("clinician",), OTHER, "652325208000", "dr-3"),
        Actor("self", "居民", ("resident",), patient="p1"),
    )
}


def number(birth: str = "19900101", sequence: str = "007", area: str = "652399") -> str:
    first = f"{area}{birth}{sequence}"
    return first + check_character(first)


def resident(id: str, name: str = "王秀兰", identity: str = "", **changes: Any) -> Json:
    numbers = (
        [{"system": "urn:tongmai:synthetic-identity", "value": identity}]
        if identity
        else [{"use": "temp", "system": "urn:tongmai:temporary-identity", "value": f"LS{id}"}]
    )
    return {
        "resourceType": "Patient", "id": id, "active": True, "name": [{"text": name}], "gender": "female",
        "birthDate": "1990-01-01", "identifier": numbers,
        "extension": [{"url": "urn:tongmai:village", "valueCode": VILLAGE}],
    } | changes  # fmt: skip


def of(person: str) -> Json:
    return {"reference": f"Patient/{person}"}


RECORDS: dict[str, Callable[[str], Json]] = {
    "Encounter": lambda who: {"status": "finished", "subject": of(who), "class": {"code": "AMB"}},
    "Condition": lambda who: {"subject": of(who), "code": {"text": "高血压"}},
    "Observation": lambda who: {"status": "final", "subject": of(who), "code": {"text": "血压"}},
    "Consent": lambda who: {
        "status": "active", "patient": of(who), "scope": {"text": "共享"}, "category": [{"text": "异议"}],
        "policyRule": {"text": "居民选择"},
    },
    "Coverage": lambda who: {
        "status": "active", "beneficiary": of(who), "subscriber": of(who),
        "payor": [{"reference": "Organization/insurer"}, of(who)],
    },
    "CareTeam": lambda who: {
        "status": "active", "subject": of(who), "period": {"start": "2025-01-01"},
        "category": [{"coding": [{"system": "urn:tongmai:because", "code": "residents"}]}],
        "participant": [{"member": {"reference": f"Organization/{TOWN}"}}],
    },
    "Complaint": lambda who: {
        "subject": of(who), "institution": {"reference": f"Organization/{TOWN}"}, "area": "652328102000",
        "kind": "attitude", "text": "等候太久", "filed": "2025-06-01",
    },
}  # fmt: skip


@dataclass
class Place:
    """A house in which records are merged."""

    store: Store
    access: Access
    flows: Workflows
    clock: SetClock

    def open(self, actor: str) -> Context:
        return self.access.open(actor)

    def add(self, *resources: Json) -> None:
        puts = [Put(one["resourceType"], dumps(one), id=one["id"]) for one in resources]
        self.access.system("seed").transact(puts)

    def write(self, type: str, id: str, *whose: str) -> None:
        self.add({"resourceType": type, "id": id, **RECORDS[type](*whose)})

    def proposed(self, one: str, other: str, actor: str = "keeper") -> str:
        pair = {"resourceType": "RecordPair", "first": of(one), "second": of(other), "area": ACTORS[actor].area,
                "found": "2025-06-30"}  # fmt: skip
        return self.flows.start(self.open(actor), DUPLICATE.id, pair).task.id

    def act(self, actor: str, task: str, step: str, **fields: str) -> None:
        self.flows.act(self.open(actor), task, step, fields)

    def merged(self, kept: str, closed: str, task: str = "") -> str:
        """Found one person by the keeper, merged by the referral centre."""
        task = task or self.proposed(kept, closed)
        self.act("keeper", task, "same", keeps="first" if kept < closed else "second", why="核对身份证和户口簿")
        self.act("centre", task, "merge", why="已当面核对")
        return task

    def referred(self, who: str, performer: str = HOSPITAL) -> str:
        asked = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": of(who),
                 "performer": [{"reference": f"Organization/{performer}"}]}  # fmt: skip
        return self.flows.start(self.open("doctor"), REFERRAL.id, asked).task.id

    def state(self, task: str) -> str:
        return state_of(self.store.read("Task", task).resource())

    def focus(self, task: str) -> Json:
        type, _, id = self.store.read("Task", task).resource()["focus"]["reference"].partition("/")
        return self.store.read(type, id).resource()

    def body(self, type: str, id: str) -> Json:
        found: Json = json.loads(self.store.read(type, id).body)
        return found

    def records(self) -> dict[str, Json]:
        """Every record as it is."""
        return {
            f"{type}/{one.id}": json.loads(one.body) for type in self.store.counts() for one in self.store.current(type)
        }


def place(it: Declared, make: MakeStore) -> Place:
    """A place with nothing in it, at ten in the morning of the demonstration's day."""
    flows = [replace(DUPLICATE, terms="", steps=tuple(replace(one, within=None) for one in DUPLICATE.steps)),
             REGISTRATION, REFERRAL]  # fmt: skip
    rules = [rule for domain in it.domains for rule in domain.rules]
    rules += [rule for flow in flows[:2] for rule in grants(flow, it.definitions)]
    engine = Workflows(flows, functions_of(it.domains), {}, {"templates/appointment.json": APPOINTMENT})
    clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))
    store = make(it.definitions, clock)
    guarded = guards(flows)
    access = Access(store, None, rules, ACTORS, NoAudit(), clock, definitions=it.definitions, guards=guarded)
    return Place(store, access, engine, clock)
