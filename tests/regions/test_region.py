"""The package of Changji: its areas, its people counted, its people built in, its dated rows."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from tongmai.base.tables import DATED, read_table
from tongmai.regions.region import Region, is_community, is_township, is_village

TOWNSHIPS = {"652301": 10, "652302": 7, "652323": 7, "652324": 11, "652325": 16, "652327": 10, "652328": 11}


def test_areas_hang_together(region: Region) -> None:
    levels = Counter(area.level for area in region.areas.values())
    assert levels == {"prefecture": 1, "county": 7, "township": 106, "village": 926, "zone": 1}
    for area in region.areas.values():
        assert area.level == "prefecture" or area.parent in region.areas


def test_towns_and_townships_by_county(region: Region) -> None:
    found = Counter(area.code[:6] for area in region.below(region.prefecture, "township") if is_township(area.name))
    assert found == TOWNSHIPS


def test_every_village_has_one_place(region: Region) -> None:
    assert len({place.village for place in region.places}) == len(region.places) == 926
    assert {place.county for place in region.places} == {f"{county}000000" for county in TOWNSHIPS}


def test_the_zone_lies_across_counties(region: Region) -> None:
    inside = [place for place in region.places if place.zone == "zhundong"]
    assert {place.county[:6] for place in inside} == {"652327", "652325"}
    assert all(row.status == "unverified" for row in region.zones.rows)
    elsewhere = region.areas["652302003000"]
    assert elsewhere.name == "准东街道"
    assert all(place.township != elsewhere.code for place in inside)


@pytest.mark.parametrize(("year", "total"), [(2010, 1_428_587), (2020, 1_613_585)])
def test_villages_add_up_to_counties_and_the_prefecture(region: Region, year: int, total: int) -> None:
    counties: Counter[str] = Counter()
    for row in region.population:
        if row.year == year:
            counties[row.village[:6]] += row.residents
            assert row.residents >= 0
    assert sum(counties.values()) == total == region.residents(region.prefecture, "census", year)
    for county, residents in counties.items():
        assert residents == region.residents(f"{county}000000", "census", year)


def test_estimates_say_so(region: Region) -> None:
    estimated = {row["area"][:6] for row in region.counted.rows if row.status == "assumed"}
    assert estimated == set(TOWNSHIPS) - {"652301", "652325"}
    assert region.recorded_share == Fraction(2400, 1_613_585)


def test_words_for_places() -> None:
    assert is_township("东城镇")
    assert not is_township("准东街道")
    assert is_community("北庭新村社区居民委员会")
    assert is_village("江布拉克新村")
    assert not is_village("农场生活区")
    assert not is_village("北源社区居委会")


def test_dated_files_have_source_and_status(region: Region) -> None:
    for path in sorted(Path(region.folder).glob("*.csv")):
        header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert set(DATED) <= set(header), path.name
        assert read_table(path, tuple(header[:3])).rows


def test_the_calendar_tells_a_day_once(region: Region) -> None:
    days = Counter(row["day"] for row in region.calendar.rows)
    assert set(days.values()) == {1}
    assert {row["kind"] for row in region.calendar.rows} == {"holiday", "working"}


def test_the_people_that_are_built_in(region: Region) -> None:
    assert [person.id for person in region.people] == [
        "planner",
        "county-officer",
        "headquarters",
        "clinician",
        "referral-centre",
        "specialist",
        "pharmacist",
        "consultation-centre",
        "tcm-specialist",
        "insurer",
        "quality-centre",
        "quality-office",
        "record-room",
        "record-keeper",
        "resident",
        "team-leader",
        "duty-office",
        "supervisor",
        "institution-head",
        "association",
    ]
    for person in region.people:
        assert person.area in region.areas
        assert bool(person.patient) != bool(person.practitioner)
