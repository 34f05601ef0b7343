"""Small counts of persons, as those outside see them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

import pytest

from tongmai.access import Actor, Counts, hidden, masked

INSIDE = Actor("officer", "县", ("county-officer",), "county", "652327000000")
OUTSIDE = Actor("hq", "邻县", ("headquarters",), "hq", "652325000000")
PLANNER = Actor("planner", "州", ("planner",), "commission", "652300000000")
RESIDENT = Actor("resident", "居民", ("resident",), area="652327000000", patient="p1")
REGION = "652300000000"
AREAS = ("652327000000", "652328000000", "652302000000", "652301000000")


def closed(*counts: Counts, actor: Actor = OUTSIDE, anonymous: bool = False, smallest: int = 5) -> frozenset[str]:
    """What is hidden of counts of counties in order and of their sum."""
    whole = None if counts[0].of is None else sum(one.of or 0 for one in counts)
    total = Counts(sum(one.number for one in counts), whole)
    return hidden(dict(zip(AREAS, counts, strict=False)), (REGION, total), actor, anonymous, smallest)


@pytest.mark.parametrize(
    ("number", "of", "shown"),
    [(0, 40, True), (1, 40, False), (4, 40, False), (5, 40, True), (36, 40, False), (35, 40, True), (40, 40, True),
     (7, None, True), (3, None, False), (0, 4, False), (4, 4, False), (250_000, 2, False), (250_000, 5, True)],
)  # fmt: skip
def test_one_to_four_are_hidden_who_have_it_who_lack_it_or_who_were_asked(
    number: int, of: int | None, shown: bool
) -> None:
    others = [Counts(60 if of is None else 30, None if of is None else 60)] * 2
    assert (AREAS[0] not in closed(Counts(number, of), *others)) is shown


def test_who_is_responsible_for_the_place_sees_them_and_a_resident_does_not() -> None:
    counts = (Counts(2, 40), Counts(20, 40), Counts(30, 60))
    assert AREAS[0] not in closed(*counts, actor=INSIDE)
    assert AREAS[0] in closed(*counts, actor=RESIDENT)
    assert not closed(*counts, actor=PLANNER)


def test_one_hidden_county_does_not_follow_from_the_sum() -> None:
    assert closed(Counts(2), Counts(9), Counts(30)) == {AREAS[0], AREAS[1]}
    assert closed(Counts(2), Counts(3), Counts(30)) == {AREAS[0], AREAS[1]}
    assert closed(Counts(1), Counts(1), Counts(30)) == set(AREAS[:3])  # two together are a small group too
    assert closed(Counts(2), Counts(0), Counts(0)) == {AREAS[0], REGION}
    assert closed(Counts(2), Counts(9), Counts(9), actor=INSIDE) == set()


def test_the_sum_is_hidden_where_it_would_tell() -> None:
    """Five counties of one each: their sum alone tells all five."""
    parts = {f"6523{at:02}000000": Counts(1) for at in range(30, 35)}
    assert hidden(parts, (REGION, Counts(5)), OUTSIDE) == {*parts, REGION}


def test_answers_that_nobody_may_know_are_hidden_inside_too() -> None:
    counts = (Counts(3, 4), Counts(39, 40), Counts(20, 50))
    assert closed(*counts, actor=PLANNER, anonymous=True) == {AREAS[0], AREAS[1]}
    assert closed(*counts[1:], actor=PLANNER, anonymous=True) == set()  # one of forty: those inside see how many
    assert closed(*counts[1:], anonymous=True) != set()


def _tables(cells: int, most: int, whole: bool) -> Iterator[tuple[Counts, ...]]:
    """Every table of so many counties up to a number; with `whole` of every whole up to it."""
    one = [Counts(number, of) for of in range(most + 1) for number in range(of + 1)] if whole else [
        Counts(number) for number in range(most + 1)]  # fmt: skip
    return product(one, repeat=cells)


def _small(side: int, smallest: int) -> bool:
    return 0 < side < smallest


@cache
def _ways(cells: int, rest: tuple[int, ...], most: int) -> frozenset[Counts]:
    """What the first of so many hidden counties may hold, all of them together holding `rest`; none is nothing."""
    found = (table for table in _tables(cells, most, len(rest) > 1) if all(any(one.sides) for one in table))
    return frozenset(table[0] for table in found if _together(table) == rest)


def _together(table: Sequence[Counts]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(one.sides for one in table), strict=True)))


@pytest.mark.parametrize(("cells", "most", "whole", "smallest"), [(4, 6, False, 4), (3, 4, True, 3)])
def test_no_table_that_is_shown_tells_a_hidden_small_count(cells: int, most: int, whole: bool, smallest: int) -> None:
    """Every table there is: a reader outside subtracts what is shown from the sum. However the rest may be filled in,
    each hidden county has two possible contents at least, and the rest is never a small group itself."""
    for table in _tables(cells, most, whole):
        view = closed(*table, smallest=smallest)
        pairs = list(zip(AREAS, table, strict=False))
        assert not any(_small(side, smallest) for area, one in pairs if area not in view for side in one.sides)
        if REGION in view or not view:
            continue
        left = [one for area, one in pairs if area in view]
        rest = _together(left)
        assert not any(_small(side, smallest) for side in _together(table))
        assert not any(_small(side, smallest) for at, side in enumerate(rest)
                       if any(_small(one.sides[at], smallest) for one in left))  # fmt: skip
        for at in range(len(rest)):
            values = {one.sides[at] for one in _ways(len(left), rest, most)}
            assert len(values) > 1 or not any(_small(one.sides[at], smallest) for one in left), table


@pytest.mark.parametrize(
    "rows",
    [[9, 2, 30], [1, 1, 8, 0], [4, 4, 4], [3, 0, 0]],
)
def test_rows_of_one_county_do_not_tell_each_other(rows: list[int]) -> None:
    """Institutions of a county, whose sum another page shows: never one hidden alone, never a small group."""
    given = [{"village": "652327100001", "period": "2025-06", "used": one} for one in rows]
    seen = masked(given, OUTSIDE, [("used",)], by=("period",))
    left = [one for one, row in zip(rows, seen, strict=True) if row["used"] is None]
    assert all(not _small(row["used"], 5) for row in seen if row["used"] is not None)
    assert not left or len(left) == sum(map(bool, rows)) or (len(left) > 1 and sum(left) >= 5)
    assert masked(given, INSIDE, [("used",)], by=("period",)) == given
    apart = [row | {"period": f"2025-{at + 1:02}"} for at, row in enumerate(given)]
    assert [row["used"] is None for row in masked(apart, OUTSIDE, [("used",)], by=("period",))] == [
        _small(one, 5) for one in rows
    ]


@pytest.mark.parametrize(("count", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_small_count_of_a_row_is_taken_out_with_what_follows_from_it(count: int, shown: bool) -> None:
    row = {"village": "652327100001", "used": count, "cents": count * 800, "repeated": 9}
    groups = [("used", "cents"), ("repeated",)]
    (outside,) = masked([row], OUTSIDE, groups)
    assert (outside["used"], outside["cents"]) == ((count, count * 800) if shown else (None, None))
    assert outside["repeated"] == 9
    assert masked([row], INSIDE, groups) == [row]
    assert masked([row], RESIDENT, groups) == [outside]
    assert row["used"] == count


def test_a_part_is_taken_out_where_few_lack_it_and_what_it_is_part_of_stays() -> None:
    row: Mapping[str, Any] = {"village": "652327100001", "satisfied": 38, "answers": 40}
    groups = [("answers", "satisfied"), ("satisfied/answers",)]
    assert masked([row], OUTSIDE, groups) == [{**row, "satisfied": None}]
    few = {**row, "satisfied": 2, "answers": 3}
    assert masked([few], OUTSIDE, groups) == [{**row, "satisfied": None, "answers": None}]
    assert masked([few], INSIDE, groups, anonymous=True) == [{**row, "satisfied": None, "answers": None}]
    assert masked([row], INSIDE, groups, anonymous=True) == [row]
