"""A region is its folder: no program names one, and what its files say of each other holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tongmai.base.tables import DATED, read_table
from tongmai.regions.region import FOLDER, Region, first, named

SOURCES = FOLDER.parent
REGIONS = sorted(path.parent.name for path in FOLDER.glob("*/region.yaml"))
SHAPE = {"README.md", "calendar.csv", "divisions.csv", "institutions.csv", "people.yaml", "plans", "population.csv",
         "region.yaml", "story.yaml", "tiles.csv", "tour.yaml", "zones.csv"}  # fmt: skip
PEOPLE = {
    "changji": ["planner", "county-officer", "headquarters", "clinician", "referral-centre", "specialist",
                "pharmacist", "consultation-centre", "tcm-specialist", "insurer", "quality-centre", "quality-office",
                "record-room", "record-keeper", "resident", "team-leader", "duty-office", "supervisor",
                "institution-head", "association"],
    "jiuquan": ["planner", "county-officer", "headquarters", "clinician", "referral-centre", "specialist", "insurer",
                "resident"],
}  # fmt: skip
"""Who is built in where. A region may have fewer than another: the rooms of those who are missing have no story there,
and every page opens all the same (tests/clients/web/test_second_region)."""


def lines() -> Iterator[tuple[Path, int, str]]:
    for path in sorted(SOURCES.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield path.relative_to(SOURCES), number, line


@pytest.fixture(params=REGIONS)
def region(request: pytest.FixtureRequest) -> Region:
    return named(request.param)


def test_there_are_two_regions_and_one_is_meant_where_none_is_named() -> None:
    assert REGIONS == ["changji", "jiuquan"]
    assert first() == "changji"


def test_no_program_names_a_region(region: Region) -> None:
    """Neither its folder, nor what it or a county of it is called, nor a code of a county of it."""
    called = [region.name.zh[:2], *(area.name[:2] for area in region.below(region.prefecture, "county"))]
    name = re.compile(rf"{region.id}|{'|'.join(called)}|(?<!\d){region.prefecture[:4]}(\d\d|\b)", re.IGNORECASE)
    assert [f"{path}:{number} {line.strip()}" for path, number, line in lines() if name.search(line)] == []


def test_the_folder_has_the_shape(region: Region) -> None:
    assert {path.name for path in region.folder.iterdir()} == SHAPE
    for path in sorted(region.folder.glob("*.csv")):
        header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert set(DATED) <= set(header), path.name
        assert read_table(path, tuple(header[:3])).rows


def test_areas_hang_together_and_are_drawn(region: Region) -> None:
    for area in region.areas.values():
        assert area.level == "prefecture" or area.parent in region.areas
    assert set(region.tiles) == {area.code for area in region.areas.values() if area.level in ("county", "zone")}
    places = [(tile.column + step, tile.row) for tile in region.tiles.values() for step in range(tile.width)]
    assert len(set(places)) == len(places)


def test_villages_add_up_to_counties_and_the_prefecture(region: Region) -> None:
    base, year = region.settings["records"]["base"], region.settings["records"]["year"]
    counted = [row for row in region.population if (row.base, row.year) == (base, year)]
    assert sum(row.residents for row in counted) == region.residents(region.prefecture, base, year)
    for county in region.below(region.prefecture, "county"):
        own = sum(row.residents for row in counted if row.village.startswith(county.code[:6]))
        assert own == region.residents(county.code, base, year)


def test_figures_of_counties_that_nobody_published_say_so(region: Region) -> None:
    for row in region.counted.rows:
        assert row.source.startswith("statistics") if row.status == "verified" else row.source.startswith("est.")


def test_the_people_that_are_built_in(region: Region) -> None:
    assert [person.id for person in region.people] == PEOPLE[region.id]
    for person in region.people:
        assert person.area in region.areas
        assert bool(person.patient) != bool(person.practitioner)


def test_institutions_stand_in_the_region_and_what_is_invented_says_so(region: Region) -> None:
    for row in read_table(region.folder / "institutions.csv", ("id",)).rows:
        assert region.areas[row["township"]].level == "township"
        assert row["ownership"] != "private" or "（虚构）" in row["name"]
        assert row["ownership"] != "private" or row.status == "assumed"
