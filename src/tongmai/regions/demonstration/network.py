"""Institutions that stand by themselves: those of the region's list, one for each township, village and community."""

from collections.abc import Iterator
from typing import Any

from tongmai.base.tables import read_table
from tongmai.regions.region import Area, Region, is_community, is_township, is_village

Row = dict[str, Any]
CENTRAL_A_COUNTY = 2
STATION_EVERY = 3
COMMUNITIES_A_SEAT = 8
LAPSED, LAPSED_LICENCE = ("private-clinic-05", "private-clinic-17"), "2025-04-30"
"""Two invented clinics whose licence ran out."""


def institutions(region: Region) -> list[Row]:
    """Rows of the registry's view `institution` for every institution that is not a part of another."""
    rows = [*_listed(region), *_township_hospitals(region), *_village_rooms(region), *_community_care(region)]
    for number, row in enumerate(rows, start=1):
        row["code"] = f"D{row['village'][:6]}{number:05d}"  # D: a code of the demonstration, never a real one
        row.setdefault("active", True)
    return rows


def village_of(region: Region, township: str, turn: int = 0) -> str:
    """A village-level code of a township, communities first, taking turns."""
    villages = region.below(township, "village")
    ordered = [v for v in villages if is_community(v.name)] + [v for v in villages if not is_community(v.name)]
    return ordered[turn % len(ordered)].code


def townships(region: Region) -> list[Area]:
    """Towns and townships: those that have a township hospital."""
    return [area for area in region.below(region.prefecture, "township") if is_township(area.name)]


def _listed(region: Region) -> Iterator[Row]:
    table = read_table(region.folder / "institutions.csv", ("id",))
    for turn, row in enumerate(table.on(region.as_of)):
        licensed = row["kind"] not in ("association", "commission", "cdc", "health_supervision", "insurance_office")
        yield {
            **{name: row[name] or None for name in ("id", "name", "kind", "tier", "ownership", "level", "designation")},
            "village": village_of(region, row["township"], turn),
            "beds": int(row["beds"] or 0),
            "from_day": row.valid_from.isoformat(),
            "status": row.status,
            **(_licence(turn) if licensed else {}),
            **({"licence_to": LAPSED_LICENCE} if row["id"] in LAPSED else {}),
        }


def _licence(number: int) -> Row:
    """A practice licence of fifteen years, as the demonstration dates it."""
    start = 2012 + number % 8
    return {
        "licence": f"演示证{start}{number:04d}",
        "licence_from": f"{start}-07-01",
        "licence_to": f"{start + 15}-06-30",
    }


def _township_hospitals(region: Region) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for number, town in enumerate(townships(region)):
        order = seen[town.parent] = seen.get(town.parent, 0) + 1
        yield {
            "id": f"th-{town.code[:9]}",
            "name": f"{town.name}{'中心' if order <= CENTRAL_A_COUNTY else ''}卫生院",
            "kind": "township_hospital",
            "tier": "township",
            "ownership": "public",
            "village": village_of(region, town.code),
            "designation": "central" if order <= CENTRAL_A_COUNTY else None,
            "beds": 40 if order <= CENTRAL_A_COUNTY else 20,
            "from_day": "1965-01-01",
            "status": "assumed",
            **_licence(number),
        }


def _village_rooms(region: Region) -> Iterator[Row]:
    for number, village in enumerate(region.below(region.prefecture, "village")):
        town = region.areas[village.parent]
        if is_township(town.name) and is_village(village.name):
            yield {
                "id": f"room-{village.code}",
                "name": f"{town.name}{_bare(village.name)}卫生室",
                "kind": "village_room",
                "tier": "village",
                "ownership": "public",
                "village": village.code,
                "owner": f"th-{town.code[:9]}",
                "from_day": "2008-01-01",
                "status": "assumed",
                **_licence(number),
            }


def _bare(name: str) -> str:
    """A village's name without the word for its committee."""
    for ending in ("村民委员会", "村民委会", "村民委员", "村民委", "村委会"):
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return stem if stem.endswith("村") else f"{stem}村"
    return name


def _community_care(region: Region) -> Iterator[Row]:
    for town in region.below(region.prefecture, "township"):
        communities = [v for v in region.below(town.code, "village") if is_community(v.name)]
        urban = town.name.endswith("街道") or len(communities) >= COMMUNITIES_A_SEAT
        if not urban:
            continue
        centre = f"cc-{town.code[:9]}"
        name = f"{town.name.removesuffix('街道')}社区卫生服务中心"
        yield _community(centre, name, "community_centre", communities[0], None)
        for number, community in enumerate(communities[1:], start=1):
            if number % STATION_EVERY == 0:
                name = community.name.split("社区")[0].split("居委")[0]
                station = f"cs-{community.code}"
                yield _community(station, f"{name}社区卫生服务站", "community_station", community, centre)


def _community(id: str, name: str, kind: str, village: Area, owner: str | None) -> Row:
    return {
        "id": id,
        "name": name,
        "kind": kind,
        "tier": "township" if kind == "community_centre" else "village",
        "ownership": "public",
        "village": village.code,
        "owner": owner,
        "from_day": "2009-01-01",
        "status": "assumed",
        **_licence(int(village.code[-6:]) % 97),
    }
