"""The demonstration's quality work in a store in memory, behind its pages; and a house in which no case is recorded."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
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
WORK = ("quality.cycle", "quality.specialty")
OWN = ("QualityCycle", "SpecialtyBid", "FrontPage", "OutsideStay")
KINDS = ("general_hospital", "specialist_hospital", "quality_centre", "commission")


def _kind(one: Json) -> str:
    return str(one["type"][0]["coding"][0]["code"]) if one.get("type") else ""


@pytest.fixture(scope="session")
def ground() -> list[Json]:
    """Hospitals, centres and commissions, who is built in, the grouping, certificates of recognised items."""
    built_in = {one.practitioner for one in declared("changji").region.people}
    return [
        one for one in everything()
        if (one["resourceType"] == "Organization" and _kind(one) in KINDS)
        or (one["resourceType"] == "Practitioner" and one["id"] in built_in)
        or one["resourceType"] == "CaseGroup"
        or (one["resourceType"] == "Certificate" and one["standard"] in ("recognition_item",
                                                                      "key_specialty_prefecture"))
    ]  # fmt: skip


@pytest.fixture(scope="session")
def facts(ground: list[Json]) -> list[Json]:
    """With the demonstration's cases, cycles and bids."""
    return ground + [
        one for one in everything()
        if one["resourceType"] in OWN
        or (one["resourceType"] == "Task" and one["code"]["coding"][0]["code"] in WORK)
    ]  # fmt: skip


def opened(facts: list[Json], folder: Path) -> House:
    it, clock = declared("changji"), clock_at(date(2025, 6, 30))
    store = MemoryStore(it.definitions, clock)
    store.commit(ChangeSet(tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in facts), "tests"))
    return open_house({**read_settings({}), "data": folder, "secret": "a key for tests"}, clock, it, store)


@pytest.fixture
def house(facts: list[Json], tmp_path: Path) -> Iterator[House]:
    one = opened(facts, tmp_path)
    yield one
    one.close()


@pytest.fixture
def bare(ground: list[Json], tmp_path: Path) -> Iterator[House]:
    """Without any case."""
    one = opened(ground, tmp_path)
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
