"""The demonstration's fund in a store in memory, behind its pages, with the headquarters of Qitai as its other side."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import httpx
import orjson
import pytest
from tests.clients.web.conftest import Visitor

from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.clients.web.routes import build
from tongmai.house import House
from tongmai.regions.demonstration.everything import resources
from tongmai.store.memory.store import MemoryStore
from tongmai.store.protocol import ChangeSet, Put

Json = dict[str, Any]
Visit = Callable[[str], Visitor]
FUND = {"Pool", "Prepayment", "FundLine", "MonthlyAccount", "Clearing", "Appraisal", "AppraisalRound", "SplitRule",
        "DipCase", "DipBudget"}  # fmt: skip
RESIDENT = "resident-652328102-0001"
QITAI, MULEI = "pool-mc-652325-1-2025-01", "pool-mc-652328-1-2024-01"


@pytest.fixture(scope="session")
def facts() -> list[Json]:
    """Institutions, the fund, and the people who are built in."""
    region = declared("changji").region
    built_in = {one.practitioner or one.patient for one in region.people}
    return [
        one for one in resources(region)
        if one["id"] in built_in or one["resourceType"] == "Organization"
        or (one["resourceType"] in FUND and _near(one))
        or (one["resourceType"] == "CareTeam" and one["subject"]["reference"] == f"Patient/{RESIDENT}")
    ]  # fmt: skip


def _near(one: Json) -> bool:
    """All pools, but lines and months of two counties only."""
    many = one["resourceType"] in ("FundLine", "MonthlyAccount")
    return not many or one["community"]["reference"] in ("Organization/mc-652325-1", "Organization/mc-652328-1")


@pytest.fixture(scope="module")
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
