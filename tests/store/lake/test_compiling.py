"""Compiled views say what the evaluator says: on the cases of others, and on views made of every type's elements."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest
from tests.fhir import r4_examples
from tests.fhir.examples import GOOD
from tests.store.lake.both_ways import Json, both_ways

from tongmai.fhir.definitions import Definitions, Element
from tongmai.fhir.views import View
from tongmai.store.lake.compiling import statement

DEFINITIONS = Definitions.load()
SHARED = Path(os.environ.get("TONGMAI_SHARED") or Path(__file__).parents[4] / "shared")
SUITE = SHARED / "suites" / "sql-on-fhir"
KINDS = ("decimal", "datetime", "date", "time")
LEFT = {f"fn_boundary: {kind} {side}Boundary" for kind in KINDS for side in ("low", "high")}
"""What of the shared cases is left to the evaluator: boundaries ask for the digits and parts that were written."""


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as found:
        yield found


def test_the_cases_of_others(connection: duckdb.DuckDBPyConnection) -> None:
    if not SUITE.is_dir():
        pytest.skip(f"the folder of shared suites is not there: {SUITE}")
    left, wrong = set(), {}
    for file in sorted(SUITE.glob("*.json")):
        suite = orjson.loads(file.read_bytes())
        for case in suite["tests"]:
            if not case.get("expectError"):
                found = both_ways(connection, case["view"], suite["resources"], DEFINITIONS)
                name = f"{file.stem}: {case['title'].strip()}"
                if found is None:
                    left.add(name)
                elif found.asked != found.evaluated or found.failed:
                    wrong[name] = found
    assert wrong == {}
    assert left == LEFT


def elements(type: str, many: bool = False, depth: int = 0) -> Iterator[tuple[str, Element, str, bool]]:
    """(path, element, its type, whether it may have several values) of a type, two levels deep."""
    for name, element in DEFINITIONS.shapes[type].elements.items():
        if name in ("contained", "text", "meta", "modifierExtension", "implicitRules", "extension"):
            continue
        for kind in element.types:
            path = f"{name}.ofType({kind})" if element.choice else name
            several = many or element.many
            yield path, element, kind, several
            if depth == 0 and DEFINITIONS.shapes[kind].kind in ("complex-type", "backbone") and kind != "Extension":
                for inner, one, leads_to, more in elements(kind, several, 1):
                    yield f"{path}.{inner}", one, leads_to, more


def views(type: str) -> Iterator[Json]:
    """Views of every element of a type: its value, the first of several, how many, whether there is one, its keys."""
    paths = []
    for path, _, kind, several in elements(type):
        primitive = DEFINITIONS.shapes[kind].kind == "primitive-type"
        if plain(kind):
            paths += [f"{path}.first()", path] if several else [path]
        if kind == "Reference":
            paths += [f"{path}.getReferenceKey()", f"{path}.first().getReferenceKey(Patient)"]
        if not (primitive and several):
            paths.append(f"{path}.exists()")
        paths.append(f"{path}.count()")
    for at in range(0, len(paths), 40):
        listed = [{"name": f"c{number}", "path": path} for number, path in enumerate(paths[at : at + 40])]
        yield {"resource": type, "select": [{"column": [{"name": "id", "path": "id"}, *listed]}]}
    for name, element in DEFINITIONS.shapes[type].elements.items():
        if element.many and DEFINITIONS.shapes[element.types[0]].kind == "backbone":
            inner = [
                path for path, _, kind, several in elements(element.types[0], depth=1) if not several and plain(kind)
            ]
            paths = [*inner[:20], "'x'", "%rowIndex"]
            columns = [{"name": f"c{number}", "path": path} for number, path in enumerate(paths)]
            for each in ("forEach", "forEachOrNull"):
                select = [{"column": [{"name": "id", "path": "id"}]}, {each: name, "column": columns}]
                yield {"resource": type, "select": select}


def plain(kind: str) -> bool:
    return DEFINITIONS.shapes[kind].kind == "primitive-type" and kind != "xhtml"


def check(connection: duckdb.DuckDBPyConnection, by_type: dict[str, list[Json]]) -> tuple[int, int]:
    """How many views agree, and how many are left to the evaluator."""
    agreed = left = 0
    for type, resources in by_type.items():
        for view in views(type):
            View(view)
            found = both_ways(connection, view, resources, DEFINITIONS)
            if found is None:
                left += 1
                continue
            assert (found.failed, found.asked) == ([], found.evaluated), view
            agreed += 1
    return agreed, left


def test_every_element_of_a_few_types(connection: duckdb.DuckDBPyConnection) -> None:
    by_type: dict[str, list[Json]] = defaultdict(list)
    for resource in GOOD:
        bare: dict[str, Any] = {key: value for key, value in resource.items() if key in ("resourceType", "id")}
        by_type[resource["resourceType"]] += [resource, bare]
    chosen = {type: by_type[type] for type in ("Patient", "Observation")}
    agreed, left = check(connection, chosen)
    assert agreed > 5 * left


PEOPLE: list[Json] = [
    {"resourceType": "Patient", "id": "a"},
    {
        "resourceType": "Patient",
        "id": "b",
        "contact": [{"telecom": [{"value": "1"}, {"value": "2"}]}, {"gender": "male"}],
    },
    {"resourceType": "Patient", "id": "c", "_active": {"id": "x"}, "contact": [{}]},
    {"resourceType": "Patient", "id": "d", "managingOrganization": {"reference": "http://x.cn/Organization/1"}},
    {"resourceType": "Patient", "id": "e", "name": [{"text": "1"}, {"text": "2"}]},
]


@pytest.mark.parametrize("outer", ["forEach", "forEachOrNull"])
@pytest.mark.parametrize("inner", ["forEach", "forEachOrNull"])
def test_places_within_places(connection: duckdb.DuckDBPyConnection, outer: str, inner: str) -> None:
    index = {"path": "%rowIndex"}
    within = {inner: "telecom", "column": [{"name": "inner", **index}, {"name": "value", "path": "value"}]}
    across = {
        "unionAll": [{outer: "contact", "column": [{"name": "u", **index}]}, {"column": [{"name": "u", **index}]}]
    }
    view = {
        "resource": "Patient",
        "select": [
            {"column": [{"name": "id", "path": "id"}, {"name": "own", **index}]},
            {outer: "contact", "column": [{"name": "outer", **index}], "select": [within]},
            across,
        ],
    }
    found = both_ways(connection, view, PEOPLE, DEFINITIONS)
    assert found is not None
    assert found.asked == found.evaluated
    assert (len(found.asked) > 0, found.doubtful) == (True, 1)  # c has an element without a value


def test_what_might_differ_is_in_doubt(connection: duckdb.DuckDBPyConnection) -> None:
    paths = ["id", "name.text", "managingOrganization.getReferenceKey(Organization)"]
    columns = [{"name": f"c{number}", "path": path} for number, path in enumerate(paths)]
    found = both_ways(connection, {"resource": "Patient", "select": [{"column": columns}]}, PEOPLE, DEFINITIONS)
    assert found is not None
    assert [row["c0"] for row in found.asked] == ["a", "b"]
    assert found.doubtful == 3


@pytest.mark.parametrize(
    "path",
    ["birthDate < @2000", "birthDate.lowBoundary()", "name.given | name.family", "multipleBirth", "%resource.id",
     "contact.count() + 1", "active.toString()", "iif(true, 1, 'x')", "deceased.ofType(dateTime) = '2025'"],
)  # fmt: skip
def test_what_is_not_said_truthfully_is_left_to_the_evaluator(path: str) -> None:
    view = {"resource": "Patient", "select": [{"column": [{"name": "x", "path": path}]}]}
    assert statement(view, {}, DEFINITIONS) is None


@pytest.mark.proof
def test_every_element_of_every_example(connection: duckdb.DuckDBPyConnection) -> None:
    if r4_examples.folder() is None:
        pytest.skip("no folder of R4 examples: TONGMAI_R4_EXAMPLES, or npm install hl7.fhir.r4.examples@4.0.1")
    by_type: dict[str, list[Json]] = defaultdict(list)
    for _, resource in r4_examples.examples():
        by_type[resource["resourceType"]].append(resource)
    agreed, left = check(connection, by_type)
    assert agreed > 5 * left
