"""Make the table of R4's own code systems and value sets.

Usage: get the npm package hl7.fhir.r4.examples, version 4.0.1, as for make_r4_table.py, and run

    python scripts/make_r4_terms.py FOLDER [OUTPUT]

OUTPUT is src/tongmai/fhir/r4/terms.json.gz unless given; its content is the same at every run. Definitions,
designations and narrative are left out:

    systems  {url: {"id", "name", "version", "content", "concepts": [[code, display, place of the parent or -1, …], …]}}
             where a fourth item {property: value} stands, the concept has properties
    sets     {url: {"id", "name", "version", "compose"}}
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parent.parent / "src" / "tongmai" / "fhir" / "r4" / "terms.json.gz"
Json = dict[str, Any]


def _read(folder: Path, kind: str) -> Iterator[Json]:
    for path in sorted(folder.glob(f"{kind}-*.json")):
        resource = json.loads(path.read_text(encoding="utf-8"))
        if resource.get("resourceType") == kind and resource.get("url", "").startswith("http"):
            yield resource


def _concepts(listed: list[Json], rows: list[list[Any]], parent: int = -1) -> list[list[Any]]:
    for concept in listed:
        row: list[Any] = [concept["code"], concept.get("display", ""), parent]
        if properties := {one["code"]: _value(one) for one in concept.get("property", ())}:
            row.append(properties)
        rows.append(row)
        _concepts(concept.get("concept", []), rows, len(rows) - 1)
    return rows


def _value(one: Json) -> Any:
    value = next(value for name, value in one.items() if name.startswith("value"))
    return value.get("code") if isinstance(value, dict) else value


def _about(resource: Json) -> Json:
    told = {"id": resource["id"], "name": resource.get("title") or resource.get("name", "")}
    return told | ({"version": resource["version"]} if "version" in resource else {})


def _compose(resource: Json) -> Json:
    """Without what only people read."""
    compose: Json = resource.get("compose", {})
    for name in ("include", "exclude"):
        for part in compose.get(name, ()):
            part.pop("extension", None)
            for concept in part.get("concept", ()):
                for noise in ("extension", "designation"):
                    concept.pop(noise, None)
    return {name: compose[name] for name in ("include", "exclude") if name in compose}


def main(folder: Path, output: Path = OUTPUT) -> None:
    systems = {
        one["url"]: _about(one) | {"content": one["content"], "concepts": _concepts(one.get("concept", []), [])}
        for one in _read(folder, "CodeSystem")
    }
    sets = {one["url"]: _about(one) | {"compose": _compose(one)} for one in _read(folder, "ValueSet")}
    text = json.dumps({"systems": systems, "sets": sets}, separators=(",", ":"), ensure_ascii=False)
    output.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    count = sum(len(one["concepts"]) for one in systems.values())
    sys.stdout.write(
        f"{len(systems)} code systems with {count} concepts, {len(sets)} value sets, {output.stat().st_size} bytes\n"
    )


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
