"""Bulk load of records made by others: 122 bundles, checked, every declared parameter indexed, synced.

    python benchmarks/load.py [FOLDER]        (default ../shared/data/synthea-120)

Peer, in the same run on the same bytes: the floor of the same work, a bare program that reads the files one after the
other (bz2, orjson) and puts each resource into a plain SQLite table under its id, a transaction a file, with the same
sync. It checks nothing, resolves nothing, and finds nothing but by id.
"""

import bz2
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

import orjson

from _measure import Peak, machine, row, timed
from tongmai.fhir.definitions import Definitions
from tongmai.store.load import load_folder


def bare(files: list[Path], path: Path) -> int:
    """The peer; the resources it kept."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = FULL").fetchall()
    connection.execute("CREATE TABLE resource (type TEXT, id TEXT, body BLOB, PRIMARY KEY (type, id))")
    for file in files:
        entries = orjson.loads(bz2.decompress(file.read_bytes()))["entry"]
        kept = [(e["resource"]["resourceType"], e["resource"]["id"], orjson.dumps(e["resource"])) for e in entries]
        with connection:
            connection.executemany("INSERT INTO resource VALUES (?, ?, ?)", kept)
    return int(connection.execute("SELECT count(*) FROM resource").fetchone()[0])


def main() -> None:
    shared = Path(os.environ.get("TONGMAI_SHARED", Path(__file__).parents[2] / "shared"))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "data" / "synthea-120"
    files = sorted(folder.glob("*.json.bz2"))
    with tempfile.TemporaryDirectory() as place:
        times: list[float] = []
        with timed(times):
            kept = bare(files, Path(place) / "bare.db")
        with Peak() as peak:
            first = load_folder(folder, Path(place) / "ours.db", Definitions.load())
        size = (Path(place) / "ours.db").stat().st_size
        again = load_folder(folder, Path(place) / "ours.db", Definitions.load())
    peer = kept / times[0]
    print(f"{machine()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    ours = first["resources_per_second"]
    row("load, resources/s", f"{ours:,.0f}", f"{peer:,.0f} (bare)", ours / peer)
    second = again["resources_per_second"]
    row("load again, resources/s", f"{second:,.0f}", f"{peer:,.0f} (bare)", second / peer)
    print(
        f"resources {first['resources']:,}, refused {len(first['refused'])}, new in the second run {again['created']}"
    )
    print(f"peak memory of all processes {peak.megabytes:.0f} MB, {size / first['resources']:.0f} bytes a resource")


if __name__ == "__main__":
    main()
