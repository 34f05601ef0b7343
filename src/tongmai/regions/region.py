"""A region package read from its folder: divisions, zones, people counted and people built in, calendar, settings.

Shape of the folder: see the README.md of the first. Everything here is data; nothing asks a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from tongmai.base.money import split
from tongmai.base.tables import DatedTable, read_table
from tongmai.base.words import Words
from tongmai.model.entry import read_yaml

FOLDER = Path(__file__).parent
LEVELS = ("prefecture", "county", "township", "village")


@dataclass(frozen=True, slots=True)
class Area:
    """One administrative unit, or a functional zone (level "zone"); `code` has 12 digits except for a zone."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a village-level code belongs; all codes of 12 digits, `zone` empty outside functional zones."""

    village: str
    township: str
    county: str
    prefecture: str
    zone: str


@dataclass(frozen=True, slots=True)
class Tile:
    """Where an area stands on the schematic map, counted from 1, west to east and north to south."""

    area: str
    column: int
    row: int
    width: int


@dataclass(frozen=True, slots=True)
class Residents:
    """How many people live in a village by a base ("census": resident population) of a year."""

    village: str
    base: str
    year: int
    residents: int


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people that are built in. Ids without type; `area` is a code of 12 digits."""

    id: str
    name: Words
    title: Words
    roles: tuple[str, ...]
    organization: str
    area: str
    practitioner: str
    patient: str


@dataclass(frozen=True)
class Region:
    """A region. `settings` is region.yaml."""

    folder: Path
    settings: Mapping[str, Any]
    divisions: DatedTable
    zones: DatedTable
    counted: DatedTable
    calendar: DatedTable
    people: tuple[Person, ...]
    drawn: DatedTable | None = None

    @property
    def id(self) -> str:
        return str(self.settings["id"])

    @property
    def name(self) -> Words:
        return Words(self.settings["name"]["zh"], self.settings["name"]["en"])

    @property
    def whole(self) -> Words:
        """What the region is called as one; a prefecture-level city is another word than a prefecture."""
        told = self.settings.get("whole", {"zh": "全地区", "en": "the region"})
        return Words(told["zh"], told["en"])

    @property
    def prefecture(self) -> str:
        return str(self.settings["prefecture"])

    @property
    def as_of(self) -> date:
        """The demonstration's day."""
        day = self.settings["as_of"]
        return day if isinstance(day, date) else date.fromisoformat(day)

    @property
    def stands_at(self) -> time:
        """The time of that day at which the demonstration's clock stands; ten in the morning when none is said."""
        return time.fromisoformat(self.settings.get("clock", "10:00"))

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        """All areas by code, functional zones last, in file order."""
        found = {
            row["code"]: Area(row["code"], row["name"], row["level"], row["parent_code"])
            for row in self.divisions.on(self.as_of)
        }
        for row in self.zones.on(self.as_of):
            found[row["zone"]] = Area(row["zone"], row["name"], "zone", self.prefecture)
        return found

    def below(self, code: str, level: str) -> list[Area]:
        """Areas of a level directly or indirectly below a code."""
        stem = code.rstrip("0") if code == self.prefecture else _stem(code)
        return [area for area in self.areas.values() if area.level == level and area.code.startswith(stem)]

    @cached_property
    def tiles(self) -> Mapping[str, Tile]:
        """The schematic map by area; empty for a region that draws none."""
        rows = self.drawn.on(self.as_of) if self.drawn else ()
        return {row["area"]: Tile(row["area"], int(row["column"]), int(row["row"]), int(row["width"])) for row in rows}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """One row for each village-level code."""
        zones = {row["area"]: row["zone"] for row in self.zones.on(self.as_of)}
        rows = []
        for area in self.areas.values():
            if area.level == "village":
                county = self.areas[area.parent].parent
                zone = zones.get(area.code) or zones.get(area.parent) or zones.get(county, "")
                rows.append(Place(area.code, area.parent, county, self.prefecture, zone))
        return tuple(rows)

    @cached_property
    def population(self) -> tuple[Residents, ...]:
        """Residents by village for each base and year counted, spread with the largest remainder so that villages add
        up to the counties' figures exactly. An estimate, except for the sums."""
        rows: list[Residents] = []
        for count in self.counted.rows:
            if count["area"] == self.prefecture:
                continue
            villages = [place for place in self.places if place.county == count["area"]]
            weights = [self._weight(place) for place in villages]
            shares = split(int(count["residents"]), weights)
            for place, residents in zip(villages, shares, strict=True):
                rows.append(Residents(place.village, count["base"], int(count["year"]), residents))
        return tuple(rows)

    @property
    def recorded_share(self) -> Fraction:
        """The share of residents that have records in the demonstration."""
        records = self.settings["records"]
        return Fraction(records["residents"], self.residents(self.prefecture, records["base"], records["year"]))

    def residents(self, area: str, base: str, year: int) -> int:
        """The published or estimated figure of a county or the prefecture. KeyError when there is none."""
        for row in self.counted.rows:
            if (row["area"], row["base"], row["year"]) == (area, base, str(year)):
                return int(row["residents"])
        raise KeyError(f"no {base} of {year} for {area}")

    def _weight(self, place: Place) -> int:
        weights = self.settings["spread"]
        township = self.areas[place.township].name
        if not is_township(township):
            return int(weights["street_community" if township.endswith("街道") else "settlement"])
        name = self.areas[place.village].name
        return int(weights["town_community" if is_community(name) else "village"])


