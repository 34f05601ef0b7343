"""A house over given facts, and the people who visit it: what the walks of rooms share."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import orjson
from tests.clients.web.conftest import Visitor

from tongmai.access import Put
from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.clients.web.routes import build
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore
from tongmai.store.protocol import ChangeSet

Visit = Callable[[str], Visitor]


@contextmanager
def opened(facts: Sequence[dict[str, Any]], folder: Path) -> Iterator[House]:
    """The house of Changji in memory, on the demonstration's day, with these records and no others."""
    it, clock = declared("changji"), clock_at(date(2025, 6, 30))
    store = MemoryStore(it.definitions, clock)
    store.commit(ChangeSet(tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in facts), "tests"))
    house = open_house({**read_settings({}), "data": folder, "secret": "a key for tests"}, clock, it, store)
    try:
        yield house
    finally:
        house.close()


@contextmanager
def visiting(house: House) -> Iterator[Visit]:
    """A browser of its own for each person who is named."""
    loop, clients, app = asyncio.new_event_loop(), list[httpx.AsyncClient](), build(house)

    def begin(person: str) -> Visitor:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        clients.append(httpx.AsyncClient(transport=transport, base_url="http://house", follow_redirects=True))
        return Visitor(clients[-1], loop).become(person)

    try:
        yield begin
    finally:
        for client in clients:
            loop.run_until_complete(client.aclose())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
