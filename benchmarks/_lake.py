"""The lake over a large store: a full build and a thousand changes, beside DuckDB alone on the same bodies."""

from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from _measure import row, timed
from tongmai.fhir.definitions import Definitions
from tongmai.model.view import View
from tongmai.store.lake import Deriver, Lake
from tongmai.store.protocol import ChangeSet, Put
from tongmai.store.sql.store import SqlStore

CHANGES = 1_000
COLUMNS = [
    ("id", "getResourceKey()", "id"),
    ("status", "status", "code"),
    ("category", "category.first().coding.first().code", "code"),
    ("system", "code.coding.first().system", "uri"),
    ("code", "code.coding.first().code", "code"),
    ("patient", "subject.getReferenceKey(Patient)", "string"),
    ("encounter", "encounter.getReferenceKey(Encounter)", "string"),
    ("value", "value.ofType(Quantity).value", "decimal"),
    ("unit", "value.ofType(Quantity).unit", "string"),
]
VIEW = View(
    "measured",
    "Observation",
    {
        "resourceType": "ViewDefinition", "name": "measured", "resource": "Observation", "status": "active",
        "select": [{"column": [{"name": name, "path": path, "type": kind} for name, path, kind in COLUMNS]}],
    },
)  # fmt: skip
ALONE = """COPY (SELECT id, status, category[1].coding[1].code AS category, code.coding[1].system AS system,
    code.coding[1].code AS code, split_part(subject.reference, '/', 2) AS patient,
    split_part(encounter.reference, '/', 2) AS encounter, valueQuantity.value AS value, valueQuantity.unit AS unit
    FROM read_json('{lines}', format = 'newline_delimited', columns = {{
        id: 'VARCHAR', status: 'VARCHAR', category: 'STRUCT(coding STRUCT(code VARCHAR)[])[]',
        code: 'STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[])', subject: 'STRUCT(reference VARCHAR)',
        encounter: 'STRUCT(reference VARCHAR)', valueQuantity: 'STRUCT(value DOUBLE, unit VARCHAR)'}})
    ) TO '{rows}' (COMPRESSION zstd)"""


def lake(store: SqlStore, place: Path) -> dict[str, Any]:
    """Nine columns of every Observation, then of a thousand that changed."""
    lines, rows, folder = place / "observations.ndjson", place / "alone.parquet", place / "lake"
    count = _bodies(store, lines)
    own, seconds = Lake(folder, [Deriver(VIEW, Definitions.load())], [], {}), list[float]()
    with timed(seconds):
        own.refresh(store)
    with timed(seconds), duckdb.connect() as alone:
        alone.execute(ALONE.format(lines=lines, rows=rows))
    assert own.query("SELECT count(*) AS n FROM measured") == [{"n": count}]
    full, peer = (count / each for each in seconds)
    row("lake in full, resources/s", f"{full:,.0f}", f"{peer:,.0f} (DuckDB alone)", full / peer)
    before = _sizes(folder)
    _change(store)
    with timed(seconds):
        own.refresh(store)
        (found,) = own.query("SELECT count(*) AS n FROM measured WHERE status = 'amended'")
    with timed(seconds), duckdb.connect() as alone:
        alone.execute(f"COPY (FROM '{rows}') TO '{place / 'again.parquet'}' (COMPRESSION zstd)")
    changed, anew = seconds[2:]
    share = sum(size for name, size in _sizes(folder).items() if name not in before) / sum(before.values())
    row(f"{found['n']:,} changes, written and read", f"{changed * 1000:.0f} ms", f"{anew * 1000:.0f} ms (whole file)",
        anew / changed)  # fmt: skip
    print(f"  of {count:,} rows; written {share:.1%} of the lake")
    return {"rows": count, "full_per_second": full, "alone_per_second": peer, "changes_ms": changed * 1000,
            "whole_file_ms": anew * 1000, "written_share": share}  # fmt: skip


def _bodies(store: SqlStore, lines: Path) -> int:
    with lines.open("wb") as file:
        return sum(1 for version in store.current("Observation") if file.write(version.body + b"\n"))


def _change(store: SqlStore) -> None:
    """Every one of the first thousand amended."""
    live = store.current("Observation")
    for version in list(islice(live, CHANGES)):
        body = version.body.replace(b'"status":"final"', b'"status":"amended"', 1)
        store.commit(ChangeSet((Put("Observation", body, id=version.id),)))
    live.close()  # type: ignore[attr-defined]


def _sizes(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in folder.glob("*.parquet")}
