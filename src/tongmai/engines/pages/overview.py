"""A plan by county on the schematic map: how many of its hard targets each county is short of. Pure."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.engines.pages.given import Area
from tongmai.model.blocks import Map, Tile, Tone
from tongmai.model.page import Ask
from tongmai.model.target import Decision


def counties(ask: Ask, decisions: Sequence[Decision], areas: Sequence[Area]) -> Map | None:
    """One tile an area that the region draws; each is the filter of the table by that county. None: no map is drawn."""
    tiles = tuple(_tile(ask, area, decisions) for area in areas if area.column)
    what = Words("约束性目标中未达标的项数", "hard targets not yet met")
    note = Words("示意图，不表示边界", "a sketch, not the outlines")
    return Map(tiles, what, note) if tiles else None


def _tile(ask: Ask, area: Area, decisions: Sequence[Decision]) -> Tile:
    held = [part.met for one in decisions if one.target.hard for part in one.parts if part.area == area.code]
    short, judged = held.count(False), held.count(False) + held.count(True)
    place = (area.short, area.column, area.row)
    if not judged:
        nothing = Words(f"{area.name}：不单独考核", f"{area.name}: not judged by itself")
        return Tile(*place, "·", "quiet", nothing, width=area.width)
    tip = Words(f"{area.name}：{judged} 项中 {short} 项未达标", f"{area.name}: {short} of {judged} not met")
    on = ask.one("county") == area.code
    href = ask.link(county=None if on else area.code) + "#targets"
    return Tile(*place, str(short), _tone(short, judged), tip, href, area.width)


def _tone(short: int, judged: int) -> Tone:
    """None missing; less than half; half or more."""
    if not short:
        return "good"
    return "warn" if 2 * short < judged else "bad"
