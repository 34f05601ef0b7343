"""What is asked of a large store: reads by id and searches, each with other values every time, and what each cost."""

import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from _measure import rate, row
from tongmai.access import Access, Actor, AuditLog
from tongmai.base.clock import SystemClock
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Rule
from tongmai.store.search_text import parse_url
from tongmai.store.sql.store import SqlStore

SAMPLES = 5_000
_LOOK = "SELECT body FROM resource WHERE type = ? AND id = ?"
Figures = dict[str, Any]

SEARCHES = (
    ("patient and code, first page", "Observation?patient={patient}&code=http://loinc.org|{code}"),
    ("patient, newest first", "Observation?patient={patient}&_sort=-date&_count=20"),
    ("code, first page", "Observation?code={code}&_count=20"),
    ("code, newest first", "Observation?code={code}&_sort=-date&_count=20"),
    ("family name, a full page", "Patient?family={initial}&_count=3"),
    ("a month, first page", "Observation?date={month}&_count=20"),
    ("between two dates, first page", "Observation?date=ge{month}-01&date=lt{month}-15&_count=20"),
    ("code between two dates", "Observation?code={code}&date=ge{year}-01-01&date=lt{year}-07-01&_count=20"),
    ("value above", "Observation?code={code}&value-quantity=gt100&_count=20"),
    ("one hop", "Encounter?service-provider:Organization.name:contains=hospital&_count=20"),
    ("one hop to the patient", "Observation?subject:Patient.family={family}&_count=20"),
    ("_id", "Observation?_id={id}"),
    ("all, newest first", "Observation?_sort=-date&_count=20"),
    ("status, newest first", "Observation?status=final&_sort=-date&_count=20"),
    ("all patients by name", "Patient?_sort=family&_count=20"),
    ("without a code, first page", "Observation?code:missing=true&_count=20"),
)
COUNTS = (
    ("how many of a code", "Observation?code={code}&_total=accurate&_count=20"),
    ("part of a name", "Patient?name:contains={part}&_count=20"),
)
"""These read all they count, or every name; they grow with it, and are told, not held to the others' bound."""


@dataclass
class Sample:
    """Values that are in the store, from all over it."""

    references: list[tuple[str, str]] = field(default_factory=list)
    values: list[dict[str, str]] = field(default_factory=list)


def sampled(store: SqlStore) -> Sample:
    """The same in every run of a size."""
    chance, found = random.Random(1), Sample()
    last = store.last_change()
    families = _families(store)
    for change in chance.sample(range(last), min(SAMPLES, last)):
        (version,) = store.changes(change, 1)
        found.references.append((version.type, version.id))
        told = version.resource()
        if version.type == "Observation" and "effectiveDateTime" in told:
            month, family = str(told["effectiveDateTime"])[:7], chance.choice(families)
            found.values.append(
                {
                    "patient": told["subject"]["reference"].removeprefix("Patient/"), "id": version.id,
                    "code": told["code"]["coding"][0]["code"], "month": month, "year": month[:4],
                    "initial": family[:1], "family": family[:3], "part": family[1:4],
                }
            )  # fmt: skip
    return found


def _families(store: SqlStore) -> list[str]:
    query = parse_url(Definitions.load(), "Patient?_count=200")
    return [str(one.resource()["name"][0]["family"]) for one in store.search(query).matches]


def reads(store: SqlStore, bare: sqlite3.Connection, sample: Sample, place: Path, seconds: float) -> Figures:
    """By id: as the store gives them, and through the door with its audit; beside a bare look-up of the same ids."""
    theirs, own, through = (cycle(sample.references) for _ in range(3))
    peer = rate(lambda: bare.execute(_LOOK, next(theirs)).fetchone(), min(seconds, 2.0))
    types = sorted({type for type, _ in sample.references})
    rules = [Rule(f"reads {type}", "reader", frozenset({"read"}), type) for type in types]
    log = AuditLog(place / "audit" / "reads.jsonl", SystemClock())
    reader = Actor("reader", "reader", ("reader",))
    access = Access(store, None, rules, {"reader": reader}, log, SystemClock(), definitions=Definitions.load())
    door = access.open("reader")
    acts: dict[str, Callable[[], object]] = {
        "reads by id": lambda: store.read(*next(own)).served(),
        "reads by id, audited": lambda: door.read(*next(through)).served(),
    }
    found = {name: _told(name, act, seconds, peer, "bare look-up") for name, act in acts.items()}
    log.close()
    return found


def searches(store: SqlStore, bare: sqlite3.Connection, sample: Sample, seconds: float) -> Figures:
    """Each search beside a bare look-up of one body by id: how many look-ups a search costs."""
    definitions, theirs = Definitions.load(), cycle(sample.references)
    peer = rate(lambda: bare.execute(_LOOK, next(theirs)).fetchone(), min(seconds, 2.0))
    found = {}
    for name, text in (*SEARCHES, *COUNTS):
        values = cycle(sample.values)

        def act(text: str = text, values: Iterator[dict[str, str]] = values) -> object:
            return store.search(parse_url(definitions, text.format(**next(values))))

        found[name] = _told(name, act, seconds, peer, "bare look-up")
    return found


def _told(name: str, act: Callable[[], object], seconds: float, peer: float, of: str) -> Figures:
    """One row: acts a second and p95, in ms; beside them the processor time of the asking thread, which other work on
    the machine moves least. A collection of garbage counts as it comes."""
    waits: list[float] = []
    spent: list[float] = []
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        start, before = time.perf_counter(), time.thread_time()
        act()
        spent.append(time.thread_time() - before)
        waits.append(time.perf_counter() - start)
    waits = waits if len(waits) > 1 else waits * 2
    mean, p95 = statistics.fmean(waits) * 1000, statistics.quantiles(waits, n=20)[-1] * 1000
    row(f"{name}/s", f"{1000 / mean:,.0f}, p95 {p95:.1f} ms", f"{peer:,.0f} ({of})", 1000 / mean / peer)
    return {
        "mean_ms": mean,
        "p50_ms": statistics.median(waits) * 1000,
        "cpu_ms": statistics.median(spent) * 1000,
        "p95_ms": p95,
        "peer_per_second": peer,
    }
