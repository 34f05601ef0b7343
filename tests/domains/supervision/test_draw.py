"""The seeded draw: the same again, a changed list, nobody who is tied, fair within sampling error, refusals by name."""

import re
from collections import Counter
from datetime import date
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.demonstration import everything

from tongmai.domains.supervision import rules
from tongmai.domains.supervision.rules import drawing, plans
from tongmai.domains.supervision.rules.drawing import Lists

ROOM = Path(drawing.__file__).parents[1]
OBJECTS = tuple(f"clinic-{number:02d}" for number in range(12))
PEOPLE = tuple(f"inspector-{number}" for number in range(7))
TIES = frozenset({("inspector-0", "clinic-00"), ("inspector-1", "clinic-00"), ("inspector-2", "clinic-05")})
LISTS = Lists("计划|2025|clinics|652325000000|25|2|2025-12-31", OBJECTS, PEOPLE, TIES)


def test_same_seed_same_list_whatever_the_order_of_the_lists() -> None:
    turned = Lists(LISTS.head, OBJECTS[::-1], PEOPLE[::-1], TIES)
    assert turned.hash == LISTS.hash
    assert rules.draw(turned, "20250630", 25, 2) == rules.draw(LISTS, "20250630", 25, 2)
    assert rules.draw(LISTS, "20250630", 25, 2) != rules.draw(LISTS, "20250701", 25, 2)


@pytest.mark.parametrize("changed", [
    Lists(LISTS.head, OBJECTS[1:], PEOPLE, TIES),
    Lists(LISTS.head, (*OBJECTS, "clinic-12"), PEOPLE, TIES),
    Lists(LISTS.head, OBJECTS, PEOPLE[1:], TIES),
    Lists(LISTS.head, OBJECTS, PEOPLE, TIES | {("inspector-3", "clinic-01")}),
    Lists(LISTS.head.replace("|25|", "|26|"), OBJECTS, PEOPLE, TIES),
])  # fmt: skip
def test_a_changed_list_changes_the_hash_and_the_keys(changed: Lists) -> None:
    assert changed.hash != LISTS.hash
    key = [drawing.digest("seed", one.hash, "object", "clinic-03") for one in (LISTS, changed)]
    assert key[0] != key[1]


def test_how_many_are_drawn() -> None:
    told = [(12, 25, 3), (12, 26, 4), (12, 1, 1), (12, 100, 12), (1, 1, 1), (100, 7, 7), (0, 50, 0)]
    assert [rules.many_of(objects, share) for objects, share, _ in told] == [many for _, _, many in told]
    for share in (0, 101):
        with pytest.raises(ValueError):
            rules.draw(LISTS, "seed", share, 2)


def apart(many: int) -> None:
    """So many draws over lists of chance: two different inspectors for each, none with a tie."""
    chance = Random(28)
    for number in range(many):
        if number % 100 == 0:
            ties = frozenset(
                (who, place) for place in OBJECTS[:6] for who in chance.sample(PEOPLE, chance.randint(0, 5))
            )
            lists = Lists(f"plan {number}", OBJECTS[:6], PEOPLE, ties)
        for pairing in rules.draw(lists, f"seed {number}", 50, 2):
            assert len(set(pairing.team)) == 2
            assert not any((who, pairing.place) in ties for who in pairing.team)


def test_nobody_meets_an_institution_of_his_own_in_two_thousand_draws() -> None:
    apart(2_000)


@pytest.mark.proof
def test_nobody_meets_an_institution_of_his_own_in_a_hundred_thousand_draws() -> None:
    apart(100_000)


def chi_square_bound(freedom: int, z: float = 3.719) -> float:
    """The quantile by Wilson and Hilferty; z = 3.719: one in ten thousand."""
    return freedom * (1 - 2 / (9 * freedom) + z * sqrt(2 / (9 * freedom))) ** 3


def statistic(counts: Counter[str], names: tuple[str, ...], draws: int, drawn: int) -> float:
    """Chi-square of how often each of `names` is among `drawn` of a draw without replacement. The counts of one draw
    hang together, which (n - 1) / n and 1 - p take into account."""
    share = drawn / len(names)
    spread = sum((counts[one] - draws * share) ** 2 for one in names) / (draws * share * (1 - share))
    return spread * (len(names) - 1) / len(names)


def fair(draws: int) -> None:
    lists = Lists("fair", OBJECTS, PEOPLE, frozenset())
    objects, people, orders = Counter[str](), Counter[str](), 0
    for number in range(draws):
        found = rules.draw(lists, f"{number}", 25, 2)
        objects.update(one.place for one in found)
        people.update(who for one in found for who in one.team)
        orders += sum(one.team[0] < one.team[1] for one in found)
    assert statistic(objects, OBJECTS, draws, 3) < chi_square_bound(len(OBJECTS) - 1)
    assert statistic(people, PEOPLE, draws * 3, 2) < chi_square_bound(len(PEOPLE) - 1)
    assert abs(orders - draws * 1.5) < 4 * sqrt(draws * 3) / 2


