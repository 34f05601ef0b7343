"""Small counts of persons, as those outside see them."""

from dataclasses import dataclass

import pytest

from tongmai.access import Actor, masked, suppress, suppressed

INSIDE = Actor("officer", "县", ("county-officer",), "county", "652327000000")
OUTSIDE = Actor("hq", "邻县", ("headquarters",), "hq", "652325000000")
RESIDENT = Actor("resident", "居民", ("resident",), area="652327000000", patient="p1")


@dataclass(frozen=True)
class Cell:
    area: str
    numerator: int
    denominator: int | None = None
    measure: str = "family_doctor.contracts"
    level: str = "township"
    period: str = "2025-06"


def seen(
    cells: list[Cell], actor: Actor = OUTSIDE, recorded: frozenset[str] = frozenset({Cell("", 0).measure})
) -> list[int]:
    return [cell.numerator for cell in suppress(cells, actor, recorded)]


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [(0, 40, True), (1, 40, False), (4, 40, False), (5, 40, True), (36, 40, False), (35, 40, True), (40, 40, True),
     (7, None, True), (3, None, False)],
)  # fmt: skip
def test_one_to_four_persons_are_hidden_and_so_are_one_to_four_others(
    numerator: int, denominator: int | None, shown: bool
) -> None:
    assert bool(seen([Cell("652327100000", numerator, denominator)])) is shown


def test_who_is_responsible_for_the_place_sees_them_and_a_resident_does_not() -> None:
    cells = [Cell("652327100000", 2, 40)]
    assert seen(cells, INSIDE) == [2]
    assert seen(cells, RESIDENT) == []


def test_counts_of_institutions_are_never_hidden() -> None:
    assert seen([Cell("652327100000", 2, 40)], recorded=frozenset()) == [2]


def test_one_hidden_cell_does_not_follow_from_its_sum() -> None:
    cells = [Cell("652327100000", 2), Cell("652327101000", 9), Cell("652327102000", 30), Cell("652328100000", 6)]
    assert seen(cells) == [30, 6]
    assert len(suppressed(cells, OUTSIDE, {cells[0].measure})) == 2


def test_two_hidden_cells_hide_each_other() -> None:
    assert seen([Cell("652327100000", 2), Cell("652327101000", 3), Cell("652327102000", 30)]) == [30]


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
