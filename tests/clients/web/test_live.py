"""A page says that what it shows has changed: names only, and only to whom they are open."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from starlette.datastructures import QueryParams
from tests.clients.web.conftest import Visitor

from tongmai.access import Put
from tongmai.base.outcome import Refused
from tongmai.clients.web import live
from tongmai.clients.web.site import Site
from tongmai.house import House

BOARD = "/plans/changji-2024"
ORDER = {"unit": "commission-652328", "term": "2025-09-30", "requirement": "补齐"}


@pytest.fixture
def site(house: House) -> Site:
    return Site(house)


def listened(site: Site, names: list[str], since: int, happens: Any = None, person: str = "planner") -> list[str]:
    """What a stream says. In place of every pause `happens` is done once; time itself does not pass."""
    todo: Iterator[Any] = iter([happens] if happens else [])

    async def pause(seconds: float) -> None:
        if act := next(todo, None):
            act()

    async def collect() -> list[str]:
        context = site.services.open(person)
        return [said async for said in live.events(site, context, names, since, pause)]

    return asyncio.run(collect())


def write(house: House, record: dict[str, Any]) -> None:
    house.access.system("test").transact((Put(record["resourceType"], orjson.dumps(record), record["id"]),))


def renamed(house: House, id: str) -> None:
    record = house.access.system("test").read("Organization", id).resource()
    record["name"] += "（新）"
    record.pop("meta", None)
    write(house, record)


def test_a_change_is_said_by_name_without_content(site: Site, house: House) -> None:
    since = house.store.last_change()
    said = listened(site, ["Organization/th-a"], since, lambda: renamed(house, "th-a"))
    assert said[-1] == 'event: changed\ndata: ["Organization/th-a"]\n\n'
    assert "新" not in "".join(said)


def test_what_changed_before_the_page_was_made_is_not_said(site: Site, house: House) -> None:
    renamed(house, "th-a")
    said = listened(site, ["Organization/th-a", "Organization"], house.store.last_change())
    assert not any("changed" in one for one in said)
    assert said.count(": here\n\n") == live.LONGEST // live.HEARTBEAT
    "and the stream has ended by itself"


def test_another_record_is_no_news(site: Site, house: House) -> None:
    said = listened(site, ["Organization/th-a"], house.store.last_change(), lambda: renamed(house, "th-b"))
    assert not any("changed" in one for one in said)


def test_a_type_is_news_only_where_one_may_read_what_changed(site: Site, house: House) -> None:
    """The officer of Mulei is not told that an order went to Jimsar."""
    since = house.store.last_change()
    order = {"resourceType": "Order", "id": "o-1", "plan": "changji-2024", "target": "T13", "state": "issued",
             "unit": {"reference": "Organization/commission-652327"}, "area": "652327000000",
             "issuer": {"reference": "Organization/commission-652300"}, "requirement": "补齐",
             "term": "2025-09-30"}  # fmt: skip
    write(house, order)
    assert 'data: ["Order"]' in listened(site, ["Order"], since)[-1]
    assert site.services.open("county-officer").explain("Order", "o-1").allowed is False
    assert not any("changed" in one for one in listened(site, ["Order"], since, person="county-officer"))


def test_more_changes_than_one_look_are_looked_through(site: Site, house: House) -> None:
    since = house.store.last_change()
    for number in range(510):
        write(house, {"resourceType": "Practitioner", "id": f"x{number}", "name": [{"text": "某"}]})
    renamed(house, "th-a")
    assert "changed" in listened(site, ["Organization"], since)[-1]


@pytest.mark.parametrize("address", [
    "/live", "/live?on=Organization", "/live?on=organization&since=1", "/live?on=A/b/c&since=1",
    "/live?on=Organization&since=-1", "/live?on=" + ",".join(["Task"] * 21) + "&since=1",
])  # fmt: skip
def test_what_is_no_name_is_refused(visitor: Visitor, address: str) -> None:
    assert visitor.become("planner").open(address).status == 400


def test_nobody_listens_to_what_is_closed_to_them(visitor: Visitor, house: House) -> None:
    assert visitor.become("planner").open("/live?on=Patient&since=1").status == 403
    assert visitor.open("/live?on=Organization/nobody&since=1").status == 404
    assert visitor.become("resident").open("/live?on=Order&since=1").status == 403


def test_streams_are_bounded(site: Site) -> None:
    seats = live.Seats()
    seats.taken["planner"] = live.MOST_EACH
    with pytest.raises(Refused, match="too many pages"):
        seats.check("planner")
    seats.check("county-officer")
    seats.taken["everybody"] = live.MOST
    with pytest.raises(Refused, match="too many pages"):
        seats.check("county-officer")


def test_a_page_carries_what_it_shows(visitor: Visitor) -> None:
    visitor.become("planner").open(BOARD + "/targets/T13").send(BOARD + "/targets/T13", _act="order", **ORDER)
    id = visitor.at.removeprefix("/orders/")
    page = re.search(r'<main[^>]* data-live="([^"]+)"', visitor.page)
    assert page
    names, since = live.asked(QueryParams(page[1].partition("?")[2].replace("&amp;", "&")))
    assert f"Order/{id}" in names
    assert any(name.startswith("Task/") for name in names)
    assert since > 0
    assert 'data-live="/live?on=Order' in visitor.open("/orders").page
    assert 'data-live="/live?on=Task&' in visitor.open("/").page
    assert "data-live" not in visitor.open("/policy").page
