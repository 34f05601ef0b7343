"""Jobs run in rounds until they are stopped, and one that fails stops nothing."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.integration.small_house import opened

from tongmai.access import Put
from tongmai.base.clock import SetClock, today
from tongmai.engines.measure.decide import Decider
from tongmai.programs.ahead import MONTHS, Ahead
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


class Counting:
    """An evaluator that notes how often it is asked."""

    def __init__(self, asked: Any) -> None:
        self.asked, self.times = asked, 0

    def __getattr__(self, name: str) -> Any:
        def asking(*given: Any, **more: Any) -> Any:
            self.times += 1
            return getattr(self.asked, name)(*given, **more)

        return asking


def test_figures_are_made_before_somebody_asks_and_again_when_facts_change(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        counting = Counting(house.evaluator)
        house.decider = Decider(counting, house.declared.catalogue, house.decider._areas)
        ahead, (plan, day) = Ahead(house), (next(iter(house.plans)), today(house.clock))
        target = next(one for one in house.plan(plan).targets if one.measure)

        def looked_at() -> int:
            """How often the evaluator is asked when a plan and a target are opened."""
            before = counting.times
            house.decide(plan, day)
            house.decide(plan, day, {}, (target.id,))
            house.series(plan, target.id, day, MONTHS, "")
            for reading, _ in house.readings(plan, target.id):
                house.decide(plan, day, {target.id: reading}, (target.id,))
            return counting.times - before

        for _ in range(20):
            ahead()
        assert looked_at() == 0
        again = counting.times
        ahead()
        assert counting.times == again, "nothing has changed"
        organization = house.store.read("Organization", "th").resource()
        house.access.system("tests").transact(
            [Put("Organization", orjson.dumps(organization | {"active": False}), id="th")]
        )
        for _ in range(20):
            ahead()
        assert looked_at() == 0
        assert counting.times > again
