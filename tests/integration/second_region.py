"""The second region's house behind its web pages, in which nothing is recorded yet."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.clients.web.conftest import Visitor

from tongmai.app import declared, demonstration_clock, open_house
from tongmai.base.settings import read_settings
from tongmai.clients.web.routes import build
from tongmai.declared import Declared
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore


@contextmanager
def opened(folder: Path, region: str) -> Iterator[House]:
    it = declared(region)
    clock = demonstration_clock(it.region)
    store = MemoryStore(it.definitions, clock)
    house = open_house({**read_settings({}), "data": folder, "secret": "a key for tests"}, clock, it, store)
    try:
        yield house
    finally:
        house.close()


@contextmanager
def visiting(house: House) -> Iterator[Visitor]:
    loop = asyncio.new_event_loop()
    transport = httpx.ASGITransport(build(house), raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url="http://house", follow_redirects=True)
    yield Visitor(client, loop)
    loop.run_until_complete(client.aclose())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def menu(visitor: Visitor) -> list[str]:
    """The addresses in the menu of the person who is signed in."""
    bar = re.search(r'<nav class="bar".*?</nav>', visitor.open("/").page, re.DOTALL)
    return re.findall(r'href="(/[^"#?]*)"', bar[0]) if bar else []


def faults(visitor: Visitor, person: str) -> list[str]:
    """Addresses of somebody's menu that do not open in either language."""
    visitor.become(person)
    found = []
    for language in ("en", "zh"):
        visitor.send("/language", language=language, back="/")
        places = menu(visitor)
        assert len(places) > 2
        found += [f"{language} {place}" for place in places if visitor.open(place).status != 200]
    return found


SOURCES = ("/policy", "/tour")
"""Where documents of elsewhere stand by their own titles, as sources; the list of plans has them too."""


def foreign(visitor: Visitor, person: str, words: tuple[str, ...], deep: bool = False) -> list[str]:
    """Addresses that somebody reaches from the menu and whose page says one of the words, in either language; with
    `deep` also one page of each kind to which those lead."""
    visitor.become(person)
    found = []
    for language in ("en", "zh"):
        visitor.send("/language", language=language, back="/")
        waiting, seen = menu(visitor), set[str]()
        while waiting:
            place = waiting.pop(0)
            kind = re.sub(r"/[^/]*\d[^/]*|\?.*", "/#", place)
            if kind in seen or place.startswith(SOURCES) or place == "/plans":
                continue
            seen.add(kind)
            text = visitor.open(place).text
            if "html" not in visitor.headers.get("content-type", ""):
                continue
            found += [f"{language} {place} {word}" for word in words if word in text]
            if deep:
                waiting += re.findall(r'<a[^>]* href="(/[^"#]*)"', visitor.page)
    return found


def plan_of(it: Declared) -> str:
    return next(iter(it.plans))
