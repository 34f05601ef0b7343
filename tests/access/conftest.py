"""A small region behind the door: two clinics, a hospital, three patients, one of them sensitive."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tongmai.access import Access, Actor, Context, Guard, Put, Seen, circle_row
from tongmai.base.clock import SetClock
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Compartment, InCircle, Narrowing, Rule, Verb
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import Store
from tongmai.store.sqlite.store import SqliteStore

Json = dict[str, Any]
ANY: frozenset[Verb] = frozenset({"read", "search"})
ALL: frozenset[Verb] = frozenset({"read", "search", "write"})

ACTORS = {
    "planner": Actor("planner", "规划处", ("planner",), "wjw", "652300000000"),
    "doctor": Actor("doctor", "甲医生", ("clinician",), "clinic-a", "652327100000", practitioner="dr-a"),
    "other": Actor("other", "乙医生", ("clinician",), "clinic-b", "652327101000", practitioner="dr-b"),
    "nurse": Actor("nurse", "转诊护士", ("referral-centre",), "hospital", "652327000000", practitioner="nurse"),
    "specialist": Actor("specialist", "专家", ("specialist",), "hospital", "652327000000", practitioner="dr-s"),
    "resident": Actor("resident", "居民", ("resident",), patient="p1"),
    "officer": Actor("officer", "县卫健委", ("county-officer",), "county", "652327000000"),
}
RULES: tuple[Rule | Narrowing, ...] = (
    Rule("planners see every institution", "planner", ANY, "Organization"),
    Rule("a county sees its own institutions", "county-officer", ALL, "Organization?address-postalcode={actor.area}"),
    Rule("a clinic keeps what it sent", "clinician", ALL,
         "ServiceRequest?requester:PractitionerRole.organization=Organization/{actor.organization}"),
    Rule("a centre sees what was sent to it", "referral-centre", ANY,
         "ServiceRequest?performer=Organization/{actor.organization}"),
    Rule("a post is seen by its holder", "clinician", ANY,
         "PractitionerRole?practitioner=Practitioner/{actor.practitioner}"),
    Rule("who treats, sees", "clinician", ANY, Compartment("Patient"), InCircle(("contract", "referral"))),
    Rule("specialists treat on purpose", "specialist", ANY, Compartment("Patient"),
         InCircle(("referral",)), frozenset({"TREAT"})),
    Rule("one's own record", "resident", ANY, Compartment("Patient"), InCircle(("self",))),
    Narrowing("sensitive stays narrow", "sensitive", ("referral", "self")),
)  # fmt: skip


class Ledger:
    """An audit that remembers."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, Seen]] = []
        self.waited: list[bool] = []

    def append(self, actor: str, purpose: str, seen: Sequence[Seen], wait: bool = False) -> None:
        self.lines += [(actor, purpose, one) for one in seen]
        self.waited += [wait for _ in seen]

    def append_then(self, actor: str, purpose: str, seen: Sequence[Seen], then: Callable[[None], None]) -> None:
        self.append(actor, purpose, seen, wait=True)
        then(None)


def put(resource: Mapping[str, Any], **more: Any) -> Put:
    return Put(str(resource["resourceType"]), json.dumps(resource).encode(), id=resource.get("id"), **more)


def request(id: str | None, patient: str, requester: str, performer: str = "hospital") -> Json:
    found: Json = {"resourceType": "ServiceRequest", "status": "active", "intent": "order",
                   "subject": {"reference": f"Patient/{patient}"},
                   "requester": {"reference": f"PractitionerRole/{requester}"},
                   "performer": [{"reference": f"Organization/{performer}"}]}  # fmt: skip
    return found | ({"id": id} if id else {})


def observation(id: str, patient: str, *labels: str) -> Json:
    meta = {"meta": {"security": [{"code": label} for label in labels]}} if labels else {}
    return {"resourceType": "Observation", "id": id, **meta, "status": "final", "code": {"text": "血压"},
            "subject": {"reference": f"Patient/{patient}"}}  # fmt: skip


SEED: tuple[Json, ...] = (
    {"resourceType": "Organization", "id": "clinic-a", "name": "甲卫生院", "address": [{"postalCode": "652327100000"}]},
    {"resourceType": "Organization", "id": "clinic-b", "name": "乙卫生院", "address": [{"postalCode": "652328100000"}]},
    {"resourceType": "PractitionerRole", "id": "post-a", "organization": {"reference": "Organization/clinic-a"},
     "practitioner": {"reference": "Practitioner/dr-a"}},
    {"resourceType": "PractitionerRole", "id": "post-b", "organization": {"reference": "Organization/clinic-b"},
     "practitioner": {"reference": "Practitioner/dr-b"}},
    {"resourceType": "Patient", "id": "p1", "name": [{"text": "演示数据一"}]},
    {"resourceType": "Patient", "id": "p2", "name": [{"text": "演示数据二"}]},
    {"resourceType": "Patient", "id": "p3", "name": [{"text": "演示数据三"}]},
    observation("o1", "p1"), observation("o1s", "p1", "sensitive"), observation("o2", "p2"), observation("o3", "p3"),
    request("r1", "p1", "post-a"), request("r2", "p2", "post-b"), request("r3", "p3", "post-b", "clinic-a"),
    circle_row("c1", "p1", "Organization/clinic-a", "contract", "2025-01-01"),
    circle_row("c2", "p2", "Organization/hospital", "referral", "2025-06-01"),
    circle_row("c3", "p3", "Organization/clinic-a", "contract", "2025-01-01", "2025-05-31"),
    circle_row("c4", "p3", "Organization/clinic-b", "chat", "2025-01-01"),
)  # fmt: skip


@dataclass
class Region:
    """The store, the door, the clock and what was audited."""

    store: Store
    access: Access
    clock: SetClock
    audit: Ledger

    def open(self, actor: str, purpose: str = "OPERATE") -> Context:
        return self.access.open(actor, purpose)

    def add(self, *resources: Json) -> None:
        self.access.system("seed").transact([put(one) for one in resources])

    def seen(self) -> list[tuple[str, str, str]]:
        return [(one.what, one.on, one.rule) for _, _, one in self.audit.lines]


def made(
    definitions: Definitions,
    rules: Iterable[Rule | Narrowing] = RULES,
    guards: Sequence[Guard] = (),
    path: Path | None = None,
) -> Region:
    clock, audit = SetClock(datetime(2025, 6, 30, 4, tzinfo=UTC)), Ledger()
    store: Store = SqliteStore(path, definitions, clock) if path else MemoryStore(definitions, clock)
    access = Access(store, None, rules, ACTORS, audit, clock, definitions=definitions, guards=guards)
    return Region(store, access, clock, audit)


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return Definitions.load()


@pytest.fixture
def make(definitions: Definitions) -> Callable[..., Region]:
    """A region without records: `make(rules=…, guards=…)`."""
    return lambda **changes: made(definitions, **changes)


@pytest.fixture(params=["memory", "sqlite"])
def region(definitions: Definitions, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Region]:
    found = made(definitions, path=tmp_path / "records.sqlite" if request.param == "sqlite" else None)
    found.add(*SEED)
    found.audit.lines.clear()
    found.audit.waited.clear()
    yield found
    found.store.close()


class Makers:
    """The makers of records, for tests that write."""

    put = staticmethod(put)
    request = staticmethod(request)
    observation = staticmethod(observation)


@pytest.fixture
def records() -> type[Makers]:
    return Makers
