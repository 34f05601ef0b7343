"""The demonstration's supervision in a store in memory, behind its pages: Qitai's institutions and people."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import httpx
import orjson
import pytest
from tests.clients.web.conftest import Visitor
from tests.demonstration import everything

from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.clients.web.routes import build
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore
from tongmai.store.protocol import ChangeSet, Put

Json = dict[str, Any]
Visit = Callable[[str], Visitor]
OWN = (
    "DrawPlan",
    "Draw",
    "Inspection",
    "CentralTask",
    "InterestTie",
    "Grading",
    "RankingRound",
    "Ranking",
    "Complaint",
)
HOME = "private-hospital-06"
PLACES = (HOME, "private-hospital-01", "private-clinic-05", "private-clinic-12", "hospital-652325-general")


def _id(reference: Json) -> str:
    return str(reference.get("reference", "")).partition("/")[2]


def _near(one: Json) -> bool:
    """In Qitai, invented, or an office."""
    told = [part.get("valueCode", "") for part in one["extension"] if part["url"] == "urn:tongmai:village"]
    return told[0].startswith("652325") or one["id"].startswith(
        ("private-", "commission-", "association-", "hospital-")
    )


@pytest.fixture(scope="session")
def facts() -> list[Json]:
    """Institutions, what supervision keeps, who inspects in Qitai or works at one of a few places, certificates."""
    every = everything()
    built_in = {one.practitioner or one.patient for one in declared("changji").region.people}
    roles = [
        one for one in every
        if one["resourceType"] == "PractitionerRole"
        and (_id(one["organization"]) in (*PLACES, "supervision-652325") or _id(one["practitioner"]) in built_in)
    ]  # fmt: skip
    people = {_id(one["practitioner"]) for one in roles} | built_in
    return [
        one for one in every
        if one["resourceType"] in OWN or one in roles or one["id"] in people
        or (one["resourceType"] == "Organization" and _near(one))
        or (one["resourceType"] == "Certificate" and _id(one["holder"]) in PLACES)
        or (one["resourceType"] == "Task" and one["code"]["coding"][0]["code"].startswith("supervision."))
    ]  # fmt: skip


@pytest.fixture
def house(facts: list[Json], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    it, clock = declared("changji"), clock_at(date(2025, 6, 30))
    store = MemoryStore(it.definitions, clock)
    store.commit(ChangeSet(tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in facts), "tests"))
    one = open_house(
        {**read_settings({}), "data": tmp_path_factory.mktemp("house"), "secret": "a key for tests"}, clock, it, store
    )
    yield one
    one.close()


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    """A browser of its own for each person."""
    loop, clients, app = asyncio.new_event_loop(), list[httpx.AsyncClient](), build(house)

    def begin(person: str) -> Visitor:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        clients.append(httpx.AsyncClient(transport=transport, base_url="http://house", follow_redirects=True))
        return Visitor(clients[-1], loop).become(person)

    yield begin
    for client in clients:
        loop.run_until_complete(client.aclose())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