def test_everybody_comes_as_often_within_sampling_error() -> None:
    fair(2_000)


@pytest.mark.proof
def test_everybody_comes_as_often_in_fifty_thousand_draws() -> None:
    fair(50_000)


def test_a_bias_would_be_seen() -> None:
    """The bound is no formality: a draw that prefers one object a little passes it."""
    skewed = Counter(dict.fromkeys(OBJECTS, 500)) + Counter({OBJECTS[0]: 90}) - Counter({OBJECTS[1]: 90})
    assert statistic(skewed, OBJECTS, 2_000, 3) > chi_square_bound(len(OBJECTS) - 1)


def test_an_object_without_a_team_is_no_draw() -> None:
    ties = frozenset((who, "clinic-00") for who in PEOPLE[:6])
    tight = Lists("plan", OBJECTS, PEOPLE, ties)
    assert rules.lacking(tight, 2) == [("clinic-00", 1)]
    with pytest.raises(ValueError):
        rules.draw(tight, "seed", 100, 2)


def institution(id: str, name: str) -> dict[str, Any]:
    return {"id": id, "name": name, "type": [{"coding": [{"system": "urn:tongmai:kind", "code": "clinic"}]}]}


def post(person: str, place: str, code: str = "inspector", end: str = "") -> dict[str, Any]:
    return {
        "practitioner": {"reference": f"Practitioner/{person}"},
        "organization": {"reference": f"Organization/{place}"},
        "code": [{"coding": [{"code": code}]}],
        "period": {"start": "2015-01-01", **({"end": end} if end else {})},
    }


PLAN = {"title": "诊所", "year": 2025, "specialty": "clinics", "area": "652325000000", "share": 50, "team": 2,
        "until": "2025-12-31"}  # fmt: skip
TODAY = date(2025, 6, 30)


def looked(posts: list[dict[str, Any]], ties: list[dict[str, Any]]) -> dict[str, Any]:
    return {"places": [institution("a", "晨光诊所（虚构）"), institution("b", "常青诊所（虚构）")],
            "roster": [post(who, "office") for who in ("x", "y", "z")], "posts": posts, "ties": ties}  # fmt: skip


def declared(person: str, place: str, **more: str) -> dict[str, Any]:
    return {"inspector": {"reference": f"Practitioner/{person}"}, "object": {"reference": f"Organization/{place}"},
            "state": "declared", "period": {"start": "2020-01-01", **more}}  # fmt: skip


def test_what_is_infeasible_is_refused_by_the_object_with_what_would_help() -> None:
    found = plans.draw_lists_fit(PLAN, looked([post("x", "a", "nurse", "2023-06-30")], [declared("y", "a")]), TODAY)
    assert [one.where for one in found] == ["a"]
    assert "晨光诊所（虚构）：无利害关系的检查人员只有 1 名，需要 2 名" in found[0].words.zh
    assert found[0].remedy
    assert "再登记 1 名" in found[0].remedy.zh


@pytest.mark.parametrize(("posts", "ties", "tied"), [
    ([], [], 0),
    ([post("x", "a", "nurse")], [], 1),  # works there
    ([post("x", "a", "nurse", "2022-06-28")], [], 1),  # three years ago, to the day of the rule
    ([post("x", "a", "nurse", "2022-06-27")], [], 0),
    ([], [declared("x", "a")], 1),
    ([], [declared("x", "a", end="2025-06-30")], 1),
    ([], [declared("x", "a", end="2025-06-29")], 0),
    ([], [declared("x", "a") | {"state": "mistaken"}], 0),
    ([], [declared("somebody", "a")], 0),
])  # fmt: skip
def test_ties_of_a_day(posts: list[dict[str, Any]], ties: list[dict[str, Any]], tied: int) -> None:
    lists = plans.lists_of(PLAN, looked(posts, ties), TODAY)
    assert len(lists.ties) == tied
    assert lists.objects == ("a", "b")
    assert lists.inspectors == ("x", "y", "z")


def test_twenty_lines_of_the_readme_draw_the_same() -> None:
    text = (ROOM / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code
    assert len(code[1].strip().splitlines()) <= 20
    names: dict[str, Any] = {}
    exec(code[1], names)
    lists, found = names["draw"](LISTS.head, OBJECTS, PEOPLE, TIES, "20250630", 25, 2)
    assert lists == LISTS.hash
    assert [(one.place, list(one.team)) for one in rules.draw(LISTS, "20250630", 25, 2)] == found


def test_what_the_demonstration_drew_with_lines_of_its_own_is_drawn_again() -> None:
    drawn = [one for one in everything() if one["resourceType"] == "Draw"]
    assert len(drawn) == 14
    assert all(rules.drawn_again(one) for one in drawn)
    told = drawn[0]
    last = {**told, "assigned": told["assigned"][:-1]}
    turned = {**told, "assigned": [told["assigned"][1], told["assigned"][0], *told["assigned"][2:]]}
    fewer = {**told, "object": told["object"][:-1]}
    assert not any(rules.drawn_again(one) for one in (last, turned, fewer, {**told, "seed": "00000000"}))
