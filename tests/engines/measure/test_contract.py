"""What both evaluators promise. Every test runs on DuckDB and on the naive one."""

import subprocess
import sys
from datetime import date
from fractions import Fraction

import pytest
from tests.engines.measure.small import (
    CATALOGUE,
    EAST,
    EVALUATORS,
    MEASURES,
    PLACES,
    PREFECTURE,
    WEST,
    Rows,
    institution,
    post,
    report,
    village,
)  # fmt: skip

from tongmai.engines.measure.protocol import Cell, Level, Measures
from tongmai.model.period import period

TABLES: Rows = {
    "place": PLACES,
    "institution": [
        institution("e1", EAST, 1),
        institution("e2", EAST, 2),
        institution("e3", EAST, 3, kind="room"),
        institution("w1", WEST, 1),
        institution("w2", WEST, None),
        institution("gone", WEST, 2, to_day="2025-05-31"),
        institution("lost", "999999000000", None),
    ],
    "report": [
        *[report("e1", centre) for centre in ("laboratory", "ecg")],
        *[report("e2", centre) for centre in ("laboratory", "laboratory", "imaging")],
        *[report("e3", centre, "2025-06-30") for centre in ("laboratory", "ecg")],
        *[report("w2", centre, "2025-06-01") for centre in ("laboratory", "ecg")],
        *[report("w1", centre, "2025-05-31") for centre in ("laboratory", "ecg")],
        *[report("gone", centre, "2025-05-01") for centre in ("laboratory", "ecg")],
    ],
    "post": [
        post("p1", EAST, "nurse", 4, 3),
        post("p2", EAST, "doctor", 2, None),
        post("p3", WEST, "nurse", 1, 1, from_day="2025-06-30"),
        post("p4", WEST, "nurse", 5, 5, to_day="2025-06-29"),
    ],
    "visit": [
        {"id": f"v{number}", "village": village(EAST, 1), "day": day}
        for number, day in enumerate(["2025-05-31", "2025-06-01", "2025-06-30", "2025-07-01", None])
    ],
}


@pytest.fixture(params=sorted(EVALUATORS))
def measures(request: pytest.FixtureRequest) -> Measures:
    return EVALUATORS[request.param](CATALOGUE, TABLES)


def found(measures: Measures, id: str, level: Level, at: str = "2025-06", reading: str | None = None) -> dict[str, str]:
    """Cells as text by area: "1/2" or "3"."""
    cells = measures.cells([f"small.{id}"], [at], level, reading)
    return {cell.area: _text(cell) for cell in cells}


def _text(cell: Cell) -> str:
    return f"{cell.numerator}/{cell.denominator}" if cell.denominator is not None else str(cell.numerator)


def test_a_flow_is_counted_in_its_period_and_its_numerator_implies_the_denominator(measures: Measures) -> None:
    assert found(measures, "use", "county") == {"": "0/1", EAST: "1/2", WEST: "1/2"}
    assert found(measures, "use", "county", "2025-05") == {"": "0/1", EAST: "0/2", WEST: "2/3"}


def test_levels_add_up_and_what_lies_in_no_area_is_shown(measures: Measures) -> None:
    assert found(measures, "use", "village") == {
        "": "1/2", village(EAST, 1): "1/1", village(EAST, 2): "0/1", village(WEST, 1): "0/1",
    }  # fmt: skip
    assert found(measures, "use", "township") == {"": "1/2", f"{EAST[:6]}001000": "1/2", f"{WEST[:6]}001000": "0/1"}
    assert found(measures, "use", "prefecture") == {"": "0/1", PREFECTURE: "2/4"}


def test_zones_stand_across_counties_and_leave_the_rest_out(measures: Measures) -> None:
    assert found(measures, "use", "zone") == {"zone-1": "1/2"}


def test_a_reading_replaces_what_it_names(measures: Measures) -> None:
    assert found(measures, "use", "county", reading="with_rooms") == {"": "0/1", EAST: "2/3", WEST: "1/2"}
    with pytest.raises(ValueError, match=r"small\.labs has no reading with_rooms"):
        measures.cells(["small.labs"], ["2025-06"], "county", "with_rooms")


def test_integers_are_summed(measures: Measures) -> None:
    assert found(measures, "labs", "county") == {EAST: "4", WEST: "1"}


