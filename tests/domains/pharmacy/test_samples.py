"""Samples that nobody chooses: the same list gives the same sample, another list another one, every prescription has
the same chance; the demonstration's samples are those of the rules."""

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.demonstration import everything

from tongmai.domains.pharmacy.rules import reviews

Json = dict[str, Any]
DAY = date(2025, 6, 30)
IDS = st.sets(st.text("abcdef0123456789", min_size=3, max_size=8), min_size=1, max_size=40)


@given(IDS, st.randoms(), st.integers(1, 50))
def test_a_sample_is_of_the_list_and_does_not_ask_for_its_order(ids: set[str], chance: Any, size: int) -> None:
    listed = sorted(ids)
    mixed = list(listed)
    chance.shuffle(mixed)
    seed = reviews.seed_of("th-1", "2025-05", listed)
    assert seed == reviews.seed_of("th-1", "2025-05", mixed)
    found = reviews.drawn(mixed, seed, size)
    assert found == reviews.drawn(listed, seed, size)
    assert len(found) == len(set(found)) == min(size, len(ids))
    assert set(found) <= ids
    more = {*ids, "one-more"}
    assert reviews.seed_of("th-1", "2025-05", more) != seed
    assert reviews.seed_of("th-1", "2025-06", listed) != seed
    assert reviews.seed_of("th-2", "2025-05", listed) != seed


def test_every_prescription_is_drawn_about_as_often() -> None:
    ids = [f"rx-{number}" for number in range(20)]
    count = Counter(id for turn in range(2000) for id in reviews.drawn(ids, f"seed-{turn}", 5))
    assert all(430 < count[id] < 570 for id in ids)  # 500 expected, 19.4 is one deviation


def test_the_demonstrations_samples_are_drawn_by_the_rules() -> None:
    every = everything()
    draws = [one for one in every if one["resourceType"] == "ReviewDraw"]
    written = [one for one in every if one["resourceType"] == "MedicationRequest"]
    assert len(draws) == 3
    for draw in draws:
        there = [one for one in written if one["requester"] == draw["institution"]]
        made = reviews.drawn_sample(draw, {"prescriptions": there}, DAY)
        for name, kept in (("population", "population"), ("hash", "hash"), ("seed", "seed"), ("items", "item")):
            assert made[name] == draw[kept]


def test_a_month_is_drawn_once_and_of_something() -> None:
    focus = {"institution": {"reference": "Organization/th-1"}, "month": "2025-05", "size": 3}
    there = {"prescriptions": [{"id": "a"}], "draws": []}
    assert reviews.draw_fits(focus, there, DAY) == []
    for changes, fields in (
        ({"month": "2025-07"}, there), ({"month": "mai"}, there), ({"size": 0}, there),
        ({}, {**there, "prescriptions": []}), ({}, {**there, "draws": [{"month": "2025-05"}]}),
    ):  # fmt: skip
        assert reviews.draw_fits({**focus, **changes}, fields, DAY) != []


def test_a_number_is_reviewed_once_and_all_before_the_end() -> None:
    draw = {"item": [{"number": 1, "drug": "aspirin"}, {"number": 2, "drug": "aspirin"}]}
    for number, done, fine in (("1", [], True), ("3", [], False), ("1", [{"number": "1"}], False)):
        focus = {"number": number}
        assert (reviews.not_reviewed(focus, {"draws": [draw], "reviews": done}, DAY) == []) is fine
    (issue,) = reviews.sample_reviewed(draw, {"reviews": [{"number": "1"}]}, DAY)
    assert issue.words.zh == "还有 1 张未点评：2"
    assert reviews.sample_reviewed(draw, {"reviews": [{"number": "1"}, {"number": "2"}]}, DAY) == []
