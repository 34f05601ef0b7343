"""The same bundles into our server and into others, over HTTP, one after the other, on the same machine.

    python benchmarks/peers.py [FILES]        (`make bench-peers`; default: the first 5 of ../shared/data/synthea-120)

Each server is a process of its own with an empty store on the same disk. One client on one kept connection posts every
bundle as it lies in its file, then reads by id, then searches. Peers: sekmet-fhir (PyPI; FastAPI on SQLite) and, where
Maven Central is reached, HAPI FHIR JPA (H2 in a file). Our server checks, decides and audits as it ships.
"""

import bz2
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from _hapi import hapi
from _measure import machine, row
from _served import ROOT, Served, ours, sekmet

LOAD_AT_MOST = 120.0  # seconds; what is not loaded by then is told
EACH = 5.0  # seconds of every kind of question
BODY_WEIGHT = "http://loinc.org|29463-7"


@dataclass
class Taken:
    """What was measured of one server. By question: `times`, seconds of each answer; `first`, entries of the first, on
    which servers must agree; `missed`, why there is none."""

    name: str
    resources: int = 0
    files: int = 0
    refused: list[str] = field(default_factory=list)
    load: float = 0.0
    times: dict[str, list[float]] = field(default_factory=dict)
    missed: dict[str, str] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    peak: float = 0.0


def bundles(folder: Path, files: int) -> Iterable[tuple[str, bytes]]:
    """Name and bytes of the first files, institutions and staff before the patients who name them."""
    for path in sorted(folder.glob("*.json.bz2"))[:files]:
        yield path.name, bz2.decompress(path.read_bytes())


def load(served: Served, folder: Path, files: int, taken: Taken) -> list[str]:
    """Post the bundles; the references that the answers tell."""
    found: list[str] = []
    for name, body in bundles(folder, files):
        if taken.load > LOAD_AT_MOST:
            break
        began = time.perf_counter()
        status, told = served.ask("POST", "", body)
        taken.load += time.perf_counter() - began
        entries = json.loads(told).get("entry", []) if status == 200 else []
        kept = [one["response"].get("location", "") for one in entries if one["response"]["status"][:1] == "2"]
        if status != 200 or len(kept) < len(entries):
            taken.refused.append(f"{name}: {status}, {len(entries) - len(kept)} entries; {told[:300]!r}")
        taken.files += 1
        taken.resources += len(kept)
        found += ["/".join(place.split("/_history")[0].split("/")[-2:]) for place in kept if place]
    return found


def questions(references: list[str]) -> dict[str, list[str]]:
    """Paths of each kind of question, in an order that is the same in every run."""
    shuffled = sorted(references)
    random.Random(1).shuffle(shuffled)
    patients = [one for one in references if one.startswith("Patient/")]
    return {
        "reads by id/s": shuffled[:2_000],
        "searches/s, patient and code": [f"Observation?patient={one}&code={BODY_WEIGHT}&_count=20" for one in patients],
        "searches/s, code, first page": [f"Observation?code={BODY_WEIGHT}&_count=20"],
        "searches/s, patient, newest first": [f"Encounter?patient={one}&_sort=-date&_count=20" for one in patients],
        "searches/s, one hop": [f"Encounter?patient.gender={gender}&_count=20" for gender in ("male", "female")],
    }


def ask(served: Served, paths: list[str], what: str, taken: Taken) -> None:
    """Ask one after the other for a while; the first answer of each kind is not counted."""
    status, told = served.ask("GET", paths[0])
    if status != 200:
        taken.missed[what] = f"{status}: {told[:200].decode(errors='replace')}"
        return
    taken.first[what] = len(json.loads(told).get("entry", []))
    times, began = taken.times.setdefault(what, []), time.perf_counter()
    for path in cycle(paths):
        before = time.perf_counter()
        if before - began > EACH:
            return
        status, _ = served.ask("GET", path)
        assert status == 200, f"{served.name}: {path}: {status}"
        times.append(time.perf_counter() - before)


def measured(start: Callable[[Path], AbstractContextManager[Served]], folder: Path, files: int) -> Taken:
    """Everything of one server."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place, start(Path(place)) as served:
        taken = Taken(served.name)
        references = load(served, folder, files, taken)
        for what, paths in questions(references).items():
            if paths:
                ask(served, paths, what, taken)
        taken.peak = served.peak()
        return taken


def tell(one: Taken, peer: Taken) -> None:
    """Lines of the two beside each other."""
    mine, theirs = one.resources / one.load, peer.resources / peer.load
    row("load, resources/s", f"{mine:,.0f}", f"{theirs:,.0f} ({peer.name})", mine / theirs)
    for what in one.times:
        if what in peer.times:
            fast, slow = _rate(one.times[what]), _rate(peer.times[what])
            row(what, f"{fast:,.0f}", f"{slow:,.0f}", fast / slow)
            row("  p50 | p95 ms", _shown(one.times[what]), _shown(peer.times[what]), fast / slow)
            if one.first[what] != peer.first[what]:
                print(f"  other answers: {one.first[what]} entries here, {peer.first[what]} there")
        else:
            print(f"{what:<46} {_rate(one.times[what]):>22,.0f}   {peer.name}: {peer.missed.get(what, 'not asked')}")
    row("peak memory, MB", f"{one.peak:,.0f}", f"{peer.peak:,.0f}", one.peak / peer.peak)
    for each in (one, peer):
        print(f"{each.name}: {each.resources:,} resources of {each.files} files in {each.load:.1f} s")
        for refused in each.refused:
            print(f"  refused: {refused}")
        for what, why in each.missed.items():
            print(f"  not answered: {what}: {why}")


def _rate(times: list[float]) -> float:
    return len(times) / sum(times)


def _shown(times: list[float]) -> str:
    cut = quantiles(times, n=20) if len(times) > 1 else times * 20
    return f"{cut[9] * 1000:.1f} | {cut[18] * 1000:.1f}"


def main(files: int = 5) -> None:
    folder = Path(os.environ.get("TONGMAI_SHARED", ROOT.parent / "shared")) / "data" / "synthea-120"
    print(f"{machine()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}", flush=True)
    one = measured(ours, folder, files)
    peers = {"sekmet-fhir": sekmet, "HAPI FHIR JPA": hapi}
    for name, start in peers.items():
        try:
            tell(one, measured(start, folder, files))
        except (FileNotFoundError, RuntimeError) as missing:
            print(f"{name}: not measured: {missing}")
    print(f"load average at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
