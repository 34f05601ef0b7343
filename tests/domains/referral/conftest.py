"""Both ends of referrals over a store in memory, with the declared rooms and rules and nobody real."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tongmai.access import Access, Actor, Context, NoAudit, Put
from tongmai.app import declared
from tongmai.base.clock import SetClock
from tongmai.declared import ROOMS_FOLDER, Declared
from tongmai.domains.pharmacy.workflows import SUPPLY
from tongmai.domains.referral.workflows import WORKFLOWS
from tongmai.engines.workflow import Workflows, grants, guards, read_terms
from tongmai.engines.workflow.record import dumps, state_of
from tongmai.fhir.lens import lens
from tongmai.model.domain import functions_of
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]
TOWN, OTHER_TOWN, COUNTY, NEXT = "th-652328102", "th-652328103", "hospital-652325-general", "hospital-652328-general"
ACTORS = {
    one.id: one
    for one in (
        Actor("clinician", "乡镇医生", ("clinician",), TOWN, "652328102000", "dr-town"),
        Actor("neighbour", "邻乡医生", ("clinician",), OTHER_TOWN, "652328103000", "dr-neighbour"),
        Actor("centre", "转诊中心", ("referral-centre",), COUNTY, "652325000000", "nurse"),
        Actor("other-centre", "另一转诊中心", ("referral-centre",), NEXT, "652328000000", "nurse-2"),
        Actor("specialist", "专科医生", ("specialist",), COUNTY, "652325000000", "dr-heart"),
        Actor("headquarters", "总医院", ("headquarters",), "mc-652325-1", "652325000000", "office"),
        Actor("planner", "规划", ("planner",), "commission-652300", "652300000000", "planner"),
        Actor("resident", "居民", ("resident",), "", "652328102000", "", "p1"),
    )
}
VILLAGES = {TOWN: "652328102200", OTHER_TOWN: "652328103200", COUNTY: "652325100001", NEXT: "652328100001"}
CONSENT = {"consent_by": "patient", "consent_how": "written", "consent_on": "2025-06-30"}
PAPER = {**CONSENT, "criterion": "htn-uncontrolled", "systolic": 168, "diastolic": 102}
BACK = {"diagnosis": "高血压3级", "results": "心电图左室高电压", "plan": "限盐，规律服药", "drug_1": "nifedipine-cr"}


def slot(id: str, whose: str, day: str, kind: str = "appointment", release: str = "") -> Json:
    """A free slot (or bed) of an institution, kept until eight in the evening of the day before."""
    before = (datetime.fromisoformat(day) - timedelta(days=1)).date().isoformat()
    return {
        "resourceType": "Slot", "id": id, "status": "free",
        "extension": [
            {"url": "urn:tongmai:institution", "valueReference": {"reference": f"Organization/{whose}"}},
            {"url": "urn:tongmai:release", "valueInstant": release or f"{before}T20:00:00+08:00"},
        ],
        "serviceCategory": [{"coding": [{"system": "urn:tongmai:slot", "code": kind}]}],
        "schedule": {"reference": f"Schedule/{whose}"},
        "start": f"{day}T09:00:00+08:00", "end": f"{day}T09:30:00+08:00",
    }  # fmt: skip


@dataclass
class Ends:
    """The house, and short words for what both ends do."""

    store: MemoryStore
    access: Access
    flows: Workflows
    clock: SetClock
    lens: Callable[[Json], Json]

    def open(self, actor: str) -> Context:
        return self.access.open(actor)

    def add(self, *resources: Json) -> None:
        puts = [Put(one["resourceType"], dumps(one), id=one["id"]) for one in resources]
        self.access.system("seed").transact(puts)

    def refer(self, actor: str = "clinician", flow: str = "referral.up", **changes: Any) -> str:
        row = {
            "person": "p1", "name": "王某", "requester": TOWN, "performer": COUNTY, "direction": "up",
            "priority": "routine", "disease": "I10", "impression": "高血压", "history": "血压升高三年",
        } | changes  # fmt: skip
        return self.flows.start(self.open(actor), flow, self.lens(row)).task.id

    def act(self, actor: str, task: str, step: str, fields: Json | None = None, seen: int | None = None) -> Any:
        return self.flows.act(self.open(actor), task, step, fields or {}, seen)

    def task(self, id: str) -> Json:
        return self.store.read("Task", id).resource()

    def state(self, id: str) -> str:
        return state_of(self.task(id))

    def focus(self, id: str) -> Json:
        type, _, focus = self.task(id)["focus"]["reference"].partition("/")
        return self.store.read(type, focus).resource()

    def slot_state(self, id: str) -> str:
        return str(self.store.read("Slot", id).resource()["status"])

    def wait(self, **time: float) -> None:
        self.clock.at += timedelta(**time)

    def submitted(self, **changes: Any) -> str:
        task = self.refer(**changes)
        self.act("clinician", task, "submit", PAPER)
        return task

    def booked(self, slot: str = "a1") -> str:
        task = self.submitted()
        self.act("centre", task, "book", {"slot": f"Slot/{slot}", "bed": "Slot/bed1"})
        return task

    def arrived(self) -> str:
        task = self.booked()
        self.act("centre", task, "arrive")
        return task

    def treated(self) -> str:
        task = self.arrived()
        self.act("specialist", task, "discharge", {"outcome": "improved"})
        return task

    def given_back(self) -> str:
        task = self.treated()
        self.act("specialist", task, "give-back", BACK)
        return task


@pytest.fixture(scope="session")
def it() -> Declared:
    return declared("changji")


@pytest.fixture(scope="session")
def make(it: Declared) -> Callable[[], Ends]:
    every = [flow for domain in it.domains for flow in domain.workflows]
    rules = [rule for domain in it.domains for rule in domain.rules]
    rules += [rule for flow in every for rule in grants(flow, it.definitions)]
    room = it.room("referral")
    functions = functions_of(it.domains)
    terms = read_terms(ROOMS_FOLDER / "referral" / "tables" / "terms.csv")
    templates = {f"templates/{name}.json": form for name, form in room.templates.items()}
    kept = read_terms(ROOMS_FOLDER / "pharmacy" / "tables" / "terms.csv")
    templates |= {f"templates/{name}.json": form for name, form in it.room("pharmacy").templates.items()}
    flows = Workflows((*WORKFLOWS, SUPPLY), functions, {**{flow.id: terms for flow in WORKFLOWS}, SUPPLY.id: kept},
                      templates)  # fmt: skip
    form = lens(room.templates["referral"])

    def made() -> Ends:
        clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))  # ten in the morning in the region
        store = MemoryStore(it.definitions, clock)
        access = Access(store, None, rules, ACTORS, NoAudit(), clock, definitions=it.definitions, guards=guards(every))
        ends = Ends(store, access, flows, clock, form)
        ends.add(*(institution(id, village) for id, village in VILLAGES.items()))
        ends.add(*({"resourceType": "Patient", "id": id, "name": [{"text": name}]} for id, name in PEOPLE.items()))
        ends.add(*({"resourceType": "Schedule", "id": id, "actor": [{"reference": f"Organization/{id}"}]}
                   for id in (COUNTY, NEXT)))  # fmt: skip
        ends.add(slot("a1", COUNTY, "2025-07-01"), slot("a2", COUNTY, "2025-07-01"), slot("a3", COUNTY, "2025-07-02"),
                 slot("bed1", COUNTY, "2025-07-01", "bed"), slot("n1", NEXT, "2025-07-01"))  # fmt: skip
        ends.add(*(holding(drug) for drug in ("nifedipine-cr", "aspirin", "clopidogrel", "valsartan")),
                 holding("amlodipine", "2025-04-30"))  # fmt: skip
        return ends

    return made


def holding(drug: str, until: str = "") -> Json:
    """A drug that the town keeps, or kept until a day."""
    period = {"start": "2024-01-01", **({"end": until} if until else {})}
    return {"resourceType": "DrugHolding", "id": f"held-{drug}", "institution": {"reference": f"Organization/{TOWN}"},
            "area": "652328000000", "drug": drug, "period": period}  # fmt: skip


PEOPLE = {"p1": "王某", "p2": "李某"}


def institution(id: str, village: str) -> Json:
    kind = "township_hospital" if id.startswith("th-") else "general_hospital"
    return {
        "resourceType": "Organization", "id": id, "name": id, "active": True,
        "type": [{"coding": [{"system": "urn:tongmai:kind", "code": kind}]}],
        "extension": [{"url": "urn:tongmai:village", "valueCode": village}],
    }  # fmt: skip


@pytest.fixture
def ends(make: Callable[[], Ends]) -> Ends:
    return make()
