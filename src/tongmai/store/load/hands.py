"""Who makes units ready: processes beside this one, or this one alone.

They are begun before the store is opened and before a progress bar draws: as long as this process is one thread, its
copies (`fork`) have everything imported and every table in memory, and hold no lock of anybody. Where threads run
already, or the platform has no fork, each process begins by itself (`spawn`) and takes a second of its core to import.
"""

import multiprocessing
import os
import pickle
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tongmai.fhir.definitions import Definitions
from tongmai.store.load import worker

T = TypeVar("T")


class Hands(NamedTuple):
    """So many processes (0 for none but this), how they begin ("fork", "spawn", "" for none), and a folder where they
    leave things for one another."""

    pool: Executor
    processes: int
    begun: str
    spool: Path


@contextmanager
def hands(definitions: Definitions, workers: int | None = None) -> Iterator[Hands]:
    """Within: the processes of one load. `workers`: how many, as many as there are cores where it is not given; 0 for
    none."""
    count = workers if workers is not None else os.cpu_count() or 1
    begin = _way() if count else ""
    with tempfile.TemporaryDirectory(prefix="load-") as place, _pool(count, begin, definitions, Path(place)) as pool:
        yield Hands(pool, count, begin, Path(place))


def _way() -> str:
    alone = threading.active_count() == 1
    return "fork" if alone and "fork" in multiprocessing.get_all_start_methods() else "spawn"


def _pool(count: int, begin: str, definitions: Definitions, spool: Path) -> Executor:
    if not begin:
        return _Here(definitions)
    if begin == "fork":
        forked = multiprocessing.get_context("fork")
        pool = ProcessPoolExecutor(count, forked, worker.begin_alone, (definitions,))
    else:
        spawned = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(count, spawned, worker.begin_with, (_handed(definitions, spool),))
    pool.submit(worker.awake)  # begins them all, now
    return pool


def _handed(definitions: Definitions, spool: Path) -> Path:
    """The definitions in a file. A megabyte does not go through the pipe on which a process is begun: its other end
    reads when all is imported, and until then the next process is not begun."""
    path = spool / "definitions"
    path.write_bytes(pickle.dumps(definitions))
    return path


class _Here(Executor):
    """No processes: the work is done when it is asked for."""

    def __init__(self, definitions: Definitions) -> None:
        worker.begin(definitions)

    def submit(self, call: Callable[..., T], /, *given: Any, **named: Any) -> "Future[T]":
        done: Future[T] = Future()
        done.set_result(call(*given, **named))
        return done
