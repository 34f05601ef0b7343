"""The people of a report: who diagnoses, the county that reviews, the prefecture; over a store in memory."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tongmai.access import Access, Actor, Context, NoAudit, Put
from tongmai.app import ROOMS_FOLDER, declared
from tongmai.base.clock import SetClock
from tongmai.declared import Declared
from tongmai.domains.surveillance.workflows import WORKFLOWS
from tongmai.engines.workflow import Workflows, grants, guards, read_terms
from tongmai.engines.workflow.record import dumps, state_of
from tongmai.fhir.lens import fill
from tongmai.model.domain import functions_of
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]
TOWN, OTHER = "th-652328102", "th-652325208"
ACTORS = {
    one.id: one
    for one in (
        Actor("doctor", "乡镇医生", ("clinician",), TOWN, "652328102000", "dr-town"),
        Actor("stranger", "外县医生", ("clinician",), OTHER, "652325208000", "dr-other"),
        Actor("county", "县级经办", ("county-officer",), "commission-652328", "652328000000", "officer"),
        Actor("other-county", "外县经办", ("county-officer",), "commission-652325", "652325000000", "officer-2"),
        Actor("planner", "州级", ("planner",), "commission-652300", "652300000000", "planner"),
    )
}
REPORT = {"case": "confirmed", "onset": "2025-06-28"}
RECEIPT = {"number": "6523282025000001", "receipt": "R-0001"}


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

    def diagnose(self, actor: str = "doctor", **changes: str) -> str:
        row = {
            "resident": "p1", "name": "王某", "unit": TOWN, "area": "652328102000", "disease": "brucellosis",
            "origin": "diagnosis", "day": "2025-06-30", "time": "09:30",
        } | changes  # fmt: skip
        return self.flows.start(
            self.open(actor), "surveillance.card", fill(self.templates["disease_card"], row)
        ).task.id

    def act(self, actor: str, task: str, step: str, **fields: Any) -> Any:
        return self.flows.act(self.open(actor), task, step, fields)

    def reported(self, **changes: str) -> str:
        task = self.diagnose(**changes)
        self.act("doctor", task, "report", **REPORT)
        return task

    def checked(self) -> str:
        task = self.reported()
        self.act("county", task, "national", **RECEIPT)
        self.act("county", task, "check")
        return task

    def state(self, task: str) -> str:
        return state_of(self.store.read("Task", task).resource())

    def focus(self, task: str) -> Json:
        type, _, id = self.store.read("Task", task).resource()["focus"]["reference"].partition("/")
        return self.store.read(type, id).resource()

    def wait(self, **time: float) -> None:
        self.clock.at += timedelta(**time)


@pytest.fixture(scope="session")
def it() -> Declared:
    return declared("changji")


@pytest.fixture
def parties(it: Declared) -> Parties:
    every = [flow for domain in it.domains for flow in domain.workflows]
    rules = [rule for domain in it.domains for rule in domain.rules]
    rules += [rule for flow in every for rule in grants(flow, it.definitions)]
    functions = functions_of(it.domains)
    terms = read_terms(ROOMS_FOLDER / "surveillance" / "tables" / "terms.csv")
    flows = Workflows(WORKFLOWS, functions, {flow.id: terms for flow in WORKFLOWS if flow.terms}, {})
    clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))  # ten in the morning in the region
    store = MemoryStore(it.definitions, clock)
    access = Access(store, None, rules, ACTORS, NoAudit(), clock, definitions=it.definitions, guards=guards(every))
    one = Parties(store, access, flows, clock, {name: dict(f) for name, f in it.room("surveillance").templates.items()})
    one.add(*({"resourceType": "Organization", "id": id, "name": id} for id in (TOWN, OTHER)))
    one.add(*({"resourceType": "Patient", "id": id, "name": [{"text": id}]} for id in ("p1", "p2", "p3")))
    return one
