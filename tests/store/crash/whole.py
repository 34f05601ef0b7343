"""What must be true of a store after a crash."""

from pathlib import Path

import apsw
from tests.store.writing import DEFINITIONS, search

from tongmai.base.clock import SystemClock
from tongmai.store.protocol import Store
from tongmai.store.sqlite import SqliteStore


def sets_in(path: Path) -> set[int]:
    """The numbers of the sets in a store, after making sure that each is whole: all three resources, found by each of
    their entries, and in the feed, and the file sound."""
    connection = apsw.Connection(str(path))
    assert connection.pragma("integrity_check") == "ok"
    connection.close()
    store = SqliteStore(path, DEFINITIONS, SystemClock())
    try:
        return whole_sets(store)
    finally:
        store.close()


def whole_sets(store: Store) -> set[int]:
    """The same of an open store, but for its file."""
    patients = {int(version.id[1:]) for version in store.current("Patient")}
    observations = {version.id for version in store.current("Observation")}
    assert observations == {f"{letter}{number}" for number in patients for letter in "ab"}
    feed = store.changes(limit=1_000_000)
    assert [version.change for version in feed] == list(range(1, len(feed) + 1))
    assert len({(version.type, version.id) for version in feed}) == 3 * len(patients)
    for number in sorted(patients)[-50:]:
        by_mark = search(store, f"Observation?identifier=urn:set|{number}").matches
        by_subject = search(store, f"Observation?subject=Patient/p{number}").matches
        assert [v.id for v in by_mark] == [v.id for v in by_subject] == [f"a{number}", f"b{number}"]
    return patients
