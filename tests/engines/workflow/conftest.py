"""A house with two workflows: an errand (own type, area and unit, terms, four eyes) and a referral (a patient's)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tongmai.access import Access, Actor, Context, NoAudit, Put
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.engines.workflow import Workflows, grants, guards, read_terms
from tongmai.engines.workflow.record import dumps
from tongmai.fhir.definitions import Definitions
from tongmai.model.workflow import Append, Circle, Create, Need, Set, State, Step, Term, Workflow
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]


def words(text: str) -> Words:
    return Words(f"《{text}》", text)


ELEMENTS = {
    "unit": ("Reference", "1"), "issuer": ("Reference", "1"), "area": ("code", "1"), "state": ("code", "1"),
    "topic": ("string", "1"), "term": ("date", "1"), "urgency": ("code", "1"), "person": ("string", "1"),
    "amount": ("decimal", "1"), "evidence": ("string", "*"), "progress": ("BackboneElement", "*"),
}  # fmt: skip
ERRAND_TYPE = {
    "resourceType": "StructureDefinition", "id": "Errand", "url": "urn:tongmai:StructureDefinition:Errand",
    "name": "Errand", "status": "active", "kind": "resource", "abstract": False, "type": "Errand",
    "baseDefinition": "http://hl7.org/fhir/StructureDefinition/DomainResource", "derivation": "specialization",
    "differential": {"element": [
        {"path": "Errand", "min": 0, "max": "*"},
        *({"path": f"Errand.{name}", "min": 0, "max": most, "type": [{"code": code}]}
          for name, (code, most) in ELEMENTS.items()),
        {"path": "Errand.progress.at", "min": 1, "max": "1", "type": [{"code": "instant"}]},
        {"path": "Errand.progress.text", "min": 1, "max": "1", "type": [{"code": "string"}]},
    ]},
}  # fmt: skip
PARAMETERS = [
    {"resourceType": "SearchParameter", "id": f"Errand-{code}", "url": f"urn:tongmai:SearchParameter:Errand-{code}",
     "name": code, "status": "active", "code": code, "base": ["Errand"], "type": kind, "expression": f"Errand.{code}"}
    for code, kind in (("unit", "reference"), ("issuer", "reference"), ("area", "string"), ("state", "token"))
]  # fmt: skip

ERRAND = Workflow(
    id="office.errand", title=words("errand"), focus="Errand", start="open", ends=frozenset({"done", "dropped"}),
    starters="planner@issuer", one_live=("unit", "topic"), escalate=("planner",), terms="terms.csv",
    state_element="state",
    states=(State("open", "requested", words("open")), State("taken", "accepted", words("taken")),
            State("shown", "ready", words("shown")), State("done", "completed", words("done")),
            State("dropped", "cancelled", words("dropped"))),
    steps=(
        Step("take", "open -> taken", by="officer@area|head@unit", title=words("take"),
             needs=(Need("person", words("person"), kind="person"),
                    Need("amount", words("amount"), kind="number", required=False)),
             does=(Set("person", "{person}"), Set("amount", "{amount}")), within=Term("take", since="start")),
        Step("note", "taken -> taken", by="officer@area|head@unit", title=words("note"),
             needs=(Need("text", words("text")),),
             does=(Append("progress", '{"at": "{now}", "text": "{text}"}'),)),
        Step("show", "taken -> shown", by="officer@area|head@unit", title=words("show"),
             needs=(Need("evidence", words("evidence"), kind="evidence"),
                    Need("enough", words("enough"), kind="condition")),
             does=(Append("evidence", "{evidence}"),), within=Term("show", since="take")),
        Step("finish", "shown -> done", by="planner@issuer|officer@*", title=words("finish"), not_by="show"),
        Step("back", "shown -> taken", by="planner@issuer", title=words("back"),
             needs=(Need("why", words("why"), kind="code", options=(("thin", words("thin")),
                                                                           ("late", words("late")))),)),
        Step("drop", "open|taken -> dropped", by="planner@issuer", title=words("drop"),
             needs=(Need("reason", words("reason")),)),
    ),
)  # fmt: skip
REFERRAL = Workflow(
    id="referral.up", title=words("referral"), focus="ServiceRequest", start="sent",
    ends=frozenset({"closed", "refused"}),
    starters="clinician@*",
    states=(State("sent", "requested", words("sent")), State("booked", "accepted", words("booked")),
            State("closed", "completed", words("closed")), State("refused", "rejected", words("refused"))),
    steps=(
        Step("book", "sent -> booked", by="nurse@performer", title=words("book"),
             needs=(Need("at", words("at"), kind="date"),),
             does=(Circle("performer", until="close"), Create("Appointment", "templates/appointment.json"))),
        Step("close", "booked -> closed", by="nurse@performer", title=words("close")),
        Step("refuse", "sent|booked -> refused", by="nurse@performer", title=words("refuse")),
    ),
)  # fmt: skip
TERMS = """term,urgency,hours,days,element,valid_from,valid_to,source,status
take,urgent,4,,,2024-01-01,2025-06-30,test,assumed
take,urgent,2,,,2025-07-01,,test,assumed
take,,,2,,2024-01-01,,test,assumed
show,,,,term,2024-01-01,,test,assumed
"""
APPOINTMENT = {
    "resourceType": "Appointment", "id": "{id}", "status": "booked", "start": "{at}T09:00:00+08:00",
    "participant": [{"actor": {"reference": "Patient/{subject}"}, "status": "accepted"}],
    "basedOn": [{"reference": "ServiceRequest/{focus}"}],
}  # fmt: skip
ACTORS = {
    one.id: one
    for one in (
        Actor("planner", "规划处", ("planner",), "wjw", "652300000000", "dr-planner"),
        Actor("planner2", "另一处", ("planner",), "wjw2", "652300000000", "dr-planner2"),
        Actor("officer", "经办人", ("officer",), "county", "652328000000", "dr-officer"),
        Actor("officer2", "邻县经办人", ("officer",), "county2", "652327000000", "dr-officer2"),
        Actor("head", "院长", ("head",), "th-1", "652328100000", "dr-head"),
        Actor("clinician", "医生", ("clinician",), "th-1", "652328100000", "dr-clinician"),
        Actor("nurse", "护士", ("nurse",), "hospital", "652325000000", "dr-nurse"),
        Actor("resident", "居民", ("resident",), patient="p1"),
    )
}


def enough(focus: Any, fields: Any, today: date) -> list[Issue]:
    """A condition: two papers at least."""
    if len(fields["evidence"]) >= 2:
        return []
    return [Issue("rule", Words("佐证不足", "two papers at least"), where="evidence")]


def errand(topic: str = "T06", **changes: Any) -> Json:
    unit, issuer = {"reference": "Organization/th-1"}, {"reference": "Organization/wjw"}
    found = {"resourceType": "Errand", "topic": topic, "unit": unit, "issuer": issuer, "area": "652328100000"}
    return found | {"term": "2025-07-15"} | changes


def referral() -> Json:
    return {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "performer": [{"reference": "Organization/hospital"}],
    }


@dataclass
class House:
    store: MemoryStore
    access: Access
    flows: Workflows
    clock: SetClock

    def open(self, actor: str) -> Context:
        return self.access.open(actor)

    def refer(self) -> str:
        return self.flows.start(self.open("clinician"), "referral.up", referral()).task.id

    def start(self, actor: str = "planner", **changes: Any) -> str:
        return self.flows.start(self.open(actor), "office.errand", errand(**changes)).task.id

    def act(self, actor: str, task: str, step: str, if_version: int | None = None, **fields: Any) -> Any:
        return self.flows.act(self.open(actor), task, step, fields, if_version)

    def meanwhile(self, deed: Callable[[], Any]) -> None:
        """Before the next change set is written, somebody does this."""
        real = self.store.submit

        def submit(change_set: Any) -> Any:
            self.store.submit = real  # type: ignore[method-assign]
            deed()
            return real(change_set)

        self.store.submit = submit  # type: ignore[method-assign]

    def add(self, *resources: Json) -> None:
        puts = [Put(one["resourceType"], dumps(one), id=one["id"]) for one in resources]
        self.access.system("seed").transact(puts)

    def focus(self, task: str) -> Json:
        type, _, id = self.store.read("Task", task).resource()["focus"]["reference"].partition("/")
        return self.store.read(type, id).resource()

    def wait(self, **time: float) -> None:
        self.clock.at += timedelta(**time)


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return Definitions.load([ERRAND_TYPE, *PARAMETERS])


@pytest.fixture(scope="session")
def terms_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "terms.csv"
    path.write_text(TERMS, encoding="utf-8")
    return path


@pytest.fixture
def make(definitions: Definitions, terms_file: Path) -> Callable[[], House]:
    def made() -> House:
        clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))  # ten in the morning in the region
        store = MemoryStore(definitions, clock)
        rules = [rule for flow in (ERRAND, REFERRAL) for rule in grants(flow, definitions)]
        access = Access(store, None, rules, ACTORS, NoAudit(), clock, definitions=definitions,
                        guards=guards([ERRAND, REFERRAL]))  # fmt: skip
        flows = Workflows([ERRAND, REFERRAL], {"enough": enough}, {"office.errand": read_terms(terms_file)},
                          {"templates/appointment.json": APPOINTMENT})  # fmt: skip
        return House(store, access, flows, clock)

    return made


@pytest.fixture
def house(make: Callable[[], House]) -> House:
    return make()
