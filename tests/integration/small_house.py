"""One small house behind its web pages: one of each, the built-in people, a second planner: all invented."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import orjson
from tests.clients.web.conftest import Visitor
from tests.domains.measures import small_county as county

from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.clients import server
from tongmai.clients.web import routes
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore
from tongmai.store.protocol import ChangeSet, Put

Json = dict[str, Any]
AS_OF = date(2025, 6, 30)
SECOND = "second-planner"
TECHNIQUES = (
    ("filiform", "acupuncture"), ("adult_massage", "massage"), ("moxa_stick", "moxibustion"), ("scraping", "scraping"),
    ("cupping", "cupping"), ("acupoint_application", "application"), ("ear_acupuncture", "acupuncture"),
    ("child_massage", "massage"), ("warm_needle", "moxibustion"), ("moving_cup", "cupping"),
)  # fmt: skip
TO_BE_CLAIMED = {  # certificates that the tests claim on pages
    "stroke-national-hospital", "psychiatry-department-hospital", "township-basic-th", "township-recommended-th",
    "village-basic-room", "village-recommended-room", "tcm-hall-connotation-th", "tcm-pavilion-room",
    "bsl2-laboratory-1", "bsl2-laboratory-2", "emr-level-hospital", "emr-level-people", "core-systems-hospital",
    "level2-capability-th", "certified-trauma", "unified-finance",
}  # fmt: skip


def office(id: str, name: str, village: str, tier: str) -> Json:
    return {**county.organization(id, "commission", village, tier=tier), "name": name}


def facts() -> Iterator[Json]:
    """The small county as the lists show it: codes, places of certificates, numbers of licences."""
    yield office("commission-652300", "州卫生健康委员会", county.PREFECTURE_VILLAGE, "prefecture")
    yield office("commission-652328", "木垒县卫生健康委员会", county.COUNTY_VILLAGE, "county")
    for id, name in (("person-planner", "马文博"), ("person-county-officer", "叶尔兰"), ("person-second", "古丽")):
        yield {"resourceType": "Practitioner", "id": id, "active": True, "name": [{"text": name}]}
    places: dict[str, str] = {}
    for one in county.facts():
        if one["id"] in TO_BE_CLAIMED:
            continue
        kind = one["resourceType"]
        if kind == "Organization":
            places[one["id"]] = next(e["valueCode"] for e in one["extension"] if e["url"] == "urn:tongmai:village")
        yield _DRESSED.get(kind, lambda it, _: it)(one, places)


def _institution(one: Json, places: dict[str, str]) -> Json:
    code = {"system": "urn:tongmai:institution-code", "value": f"code-{one['id']}"}
    status = county.extension("status", valueCode="assumed")
    return {**one, "identifier": [code], "extension": [*one["extension"], status]}


def _person(one: Json, places: dict[str, str]) -> Json:
    code = {"system": "urn:tongmai:staff-code", "value": f"staff-{one['id']}"}
    licences = [{**held, "identifier": [{"value": f"number-{one['id']}"}]} for held in one["qualification"]]
    return {**one, "active": True, "identifier": [code], "qualification": licences}


def _certificate(one: Json, places: dict[str, str]) -> Json:
    return {**one, "area": places[one["holder"]["reference"].removeprefix("Organization/")]}


def _service(one: Json, places: dict[str, str]) -> Json:
    if "type" not in one:
        return one
    number = int(one["id"].rpartition("-")[2])
    item, kind = TECHNIQUES[number]
    pair = (("technique", item), ("technique-class", kind))
    return {**one, "type": [{"coding": [{"system": f"urn:tongmai:{s}", "code": code} for s, code in pair]}]}


_DRESSED = {
    "Organization": _institution, "Practitioner": _person, "Certificate": _certificate, "HealthcareService": _service,
}  # fmt: skip


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """The house on the demonstration's day, with a second planner: what a prefecture's own institutions ask for."""
    it, clock = declared("changji"), clock_at(AS_OF)
    planner = next(one for one in it.region.people if one.id == "planner")
    other = replace(planner, id=SECOND, practitioner="person-second")
    it = replace(it, region=replace(it.region, people=(*it.region.people, other)))
    store = MemoryStore(it.definitions, clock)
    puts = tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in facts())
    store.commit(ChangeSet(puts, origin="tests"))
    house = open_house({**read_settings({}), "data": folder, "secret": "a key for tests"}, clock, it, store)
    try:
        yield house
    finally:
        house.close()


@contextmanager
def visitors(house: House, *people: str) -> Iterator[tuple[Visitor, ...]]:
    """Browsers without scripts at the house's one application, each signed in on its page."""
    app = server.beside(server.build(house.access, house.clock, house.secret), routes.build(house))
    loop = asyncio.new_event_loop()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    clients = [httpx.AsyncClient(transport=transport, base_url="http://house", follow_redirects=True) for _ in people]
    yield tuple(Visitor(client, loop).become(one) for client, one in zip(clients, people, strict=True))
    for client in clients:
        loop.run_until_complete(client.aclose())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
