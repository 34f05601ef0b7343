"""FHIRPath cases written by others (HL7/fhirpath.js, R4), read from ../shared or the folder in TONGMAI_SHARED.

The suite marks some of its own cases as disabled; those are not run. Where we differ on purpose, the case stands in
`DIFFERS` with the reason.
"""

import os
from decimal import Decimal
from pathlib import Path

import orjson
import pytest
import yaml

from tongmai.fhir import path

SHARED = Path(os.environ.get("TONGMAI_SHARED") or Path(__file__).parents[3] / "shared")
SUITE = SHARED / "suites" / "fhirpath"
NOW = "2025-06-30T12:00:00.000+08:00"
DIFFERS: dict[str, str] = {}


def cases():
    if not SUITE.is_dir():
        return []
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []

    def walk(entries):
        for entry in entries:
            group = next((key for key in entry if key.startswith("group")), None)
            if group:
                walk(entry[group] or [])
            elif not entry.get("disable"):
                found.append(entry)

    walk(yaml.load((SUITE / "fhir-r4.yaml").read_text(encoding="utf-8"), loader)["tests"])
    return found


def plain(value):
    if isinstance(value, path.Quantity):
        return f"{value.value} {value.unit}" if value.calendar else f"{value.value} '{value.unit}'"
    return float(value) if isinstance(value, Decimal) else value


def answer(case, resources):
    name = case.get("inputfile")
    if name and name not in resources:
        resources[name] = orjson.loads((SUITE / "resources" / name).read_bytes())
    resource = resources[name] if name else {}
    return [plain(value) for value in path.evaluate(case["expression"], resource, {"now": NOW})]


def agrees(case, resources):
    try:
        found = answer(case, resources)
    except path.PathError as error:
        return bool(case.get("error")), str(error)
    if case.get("error"):
        return False, found
    wanted = case.get("result")
    return found == wanted, found


def test_cases_written_by_others():
    if not SUITE.is_dir():
        pytest.skip(f"the folder of shared suites is not there: {SUITE}")
    resources, wrong = {}, {}
    for case in cases():
        good, found = agrees(case, resources)
        if not good:
            wrong[case["desc"]] = (case["expression"], case.get("result", "error"), found)
    unexpected = {name: told for name, told in wrong.items() if name not in DIFFERS}
    assert not unexpected
    assert len(wrong) <= 0.02 * len(cases())
