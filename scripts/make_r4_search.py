"""Make the second table of FHIR R4 that the package ships: what only searching asks for.

Usage: as scripts/make_r4_table.py, with the same folder. OUTPUT is src/tongmai/fhir/r4/search.json.gz unless given:

    composites  {type: {name: [expression, [[kind, expression on the element], ...]]}}: two parts, the first a token
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parent.parent / "src" / "tongmai" / "fhir" / "r4" / "search.json.gz"
KINDS = {"token", "string", "date", "number", "quantity"}
"""Of a second part. DocumentReference-relationship names its parts in one order and their expressions in the other."""


def _read(folder: Path, kind: str) -> list[dict[str, Any]]:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob(f"{kind}-*.json"))]
    return [one for one in found if one.get("resourceType") == kind]


def composites(parameters: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The parts of each composite parameter by its types."""
    kinds = {one["url"]: one["type"] for one in parameters}
    found: dict[str, dict[str, Any]] = {}
    for one in parameters:
        parts = [[kinds.get(part["definition"], ""), part["expression"]] for part in one.get("component", ())]
        whole = len(parts) == 2 and parts[0][0] == "token" and parts[1][0] in KINDS
        if one["type"] == "composite" and whole and not any("%resource" in part[1] for part in parts):
            for base in one["base"]:
                own = [path.strip() for path in one["expression"].split("|")]
                own = [path for path in own if path.partition(".")[0] == base]
                found.setdefault(base, {})[one["code"]] = [" | ".join(own), parts]
    return {base: dict(sorted(rows.items())) for base, rows in sorted(found.items())}


def main(folder: Path, output: Path = OUTPUT) -> None:
    table = {"composites": composites(_read(folder, "SearchParameter"))}
    text = json.dumps(table, separators=(",", ":"), sort_keys=True)
    output.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:3]))