def _stem(code: str) -> str:
    """The leading digits shared by everything below a county (6) or a township (9)."""
    return code[:6] if code.endswith("000000") else code[:9]


def is_township(name: str) -> bool:
    """A town or township by its name: no street office, zone, state farm or corps unit."""
    return name.endswith(("镇", "乡"))


def is_community(name: str) -> bool:
    """An urban community by its name."""
    return any(word in name for word in ("社区", "居委", "居民委"))


def is_village(name: str) -> bool:
    """A village by its name: neither a community nor the living quarters of a farm."""
    return not is_community(name) and not name.endswith("生活区")


def _people(path: Path) -> tuple[Person, ...]:
    rows = read_yaml(path)["people"]
    return tuple(
        Person(
            id=row["id"],
            name=Words(row["name"]["zh"], row["name"]["en"]),
            title=Words(row["title"]["zh"], row["title"]["en"]),
            roles=tuple(row["roles"]),
            organization=row.get("organization") or "",
            area=row.get("area") or "",
            practitioner=row.get("practitioner") or "",
            patient=row.get("patient") or "",
        )
        for row in rows
    )


def load(folder: Path) -> Region:
    """Read a region's folder. ValueError or KeyError names file and row of what is wrong."""
    return Region(
        folder=folder,
        settings=read_yaml(folder / "region.yaml"),
        divisions=read_table(folder / "divisions.csv", ("code",)),
        zones=read_table(folder / "zones.csv", ("zone", "area")),
        counted=read_table(folder / "population.csv", ("area", "base")),
        calendar=read_table(folder / "calendar.csv", ("day",)),
        people=_people(folder / "people.yaml"),
        drawn=read_table(folder / "tiles.csv", ("area",)) if (folder / "tiles.csv").is_file() else None,
    )


def title(folder: Path) -> Words:
    """What a region's folder is called."""
    told = read_yaml(folder / "region.yaml")["name"]
    return Words(told["zh"], told["en"])


def named(name: str) -> Region:
    """A region of the package: by the name of its folder."""
    return load(FOLDER / name)


def first() -> str:
    """The region that is meant where none is named: the one whose region.yaml says so, else the first by name."""
    found = sorted(path.parent.name for path in FOLDER.glob("*/region.yaml"))
    return next((name for name in found if read_yaml(FOLDER / name / "region.yaml").get("first")), found[0])
