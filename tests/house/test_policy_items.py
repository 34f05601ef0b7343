"""The policy page is true: every item has a state other than open, and what is said to be worked or measured is carried
by a journey that walks it, or by a measure with its spec."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from tongmai.app import declared
from tongmai.clients.web.services import Services
from tongmai.clients.web.standings import standings
from tongmai.engines.pages.book import PageBook
from tongmai.engines.pages.policy import Standing
from tongmai.model.domain import Domain
from tongmai.model.page import Page
from tongmai.story import items

HOUSE = declared("changji")
JOURNEYS = Path(__file__).parents[1] / "journeys"
AT_LEAST = 90


def marked(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each journey of a module with the items that its mark `carries` names."""
    for node in ast.parse(text).body:
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.carries":
                yield node.name, tuple(ast.literal_eval(one) for one in mark.args)


def journeys() -> dict[str, list[str]]:
    """By item the journeys that carry it."""
    found: dict[str, list[str]] = {}
    for file in sorted(JOURNEYS.glob("test_*.py")):
        for name, carried in marked(file.read_text(encoding="utf-8")):
            for item in carried:
                found.setdefault(item, []).append(f"{file.name}::{name}")
    return found


def measures() -> set[str]:
    """Items that a measure with a spec carries."""
    specified = {spec.measure for room in HOUSE.rooms for spec in room.specs}
    every = HOUSE.catalogue.measures.values()
    return {item for one in every if one.id in specified for item in one.catalogue}


def stood(rooms: Sequence[Domain]) -> list[Standing]:
    """The standings as the policy page shows them."""
    pages = [page for room in rooms for page in room.pages]
    book = PageBook(rooms, frozenset(source.split(":")[0] for page in pages for source in _sources(page)), "plan")
    services = SimpleNamespace(items=items(HOUSE), plans=HOUSE.plans, measures=HOUSE.catalogue.measures, rooms=rooms)
    return standings(cast(Services, services), book, "target")


def _sources(page: Page) -> Iterator[str]:
    yield page.heading
    for block in page.blocks:
        yield from block.sources
    for act in page.acts:
        yield from (field.choices for field in act.fields)
        yield from (source for _, source in act.fetched)


@cache
def every() -> tuple[Standing, ...]:
    return tuple(stood(HOUSE.domains))


def test_every_item_has_a_state_with_a_reason_and_a_way() -> None:
    assert len(every()) == 176
    assert [one.item.id for one in every() if one.state == "open"] == []
    assert [one.item.id for one in every() if not (one.reason.zh and one.reason.en)] == []
    assert [one.item.id for one in every() if one.state != "declined" and not one.href] == []
    count = Counter(one.state for one in every())
    assert count["worked"] + count["measured"] >= AT_LEAST, count


def test_what_is_worked_or_measured_is_carried_by_a_journey_or_a_spec() -> None:
    walked, measured = journeys(), measures()
    assert [one.item.id for one in every() if one.state == "worked" and one.item.id not in {*walked, *measured}] == []
    assert [one.item.id for one in every() if one.state == "measured" and one.item.id not in measured] == []


def test_a_journey_carries_what_some_page_or_measure_claims() -> None:
    claimed = {item for room in HOUSE.domains for page in room.pages for item in page.catalogue} | measures()
    assert {item: names for item, names in journeys().items() if item not in claimed} == {}


def test_what_is_declined_says_where_it_belongs_and_is_done_nowhere() -> None:
    declined = [one for one in items(HOUSE) if one.declined.zh]
    assert declined
    states = {one.item.id: one.state for one in every()}
    for one in declined:
        assert all((one.declined.en, one.instead.zh, one.instead.en)), one.id
        assert states[one.id] == "declined", one.id


def test_a_planted_claim_without_a_journey_is_caught() -> None:
    text = '@pytest.mark.carries("A01", "A02")\ndef test_a(site: str) -> None: ...\n\n\ndef test_b() -> None: ...\n'
    assert list(marked(text)) == [("test_a", ("A01", "A02"))]
    walked: Any = {*journeys(), *measures()}
    assert "A01" not in walked
    room = next(room for room in HOUSE.domains if room.id == "registry")
    claims = SimpleNamespace(**{name: getattr(room, name) for name in ("id", "title", "catalogue", "workflows")})
    first = room.pages[0]
    claims.pages = (type(first)(**{**vars(first), "catalogue": ("A01",)}), *room.pages[1:])
    rooms = [cast(Domain, claims) if one is room else one for one in HOUSE.domains]
    found = {one.item.id: one.state for one in stood(rooms)}
    assert found["A01"] == "worked"
