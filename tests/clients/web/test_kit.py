"""The kit beyond tables: the schematic map, its geometry, its table, its place on the page."""

import re
from datetime import date
from fractions import Fraction

import pytest
from tests.clients.web.conftest import Visitor

from tongmai.base.words import Words
from tongmai.clients.web.plot import tiled
from tongmai.engines.pages import overview
from tongmai.engines.pages.given import Area
from tongmai.model.blocks import Map, Tile, Tone
from tongmai.model.page import Ask
from tongmai.model.target import Decision, Goal, Part, Target
from tongmai.regions import region

WEST = Area("652327000000", "吉木萨尔县", "吉木萨尔", 1, 2)
EAST = Area("652328000000", "木垒哈萨克自治县", "木垒", 2, 2)
ZONE = Area("zhundong", "准东经济技术开发区", "准东", 1, 1, 2)
ASK = Ask(as_of=date(2025, 6, 30), url="/plans/p", query={"status": ("behind",)})


def decided(id: str, *met: bool | None, hard: bool = True) -> Decision:
    """A target with a part for the west and one for the east."""
    target = Target(id, "p", Words("目标", "target"), "一", "引文", Goal.parse(">= 90 %"), "room.measure", hard=hard)
    places = zip((WEST, EAST), met, strict=False)
    parts = tuple(Part(area.code, area.name, 1, 2, Fraction(50), held, 1) for area, held in places)
    return Decision(target, ASK.as_of, "behind", 1, 2, Fraction(50), "percent", 1, 1, None, None, None, parts)


def tiles(*decisions: Decision) -> dict[str, Tile]:
    made = overview.counties(ASK, decisions, (WEST, EAST, ZONE))
    assert made
    return {tile.name: tile for tile in made.tiles}


def test_a_county_counts_the_hard_targets_that_it_is_short_of() -> None:
    found = tiles(decided("T1", False, True), decided("T2", False, None), decided("T3", False, False, hard=False))
    assert {name: tile.value for name, tile in found.items()} == {"吉木萨尔": "2", "木垒": "0", "准东": "·"}
    assert found["吉木萨尔"].tip == ("吉木萨尔县：2 项中 2 项未达标", "吉木萨尔县: 2 of 2 not met")


@pytest.mark.parametrize(("met", "tone"), [
    ((True, True, True), "good"), ((False, True, True), "warn"), ((False, True), "bad"), ((False,), "bad"),
    ((None, None), "quiet"),
])  # fmt: skip
def test_half_of_them_is_where_it_turns_red(met: tuple[bool | None, ...], tone: Tone) -> None:
    assert tiles(*(decided(f"T{n}", held) for n, held in enumerate(met)))["吉木萨尔"].tone == tone


def test_a_tile_is_the_filter_of_the_table_and_keeps_the_others() -> None:
    assert tiles(decided("T1", False))["吉木萨尔"].href == "/plans/p?status=behind&county=652327000000#targets"


def test_a_region_that_draws_nothing_has_no_map() -> None:
    bare = Area("652327000000", "吉木萨尔县", "吉木萨尔")
    assert overview.counties(ASK, (decided("T1", False),), (bare,)) is None


def test_tiles_lie_side_by_side_inside_the_frame() -> None:
    laid = tiled(Map(tuple(tiles(decided("T1", False)).values()), "what"))
    west, east, zone = laid.tiles
    assert west.x + west.width < east.x
    assert zone.y + zone.height < west.y
    assert zone.x == west.x
    assert zone.x + zone.width == east.x + east.width == laid.width
    assert west.y + west.height == laid.height
    assert tiled(Map((), "what")).tiles == ()


def test_every_county_and_zone_of_the_region_is_drawn_once_from_west_to_east() -> None:
    changji = region.named("changji")
    drawn = [code for code, area in changji.areas.items() if area.level in ("county", "zone")]
    assert sorted(changji.tiles) == sorted(drawn)
    taken = [
        (tile.column + step, tile.row) for tile in changji.tiles.values() for step in range(tile.width)
    ]  # fmt: skip
    assert len(set(taken)) == len(taken)
    assert changji.drawn
    assert all(row.status == "assumed" for row in changji.drawn.rows)
    west_to_east = ["652324", "652323", "652301", "652302", "652327", "652325", "652328"]
    columns = [changji.tiles[f"{code}000000"].column for code in west_to_east]
    assert columns == sorted(columns)
    north = changji.tiles["zhundong"]
    assert all(north.row < tile.row for code, tile in changji.tiles.items() if code != "zhundong")


def test_a_persons_name_and_number_are_never_kept_as_a_draft(visitor: Visitor) -> None:
    visitor.become("clinician").open("/residents/registration")
    private = set(re.findall(r'<div class="field[^"]*" data-private>.*?name="([a-z]+)"', visitor.page, re.DOTALL))
    assert private == {"name", "identity", "phone"}
    searching = visitor.open("/residents").page
    assert re.search(r'<form method="post"[^>]*id="search" data-draft="off"', searching)


def test_the_board_shows_the_map_with_its_table(visitor: Visitor) -> None:
    visitor.become("planner").open("/plans/changji-2024")
    drawn = re.search(r'<svg class="map".*?</svg>', visitor.page, re.DOTALL)
    table = re.search(r'<details class="map-table">.*?</details>', visitor.page, re.DOTALL)
    assert drawn
    assert table
    on_map = re.findall(r'class="tile-name"[^>]*>([^<]+)<.*?class="tile-value"[^>]*>([^<]+)<', drawn[0])
    in_table = re.findall(r'<td data-label="地区">(?:<a[^>]*>)?([^<]+)<.*?a-right"[^>]*>([^<]+)<', table[0])
    assert on_map == in_table
    assert len(on_map) == 8
