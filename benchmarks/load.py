"""Bulk load of records made by others: 122 bundles, checked, every declared parameter indexed, synced.

    python benchmarks/load.py [FOLDER]        (default ../shared/data/synthea-120)

The load is the command a person types, in a process of its own: `tongmai load FOLDER --data DIR --json`. Memory is
watched in a further load, for reading what each process holds of a page halts the process that it is read of.

Peer, in the same run on the same bytes: the floor of the same work, a bare program that reads the files one after the
other (bz2, orjson) and puts each resource into a plain SQLite table under its id, a transaction a file, with the same
sync. It checks nothing, resolves nothing, and finds nothing but by id.
"""

import bz2
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import orjson

from _measure import Peak, machine, row, timed
from tongmai.store.opening import RECORDS

LOADS = 4
"""Into a folder of its own each. What else runs on a machine can only slow a load down: the best says what the program
can do, all of them what the machine did."""


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


def ours(folder: Path, data: Path) -> dict[str, Any]:
    """The summary of one load."""
    command = [Path(sys.executable).with_name("tongmai"), "load", str(folder), "--data", str(data), "--json"]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    summary: dict[str, Any] = json.loads(told.stdout)
    return summary


def main() -> None:
    shared = Path(os.environ.get("TONGMAI_SHARED", Path(__file__).parents[2] / "shared"))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "data" / "synthea-120"
    files = sorted(folder.glob("*.json.bz2"))
    with tempfile.TemporaryDirectory() as place:
        times: list[float] = []
        with timed(times):
            kept = bare(files, Path(place) / "bare.db")
        whole, loads = list[float](), list[dict[str, Any]]()
        for number in range(LOADS):
            with timed(whole):
                loads.append(ours(folder, Path(place) / f"ours{number}"))
        data = Path(place) / "ours0"
        size = (data / RECORDS).stat().st_size
        again = ours(folder, data)
        with Peak() as peak:
            ours(folder, Path(place) / "watched")
    peer, first = kept / times[0], loads[0]
    print(f"{machine()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    rates = sorted(one["resources_per_second"] for one in loads)
    row("load, resources/s, the best", f"{rates[-1]:,.0f}", f"{peer:,.0f} (bare)", rates[-1] / peer)
    print(f"all loads: {', '.join(f'{rate:,.0f}' for rate in rates)}")
    print(f"the command from its start to its end {whole[0]:.1f} s, of which the load {first['seconds']:.1f} s")
    second = again["resources_per_second"]
    row("load again, resources/s", f"{second:,.0f}", f"{peer:,.0f} (bare)", second / peer)
    print(
        f"resources {first['resources']:,}, refused {len(first['refused'])}, new in the second run {again['created']}"
    )
    print(f"peak memory of all processes {peak.megabytes:.0f} MB, {size / first['resources']:.0f} bytes a resource")


if __name__ == "__main__":
    main()
