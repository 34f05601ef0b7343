"""The policy page: all 176 items, each mark computed from what exists, each link alive."""

import re
from collections import Counter
from dataclasses import replace

from tests.clients.web.conftest import Visitor

from tongmai.clients.web.site import Site
from tongmai.clients.web.standings import standings
from tongmai.engines.pages.book import PageBook
from tongmai.house import House


def test_the_sums_add_up(visitor: Visitor) -> None:
    visitor.become("planner").open("/policy")
    figures = [int(number) for number in re.findall(r'class="figure-value">(\d+)<', visitor.page)]
    assert figures[0] == 176 == sum(figures[1:])
    assert len(re.findall(r'id="row-[A-J]\d\d"', visitor.page)) == 176
    given = {"000": 10, "001": 27, "002": 109, "003": 12, "004": 18}
    for key, items in given.items():
        visitor.open(f"/policy/{key}")
        assert int(re.findall(r'class="figure-value">(\d+)<', visitor.page)[0]) == items


def test_every_mark_links_to_a_page_that_opens(visitor: Visitor, house: House) -> None:
    site = Site(house)
    visitor.become("planner")
    every = standings(house, site.book, "target")
    assert Counter(one.item.id for one in every).most_common(1)[0][1] == 1
    for href in sorted({one.href for one in every if one.href}):
        assert visitor.open(href).status == 200, href
    assert not [one for one in every if one.state != "open" and not one.reason.zh]
    assert not [one for one in every if one.state in ("worked", "measured") and not one.href]


def test_nobody_is_led_to_a_page_of_others(visitor: Visitor) -> None:
    visitor.become("resident").open("/policy")
    for href in sorted(set(re.findall(r'href="(/[^"?#]*)"', visitor.page.split("<main")[1]))):
        assert visitor.open(href).status == 200, href


def test_a_mark_goes_with_the_page_that_carries_it(house: House) -> None:
    site = Site(house)
    marked = {one.item.id: one.state for one in standings(house, site.book, "target")}
    assert marked["A15"] == "worked"
    rooms = [
        replace(room, pages=tuple(page for page in room.pages if "A15" not in page.catalogue)) for room in house.rooms
    ]
    book = PageBook(rooms, site.sources.names, "changji-2024")
    fewer = {one.item.id: one.state for one in standings(house, book, "target")}
    assert fewer["A15"] != "worked"
    assert {id for id, state in marked.items() if state != fewer[id]} >= {"A15"}