def test_a_state_holds_on_the_last_day_of_the_period(measures: Measures) -> None:
    assert found(measures, "posts", "county") == {EAST: "6", WEST: "1"}
    assert found(measures, "posts", "county", "2025-05") == {EAST: "6", WEST: "5"}
    assert found(measures, "hospitals", "county", "2025-05") == {"": "1", EAST: "2", WEST: "3"}
    cut = period("2025-06").cut(date(2025, 6, 29))
    assert [_text(cell) for cell in measures.cells(["small.posts"], [cut], "county")] == ["6", "5"]


def test_a_summed_denominator_is_not_implied_and_null_adds_nothing(measures: Measures) -> None:
    assert found(measures, "nurse_share", "county") == {EAST: "3/6", WEST: "1/1"}


def test_an_event_without_a_day_happened_in_no_period(measures: Measures) -> None:
    assert found(measures, "visits", "prefecture") == {PREFECTURE: "2"}


def test_distinct_values_are_counted_at_each_level_by_themselves(measures: Measures) -> None:
    assert found(measures, "kinds", "county") == {EAST: "2", WEST: "1"}
    assert found(measures, "kinds", "prefecture") == {PREFECTURE: "2"}
    assert found(measures, "kind_share", "county") == {EAST: "1/2", WEST: "1/1"}


def test_a_formula_is_computed_in_the_same_cell(measures: Measures) -> None:
    cells = measures.cells(["small.lab_share", "small.least"], ["2025-06"], "county")
    assert [(cell.measure, cell.area, cell.value, cell.part) for cell in cells] == [
        ("small.lab_share", "", Fraction(0), ""),
        ("small.lab_share", EAST, Fraction(2000), ""),
        ("small.lab_share", WEST, Fraction(500), ""),
        ("small.least", "", Fraction(0), "small.use"),
        ("small.least", EAST, Fraction(50), "small.use"),
        ("small.least", WEST, Fraction(50), "small.use"),
    ]


def test_several_measures_periods_and_levels_come_in_one_answer(measures: Measures) -> None:
    ids = ["small.use", "small.posts", "small.kinds", "small.least"]
    together = measures.cells(ids, ["2025-05", "2025-06"], ["county", "prefecture"])
    apart = [
        cell
        for id in ids
        for level in ("county", "prefecture")
        for cell in measures.cells([id], ["2025-05", "2025-06"], level)  # type: ignore[arg-type]
    ]
    assert together == apart


def test_any_cell_opens_into_its_rows(measures: Measures) -> None:
    rows = measures.open("small.use", EAST, "2025-06")
    assert [(row.subject, row.opens, row.in_numerator, row.in_denominator) for row in rows] == [
        ("e1", "Organization", True, True),
        ("e2", "Organization", False, True),
    ]
    assert [row.subject for row in measures.open("small.use", EAST, "2025-06", "with_rooms")] == ["e1", "e2", "e3"]
    assert [row.subject for row in measures.open("small.use", "zone-1", "2025-06")] == ["e1", "w1"]
    assert {row.subject: row.numerator for row in measures.open("small.labs", None, "2025-06")} == {
        "e1": 1, "e2": 2, "e3": 1, "w2": 1,
    }  # fmt: skip


def test_the_rows_behind_every_cell_add_up_to_it(measures: Measures) -> None:
    for one in MEASURES:
        if one.formula or one.distinct:
            continue
        for cell in measures.cells([one.id], ["2025-06"], "prefecture"):
            if cell.area:
                rows = measures.open(one.id, cell.area, "2025-06")
                assert sum(row.numerator for row in rows) == cell.numerator
                if cell.denominator is not None:
                    assert sum(row.denominator or 0 for row in rows) == cell.denominator


def test_a_distinct_measure_opens_with_what_is_counted_once(measures: Measures) -> None:
    assert {row.counted for row in measures.open("small.kinds", EAST, "2025-06")} == {"nurse", "doctor"}


def test_a_formula_opens_into_the_rows_of_its_parts(measures: Measures) -> None:
    rows = measures.open("small.least", WEST, "2025-06")
    assert {row.measure for row in rows} == {"small.use", "small.nurse_share"}


def test_what_does_not_exist_is_refused_by_name(measures: Measures) -> None:
    with pytest.raises(ValueError, match=r"no measure small\.nothing"):
        measures.cells(["small.nothing"], ["2025-06"], "county")
    with pytest.raises(ValueError, match="no level country"):
        measures.cells(["small.use"], ["2025-06"], "country")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a period"):
        measures.cells(["small.use"], ["June"], "county")


def test_the_naive_evaluator_imports_no_duckdb() -> None:
    asked = "import sys, tongmai.engines.measure.naive_judge; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
