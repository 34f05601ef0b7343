"""Jobs run in rounds until they are stopped, and one that fails stops nothing."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest

from tongmai.base.clock import SetClock
from tongmai.programs.jobs import once_a_day, running


def test_a_daily_job_is_done_once_on_each_of_the_regions_days_and_again_where_it_failed() -> None:
    """The region's day changes at 16:00 UTC."""
    clock, done, fails = SetClock(datetime(2025, 6, 30, 15, 58, tzinfo=UTC)), list[datetime](), [True]

    def act() -> None:
        if fails.pop() if fails else False:
            raise ValueError("not now")
        done.append(clock.now())

    job = once_a_day(clock, act)
    with pytest.raises(ValueError, match="not now"):
        job()
    for _ in range(4):
        job()
        clock.at += timedelta(minutes=1)
    assert [one.minute for one in done] == [58, 0]


def test_jobs_go_round_and_stop(caplog: pytest.LogCaptureFixture) -> None:
    rounds, thrice = [0], threading.Event()

    def fails() -> None:
        raise ValueError("王某 must not be in a log")

    def counts() -> None:
        rounds[0] += 1
        if rounds[0] == 3:
            thrice.set()

    with caplog.at_level(logging.ERROR), running([fails, counts], every=0.001):
        assert thrice.wait(20)
    after = rounds[0]
    assert after >= 3
    assert not [one for one in threading.enumerate() if one.name == "jobs"]
    assert {one.message for one in caplog.records} == {"a job failed: ValueError"}
    assert rounds[0] == after
