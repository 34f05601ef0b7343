"""A clock that goes backwards: instants, versions and the feed do not, and whoever reads the feed misses nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from tests.store.writing import DEFINITIONS, ids, patient, write

from tongmai.base.clock import Clock, SetClock
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import Store
from tongmai.store.sqlite import SqliteStore

NOON = datetime(2025, 6, 30, 12, tzinfo=UTC)
Open = Callable[[Clock], Store]


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    if request.param == "memory":
        return lambda clock: MemoryStore(DEFINITIONS, clock)
    if request.param == "postgres":
        postgres: Callable[..., Store] = request.getfixturevalue("postgres")
        return lambda clock: postgres(DEFINITIONS, clock)
    return lambda clock: SqliteStore(tmp_path / "records.db", DEFINITIONS, clock)


def back_and_forth(clock: SetClock) -> Iterator[datetime]:
    """An hour back, a second on, a year back, and on again."""
    for step in (timedelta(), timedelta(hours=-1), timedelta(seconds=1), timedelta(days=-365), timedelta(days=366)):
        clock.at += step
        yield clock.now()


def test_instants_and_versions_never_go_back(opening: Open) -> None:
    clock = SetClock(NOON)
    store = opening(clock)
    for number, _ in enumerate(back_and_forth(clock)):
        write(store, patient("p", f"n{number}"), patient(f"q{number}"))
    history = store.history("Patient", "p")
    assert [version.number for version in history] == [5, 4, 3, 2, 1]
    assert [version.at for version in history] == sorted((version.at for version in history), reverse=True)
    feed = store.changes()
    assert [version.change for version in feed] == list(range(1, 11))
    assert [version.at for version in feed] == sorted(version.at for version in feed)
    served = [orjson.loads(version.served())["meta"]["lastUpdated"] for version in feed]
    assert served == sorted(served)
    store.close()


def test_who_asks_for_what_came_since_the_last_instant_misses_nothing(opening: Open) -> None:
    clock = SetClock(NOON)
    store = opening(clock)
    seen: set[str] = set()
    since = NOON - timedelta(days=1)
    for number, _ in enumerate(back_and_forth(clock)):
        write(store, patient(f"q{number}"))
        seen |= ids(store, f"Patient?_lastUpdated=ge{since.isoformat(timespec='milliseconds').replace('+00:00', 'Z')}")
        since = max(version.at for version in store.changes())
        assert seen == {f"q{earlier}" for earlier in range(number + 1)}
    store.close()


def test_a_store_opened_under_an_earlier_clock_goes_on_from_its_last_instant(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    store = SqliteStore(path, DEFINITIONS, SetClock(NOON))
    write(store, patient("p"))
    store.close()
    store = SqliteStore(path, DEFINITIONS, SetClock(NOON - timedelta(days=3)))
    (later,) = write(store, patient("p", "n"))
    assert (later.number, later.at) == (2, NOON)
    store.close()
