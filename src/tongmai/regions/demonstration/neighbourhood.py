"""Who lives near what: where residents go, and whom an institution serves."""

from collections.abc import Sequence
from typing import Any

from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.visits import Choices
from tongmai.regions.region import Region

Row = dict[str, Any]
PRIMARY = frozenset({"village_room", "township_hospital", "community_centre", "community_station"})
_PRIMARY_WEIGHTS = {"village_room": 40, "township_hospital": 40, "community_centre": 45, "community_station": 30}
_UPPER_WEIGHTS = {"county_hospital": 50, "tcm_hospital": 14, "maternal_child": 6, "prefecture": 22, "private": 8}


def nearby(homes: Sequence[Home], townships: Sequence[Row]) -> dict[str, Sequence[Home]]:
    """Residents by township (nine digits); where nobody has records, those of the county."""
    by_town: dict[str, list[Home]] = {}
    by_county: dict[str, list[Home]] = {}
    for home in homes:
        by_town.setdefault(home.township[:9], []).append(home)
        by_county.setdefault(home.county[:6], []).append(home)
    towns = (row["id"].removeprefix("th-") for row in townships)
    return {town: by_town.get(town) or by_county[town[:6]] for town in towns}


def signing(region: Region, seed: int, institutions: Sequence[Row]) -> dict[str, str]:
    """The institution whose team signs family-doctor contracts, by township code: its own centre or hospital, else one
    of the county's township hospitals."""
    own: dict[str, str] = {}
    by_county: dict[str, list[str]] = {}
    for row in institutions:
        if row["kind"] in ("township_hospital", "community_centre"):
            own[row["id"].split("-")[1]] = row["id"]
        if row["kind"] == "township_hospital":
            by_county.setdefault(row["village"][:6], []).append(row["id"])
    found = {}
    for area in region.below(region.prefecture, "township"):
        others = by_county[area.code[:6]]
        found[area.code] = own.get(area.code[:9]) or stream(seed, "signing", area.code).choice(others)
    return found


def choices(region: Region, institutions: Sequence[Row], signs: dict[str, str]) -> dict[str, Choices]:
    """By village: the primary-care institutions of the township (or the one that signs for it), and hospitals."""
    by_town: dict[str, list[Row]] = {}
    upper: dict[str, list[tuple[str, int]]] = {}
    everywhere: list[tuple[str, int]] = []
    for row in institutions:
        if row["kind"] in PRIMARY:
            by_town.setdefault(row["village"][:9], []).append(row)
        elif row["kind"] in ("general_hospital", "tcm_hospital", "maternal_child", "specialist_hospital"):
            _sort_upper(row, upper, everywhere)
    found = {}
    for place in region.places:
        primary = [
            (row["id"], _PRIMARY_WEIGHTS[row["kind"]])
            for row in by_town.get(place.township[:9], [])
            if row["kind"] != "village_room" or row["village"] == place.village
        ] or [(signs[place.township], 1)]
        others = [*upper[place.county[:6]], *everywhere]
        found[place.village] = Choices(*_unzip(primary), *_unzip(others))
    return found


def _sort_upper(row: Row, upper: dict[str, list[tuple[str, int]]], everywhere: list[tuple[str, int]]) -> None:
    if row["ownership"] == "private":
        upper.setdefault(row["village"][:6], []).append((row["id"], _UPPER_WEIGHTS["private"]))
    elif row["tier"] == "prefecture":
        everywhere.append((row["id"], _UPPER_WEIGHTS["prefecture"] // 4))
    else:
        kind = row.get("designation") if row.get("designation") == "county_hospital" else row["kind"]
        upper.setdefault(row["village"][:6], []).append((row["id"], _UPPER_WEIGHTS.get(str(kind), 5)))


def _unzip(pairs: Sequence[tuple[str, int]]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(id for id, _ in pairs), tuple(weight for _, weight in pairs)
