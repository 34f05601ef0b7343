"""Jobs run in rounds until they are stopped, and one that fails stops nothing."""

import logging
import threading

import pytest

from tongmai.programs.jobs import running


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
