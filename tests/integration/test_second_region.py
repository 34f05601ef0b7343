"""The second region with its demonstration: its people, its menu, its plan decided."""

import json
from collections.abc import Iterator

import pytest
from tests.clients.web.conftest import Visitor
from tests.integration import second_region

from tongmai.app import declared
from tongmai.fhir.check import Checker
from tongmai.house import House
from tongmai.regions.demonstration import resources

PEOPLE = [person.id for person in declared("jiuquan").region.people]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with second_region.opened(tmp_path_factory.mktemp("house"), "jiuquan", recorded=True) as one:
        yield one


@pytest.fixture(scope="module")
def visitor(house: House) -> Iterator[Visitor]:
    with second_region.visiting(house) as one:
        yield one


def test_every_resource_passes_the_checker_and_names_no_other_region() -> None:
    it = declared("jiuquan")
    checker = Checker(it.definitions)
    for one in resources(it.region):
        assert not checker.check(one), one["id"]
        text = json.dumps(one, ensure_ascii=False)
        assert "昌吉" not in text
        assert "652328" not in text


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_of_the_menu_opens_in_both_languages(visitor: Visitor, person: str) -> None:
    assert second_region.faults(visitor, person) == []


def test_every_target_is_decided_or_says_why_not(house: House) -> None:
    decided = house.decide(second_region.plan_of(house.declared), house.declared.region.as_of, {})
    figures = [one for one in decided if one.value is not None]
    assert len(decided) == 25
    assert len(figures) == 13
    for one in decided:
        assert one.status not in ("undefined", "unreported") or one.missing is not None


def test_a_referral_looks_to_the_next_county_on_the_map(visitor: Visitor) -> None:
    form = visitor.become("clinician").open("/new-referral/resident-620922104-0001")
    assert form.status == 200
    assert "敦煌市人民医院（能诊治 · 邻县" in form.text
