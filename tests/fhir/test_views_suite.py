"""SQL-on-FHIR v2 cases written by others, read from ../shared or the folder in TONGMAI_SHARED."""

import os
from pathlib import Path

import orjson
import pytest

from tongmai.fhir.views import View

SHARED = Path(os.environ.get("TONGMAI_SHARED") or Path(__file__).parents[3] / "shared")
SUITE = SHARED / "suites" / "sql-on-fhir"
DIFFERS: dict[str, str] = {}


def cases():
    for file in sorted(SUITE.glob("*.json")):
        suite = orjson.loads(file.read_bytes())
        for test in suite["tests"]:
            yield f"{file.stem}: {test['title']}", suite["resources"], test


def canonical(rows):
    return sorted(orjson.dumps(row, option=orjson.OPT_SORT_KEYS) for row in rows)


def failure(resources, test):
    """What is wrong, or None."""
    try:
        view = View(test["view"])
        rows = [row for resource in resources for row in view.rows(resource)]
    except ValueError as error:
        return None if test.get("expectError") else f"refused: {error}"
    if test.get("expectError"):
        return f"an error was expected, not {rows}"
    if "expectColumns" in test and [name for name, _ in view.columns] != test["expectColumns"]:
        return f"columns {view.columns}"
    if "expect" in test and canonical(rows) != canonical(test["expect"]):
        return f"{rows} instead of {test['expect']}"
    return None


def test_cases_written_by_others():
    if not SUITE.is_dir():
        pytest.skip(f"the folder of shared suites is not there: {SUITE}")
    wrong = {name: told for name, resources, test in cases() if (told := failure(resources, test))}
    assert {name: told for name, told in wrong.items() if name not in DIFFERS} == {}
