"""The store at scale: load, read, search, write and count with so many resources in it, each beside a peer.

    python benchmarks/scale.py [RESOURCES] [--store sqlite|postgres] [--seconds S] [--write-seconds S] [--json FILE]
    python benchmarks/scale.py --compare SMALL.json LARGE.json

100,000 resources without a number. Records made by others are repeated (`_repeated.py`) from
$TONGMAI_SHARED/data/synthea-120 and loaded as NDJSON, checked, with every declared parameter indexed, synced.
`--store postgres` starts a server of its own; --json keeps the figures. --compare tells what each search costs with
many resources against few; asked is not more than twice, and the number that cost more is the exit code.

Peers, in the same run on the same bytes: a bare program that reads the lines and puts each into a plain SQLite table
under its id with the same sync, and its look-ups; the same store committing one write after the other; DuckDB alone
reading the same bodies into the same columns.
"""

import argparse
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the server that the tests start

from tests.store.server import Server

from _asked import COUNTS, Figures, reads, sampled, searches
from _lake import lake
from _measure import Peak, machine, row, timed
from _repeated import written
from store import CLIENTS, one_by_one, together
from tongmai.base.clock import SystemClock
from tongmai.fhir.definitions import Definitions
from tongmai.store.load import hands, load_files, sources
from tongmai.store.postgres import PostgresStore
from tongmai.store.sql.store import SqlStore
from tongmai.store.sqlite import SqliteStore

AT_MOST = 2.0
"""Times that a search may cost with many resources what it costs with few."""
SHARED = "4GB"
"""Of the server for its own: somewhat less than the quarter of a machine that its manual advises."""
BLOCK = 5_000
"""Lines a transaction of the bare load."""


class Pace:
    """When how much of a load was done."""

    def __init__(self) -> None:
        self._at: list[tuple[int, float]] = [(0, time.perf_counter())]

    def __call__(self, done: int, total: int) -> None:
        """Told as the load goes on."""
        self._at.append((done, time.perf_counter()))

    def last_over_first(self) -> float:
        """The rate of the last fifth over that of the first, from when the first resources were in."""
        begun, end = self._at[1][0], self._at[-1][0]
        fifth = (end - begun) / 5
        first = self._when(begun + fifth) - self._at[1][1]
        last = self._at[-1][1] - self._when(end - fifth)
        return first / last

    def _when(self, done: float) -> float:
        return next(at for count, at in self._at if count >= done)


