"""The demonstration's communities in a store in memory, behind their pages."""

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
OWN = {"Charter", "Posting", "SupportTask", "CircuitRound", "AppraisalRound", "Appraisal", "OrganizationAffiliation",
       "Organization"}  # fmt: skip
QITAI, DONGCHENG = "mc-652325-1", "th-652328102"
SENDER = "hospital-652325-general"


@pytest.fixture(scope="session")
def facts() -> list[Json]:
    """Institutions, the work of the communities, the people who are built in, and the physicians of one hospital."""
    region = declared("changji").region
    everything = list(resources(region))
    built_in = {one.practitioner for one in region.people}
    posts = [one for one in everything if one["resourceType"] == "PractitionerRole" and _there(one)]
    people = built_in | {str(one["practitioner"]["reference"]).rpartition("/")[2] for one in posts}
    return [
        one for one in everything
        if one["resourceType"] in OWN or one["id"] in people
        or (one["resourceType"] == "PractitionerRole" and _there(one))
        or (one["resourceType"] == "Certificate" and one["standard"] == "unification")
        or (one["resourceType"] == "Task" and str(one["focus"]["reference"]).partition("/")[0] in OWN)
    ]  # fmt: skip


def _there(post: Json) -> bool:
    return str(post["organization"]["reference"]).rpartition("/")[2] in (SENDER, DONGCHENG, QITAI)


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
