"""The published R4 examples: each is kept byte for byte, found by every declared parameter that has a value in it, and
by no value that contradicts it; what SQLite finds is what the naive matcher finds.

The values are read off the resources by FHIRPath, not off index rows, but for composites.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

import pytest
from tests.fhir import r4_examples
from tests.store.writing import DEFINITIONS

from tongmai.base.clock import SetClock
from tongmai.fhir.definitions import Parameter
from tongmai.fhir.index import KEPT_BY_STORE, Indexer
from tongmai.fhir.path import typed
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import ChangeSet, Put
from tongmai.store.search_text import escaped, parse
from tongmai.store.sqlite import SqliteStore

TOKEN = re.compile(rb'"(?:\\.|[^"\\])*"|-?[0-9][-+.0-9eE]*|true|false|null')
NEVER = {
    "token": "urn:none|none", "string": "qqqqzz", "date": "sa9998", "number": "lt-1000000000", "uri": "urn:none",
    "quantity": "1|urn:none|none", "reference": "Patient/none", "composite": "none$2025",
}  # fmt: skip


class Filled(NamedTuple):
    memory: MemoryStore
    sqlite: SqliteStore
    resources: dict[tuple[str, str], dict[str, Any]]
    raw: dict[tuple[str, str], bytes]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = r4_examples.folder()
    if folder is None:
        pytest.skip("no folder of R4 examples: TONGMAI_R4_EXAMPLES, or npm install hl7.fhir.r4.examples@4.0.1")
    resources, raw = {}, {}
    for name, resource in r4_examples.examples():
        if resource.get("resourceType") in DEFINITIONS.types:
            key = (resource["resourceType"], resource["id"])
            resources[key], raw[key] = resource, (folder / name).read_bytes()
    clock = SetClock(datetime(2025, 1, 1, tzinfo=UTC))
    memory = MemoryStore(DEFINITIONS, clock)
    sqlite = SqliteStore(tmp_path_factory.mktemp("examples") / "records.db", DEFINITIONS, clock)
    for some in batched(raw.items()):
        puts = tuple(Put(type, body, id=id) for (type, id), body in some)
        prepared = memory.preparer.prepare(ChangeSet(puts))
        for store in (memory, sqlite):
            store.submit_prepared(prepared).result()
    yield Filled(memory, sqlite, resources, raw)
    sqlite.close()


def batched(items: Iterable[Any], size: int = 100) -> Iterator[list[Any]]:
    listed = list(items)
    yield from (listed[at : at + size] for at in range(0, len(listed), size))


@cache
def evaluator(expression: str) -> Any:
    return typed(expression, DEFINITIONS)


def test_each_is_kept_byte_for_byte(filled: Filled) -> None:
    assert len(filled.raw) > 650
    for (type, id), raw in filled.raw.items():
        body = filled.sqlite.read(type, id).body
        expected = exact(raw)
        meta = expected.get("meta", {})
        if meta.keys() & {"versionId", "lastUpdated"}:  # which the server itself says
            kept = {key: value for key, value in meta.items() if key not in ("versionId", "lastUpdated")}
            expected = {key: value for key, value in ({**expected, "meta": kept}).items() if value != {}}
        elif len(raw) < 100_000:
            assert Counter(TOKEN.findall(body)) == Counter(TOKEN.findall(raw)), (type, id)
        assert exact(body) == expected, (type, id)


def exact(body: bytes) -> Any:
    """Every number in its own spelling, every list in its order."""
    return json.loads(body.decode("utf-8-sig"), parse_float=str, parse_int=str)


def test_a_value_each_parameter(filled: Filled) -> None:
    judge(filled, one_each=True)


@pytest.mark.proof
def test_every_value_of_every_parameter(filled: Filled) -> None:
    judge(filled, one_each=False)


def judge(filled: Filled, one_each: bool) -> None:
    """`one_each`: one value of each parameter of each type."""
    answers: dict[tuple[str, str, str], set[str]] = {}
    seen = set[tuple[str, str]]()

    def ids(*asked: str) -> set[str]:
        if asked not in answers:
            answers[asked] = found(filled, *asked)
        return answers[asked]

    for (type, id), resource in filled.resources.items():
        for parameter in DEFINITIONS.parameters(type).values():
            if one_each and (type, parameter.name) in seen:
                continue
            for text in values(parameter, resource)[: 1 if one_each else None]:
                seen.add((type, parameter.name))
                assert id in ids(type, parameter.name, text), (type, id, parameter.name, text)
                for name, value in contradicting(parameter, text):
                    assert id not in ids(type, name, value), (type, id, name, value)
    assert len(seen) > 900
    kinds = {DEFINITIONS.parameters(type)[name].type for type, name in seen}
    assert kinds == {"token", "string", "date", "number", "quantity", "reference", "uri", "composite"}


def found(filled: Filled, type: str, name: str, value: str) -> set[str]:
    query = parse(DEFINITIONS, type, [(name, value), ("_count", "1000")])
    expected = {version.id for version in filled.memory.search(query).matches}
    assert {version.id for version in filled.sqlite.search(query).matches} == expected, (type, name, value)
    return expected


def contradicting(parameter: Parameter, text: str) -> Iterator[tuple[str, str]]:
    """Searches that must not find what has this value."""
    if parameter.type == "reference":
        yield parameter.name, f"{parameter.alias_target or 'Patient'}/none"
    else:
        yield parameter.name, NEVER[parameter.type]
    if parameter.type != "composite":
        yield f"{parameter.name}:missing", "true"
    if parameter.type == "token":
        yield f"{parameter.name}:not", text


def values(parameter: Parameter, resource: dict[str, Any]) -> list[str]:
    """Searches by one parameter that must find the resource, each once."""
    if parameter.name in KEPT_BY_STORE:
        return []
    if parameter.type == "composite":
        return composed(parameter, resource)
    read = READ[parameter.type]
    listed = [text for value, kind in evaluator(parameter.expression)(resource) for text in read(value, kind)]
    return list(dict.fromkeys(text for text in listed if text))


INDEXER = Indexer(DEFINITIONS)


def composed(parameter: Parameter, resource: dict[str, Any]) -> list[str]:
    found = []
    for row in INDEXER.tables(resource)["composite"]:
        name, system, code, low, high, other, unit, _, text = row
        tail = {"token": f"{escaped(other)}|{escaped(unit)}", "string": escaped(text), "number": str(low)}
        tail["date"] = "ge1000"
        tail["quantity"] = f"{low!r}|{escaped(other)}|{escaped(unit)}" if other and unit else f"{low!r}"
        kind = parameter.parts[1].kind
        if name == parameter.name and (kind != "quantity" or low == high):
            found.append(f"{escaped(system)}|{escaped(code)}${tail[kind]}")
    return list(dict.fromkeys(found))


def coding(value: dict[str, Any]) -> list[str]:
    return [f"{escaped(value.get('system', ''))}|{escaped(value['code'])}"] if "code" in value else []


def token(value: Any, kind: str) -> list[str]:
    if kind == "boolean":
        return [str(value).lower()]
    if kind == "Coding":
        return coding(value)
    if kind == "CodeableConcept":
        return [text for one in value.get("coding", ()) for text in coding(one)]
    if kind == "Identifier":
        return [f"{escaped(value.get('system', ''))}|{escaped(value['value'])}"] if "value" in value else []
    if kind == "ContactPoint":
        return [escaped(value["value"])] if "value" in value else []
    return [escaped(value)] if isinstance(value, str) else []


def string(value: Any, kind: str) -> list[str]:
    if kind == "HumanName":
        parts = [value.get("family"), value.get("text"), *value.get("given", ())]
    elif kind == "Address":
        parts = [value.get("city"), value.get("country"), *value.get("line", ())]
    else:
        parts = [value] if isinstance(value, str) else []
    return [escaped(part[:40]) for part in parts if part and part[:40].strip()]


def date(value: Any, kind: str) -> list[str]:
    if kind == "Period":
        return [f"ge{value['start']}" if "start" in value else f"le{value['end']}"] if len(value) else []
    if kind == "Timing":
        events = [one for one in value.get("event", ()) if one]
        return [f"ge{min(events)}"] if events else []
    return [value, f"ap{value}", f"ge{value}", f"le{value}"] if kind in ("date", "dateTime", "instant") else []


def number(value: Any, kind: str) -> list[str]:
    return (
        [str(value), f"ge{value}", f"le{value}"] if kind in ("integer", "decimal", "positiveInt", "unsignedInt") else []
    )


def quantity(value: Any, kind: str) -> list[str]:
    if kind == "Money":
        return [f"{value['value']}||{value['currency']}"] if {"value", "currency"} <= value.keys() else []
    if kind not in ("Quantity", "Age", "Duration", "Count", "Distance") or "value" not in value:
        return []
    if value.get("comparator"):
        return [f"{'lt' if value['comparator'][0] == '<' else 'gt'}{value['value']}"]
    units = [f"|{escaped(value['system'])}|{escaped(value['code'])}"] if {"system", "code"} <= value.keys() else []
    units += [f"||{escaped(value['unit'])}"] if "unit" in value else []
    return [f"{prefix}{value['value']}{unit}" for unit in ["", *units] for prefix in ("", "ge", "ap")]


def reference(value: Any, kind: str) -> list[str]:
    if kind == "Reference":
        text = value.get("reference", "")
        return [escaped(text)] if text and not text.startswith("#") else []
    if kind in DEFINITIONS.types:
        return [f"{kind}/{value['id']}"] if value.get("id") else []
    return [escaped(value)] if isinstance(value, str) and not value.startswith("#") else []


def uri(value: Any, kind: str) -> list[str]:
    return [escaped(value)] if isinstance(value, str) else []


READ = {"token": token, "string": string, "date": date, "number": number, "quantity": quantity, "reference": reference,
        "uri": uri}  # fmt: skip
