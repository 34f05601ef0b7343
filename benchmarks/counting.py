"""The lake and the measures on made-up visits: a full build, a thousand changes, thirty indicators on four levels.

    python benchmarks/counting.py [visits, 200000 unless given]

Peers, in the same run on the same bytes: DuckDB's own `read_json` for the build, a rewrite of the whole file for the
changes, one statement an indicator and level for the counting. Bodies come from memory, not from a store.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import orjson

from _measure import Peak, machine, row, timed
from tongmai.base.words import Words
from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.duck import DuckMeasures
from tongmai.engines.measure.protocol import Level
from tongmai.fhir.definitions import Definitions
from tongmai.model.measure import Measure
from tongmai.model.view import View
from tongmai.store.lake import Deriver, Lake

LEVELS: list[Level] = ["village", "township", "county", "prefecture"]
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
COLUMNS = [
    ("id", "getResourceKey()", "id"),
    ("village", "extension('urn:tongmai:village').value.ofType(code)", "code"),
    ("person", "subject.getReferenceKey(Patient)", "string"),
    ("kind", "class.code", "code"),
    ("day", "period.start", "date"),
]
VIEW = View(
    "visit",
    "Encounter",
    {
        "resourceType": "ViewDefinition", "name": "visit", "resource": "Encounter", "status": "active",
        "select": [{"column": [{"name": name, "path": path, "type": kind} for name, path, kind in COLUMNS]}],
    },
)  # fmt: skip


class Live(NamedTuple):
    type: str
    id: str
    change: int
    body: bytes
    deleted: bool = False


class Feed:
    """Visits as a store would hand them out."""

    def __init__(self, count: int) -> None:
        self.all = [Live("Encounter", f"v{number}", number + 1, visit(number)) for number in range(count)]

    def last_change(self) -> int:
        return self.all[-1].change

    def current(self, type: str) -> Iterator[Live]:
        return iter(self.all)

    def changes(self, after: int, limit: int) -> list[Live]:
        return self.all[after : after + limit]


def village(number: int) -> str:
    return f"6523{number % 7 + 21:02d}{number % 70 // 7:03d}{number % 910 // 70:03d}"


def visit(number: int, kind: str = "") -> bytes:
    """A visit; every number gives the same bytes in every run."""
    scattered = number * 2654435761 % 2**32
    day = f"2025-{scattered % 12 + 1:02d}-{scattered // 12 % 28 + 1:02d}"
    return orjson.dumps(
        {
            "resourceType": "Encounter", "id": f"v{number}", "status": "finished",
            "extension": [{"url": "urn:tongmai:village", "valueCode": village(scattered // 7)}],
            "class": {"code": kind or f"K{scattered % 30}"},
            "subject": {"reference": f"Patient/p{scattered % 50_000}"}, "period": {"start": day, "end": day},
        }
    )  # fmt: skip


def build(folder: Path, feed: Any) -> Lake:
    """A full build beside DuckDB reading the same bytes as JSON lines."""
    places = [
        {"village": code, "township": code[:9] + "000", "county": code[:6] + "000000", "prefecture": "652300000000"}
        for code in sorted({village(number) for number in range(910)})
    ]
    lake = Lake(folder / "lake", [Deriver(VIEW, Definitions.load())], [], {"place": places})
    lines = folder / "visits.ndjson"
    lines.write_bytes(b"\n".join(one.body for one in feed.all))
    seconds: list[float] = []
    with timed(seconds):
        lake.refresh(feed)
    with timed(seconds):
        duckdb.connect().execute(
            "copy (select id, extension[1].valueCode as village, subject.reference as person, class.code as kind,"
            f" period.start as day from read_json('{lines}')) to '{folder / 'peer.parquet'}' (compression zstd)"
        )
    ours, peer = (len(feed.all) / each for each in seconds)
    row("full build of one view", f"{ours:,.0f} visits/s", f"{peer:,.0f} read_json", ours / peer)
    return lake


def change(folder: Path, lake: Lake, feed: Any) -> None:
    """A thousand changes beside writing the whole file once more."""
    last = feed.last_change()
    feed.all += [Live("Encounter", f"v{k * 7}", last + k + 1, visit(k * 7, "changed")) for k in range(1000)]
    seconds: list[float] = []
    with timed(seconds):
        lake.refresh(feed)
        (found,) = lake.query("select count(*) as n from visit where kind = 'changed'")
    assert found["n"] == 1000
    with timed(seconds):
        duckdb.connect().execute(
            f"copy (from '{folder / 'peer.parquet'}') to '{folder / 'again.parquet'}' (compression zstd)"
        )
    ours, peer = seconds
    row("1,000 changes, written and read", f"{ours * 1000:.0f} ms", f"{peer * 1000:.0f} ms whole file", peer / ours)


def count(lake: Lake) -> None:
    """Thirty indicators, ten of them of distinct persons: fused beside one statement each."""
    measures = [
        Measure(
            id=f"bench.m{number}", title=Words("", ""), rows="visit", kind="flow", opens="Encounter",
            numerator=f"kind = 'K{number}'", denominator="true", distinct="person" if number % 3 == 0 else "",
            source="made up",
        )
        for number in range(30)
    ]  # fmt: skip
    catalogue = Catalogue.of([VIEW], measures=measures)
    ids = [measure.id for measure in measures]
    fused, each = DuckMeasures(lake, catalogue), DuckMeasures(lake, catalogue)
    seconds: list[float] = []
    with timed(seconds):
        together = fused.cells(ids, MONTHS, LEVELS)
    with timed(seconds):
        apart = [cell for id in ids for level in LEVELS for cell in each.cells([id], MONTHS, level)]
    assert sorted(together, key=repr) == sorted(apart, key=repr)
    ours, peer = seconds
    row("30 indicators, 12 months, 4 levels", f"{ours:.2f} s", f"{peer:.2f} s one by one", peer / ours)


def main(visits: int) -> None:
    print(f"{visits:,} visits; {machine()}; DuckDB {duckdb.__version__}")
    feed = Feed(visits)
    with tempfile.TemporaryDirectory() as name, Peak() as peak:
        lake = build(Path(name), feed)
        change(Path(name), lake, feed)
        count(lake)
    print(f"peak {peak.megabytes:.0f} MB, the visits themselves included")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
