"""Periods: ids, edges, the stretch that decides on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.model.period import Window, period, periods, window

JUNE = date(2025, 6, 30)
WINDOWS: list[Window] = ["month", "quarter", "year_to_date", "year", "twelve_months"]


@pytest.mark.parametrize(
    ("id", "kind", "first", "last"),
    [
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", "month", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025-06/12", "twelve_months", date(2024, 7, 1), JUNE),
        ("2024-12/12", "twelve_months", date(2024, 1, 1), date(2024, 12, 31)),
        ("2025-06/ytd", "year_to_date", date(2025, 1, 1), JUNE),
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("2025Q2", "quarter", date(2025, 4, 1), JUNE),
        ("2025Q4", "quarter", date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_an_id_names_a_stretch(id: str, kind: str, first: date, last: date) -> None:
    found = period(id)
    assert (found.kind, found.from_day, found.to_day) == (kind, first, last)


@pytest.mark.parametrize("text", ["2025-13", "2025Q5", "2025-06/6", "25-06", "２０２５", "2025-06 ", ""])
def test_what_is_no_period_is_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        period(text)


@pytest.mark.parametrize(
    ("kind", "flow", "day", "id", "last"),
    [
        ("month", False, JUNE, "2025-06", JUNE),
        ("month", False, date(2025, 6, 15), "2025-06", date(2025, 6, 15)),
        ("month", True, JUNE, "2025-06", JUNE),
        ("month", True, date(2025, 6, 29), "2025-05", date(2025, 5, 31)),
        ("twelve_months", True, date(2025, 1, 15), "2024-12/12", date(2024, 12, 31)),
        ("quarter", True, date(2025, 5, 31), "2025Q1", date(2025, 3, 31)),
        ("year", True, JUNE, "2024", date(2024, 12, 31)),
        ("year", True, date(2025, 12, 31), "2025", date(2025, 12, 31)),
        ("year_to_date", True, date(2025, 6, 15), "2025-06/ytd", date(2025, 6, 15)),
    ],
)
def test_what_decides_on_a_day(kind: Window, flow: bool, day: date, id: str, last: date) -> None:
    found = window(kind, day, flow)
    assert (found.id, found.to_day) == (id, last)


@given(day=st.dates(date(2020, 1, 1), date(2030, 12, 31)), kind=st.sampled_from(WINDOWS), flow=st.booleans())
def test_nothing_after_the_day_ever_decides(day: date, kind: Window, flow: bool) -> None:
    found = window(kind, day, flow)
    assert found.from_day <= found.to_day <= day
    whole = period(found.id)
    assert whole.from_day == found.from_day
    if flow and kind != "year_to_date":
        assert found == whole


def test_a_period_that_has_not_begun_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="has not begun"):
        period("2025-06").cut(date(2025, 5, 31))


def test_the_dimension_holds_each_period_once_and_stops_at_the_last_day() -> None:
    rows = periods("2024-12", date(2025, 1, 15))
    assert [row.id for row in rows] == sorted(
        ["2024-12", "2025-01", "2024Q4", "2025Q1", "2024", "2025", "2024-12/ytd", "2025-01/ytd", "2024-12/12",
         "2025-01/12"]
    )  # fmt: skip
    assert max(row.to_day for row in rows) == date(2025, 1, 15)
