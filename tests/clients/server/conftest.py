"""The server over a small house, with somebody signed in."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from itsdangerous import TimestampSigner

from tongmai.access import Access, Actor, AuditLog, Put, circle_row
from tongmai.base.clock import SetClock
from tongmai.clients.server import Conduct, Limits, build
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Compartment, InCircle, Rule, Verb
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import Store
from tongmai.store.sqlite.store import SqliteStore

DEEP = ("test_records", "test_search", "test_bundles", "test_conditions", "test_histories")
SECRET = "demonstration-secret"
ALL: frozenset[Verb] = frozenset({"read", "search", "write"})
SEE: frozenset[Verb] = frozenset({"read", "search"})
OWN: list[dict[str, Any]] = [
    {"resourceType": "StructureDefinition", "id": "Errand", "url": "urn:x:Errand", "name": "Errand", "status": "active",
     "kind": "resource", "abstract": False, "type": "Errand", "derivation": "specialization",
     "baseDefinition": "http://hl7.org/fhir/StructureDefinition/DomainResource",
     "differential": {"element": [
         {"path": "Errand", "min": 0, "max": "*"},
         {"path": "Errand.topic", "min": 1, "max": "1", "type": [{"code": "string"}]},
     ]}},
    {"resourceType": "SearchParameter", "id": "Errand-topic", "url": "urn:x:Errand-topic", "name": "topic",
     "status": "active", "code": "topic", "base": ["Errand"], "type": "string", "expression": "Errand.topic"},
]  # fmt: skip
ACTORS = {
    "doctor": Actor("doctor", "医生", ("clinician",), "clinic-a", "652327100000", "dr-a"),
    "planner": Actor("planner", "规划处", ("planner",), "wjw", "652300000000"),
}
RULES = [
    Rule("doctors keep observations of their circle", "clinician", ALL, "Observation", InCircle(("contract",))),
    Rule("who treats, sees", "clinician", SEE, Compartment("Patient"), InCircle(("contract",))),
    Rule("doctors keep errands", "clinician", ALL, "Errand"),
    *(Rule(f"doctors keep {type}", "clinician", ALL, type) for type in ("Organization", "Practitioner")),
    Rule("planners see institutions", "planner", SEE, "Organization"),
    Rule("planners see errands", "planner", SEE, "Errand"),
]


def cookie(person: str, secret: str = SECRET) -> str:
    """The cookie that the pages set for a person."""
    return TimestampSigner(secret).sign(b64encode(json.dumps({"person": person}).encode())).decode()


class Client:
    """A client in the same process, over ASGI: what is sent passes every layer of the server but the socket."""

    def __init__(self, app: Any, runner: asyncio.Runner, faults: bool) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=not faults)
        self._client, self._runner = httpx.AsyncClient(transport=transport, base_url="http://region.example"), runner
        self.cookies = self._client.cookies

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        return self._runner.run(self._client.request(method, url, **more))

    def __getattr__(self, method: str) -> Callable[..., httpx.Response]:
        return partial(self.request, method.upper())

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *error: object) -> None:
        self._runner.run(self._client.aclose())


@dataclass
class Served:
    """The application and its insides."""

    app: Any
    conduct: Conduct
    store: Store
    access: Access
    audit: Path
    clock: SetClock
    runner: asyncio.Runner

    def client(self, person: str | None = "doctor", faults: bool = False) -> Client:
        client = Client(self.app, self.runner, faults)
        if person is not None:
            client.cookies.set("tongmai", cookie(person))
        return client


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return Definitions.load(OWN)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both stores where what is asked reaches far into them; memory alone for errors, capability and addresses."""
    if "served" in metafunc.fixturenames:
        deep = metafunc.module.__name__.rpartition(".")[2] in (
            "test_records",
            "test_search",
            "test_bundles",
            "test_conditions",
            "test_histories",
        )
        metafunc.parametrize("served", ["memory", "sqlite"] if deep else ["memory"], indirect=True)


@pytest.fixture
def served(request: pytest.FixtureRequest, definitions: Definitions, tmp_path: Path) -> Iterator[Served]:
    clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))
    sqlite = request.param == "sqlite"
    store: Store = SqliteStore(tmp_path / "r.sqlite", definitions, clock) if sqlite else MemoryStore(definitions, clock)
    audit = AuditLog(tmp_path / "audit.jsonl", clock)
    access = Access(store, None, RULES, ACTORS, audit, clock, definitions=definitions)
    seed = [
        {"resourceType": "Patient", "id": "p1", "name": [{"text": "演示数据一"}]},
        {"resourceType": "Patient", "id": "p2", "name": [{"text": "演示数据二"}]},
        circle_row("c1", "p1", "Organization/clinic-a", "contract", "2025-01-01"),
    ]
    conduct = Conduct(Limits(most=100_000, seconds=0.2), strict=False)
    app = build(access, clock, SECRET, conduct)
    with asyncio.Runner() as runner:
        found = Served(app, conduct, store, access, tmp_path / "audit.jsonl", clock, runner)
        put_all(found, seed)
        yield found
    audit.close()
    store.close()


def put_all(served: Served, resources: list[dict[str, Any]]) -> None:
    puts = [Put(one["resourceType"], json.dumps(one).encode(), id=one["id"]) for one in resources]
    served.access.system("seed").transact(puts)


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    with served.client() as found:
        yield found


@pytest.fixture
def seed(served: Served) -> Callable[..., None]:
    return lambda *resources: put_all(served, list(resources))
