"""The one writer: a thread that takes change sets from a queue and puts them on disk in groups.

    idle ──submit──▶ gathering ──queue empty, or group full──▶ applying ──▶ committing ──synced──▶ idle
                                                                  │              │
                                          a set is refused: back to its          │ commit fails: the whole group is
                                          savepoint, the group goes on           ▼ rolled back, each set told `broken`
                                                                               idle

A future is done only after the group's commit has been synced: what is acknowledged survives the machine. A refused set
is told at once when its group ends; it changed nothing. `close` lets the queue run dry, then stops.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import NamedTuple, TypeVar, cast

from tongmai.base.outcome import Refused, refuse
from tongmai.store.prepare import Prepared
from tongmai.store.protocol import Written
from tongmai.store.sql.apply import Applier, broken

GROUP = 2_000
"""Resources a group holds at most; a change set larger than that is a group by itself."""
RETRIES = 5
T = TypeVar("T")


class Task(NamedTuple):
    """Something else to be done by the writer, between two groups, in transactions of its own."""

    act: Callable[[Applier], object]
    done: "Future[object]"


class Waiting(NamedTuple):
    """A change set in the queue, and who waits for it."""

    prepared: Prepared
    done: "Future[list[Written]]"


class Writer:
    """Owns the applier from construction to `close`. `groups` and `sets` count what was synced, for benchmarks."""

    def __init__(self, applier: Applier) -> None:
        self._applier = applier
        self._queue: queue.SimpleQueue[Waiting | Task | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._task: Task | None = None
        self.groups = self.sets = 0
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, prepared: Prepared) -> "Future[list[Written]]":
        """Queue a change set. Refused (busy) once the store is closing."""
        waiting = Waiting(prepared, Future())
        with self._closing:
            if self._closed:
                raise refuse("busy", "记录库正在关闭", "the store is closing")
            self._queue.put(waiting)
        return waiting.done

    def run(self, act: Callable[[Applier], T]) -> T:
        """Do something on the writer's thread, behind what is queued, and wait for it. Refused (busy) once the store is
        closing, and as the act is."""
        task = Task(act, Future())
        with self._closing:
            if self._closed:
                raise refuse("busy", "记录库正在关闭", "the store is closing")
            self._queue.put(task)
        return cast(T, task.done.result())

    def close(self) -> None:
        """Write what is queued, then stop."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        last = False
        while not last:
            group, last = self._gathered()
            if group:
                self._write(group)
            if self._task is not None:
                self._do(self._task)
                self._task = None
            if not last and self._queue.empty():
                self._rest()

    def _do(self, task: Task) -> None:
        try:
            task.done.set_result(task.act(self._applier))
        except Exception as error:
            self._undo()
            refused = error if isinstance(error, Refused) else self._applier.failed(error)
            task.done.set_exception(refused or broken(error))

    def _rest(self) -> None:
        try:
            self._applier.rest()
        except (self._applier.failure, Refused):
            self._undo()  # no dictionary this time: bodies go on as they were

    def _gathered(self) -> tuple[list[Waiting], bool]:
        """Waits for one change set and takes along what queued up meanwhile. True: nothing comes after."""
        group: list[Waiting] = []
        size = 0
        while size < GROUP:
            try:
                waiting = self._queue.get(block=not group)
            except queue.Empty:
                break
            if waiting is None:
                return group, True
            if isinstance(waiting, Task):
                self._task = waiting
                break
            if not waiting.done.set_running_or_notify_cancel():
                continue  # whoever waited went away before it was begun; from here on it cannot be cancelled
            group.append(waiting)
            size += len(waiting.prepared.writes)
        return group, False

    def _write(self, group: list[Waiting]) -> None:
        outcomes = self._tried(group)
        for _ in range(RETRIES):
            if outcomes is None:
                outcomes = self._tried(group)
        if outcomes is None:
            outcomes = [refuse("busy", "写入冲突，请稍后再试", "the write kept meeting others: try again")] * len(group)
        for waiting, outcome in zip(group, outcomes, strict=True):
            if isinstance(outcome, Refused):
                waiting.done.set_exception(outcome)
            else:
                waiting.done.set_result(outcome)

    def _tried(self, group: list[Waiting]) -> list[list[Written] | Refused] | None:
        """What became of each set; None: the group met others, it changed nothing and is to be tried again."""
        try:
            self._applier.begin()
            outcomes = [self._applied(waiting.prepared) for waiting in group]
            self._applier.commit()
        except Exception as error:
            self._undo()
            refused = self._applier.failed(error)
            return None if refused is None else [refused] * len(group)
        self.groups += 1
        self.sets += len(group)
        return outcomes

    def _applied(self, prepared: Prepared) -> list[Written] | Refused:
        """A set that is refused, or that breaks by itself, leaves the others of its group alone."""
        try:
            return self._applier.apply(prepared)
        except Refused as refused:
            return refused
        except self._applier.failure:
            raise  # the disk, not the set
        except Exception as error:
            return broken(error)

    def _undo(self) -> None:
        """Roll back. Where even that fails nothing can be written any more: later sets are refused, readers go on."""
        try:
            self._applier.rollback()
        except Exception:
            with self._closing:
                self._closed = True
            self._queue.put(None)
