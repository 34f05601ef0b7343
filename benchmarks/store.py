"""Single writes, reads and searches of the SQLite store, each beside a peer in the same run.

    python benchmarks/store.py [FOLDER] [SECONDS]        (default ../shared/data/synthea-120, 5 s a row)

Peers: the same store committing one write after the other, for what group commit gains; a bare SQLite table of bodies
by id, for what a read costs beyond the look-up; a LIKE over the same bodies, for what an index gains.
"""

import os
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from itertools import count, cycle
from pathlib import Path

from _measure import Peak, machine, rate, row
from tongmai.base.clock import SystemClock
from tongmai.fhir.definitions import Definitions
from tongmai.store.load import load_folder
from tongmai.store.protocol import ChangeSet, Put
from tongmai.store.search_text import parse_url
from tongmai.store.sql.store import SqlStore
from tongmai.store.sqlite import SqliteStore

CLIENTS = 16
_BODY = (
    b'{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"c%d"}]},'
    b'"subject":{"reference":"Patient/p%d"},"effectiveDateTime":"2025-06-%02dT08:00:00+08:00",'
    b'"valueQuantity":{"value":%d.5,"unit":"mmHg"}}'
)
SEARCHES = (
    ("patient and code, first page", "Observation?patient={patient}&code=http://loinc.org|8302-2"),
    ("code, first page", "Observation?code=8302-2&_count=20"),
    ("all, newest first", "Observation?_sort=-date&_count=20"),
    ("family name", "Patient?family=s&_count=20"),
    ("one hop", "Encounter?service-provider:Organization.name:contains=hospital&_count=20"),
)


def body(n: int) -> ChangeSet:
    return ChangeSet((Put("Observation", _BODY % (n % 40, n % 500, n % 28 + 1, n % 97)),))


def one_by_one(store: SqlStore, seconds: float) -> float:
    numbers = count()
    return rate(lambda: store.commit(body(next(numbers))), seconds)


def together(store: SqlStore, seconds: float) -> tuple[float, float, float]:
    """Writes a second of 16 clients, p95 in milliseconds, writes a sync."""
    numbers, waits, stop = count(1_000_000), list[float](), threading.Event()
    sets, groups = store.writer.sets, store.writer.groups

    def client() -> None:
        while not stop.is_set():
            began = time.perf_counter()
            store.commit(body(next(numbers)))
            waits.append(time.perf_counter() - began)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    time.sleep(seconds)
    stop.set()
    for one in clients:
        one.join()
    p95 = statistics.quantiles(waits, n=20)[-1] * 1000
    return len(waits) / seconds, p95, (store.writer.sets - sets) / (store.writer.groups - groups)


def main() -> None:
    shared = Path(os.environ.get("TONGMAI_SHARED", Path(__file__).parents[2] / "shared"))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "data" / "synthea-120"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    definitions = Definitions.load()
    print(f"{machine()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as place, Peak() as peak:
        load_folder(folder, Path(place) / "records.db", definitions)
        store = SqliteStore(Path(place) / "records.db", definitions, SystemClock())
        bare = sqlite3.connect(Path(place) / "bare.db")
        bare.execute("CREATE TABLE resource (id TEXT PRIMARY KEY, body BLOB)")
        bare.executemany("INSERT INTO resource VALUES (?, ?)", ((v.id, v.body) for v in store.current("Observation")))
        bare.commit()
        reads(store, bare, seconds)
        searches(store, bare, definitions, seconds)
        single = one_by_one(store, seconds)
        many, p95, a_sync = together(store, seconds)
        row(f"acknowledged writes/s, {CLIENTS} clients", f"{many:,.0f}", f"{single:,.0f} (one by one)", many / single)
        print(f"  p95 {p95:.1f} ms, {a_sync:.1f} writes a sync")
        store.close()
    print(f"peak memory {peak.megabytes:.0f} MB")


def reads(store: SqliteStore, bare: sqlite3.Connection, seconds: float) -> None:
    ids = [version.id for version in store.changes(after=30_000, limit=5_000) if version.type == "Observation"]
    own, theirs = cycle(ids), cycle(ids)
    ours = rate(lambda: store.read("Observation", next(own)).served(), seconds)
    look = "SELECT body FROM resource WHERE id = ?"
    peer = rate(lambda: bare.execute(look, (next(theirs),)).fetchone(), seconds)
    row("reads by id/s", f"{ours:,.0f}", f"{peer:,.0f} (bare look-up)", ours / peer)


def searches(store: SqliteStore, bare: sqlite3.Connection, definitions: Definitions, seconds: float) -> None:
    (person,) = store.search(parse_url(definitions, "Patient?_count=1")).matches
    scan = "SELECT body FROM resource WHERE body LIKE '%\"8302-2\"%' LIMIT 20 OFFSET 100"
    peer = rate(lambda: bare.execute(scan).fetchall(), 1.0)
    for what, text in SEARCHES:
        asked = text.format(patient=person.id)
        waits: list[float] = []
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            start = time.perf_counter()
            store.search(parse_url(definitions, asked))
            waits.append(time.perf_counter() - start)
        p95 = statistics.quantiles(waits, n=20)[-1] * 1000
        ours = len(waits) / sum(waits)
        row(f"searches/s, {what}", f"{ours:,.0f}, p95 {p95:.1f} ms", f"{peer:,.0f} (LIKE)", ours / peer)


if __name__ == "__main__":
    main()
