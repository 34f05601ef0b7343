"""Make the compact table of FHIR R4 that the package ships.

Usage: get the npm package hl7.fhir.r4.examples, version 4.0.1 (`npm pack hl7.fhir.r4.examples@4.0.1`), unpack it,
and run

    python scripts/make_r4_table.py FOLDER [OUTPUT]

where FOLDER holds its JSON files. OUTPUT is src/tongmai/fhir/r4/r4.json.gz unless given; its content is the same at
every run.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tongmai.fhir import compact

OUTPUT = Path(__file__).parent.parent / "src" / "tongmai" / "fhir" / "r4" / "r4.json.gz"
NOT_CORE = ("-extensions-", "-genetic", "example-", "-example")
"""Parameters that the package lists as examples or over extensions; they are no part of R4's own set."""


def _read(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(f"{kind}-*.json")):
        resource = json.loads(path.read_text(encoding="utf-8"))
        if resource.get("resourceType") == kind:
            yield resource


def _types(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    types, primitives = {}, {}
    for definition in _read(folder, "StructureDefinition"):
        if definition["kind"] == "logical" or definition.get("derivation") == "constraint":
            continue
        types[definition["type"]] = compact.compact_type(definition)
        if definition["kind"] == "primitive-type":
            primitives[definition["type"]] = compact.primitive_regex(definition)
    return types, primitives


def _codes(folder: Path, types: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    wanted = {element[5] for one in types.values() for element in one["elements"] if element[5]}
    value_sets = {one["url"]: one for one in _read(folder, "ValueSet")}
    code_systems = {one["url"]: one for one in _read(folder, "CodeSystem")}
    codes, left_open = {}, []
    for url in sorted(wanted):
        expansion = compact.expand(url, value_sets, code_systems)
        if expansion is None:
            left_open.append(url)
        else:
            codes[url] = expansion
    return codes, left_open


def _parameters(folder: Path) -> dict[str, Any]:
    parameters: dict[str, dict[str, Any]] = {}
    for parameter in _read(folder, "SearchParameter"):
        if any(mark in parameter["id"] for mark in NOT_CORE) or not parameter.get("expression"):
            continue
        for base, row in compact.compact_parameter(parameter).items():
            parameters.setdefault(base, {})[parameter["code"]] = row
    return {base: dict(sorted(rows.items())) for base, rows in sorted(parameters.items())}


def main(folder: Path, output: Path = OUTPUT) -> None:
    types, primitives = _types(folder)
    codes, left_open = _codes(folder, types)
    patient = json.loads((folder / "CompartmentDefinition-patient.json").read_text(encoding="utf-8"))
    parameters = _parameters(folder)
    table = {
        "version": "4.0.1",
        "types": types,
        "primitives": primitives,
        "codes": codes,
        "open": left_open,
        "parameters": parameters,
        "compartments": {"Patient": compact.compact_compartment(patient)},
    }
    text = json.dumps(table, separators=(",", ":"), sort_keys=False, ensure_ascii=False)
    output.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    pairs = sum(len(rows) for rows in parameters.values())
    sys.stdout.write(
        f"{len(types)} types, {len(codes)} value sets ({len(left_open)} not enumerable), {pairs} parameters, "
        f"{output.stat().st_size} bytes\n"
    )


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
