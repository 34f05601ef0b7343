"""The power fails while writers write: everything acknowledged was synced. With synchronous=NORMAL it was not, and the
same test sees the loss."""

import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from tests.store.crash.forgetful import Forgetful
from tests.store.crash.whole import sets_in
from tests.store.crash.writing_process import three
from tests.store.writing import DEFINITIONS

from tongmai.base.clock import SystemClock
from tongmai.store.sqlite import Settings, SqliteStore

WRITERS = 4
FAILURES = 6


@pytest.fixture
def layer() -> Iterator[Forgetful]:
    layer = Forgetful("forgetful")
    yield layer
    layer.unregister()


def power_failures(layer: Forgetful, place: Path, synchronous: str, survives: float) -> list[tuple[set[int], Path]]:
    """Write until the power has failed several times; what was acknowledged before each failure, and what is left."""
    settings = Settings(synchronous=synchronous, vfs="forgetful", exclusive=True)
    store = SqliteStore(place / "records.db", DEFINITIONS, SystemClock(), settings)
    numbers, acknowledged, failures = count(1), set[int](), []
    guard, enough = threading.Condition(), threading.Event()

    def write() -> None:
        while not enough.is_set():
            number = next(numbers)
            store.commit(three(number))
            with guard:
                acknowledged.add(number)
                guard.notify()

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for failure in range(FAILURES):
        with guard:
            guard.wait_for(lambda wanted=60 * (failure + 1): len(acknowledged) >= wanted, timeout=60)
            before = set(acknowledged)
        left = place / f"failure-{failure}"
        layer.fail(left, survives, seed=failure)
        failures.append((before, left / "records.db"))
    enough.set()
    for thread in threads:
        thread.join()
    store.close()
    return failures


@pytest.mark.parametrize("survives", [0.0, 0.5], ids=["nothing-unsynced-survives", "half-of-it-survives"])
def test_nothing_acknowledged_is_lost(layer: Forgetful, tmp_path: Path, survives: float) -> None:
    for acknowledged, left in power_failures(layer, tmp_path, "FULL", survives):
        assert acknowledged
        assert acknowledged <= sets_in(left)


def test_without_full_sync_acknowledged_sets_are_lost(layer: Forgetful, tmp_path: Path) -> None:
    lost = 0
    for acknowledged, left in power_failures(layer, tmp_path, "NORMAL", 0.0):
        lost += len(acknowledged - sets_in(left))
    assert lost > 0
