"""The house's own work while it serves: escalations are written when the clock moves, whether or not anyone looks."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from tongmai.base.clock import Clock, today
from tongmai.engines.workflow import Round
from tongmai.house import House
from tongmai.programs.ahead import Ahead
from tongmai.store.protocol import Store

EVERY = 60.0  # seconds between two rounds
_log = logging.getLogger("tongmai.jobs")
Job = Callable[[], object]


def jobs_of(house: House) -> tuple[Job, ...]:
    """What is done in every round."""
    return (*chores_of(house), Ahead(house), lambda: index_some(house.store))


def chores_of(house: House) -> tuple[Job, ...]:
    """What the workflows want done when the clock moves: all that a drill's house needs, where few look and little is
    counted."""
    escalating, daily = house.access.system("job:escalate"), house.access.system("job:daily")
    return (
        lambda: house.workflows.escalate(escalating),
        once_a_day(house.clock, lambda: _told(house.workflows.rounds(daily))),
    )


def _told(rounds: Mapping[str, Round]) -> None:
    """What rounds left for the next day, and where a look saw less than there is, stands in the log: numbers only."""
    for workflow, one in rounds.items():
        if one.left or one.cut:
            _log.warning("%s: %d left for the next day, %d looks cut short", workflow, one.left, one.cut)


def once_a_day(clock: Clock, job: Job) -> Job:
    """The job in the first round of each of the region's days, and in the next ones until it has been done; also in
    the first round of all, since nobody knows what was done before."""
    done: list[date] = []

    def round_() -> None:
        day = today(clock)
        if done != [day]:
            job()
            done[:] = [day]

    return round_


def index_some(store: Store, stretches: int = 200) -> None:
    """Go on indexing by the search parameters that were switched on, so far in one round."""
    for _ in range(stretches):
        if not store.index_some():
            return


@contextmanager
def running(jobs: Sequence[Job], every: float = EVERY) -> Iterator[None]:
    """Do the jobs round after round on a thread of their own until the block ends. A job that fails is logged by its
    kind of error only, and tried again in the next round; the others go on."""
    stop = threading.Event()

    def rounds() -> None:
        while True:
            for job in jobs:
                try:
                    job()
                except Exception as error:  # a job must not end the house; its record keeps what was not done
                    _log.error("a job failed: %s", type(error).__name__)
            if stop.wait(every):
                return

    thread = threading.Thread(target=rounds, name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
