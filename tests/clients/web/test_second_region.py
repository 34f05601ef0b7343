"""A second region opens by its folder: declared by name or by path, empty at first, each of its people at work."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.clients.web.conftest import Visitor
from tests.integration import second_region

from tongmai.app import declared
from tongmai.regions.region import FOLDER

PEOPLE = ("planner", "county-officer", "clinician", "insurer")


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with (
        second_region.opened(tmp_path_factory.mktemp("house"), "jiuquan") as house,
        second_region.visiting(house) as one,
    ):
        yield one


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_of_the_menu_opens_in_both_languages(visitor: Visitor, person: str) -> None:
    assert second_region.faults(visitor, person) == []


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_speaks_of_another_region_or_calls_the_city_a_prefecture(visitor: Visitor, person: str) -> None:
    assert second_region.foreign(visitor, person, ("昌吉", "Changji", "全州")) == []


def test_the_region_is_told_by_its_own_name_and_plan(visitor: Visitor) -> None:
    board = visitor.become("planner").open("/plans/jiuquan-2023")
    assert board.status == 200
    assert "酒泉市" in board.text
    assert "引导形成顺畅的转诊机制" in visitor.open("/plans/jiuquan-2023/targets/T71").text


def test_another_regions_plan_is_read_and_decides_nothing() -> None:
    """Nor does this one's there."""
    for here, there, plan in (("jiuquan", "昌吉回族自治州", "changji-2024"), ("changji", "酒泉市", "jiuquan-2023")):
        targets = declared(here).plans[plan].targets
        assert not [one.id for one in targets if one.measure]
        assert [one for one in targets if one.missing and there in one.missing.zh]


def test_the_folder_may_lie_anywhere(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "jiuquan", tmp_path / "elsewhere")
    it = declared(str(tmp_path / "elsewhere"))
    assert (it.region.name.zh, second_region.plan_of(it)) == ("酒泉市", "jiuquan-2023")
    assert len(it.plans["jiuquan-2023"].targets) == 25


def test_where_none_is_named_the_first_is_meant() -> None:
    assert declared().region.id == declared("changji").region.id
