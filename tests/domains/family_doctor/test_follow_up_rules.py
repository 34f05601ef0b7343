"""Follow-up dates, classification and advice by the national rule: rows on edges, and what always holds."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.domains.family_doctor.rules import Found, age_on, bmi, in_danger, judged, months_later

ROWS = list(csv.DictReader(Path(__file__).with_name("follow_ups.csv").read_text(encoding="utf-8").splitlines()))


def found(row: dict[str, str]) -> Found:
    readings = {name: Decimal(row[name]) for name in ("systolic", "diastolic", "glucose", "heart_rate") if row[name]}
    return Found(row["disease"], date.fromisoformat(row["on"]), int(row["age"]), readings, row["danger"],
                 row["adverse"] == "yes", row["complication"] == "yes", row["before"])  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['disease']} {row['when']}" for row in ROWS])
def test_a_follow_up_is_classified_dated_and_advised_by_the_rule(row: dict[str, str]) -> None:
    result = judged(found(row))
    told = (result.classification, "yes" if result.at_target else "no", result.advice, result.next_on.isoformat())
    assert told == (row["classification"], row["at_target"], row["advice"], row["next_on"])


def test_there_are_thirty_rows_or_more() -> None:
    assert len(ROWS) >= 30
    assert {row["disease"] for row in ROWS} == {"I10", "E11"}


cases = st.builds(
    Found,
    disease=st.sampled_from(("I10", "E11")),
    on=st.dates(date(2017, 2, 28), date(2040, 12, 31)),
    age=st.integers(0, 110),
    readings=st.fixed_dictionaries(
        {
            "systolic": st.integers(60, 260).map(Decimal),
            "diastolic": st.integers(30, 160).map(Decimal),
            "glucose": st.decimals("1.0", "30.0", places=1),
        }
    ),
    sign=st.sampled_from(("", "vision", "other")),
    adverse=st.booleans(),
    complication=st.booleans(),
    before=st.sampled_from(("", "controlled", "uncontrolled", "adverse", "complication")),
)


@given(cases)
def test_whatever_was_found_the_next_follow_up_is_dated_and_danger_is_never_overlooked(case: Found) -> None:
    result = judged(case)
    assert case.on < result.next_on <= case.on + timedelta(days=92)
    calm = result.classification == "controlled" and not in_danger(case)
    assert calm == (result.advice == "none")
    assert calm or result.next_on == case.on + timedelta(days=14)
    assert (result.advice == "emergency") == in_danger(case)
    assert result.priority == {"emergency": "stat", "refer": "urgent"}.get(result.advice, "routine")


@given(cases)
def test_two_bad_follow_ups_in_a_row_are_never_only_adjusted(case: Found) -> None:
    if case.before in ("uncontrolled", "adverse", "complication"):
        assert judged(case).advice != "adjust"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 48))
def test_months_go_on_by_the_calendar(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_ages_and_body_mass() -> None:
    assert age_on("1960-06-30", date(2025, 6, 29)) == 64
    assert age_on("1960-06-30", date(2025, 6, 30)) == 65
    assert age_on("1960-06", date(2025, 6, 29)) == 64  # of a month alone: those surely reached
    assert age_on("1960", date(2025, 12, 30)) == 64
    assert bmi(Decimal(70), Decimal(170)) == Decimal("24.2")
