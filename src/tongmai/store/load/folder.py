"""The load itself: a pool of workers, a bounded number of units on their way, one writer, and rounds for those that
wait for others."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple, Protocol

from tongmai.base.clock import Clock, SystemClock
from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.store.load import worker
from tongmai.store.load.collecting import seldom_meanwhile
from tongmai.store.load.files import Unit, sources
from tongmai.store.load.hands import Hands, hands
from tongmai.store.load.summary import Summary, Tally, refusals
from tongmai.store.load.wire import Ready, unpacked
from tongmai.store.prepare import Prepared
from tongmai.store.protocol import Written
from tongmai.store.sqlite import SqliteStore

IN_FLIGHT = 16_000
"""Entries with the writer at most: two of its long groups, so that one fills while the other is told."""
FEWEST = 2_000
"""Towards the end as many as are still to come, but so many: the workers should not be done while the writer still has
seconds before it."""
AHEAD = 12
"""Units for each worker to go on with while the writer is waited for."""
_NOTHING_MORE = Prepared((), {}, "")
"""Writes nothing; sent without a promise of more, it lets the writer close its group."""
Progress = Callable[[int, int], None]
"""Told (entries done, entries in all)."""


class Target(Protocol):
    """What a load asks of a store."""

    def submit_prepared(self, prepared: Prepared, more: bool = False) -> "Future[list[Written]]": ...


class _Sent(NamedTuple):
    """A change set with the writer; without its contents."""

    ready: Ready
    written: "Future[list[Written]]"


class _Batch(NamedTuple):
    """What was sent of a unit."""

    unit: Unit
    sent: list[_Sent]


Waiting = dict[Unit, list[Ready]]
"""Change sets that found nothing for a reference, by unit; without their contents."""


def load_folder(
    directory: Path,
    store_path: Path,
    definitions: Definitions,
    on_progress: Progress | None = None,
    workers: int | None = None,
    clock: Clock | None = None,
) -> Summary:
    """Load a file, or every .json, .ndjson (.bz2, .gz) below a folder, into the SQLite store at `store_path`. A second
    run creates nothing. Refused: nothing to load, the store is in use."""
    listed = sources(directory)
    with hands(definitions, workers) as by:
        store = SqliteStore(store_path, definitions, clock or SystemClock())
        try:
            return load_files(listed, store, by, on_progress)
        finally:
            store.close()


def load_files(
    listed: Sequence[tuple[str, Path]],
    store: Target,
    by: Hands,
    on_progress: Progress | None = None,
) -> Summary:
    """Load files, each with the name it is told by, into any store, by these hands."""
    began = time.perf_counter()
    load = Load(by, store, on_progress or (lambda done, total: None))
    with seldom_meanwhile():
        try:
            load.run(listed)
        finally:
            store.submit_prepared(_NOTHING_MORE)  # a load that broke off leaves no group open
    return load.tally.told(time.perf_counter() - began, len(listed))


class Load:
    """One load."""

    def __init__(self, by: Hands, store: Target, on_progress: Progress) -> None:
        self._pool, self._spool, self._store, self._told = by.pool, by.spool, store, on_progress
        self._ahead = AHEAD * by.processes
        self.tally = Tally()
        self._done = self._all = self._flying = 0

    def run(self, listed: Sequence[tuple[str, Path]]) -> None:
        """Scan, then write in the order of contents, then again for those that waited while others got in."""
        units = self._scanned(listed)
        self._all = sum(unit.entries for unit in units)
        self._told(0, self._all)
        waiting = self._round(sorted(units, key=lambda unit: unit.order), None)
        before = 0
        while waiting and before != _sets(waiting):
            before = _sets(waiting)
            waiting = self._round(list(waiting), waiting)
        for unit, kept in waiting.items():
            for ready in kept:
                self._refuse(unit, ready)

    def _scanned(self, listed: Sequence[tuple[str, Path]]) -> list[Unit]:
        units: list[Unit] = []
        for scanned in self._pool.map(worker.scan, *zip(*((n, p, self._spool) for n, p in listed), strict=True)):
            units += scanned.units
            self.tally.refused += scanned.refused
        return units

    def _round(self, units: Sequence[Unit], only: Waiting | None) -> Waiting:
        """Send units to the writer in this order, of each all its sets or only those that waited."""
        waiting: Waiting = {}
        sent: deque[_Batch] = deque()
        to_come = sum(unit.entries for unit in units)
        for unit, made in self._made(units):
            wanted = None if only is None else {ready.places for ready in only[unit]}
            sent.append(self._send(unit, [one for one in made if wanted is None or one.places in wanted]))
            self._flying += unit.entries
            to_come -= unit.entries
            if self._flying > (most := max(FEWEST, min(IN_FLIGHT, to_come))):
                self._settle(sent, most // 2, waiting)
        self._settle(sent, 0, waiting)
        return waiting

    def _made(self, units: Sequence[Unit]) -> Iterator[tuple[Unit, list[Ready]]]:
        """What the workers make of units, in order, a few ahead of the writer."""
        making: deque[tuple[Unit, Future[bytes]]] = deque()
        for unit in units:
            making.append((unit, self._pool.submit(worker.ready, unit)))
            if len(making) > self._ahead:
                first, made = making.popleft()
                yield first, unpacked(made.result())
        while making:
            first, made = making.popleft()
            yield first, unpacked(made.result())

    def _send(self, unit: Unit, made: Sequence[Ready]) -> _Batch:
        sent = []
        for ready in made:
            if ready.prepared is None:
                self._refuse(unit, ready)
            else:
                written = self._store.submit_prepared(ready.prepared, more=True)
                sent.append(_Sent(ready._replace(prepared=None), written))
        return _Batch(unit, sent)

    def _settle(self, sent: deque[_Batch], most: int, waiting: Waiting) -> None:
        """Wait for the oldest until no more than so many entries are with the writer."""
        self._store.submit_prepared(_NOTHING_MORE)
        while sent and self._flying > most:
            batch = sent.popleft()
            self._flying -= batch.unit.entries
            for one in batch.sent:
                self._settle_one(batch.unit, one, waiting)

    def _settle_one(self, unit: Unit, sent: _Sent, waiting: Waiting) -> None:
        try:
            written = sent.written.result()
        except Refused as refused:
            told = sent.ready._replace(issues=refused.issues)
            if all(issue.kind == "not-found" for issue in refused.issues):
                waiting.setdefault(unit, []).append(told)
            else:
                self._refuse(unit, told)
        else:
            self.tally.count(written)
            self._advance(len(sent.ready.places))

    def _refuse(self, unit: Unit, ready: Ready) -> None:
        self.tally.refused += refusals(unit.file, ready.issues, ready.places)
        self.tally.left_out += len(ready.places)
        self._advance(len(ready.places))

    def _advance(self, entries: int) -> None:
        self._done += entries
        self._told(self._done, self._all)


def _sets(waiting: Waiting) -> int:
    return sum(len(kept) for kept in waiting.values())
