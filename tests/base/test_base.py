"""Promises of the first floor: exact ratios, sums that add up, dates as intervals, dated tables without nonsense."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tongmai.base import dates, ids, money, ratio, tables
from tongmai.base.clock import REGION_ZONE, SetClock, civil_day
from tongmai.base.outcome import ENDINGS, Refused, refuse
from tongmai.base.settings import read_settings

THRESHOLDS = [
    (10, "90", 9),
    (72, "90", 65),
    (11, "90", 10),
    (7, "90", 7),
    (100, "7", 7),
    (1000, "0.9", 9),
    (0, "90", 0),
]


@pytest.mark.parametrize(("base", "goal", "expected"), THRESHOLDS)
def test_needed_is_exact_at_the_threshold(base: int, goal: str, expected: int) -> None:
    assert ratio.needed(base, Fraction(goal)) == expected


@given(st.integers(1, 10_000), st.fractions(0, 100, max_denominator=1000))
def test_needed_reaches_the_goal_and_one_less_does_not(base: int, goal: Fraction) -> None:
    enough = ratio.needed(base, goal)
    reached = ratio.share(enough, base)
    assert reached is not None
    assert reached >= goal
    short = ratio.share(enough - 1, base)
    assert short is not None
    assert short < goal


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("90", 1, "90.0"),
        ("1/3", 2, "0.33"),
        ("-1/2", 0, "-1"),
        ("89.95", 1, "90.0"),
        ("-0.04", 1, "0.0"),
        ("87.5", 0, "88"),
    ],
)
def test_shown_rounds_half_up(value: str, decimals: int, text: str) -> None:
    assert ratio.shown(Fraction(value), decimals) == text


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(any))
def test_parts_add_up_to_the_cent(cents: int, weights: list[int]) -> None:
    parts = money.split(cents, weights)
    assert sum(parts) == cents
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)
    exact = [Fraction(cents * weight, sum(weights)) for weight in weights]
    assert all(abs(part - value) < 1 for part, value in zip(parts, exact, strict=True))


def test_money_refuses_nonsense() -> None:
    with pytest.raises(ValueError, match="negative"):
        money.split(100, [1, -1])
    with pytest.raises(ValueError, match="no weight"):
        money.split(100, [0, 0])
    assert money.yuan(-1234567) == "-12,345.67"


@pytest.mark.parametrize(
    ("cents", "told"),
    [(0, "0.00"), (4_999, "0.00"), (5_000, "0.01"), (-4_999, "0.00"), (-5_000, "-0.01"), (999_995_000, "1,000.00"),
     (-123_456_789, "-123.46"), (99_999, "0.10"), (1_000_000, "1.00")],
)  # fmt: skip
def test_ten_thousands_are_rounded_and_never_cut(cents: int, told: str) -> None:
    assert money.ten_thousands(cents) == told


@pytest.mark.parametrize(
    ("written", "day"),
    [("2025-06-30", date(2025, 6, 30)), ("2025-06-30T23:59:00+08:00", date(2025, 6, 30)), ("", None), (None, None)],
)
def test_a_civil_day_as_it_is_written(written: str | None, day: date | None) -> None:
    assert dates.day_of(written) == day


def test_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        dates.day_of("2025-13-01")


INTERVALS = [
    ("2025", "2024-12-31T16:00:00+00:00", "2025-12-31T16:00:00+00:00"),
    ("2025-12", "2025-11-30T16:00:00+00:00", "2025-12-31T16:00:00+00:00"),
    ("2025-06-30", "2025-06-29T16:00:00+00:00", "2025-06-30T16:00:00+00:00"),
    ("2025-06-30T09:52:00+08:00", "2025-06-30T01:52:00+00:00", "2025-06-30T01:52:01+00:00"),
    ("2025-06-30T01:52:00.5Z", "2025-06-30T01:52:00.500000+00:00", "2025-06-30T01:52:00.600000+00:00"),
    ("2025-06-30T23:59:60Z", "2025-06-30T23:59:59+00:00", "2025-07-01T00:00:00+00:00"),
]


@pytest.mark.parametrize(("text", "start", "end"), INTERVALS)
def test_a_date_is_the_interval_of_its_precision(text: str, start: str, end: str) -> None:
    assert dates.interval(text) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize("text", ["", "25-06-30", "2025-13", "2025-02-29", "2025-06-30T25:00:00Z", "2025-6-1", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        dates.interval(text)


@given(st.datetimes(datetime(1902, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
@example(datetime(1947, 4, 15, 23, 0))  # noqa: DTZ001  summer time was kept in the region then
def test_an_instant_lies_in_its_day_month_and_year(at: datetime) -> None:
    moment = dates.interval(at.replace(tzinfo=REGION_ZONE).isoformat(timespec="seconds"))
    for text in (f"{at:%Y-%m-%d}", f"{at:%Y-%m}", f"{at:%Y}"):
        assert dates.interval(text).contains(moment)


def test_months() -> None:
    assert dates.months_back("2025-06", 12) == "2024-06"
    assert dates.months_back("2025-01", 1) == "2024-12"
    assert dates.month_days("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))


def test_the_civil_day_is_the_regions() -> None:
    assert civil_day(datetime(2025, 6, 30, 17, 0, tzinfo=UTC)) == date(2025, 7, 1)


def test_ids_are_ordered_by_time_and_valid_in_fhir() -> None:
    clock = SetClock(datetime(2025, 6, 30, tzinfo=UTC))
    first = ids.new_id(clock)
    clock.at = datetime(2025, 6, 30, 0, 0, 1, tzinfo=UTC)
    assert first < ids.new_id(clock)
    assert len(first) == 23
    assert first.isalnum()


HEADER = "term,hours,valid_from,valid_to,source,status\n"


def _table(tmp_path: Path, text: str) -> tables.DatedTable:
    path = tmp_path / "terms.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return tables.read_table(path, ("term",))


def test_a_row_is_found_by_the_day_of_the_event(tmp_path: Path) -> None:
    table = _table(tmp_path, "answer,48,2020-01-01,2023-12-31,local,assumed\nanswer,24,2024-01-01,,local,assumed\n")
    before, after = table.find(date(2023, 12, 31), term="answer"), table.find(date(2024, 1, 1), term="answer")
    assert before is not None
    assert after is not None
    assert (before["hours"], after["hours"]) == ("48", "24")
    assert table.find(date(2019, 1, 1), term="answer") is None


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("answer,24,2024-01-01,,,assumed\n", "no source"),
        ("answer,24,2024-01-01,,local,sure\n", "status"),
        ("answer,24,2024-13-01,,local,assumed\n", "not a day"),
        ("answer,24,2024-01-01,,local,assumed\nanswer,48,2025-01-01,,local,assumed\n", "two rows"),
    ],
)
def test_a_table_refuses_nonsense_and_says_where(tmp_path: Path, rows: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        _table(tmp_path, rows)


def test_every_refusal_is_a_row_of_the_table() -> None:
    refused = refuse("stale", "已更新", "changed", where="meta.versionId", remedy=("刷新后重试", "reload and retry"))
    assert (refused.status, refused.kind) == (412, "stale")
    assert refused.issues[0].told("zh") == "meta.versionId：已更新；刷新后重试"
    assert all(400 <= ending.status < 600 for ending in ENDINGS.values())
    with pytest.raises(ValueError, match="no such ending"):
        refuse("whatever", "", "")
    with pytest.raises(ValueError, match="at least one"):
        Refused(())


def test_settings_are_read_or_refused() -> None:
    assert read_settings({"TONGMAI_PORT": "9000", "PATH": "x"})["port"] == 9000
    with pytest.raises(Refused, match="TONGMAI_PROT"):
        read_settings({"TONGMAI_PROT": "9000"})
    with pytest.raises(Refused, match="not of kind int"):
        read_settings({"TONGMAI_PORT": "many"})
