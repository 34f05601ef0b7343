"""Scenarios of drills: invented residents, at home where a party works, in every region."""

from datetime import date

import pytest

from tongmai.regions.drills import residents, scenarios
from tongmai.regions.region import named

DAY = date(2025, 7, 1)


@pytest.mark.parametrize("name", ["changji", "jiuquan"])
@pytest.mark.parametrize("scenario", list(scenarios()))
def test_residents_live_where_a_party_works_and_stand_in_its_care(name: str, scenario: str) -> None:
    region = named(name)
    clinician = next(one for one in region.people if one.id == "clinician")
    found = list(residents(region, scenario, ["planner", "county-officer", "clinician"], DAY))
    people = [one for one in found if one["resourceType"] == "Patient"]
    assert [one["name"][0]["text"] for one in people] == [row["name"] for row in scenarios()[scenario].residents]
    villages = {one["extension"][0]["valueCode"] for one in people}
    assert all(code.startswith(clinician.area.rstrip("0")) for code in villages)
    numbers = [one["identifier"][0]["value"] for one in people]
    assert len(set(numbers)) == len(numbers)
    assert all(number[4:6] == "99" for number in numbers)
    carers = {one["participant"][0]["member"]["reference"] for one in found if one["resourceType"] == "CareTeam"}
    assert carers == {f"Organization/{clinician.organization}"}


def test_without_a_party_below_the_prefecture_nobody_has_them_in_care() -> None:
    found = list(residents(named("changji"), "bus-crash", ["planner"], DAY))
    assert {one["resourceType"] for one in found} == {"Patient"}


def test_without_a_scenario_there_is_nobody() -> None:
    assert list(residents(named("changji"), "", ["clinician"], DAY)) == []
    with pytest.raises(KeyError):
        list(residents(named("changji"), "flood", ["clinician"], DAY))
