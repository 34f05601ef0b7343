"""Rows become resources through lenses: the registry's own, and the forms beside this file for people's records."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tongmai.fhir.lens import lens

Row = Mapping[str, Any]
_HERE = Path(__file__).parent
ROOMS = _HERE.parents[1] / "domains"
REGISTRY = ROOMS / "registry"


@cache
def template(name: str) -> dict[str, Any]:
    """The lens of this name: one of the forms, else the registry's own. FileNotFoundError when there is none."""
    path = _HERE / "forms" / f"{name}.json"
    if not path.exists():
        path = REGISTRY / "templates" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write(name: str, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Each row as a resource, in order."""
    return map(lens(template(name)), rows)
