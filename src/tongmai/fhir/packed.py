"""The compact tables of R4 that the scripts make (`scripts/make_r4_*.py`), as they lie beside the code."""

import gzip
import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def packed_table(name: str) -> dict[str, Any]:
    """A table of `fhir/r4` by its name: r4, search, checks or terms. Read once; not to be changed."""
    table: dict[str, Any] = json.loads(
        gzip.decompress(files("tongmai.fhir").joinpath(f"r4/{name}.json.gz").read_bytes())
    )
    return table
