"""Who acts, and which area covers which."""

import pytest

from tongmai.access import actors_from, area_prefix, covers
from tongmai.base.outcome import Refused


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("650000000000", "65"), ("652300000000", "6523"), ("652327000000", "652327"), ("652327100000", "652327100"),
        ("652320000000", "652320"), ("652327100200", "652327100200"), ("652327", "652327"), ("", ""),
    ],
)  # fmt: skip
def test_an_area_is_cut_at_its_level_and_never_inside_a_number(code: str, prefix: str) -> None:
    assert area_prefix(code) == prefix


@pytest.mark.parametrize(
    ("area", "place", "does"),
    [
        ("652327000000", "652327100200", True),
        ("652327100000", "652327101200", False),
        ("652327000000", "652328000000", False),
        ("652327100200", "652327000000", False),
        ("", "652327000000", False),
    ],
)
def test_an_area_covers_what_lies_in_it(area: str, place: str, does: bool) -> None:
    assert covers(area, place) is does


def test_people_of_a_region_have_the_role_of_their_name_unless_told_otherwise() -> None:
    people = actors_from([
        {"id": "planner", "name": "规划处", "organization": "wjw", "area": "652300000000"},
        {"id": "li", "name": "李", "roles": ["clinician"], "practitioner": "dr-li"},
    ])  # fmt: skip
    assert people["planner"].roles == ("planner",)
    assert people["li"].roles == ("clinician",)
    assert people["li"].who == {"reference": "Practitioner/dr-li"}
    assert people["planner"].who["identifier"]["value"] == "planner"


@pytest.mark.parametrize("rows", [[{"id": "a", "name": "A", "aera": "65"}], [{"id": "a", "name": "A"}] * 2])
def test_a_list_of_people_with_a_mistake_is_refused(rows: list[dict[str, str]]) -> None:
    with pytest.raises(Refused):
        actors_from(rows)
