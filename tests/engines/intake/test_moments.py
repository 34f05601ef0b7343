"""A day with a time of day: read as people write it, kept with its zone, shown without losing anything."""

import io
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongmai.base.words import Words
from tongmai.engines.intake.found import Fault, Read
from tongmai.engines.intake.moments import read_moment, same_moment, shown_moment
from tongmai.engines.intake.present import Present
from tongmai.model.sheet import Column, Sheet

HALF_PAST = "2025-06-30T10:30:00+08:00"
moment = datetime.fromisoformat  # a spreadsheet's times have no zone
SLOTS = Sheet(
    id="slots",
    title=Words("号源", "slots"),
    view="slot",
    columns=(
        Column("at", Words("开始时间", "from"), "moment", True),
        Column("name", Words("名称", "name")),
    ),
    key=("at", "name"),
    editors=("referral-centre",),
    approvers=("planner",),
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2025-06-30 10:30", HALF_PAST),
        ("2025-06-30T10:30:00+08:00", HALF_PAST),
        ("2025-06-30T02:30:00Z", HALF_PAST),
        ("2025-06-30 02:30 +0000", HALF_PAST),
        ("2025年6月30日 10：30", HALF_PAST),
        ("2025年6月30日上午10时30分", HALF_PAST),
        ("2025/6/30 10点30", HALF_PAST),
        ("2025.6.30 下午3:30", "2025-06-30T15:30:00+08:00"),
        ("2025年6月30日8点整", "2025-06-30T08:00:00+08:00"),
        ("2025-07-01 00:00", "2025-07-01T00:00:00+08:00"),
        (moment("2025-06-30 10:30"), HALF_PAST),
        (moment("2025-06-30 10:29:59.999999"), HALF_PAST),
        (45838.4375, HALF_PAST),
    ],
    ids=str,
)
def test_what_is_meant_is_kept_with_its_zone(written: Any, kept: str) -> None:
    found = read_moment(written)
    assert isinstance(found, Read)
    assert found.value == kept


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2025-06-30", "缺少时刻"),
        (date(2025, 6, 30), "缺少时刻"),
        (moment("2025-06-30 00:00"), "缺少时刻"),
        (45838, "缺少时刻"),
        ("2025-06-30 25:10", "一天里没有这个时刻"),
        ("2025-06-31 10:30", "日历上没有这一天"),
        ("03/04/2025 10:30", "分不清哪个是月、哪个是日"),
        ("10:30", "不是日期"),
        (time(10, 30), "不是日期和时刻"),
        ("上午", "不是日期"),
        (3, "不是日期和时刻"),
        (True, "不是日期和时刻"),
    ],
    ids=str,
)
def test_what_is_no_moment_is_told_with_the_way_out(written: Any, told: str) -> None:
    found = read_moment(written)
    assert isinstance(found, Fault)
    assert told in found.reason.zh
    assert "2025-06-30" in found.remedy.zh


@given(st.datetimes(datetime(1950, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
@settings(deadline=None)
def test_a_kept_moment_shown_and_read_again_is_the_same(at: datetime) -> None:
    kept = at.replace(microsecond=0).isoformat()
    found = read_moment(shown_moment(kept))
    assert isinstance(found, Read)
    assert same_moment(found.value, kept)
    assert found.why is None


def test_a_text_that_is_no_instant_is_shown_as_it_is() -> None:
    assert [shown_moment(text) for text in ("2025-06-30", "?", "")] == ["2025-06-30", "?", ""]
    assert not same_moment("?", "?")


def rows(*moments: str) -> list[Present]:
    return [Present(f"slot-{number}", 1, {"at": at, "name": "一诊室"}) for number, at in enumerate(moments, start=1)]


INSTANTS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(INSTANTS, max_size=5, unique=True))
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_moments_survive_export_and_import(lists: SimpleNamespace, moments: list[datetime]) -> None:
    present = rows(*(at.isoformat() for at in moments))
    seen = lists.looked_at(lists.exported(present, SLOTS), present, SLOTS)
    assert (seen.wrong, seen.changed, seen.new) == ((), (), ())
    assert len(seen.same) == len(present)


def test_an_edited_time_is_one_change_and_a_wrong_one_stands_at_its_cell(lists: SimpleNamespace) -> None:
    present = rows("2025-06-30T02:30:00Z", "2025-07-01T10:30:00+08:00")
    data = lists.exported(present, SLOTS)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["号源"]["A4"].value == "2025-06-30 10:30"
    book["号源"]["A4"] = moment("2025-06-30 11:00")
    book["号源"]["A5"] = "明天上午"
    seen = lists.looked_at(lists.saved(book), present, SLOTS)
    ((change,),) = [one.changes for one in seen.changed]
    assert (change.cell, change.new, change.new_shown) == ("A4", "2025-06-30T11:00:00+08:00", "2025-06-30 11:00")
    assert [(one.cell, one.kind) for one in seen.wrong] == [("A5", "day")]


def test_a_row_is_recognised_by_its_moment_in_whatever_zone_it_is_kept(lists: SimpleNamespace) -> None:
    present = rows("2025-06-30T02:30:00Z")
    sent = lists.written([["2025-06-30 10:30", "一诊室"]], ["开始时间", "名称"], "号源")
    seen = lists.looked_at(sent, present, SLOTS)
    assert [one.id for one in seen.same] == ["slot-1"]
