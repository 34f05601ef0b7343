"""The one writer: a thread that takes change sets from a queue and puts them on disk in groups.

    idle ──submit──▶ applying ──queue empty and no more promised, or group full──▶ committing ──synced──▶ idle
                      │    ▲                                                           │
                      │    │ a set is refused: it is                                   │ commit fails: the whole group
                      └────┘ taken back, the group goes on                             ▼ is rolled back, each `broken`
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
LONG_GROUP = 8_000
"""The same while the sender promises more. What a commit costs is the pages it touches, and four times the rows touch
hardly more of them."""
T = TypeVar("T")


class Task(NamedTuple):
    """Something else to be done by the writer, between two groups, in transactions of its own."""

    act: Callable[[Applier], object]
    done: "Future[object]"


class Waiting(NamedTuple):
    """A change set in the queue, who waits for it, and whether its sender has more to come before it waits."""

    prepared: Prepared
    done: "Future[list[Written]]"
    more: bool


class _Group:
    """Change sets of one transaction, and what became of each."""

    def __init__(self) -> None:
        self.sets: list[Waiting] = []
        self.outcomes: list[list[Written] | Refused] = []
        self.size = 0
        self.error: Exception | None = None

    @property
    def promised(self) -> bool:
        """Whether the newest set's sender has more to come, and so waits for no answer yet."""
        return bool(self.sets) and self.sets[-1].more

    def takes(self) -> bool:
        """Whether there is room for another set."""
        return self.error is None and self.size < (LONG_GROUP if self.promised else GROUP)

    def tell(self, refused: Refused | None = None) -> None:
        """Each set's outcome, or one refusal of them all, to who waits for it."""
        if refused is not None:
            self.outcomes = [refused] * len(self.sets)
        for waiting, outcome in zip(self.sets, self.outcomes, strict=True):
            if isinstance(outcome, Refused):
                waiting.done.set_exception(outcome)
            else:
                waiting.done.set_result(outcome)


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

    def submit(self, prepared: Prepared, more: bool = False) -> "Future[list[Written]]":
        """Queue a change set. `more`: its sender will send another before it waits for this one, so its group may stay
        open. Refused (busy) once the store is closing."""
        waiting = Waiting(prepared, Future(), more)
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
            group = _Group()
            last = self._fill(group)
            if group.sets:
                self._finish(group)
            if self._task is not None:
                self._do(self._task)
                self._task = None
            if not last and (self._queue.empty() or group.promised):
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

    def _fill(self, group: _Group) -> bool:
        """Waits for one change set and applies it, and takes along what queued up meanwhile or is promised, while the
        applier has time. True: nothing comes after."""
        while group.takes():
            left = self._applier.time_left if group.sets else None
            if left is not None and left <= 0:
                break
            try:
                waiting = self._queue.get(block=not group.sets or group.promised, timeout=left)
            except queue.Empty:
                break
            if waiting is None:
                return True
            if isinstance(waiting, Task):
                self._task = waiting
                break
            if not waiting.done.set_running_or_notify_cancel():
                continue  # whoever waited went away before it was begun; from here on it cannot be cancelled
            self._take(group, waiting)
        return False

    def _take(self, group: _Group, waiting: Waiting) -> None:
        first = not group.sets
        group.sets.append(waiting)
        group.size += len(waiting.prepared.writes)
        try:
            if first:
                self._applier.begin()
            group.outcomes.append(self._applied(waiting.prepared))
        except Exception as error:
            group.error = error

    def _finish(self, group: _Group) -> None:
        """On disk, or undone; then whoever waits is told. A group that met another process's is tried again, whole."""
        for attempt in range(1 + RETRIES):
            if attempt:
                self._again(group)
            if self._committed(group):
                self.groups += 1
                self.sets += len(group.sets)
                return group.tell()
            self._undo()
            assert group.error is not None
            refused = self._applier.failed(group.error)
            if refused is not None:
                return group.tell(refused)
        return group.tell(refuse("busy", "写入冲突，请稍后再试", "the write kept meeting others: try again"))

    def _committed(self, group: _Group) -> bool:
        if group.error is None:
            try:
                self._applier.commit()
            except Exception as error:
                group.error = error
        return group.error is None

    def _again(self, group: _Group) -> None:
        """Every set of a group that was undone, in a new transaction."""
        group.outcomes, group.error = [], None
        try:
            self._applier.begin()
            for waiting in group.sets:
                group.outcomes.append(self._applied(waiting.prepared))
        except Exception as error:
            group.error = error

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
