"""Make the tables of R4's invariants and of the elements that belong to a summary.

Usage: get the npm package hl7.fhir.r4.examples, version 4.0.1, as for make_r4_table.py, and run

    python scripts/make_r4_checks.py FOLDER [OUTPUT]

OUTPUT is src/tongmai/fhir/r4/checks.json.gz unless given; its content is the same at every run:

    invariants  {type: [[path, key, severity, expression, human], ...]}   path is relative to the type, "" for itself
    summary     {type: [path, ...]}                                       the type's own elements, backbones included
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parent.parent / "src" / "tongmai" / "fhir" / "r4" / "checks.json.gz"
EVERYWHERE = frozenset({"ele-1", "ext-1"})
"""What the structural checker holds already: an element has a value or children; an extension one of the two."""


def _definitions(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("StructureDefinition-*.json")):
        definition = json.loads(path.read_text(encoding="utf-8"))
        if definition["kind"] != "logical" and definition.get("derivation") != "constraint":
            yield definition


def _own(definition: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The elements that a type itself has, each with its path within the type."""
    name = definition["type"]
    for element in definition["snapshot"]["element"]:
        path: str = element["path"]
        if path == name or element.get("base", {}).get("path", path) == path:
            yield path.removeprefix(name).removeprefix("."), element


def _invariants(definition: dict[str, Any]) -> list[list[str]]:
    rows = []
    for path, element in _own(definition):
        for one in element.get("constraint", ()):
            source = one.get("source", "").rpartition("/")[2]
            if one["key"] in EVERYWHERE or "expression" not in one or source not in ("", definition["type"]):
                continue
            rows.append([path, one["key"], one["severity"], one["expression"], one["human"]])
    return rows


def main(folder: Path, output: Path = OUTPUT) -> None:
    invariants, summary = {}, {}
    for definition in _definitions(folder):
        name = definition["type"]
        if rows := _invariants(definition):
            invariants[name] = rows
        if paths := [path for path, element in _own(definition) if path and element.get("isSummary")]:
            summary[name] = paths
    text = json.dumps({"invariants": invariants, "summary": summary}, separators=(",", ":"), ensure_ascii=False)
    output.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    count = sum(map(len, invariants.values()))
    sys.stdout.write(f"{count} invariants, {len(summary)} types with a summary, {output.stat().st_size} bytes\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
