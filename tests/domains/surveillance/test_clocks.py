"""The clock of a report: by the catalogue's row of the region's day of diagnosis, whatever changes afterwards."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.base.clock import REGION_ZONE, civil_day
from tongmai.base.tables import DatedRow, DatedTable
from tongmai.domains.surveillance.rules import (
    NOTIFIABLE,
    catalogue,
    clocked,
    disease_of,
    due,
    in_time,
    notifiable,
    unreported,
)

FIRST = datetime(2021, 1, 1, tzinfo=REGION_ZONE)
MOMENTS = st.integers(0, 8 * 366 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
ZONES = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
DISEASES = st.sampled_from(sorted({row["disease"] for row in NOTIFIABLE.rows}))


@pytest.mark.parametrize(
    ("day", "many", "classes"),
    [("2025-08-31", 41, (2, 28, 11)), ("2025-09-01", 40, (2, 27, 11)), ("2026-03-31", 40, (2, 27, 11)),
     ("2026-04-01", 42, (2, 29, 11)), ("2028-02-29", 42, (2, 29, 11))],
)  # fmt: skip
def test_the_catalogue_of_a_day(day: str, many: int, classes: tuple[int, int, int]) -> None:
    rows = catalogue(date.fromisoformat(day))
    assert len(rows) == many
    assert tuple(sum(row["class"] == one for row in rows) for one in "ABC") == classes


@pytest.mark.parametrize(
    ("disease", "at", "hours"),
    [("plague", "2025-06-30T10:00:00+08:00", 2), ("cholera", "2025-06-30T10:00:00+08:00", 2),
     ("sars", "2026-05-01T10:00:00+08:00", 2), ("pulmonary_anthrax", "2026-05-01T10:00:00+08:00", 2),
     ("anthrax", "2026-05-01T10:00:00+08:00", 24), ("measles", "2025-06-30T10:00:00+08:00", 24),
     ("influenza", "2025-06-30T10:00:00+08:00", 24),
     ("covid19", "2023-01-07T23:59:00+08:00", 2), ("covid19", "2023-01-08T00:00:00+08:00", 24),
     ("covid19", "2023-01-07T16:00:00Z", 24),  # midnight where the region lives
     ("covid19", "2023-01-07T15:59:00Z", 2),
     ("polio", "2025-08-31T23:59:00+08:00", 2), ("polio", "2025-09-01T00:00:00+08:00", 24),
     ("chikungunya", "2026-03-31T23:59:00+08:00", None), ("chikungunya", "2026-04-01T00:00:00+08:00", 24),
     ("chikungunya", "2026-03-31T16:00:00Z", 24),
     ("sfts", "2026-03-31T15:59:00Z", None), ("h7n9", "2025-09-01T00:00:00+08:00", None),
     ("novel_flu", "2025-08-31T23:59:00+08:00", None), ("novel_flu", "2025-09-01T00:00:00+08:00", 24),
     ("outbreak", "2026-05-01T10:00:00+08:00", 2), ("a cold", "2026-05-01T10:00:00+08:00", None)],
)  # fmt: skip
def test_the_term_of_a_disease(disease: str, at: str, hours: int | None) -> None:
    begun = datetime.fromisoformat(at)
    last = due(disease, begun)
    assert (last is None) == (hours is None)
    if last is not None and hours is not None:
        assert last - begun == timedelta(hours=hours)


@given(DISEASES, MOMENTS, ZONES)
def test_the_zone_in_which_it_was_written_changes_nothing(disease: str, at: datetime, zone: timezone) -> None:
    assert due(disease, at) == due(disease, at.astimezone(zone))


@given(DISEASES, MOMENTS)
def test_a_term_is_2_or_24_elapsed_hours_by_the_row_of_the_day(disease: str, at: datetime) -> None:
    row, last = NOTIFIABLE.find(civil_day(at), disease=disease), due(disease, at)
    assert (row is None) == (last is None)
    if row is not None and last is not None:
        hours = 2 if row["managed"] == "A" or row["hours"] == "2" else 24
        assert last.astimezone(UTC) - at.astimezone(UTC) == timedelta(hours=hours)


@given(MOMENTS, st.sampled_from([2, 24]), st.sampled_from([2, 24]), st.integers(-90, 90))
def test_a_class_changed_at_midnight_holds_for_diagnoses_from_then_on(
    at: datetime, before: int, after: int, minutes: int
) -> None:
    change = civil_day(at)
    rows = (
        DatedRow({"disease": "d", "hours": str(before), "class": "B", "parent": ""}, date(2020, 1, 1),
                 change - timedelta(days=1), "test", "assumed"),
        DatedRow({"disease": "d", "hours": str(after), "class": "B", "parent": ""}, change, None, "test", "assumed"),
    )  # fmt: skip
    table = DatedTable("t", ("disease",), ("disease", "hours", "class", "parent"), rows)
    midnight = datetime(change.year, change.month, change.day, tzinfo=REGION_ZONE)
    begun = midnight + timedelta(minutes=minutes)
    last = due("d", begun, table)
    assert last is not None
    assert last - begun == timedelta(hours=before if minutes < 0 else after)


@given(st.integers(0, 2879), st.sampled_from([2, 24]), st.sampled_from([2023, 2024, 2028]))
def test_leap_days_are_days_like_others(minutes: int, hours: int, year: int) -> None:
    disease = "cholera" if hours == 2 else "measles"
    begun = datetime(year, 2, 28, tzinfo=REGION_ZONE) + timedelta(minutes=minutes)
    last = due(disease, begun)
    assert last is not None
    assert last - begun == timedelta(hours=hours)
    if hours == 24:
        assert civil_day(last) == civil_day(begun) + timedelta(days=1)


@given(MOMENTS, st.integers(-3000, 3000))
def test_a_report_is_in_time_up_to_and_with_its_last_minute(at: datetime, seconds: int) -> None:
    assert in_time(at, at + timedelta(seconds=seconds)) is (seconds < 60)


@given(st.integers(1, 400), MOMENTS)
def test_a_late_result_has_its_clock_from_the_result(days: int, at: datetime) -> None:
    came = at + timedelta(days=days)
    card = {"disease": "pulmonary_anthrax", "area": "652328102000", "diagnosed": came.isoformat()}
    found = clocked(card, {}, civil_day(came))
    assert datetime.fromisoformat(found["due"]) - came == timedelta(hours=2)
    assert found["county"] == "652328000000"


def card(**more: str) -> dict[str, object]:
    usual = {"disease": "chikungunya", "diagnosed": "2026-03-31T10:00:00+08:00", "area": "652328102000"}
    return {**usual, **more}


@pytest.mark.parametrize(
    ("more", "where", "said"),
    [({}, "disease", "当日 40 种"), ({"diagnosed": "2026-04-01Tabc:00+08:00"}, "time", "时:分"),
     ({"diagnosed": "2026-04-03T10:00:00+08:00"}, "day", "不能晚于今天"), ({"disease": "cold"}, "disease", "不在")],
    ids=["before-its-day", "no-time", "in-the-future", "no-disease"],
)  # fmt: skip
def test_what_is_refused_says_where_and_why(more: dict[str, str], where: str, said: str) -> None:
    issues = notifiable(card(**more), {}, date(2026, 4, 2))
    assert [issue.where for issue in issues] == [where]
    assert said in issues[0].words.zh


def test_from_its_day_on_it_is_notifiable() -> None:
    assert notifiable(card(diagnosed="2026-04-01T00:00:00+08:00"), {}, date(2026, 4, 2)) == []


@pytest.mark.parametrize(
    ("icd", "day", "disease"),
    [("A22.1", "2025-06-30", "pulmonary_anthrax"), ("A22.0", "2025-06-30", "anthrax"), ("A22", "2025-06-30", "anthrax"),
     ("J09", "2025-08-31", "hpai"), ("J09", "2025-09-01", "novel_flu"), ("A92.0", "2026-03-31", ""),
     ("A92.0", "2026-04-01", "chikungunya"), ("I10", "2025-06-30", ""), ("B05.9", "2025-06-30", "measles"),
     ("B", "2025-06-30", "")],
)  # fmt: skip
def test_the_disease_that_a_diagnosis_tells_of(icd: str, day: str, disease: str) -> None:
    assert disease_of(icd, date.fromisoformat(day)) == disease


def condition(icd: str, at: str, **more: object) -> dict[str, object]:
    return {
        "id": "c1", "subject": {"reference": "Patient/p1"}, "recordedDate": at,
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": icd}]}, **more,
    }  # fmt: skip


def test_a_diagnosis_without_card_is_missed_after_its_clock() -> None:
    one = unreported([condition("A22.1", "2025-06-30T08:00:00+08:00")], [])[0]
    at = datetime(2025, 6, 30, 10, 0, tzinfo=REGION_ZONE)
    assert (one.disease, one.missed(at), one.missed(at + timedelta(seconds=1))) == ("pulmonary_anthrax", False, True)


def test_a_card_of_the_disease_or_of_its_sub_item_answers_the_diagnosis() -> None:
    told = {"id": "k", "subject": {"reference": "Patient/p1"}, "disease": "anthrax", "state": "reported"}
    diagnosis = condition("A22.1", "2025-06-30T08:00:00+08:00")
    assert unreported([diagnosis], [told]) == []
    assert len(unreported([diagnosis], [{**told, "subject": {"reference": "Patient/p2"}}])) == 1
    assert len(unreported([diagnosis], [{**told, "disease": "measles"}])) == 1


def test_a_refuted_diagnosis_owes_nothing() -> None:
    refuted = {"coding": [{"code": "refuted"}]}
    assert unreported([condition("B05", "2025-06-30T08:00:00+08:00", verificationStatus=refuted)], []) == []
    assert unreported([condition("I10", "2025-06-30T08:00:00+08:00")], []) == []


@pytest.mark.parametrize("disease", ["covid19", "mpox"])
def test_what_an_announcement_not_at_hand_says_is_not_verified(disease: str) -> None:
    rows = {day: NOTIFIABLE.find(day, disease=disease) for day in (date(2025, 8, 31), date(2025, 9, 1))}
    assert [row and (row.status, row["hours"]) for row in rows.values()] == [("unverified", "24"), ("verified", "24")]