def bare(folder: Path, path: Path) -> sqlite3.Connection:
    """The peer of the load."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = FULL").fetchall()
    connection.execute("CREATE TABLE resource (type TEXT, id TEXT, body BLOB, PRIMARY KEY (type, id))")
    for _, file in sources(folder):
        with file.open("rb") as lines:
            while held := list(islice(lines, BLOCK)):
                found = [(one["resourceType"], one["id"], line) for line in held for one in [orjson.loads(line)]]
                with connection:
                    connection.executemany("INSERT INTO resource VALUES (?, ?, ?)", found)
    return connection


@contextmanager
def opened(kind: str, place: Path) -> Iterator[tuple[SqlStore, Any]]:
    """An empty store, and how to ask for its bytes on disk."""
    definitions, clock = Definitions.load(), SystemClock()
    if kind == "sqlite":
        path = place / "records.sqlite"
        store: SqlStore = SqliteStore(path, definitions, clock)
        try:
            yield store, lambda: path.stat().st_size
        finally:
            store.close()
        return
    server = Server({"shared_buffers": SHARED, "autovacuum": "on", "max_wal_size": "4GB"})
    try:
        server.start()
        store = PostgresStore(server.url, definitions, clock)
        try:
            yield store, lambda: _database_size(server.url)
        finally:
            store.close()
    finally:
        server.stop()


def _database_size(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


def load(store: SqlStore, size: Any, folder: Path, peer: float) -> Figures:
    """Into the empty store; `peer`: what the bare load does a second."""
    pace = Pace()
    with hands(Definitions.load()) as by, Peak() as peak:
        told = load_files(sources(folder), store, by, pace)
    resources, rate = told["resources"], told["resources_per_second"]
    row("bulk load, NDJSON, resources/s", f"{rate:,.0f}", f"{peer:,.0f} (bare)", rate / peer)
    last, each = pace.last_over_first(), size() / resources
    print(f"  {resources:,} resources in {told['seconds']:.0f} s, refused {len(told['refused'])}")
    print(f"  last fifth over first {last:.2f}; {each:.0f} bytes a resource; peak memory {peak.megabytes:,.0f} MB")
    return {"per_second": rate, "bare_per_second": peer, "last_over_first": last, "bytes_a_resource": each,
            "peak_mb": peak.megabytes, "refused": len(told["refused"])}  # fmt: skip


def writes(store: SqlStore, seconds: float) -> Figures:
    """Acknowledged single writes of many clients beside the same store, one by one."""
    single = one_by_one(store, min(seconds, 5.0))
    many, p95, a_sync = together(store, seconds)
    row(f"acknowledged writes/s, {CLIENTS} clients", f"{many:,.0f}, p95 {p95:.1f} ms", f"{single:,.0f} (one by one)",
        many / single)  # fmt: skip
    print(f"  {a_sync:.1f} writes a sync, held {seconds:.0f} s")
    return {"per_second": many, "p95_ms": p95, "one_by_one": single, "writes_a_sync": a_sync}


def measured(asked: argparse.Namespace) -> Figures:
    """Everything of one size, in a folder that is gone afterwards."""
    shared = Path(os.environ.get("TONGMAI_SHARED", Path(__file__).parents[2] / "shared"))
    print(f"{asked.resources:,} resources, {asked.store}; {machine()}, {os.cpu_count()} cores, load average"
          f" {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="scale-")))
        (lines := place / "lines").mkdir()
        (place / "audit").mkdir()
        size = written(lines, shared / "data" / "synthea-120", asked.resources)
        print(f"  {size / 1e6:,.0f} MB of NDJSON", flush=True)
        seconds: list[float] = []
        with timed(seconds):
            kept = bare(lines, place / "bare.db")
        stack.callback(kept.close)
        store, bytes_on_disk = stack.enter_context(opened(asked.store, place))
        found: Figures = {"resources": asked.resources, "store": asked.store}
        found["load"] = load(store, bytes_on_disk, lines, asked.resources / seconds[0])
        with Peak() as peak:
            sample = sampled(store)
            found["reads"] = reads(store, kept, sample, place, asked.seconds)
            found["searches"] = searches(store, kept, sample, asked.seconds)
        print(f"  peak memory while reading and searching {peak.megabytes:,.0f} MB")
        with Peak() as peak:
            found["lake"] = lake(store, place)
        print(f"  peak memory of the lake {peak.megabytes:,.0f} MB")
        found["writes"] = writes(store, asked.write_seconds)
    print(f"load average at the end {os.getloadavg()[0]:.1f}")
    return found


def compared(few: Figures, many: Figures) -> int:
    """What each read and search costs with many resources against few, the usual one (median): the processor time
    where the store is in this process, the wait where it is a server; how many cost too much."""
    cost = "cpu_ms" if many["store"] == "sqlite" else "p50_ms"
    print(f"{many['resources']:,} resources against {few['resources']:,}; asked: not more than {AT_MOST:g} times")
    over, counting = 0, {name for name, _ in COUNTS}
    for name, before in {**few["reads"], **few["searches"]}.items():
        after = {**many["reads"], **many["searches"]}.get(name)
        if after is None:
            continue
        times = after[cost] / before[cost]
        word = "counts all, so it grows" if name in counting else "" if times <= AT_MOST else "MORE THAN ASKED"
        over += word == "MORE THAN ASKED"
        print(f"{name:<34} {before[cost]:8.2f} ms -> {after[cost]:8.2f} ms  {times:5.2f} times"
              f"  p95 {before['p95_ms']:.1f} -> {after['p95_ms']:.1f} ms  {word}")  # fmt: skip
    return over


def main() -> int:
    asking = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asking.add_argument("resources", nargs="?", type=int, default=100_000)
    asking.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    asking.add_argument("--seconds", type=float, default=3.0, help="of every kind of read and search")
    asking.add_argument("--write-seconds", type=float, default=30.0, help="that writes are held")
    asking.add_argument("--json", type=Path, help="where to keep the figures")
    asking.add_argument("--compare", nargs=2, type=Path, metavar=("SMALL", "LARGE"))
    asked = asking.parse_args()
    if asked.compare:
        few, many = (json.loads(path.read_text()) for path in asked.compare)
        return compared(few, many)
    found = measured(asked)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
