"""Lists that are nobody's record are handed out again until one of their types is written; nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.access.conftest import RULES, SEED, Region, made

from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Rule
from tongmai.store.protocol import Found
from tongmai.store.query import Query


@pytest.fixture(params=["memory", "sqlite"])
def region(definitions: Definitions, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Region]:
    """Without labels: where one narrows a type, nobody sees the whole of it."""
    path = tmp_path / "records.sqlite" if request.param == "sqlite" else None
    found = made(definitions, [rule for rule in RULES if isinstance(rule, Rule)], path=path)
    found.add(*SEED)
    found.audit.lines.clear()
    yield found
    found.store.close()


@pytest.fixture
def asked(region: Region, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The types that the store is searched for."""
    found: list[str] = []
    search = region.store.search

    def counted(query: Query) -> Found:
        found.append(query.type)
        return search(query)

    monkeypatch.setattr(region.store, "search", counted)
    return found


def test_a_list_open_to_everybody_is_read_once(region: Region, asked: list[str]) -> None:
    first, again = (region.open("planner").every("Organization", "_sort=_id") for _ in range(2))
    assert [one["id"] for one in first] == ["clinic-a", "clinic-b"]
    assert again is first
    assert asked == ["Organization"]


def test_a_write_of_its_type_is_seen_at_once_and_of_another_changes_nothing(region: Region, asked: list[str]) -> None:
    planner = region.open("planner")
    first = planner.every("Organization")
    region.add({"resourceType": "Patient", "id": "p9", "name": [{"text": "演示数据九"}]})
    assert planner.every("Organization") is first
    region.add({"resourceType": "Organization", "id": "clinic-c", "name": "丙卫生院"})
    assert {one["id"] for one in planner.every("Organization")} == {"clinic-a", "clinic-b", "clinic-c"}
    assert asked == ["Organization", "Organization"]


def test_whoever_may_see_a_part_is_not_handed_the_whole(region: Region) -> None:
    region.open("planner").every("Organization")
    assert [one["id"] for one in region.open("officer").every("Organization")] == ["clinic-a"]


def test_a_persons_records_are_read_and_audited_each_time(region: Region, asked: list[str]) -> None:
    doctor = region.open("doctor")
    for _ in range(2):
        assert {one["id"] for one in doctor.every("Observation")} == {"o1", "o1s"}
    assert asked.count("Observation") == 2
    assert len(region.seen()) == 4


def test_the_house_reads_a_persons_records_anew(region: Region, asked: list[str]) -> None:
    house = region.access.system("job")
    for _ in range(2):
        assert len(house.every("Observation")) == 4
    assert asked.count("Observation") == 2
