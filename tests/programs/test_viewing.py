"""`tongmai view` and `tongmai fhirpath`: what they print, from every kind of file, and how they refuse."""

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tongmai import cli
from tongmai.base.outcome import Refused
from tongmai.store.lake import run_view

PATIENTS: list[dict[str, Any]] = [
    {"resourceType": "Patient", "id": "a", "active": True, "name": [{"given": ["三", "四"], "family": "张"}]},
    {"resourceType": "Patient", "id": "b"},
]
VIEW = {
    "resourceType": "ViewDefinition", "name": "names", "resource": "Patient", "status": "active",
    "select": [
        {"column": [
            {"name": "id", "path": "getResourceKey()"},
            {"name": "given", "path": "name.given", "collection": True},
            {"name": "active", "path": "active"},
        ]}
    ],
}  # fmt: skip
ROWS = [{"id": "a", "given": ["三", "四"], "active": True}, {"id": "b", "given": [], "active": None}]
BUNDLE = {"resourceType": "Bundle", "entry": [{"resource": one} for one in PATIENTS]}
LINES = "\n".join(json.dumps(one) for one in PATIENTS).encode()


def run(*arguments: object) -> str:
    told = CliRunner().invoke(cli.commands, [str(one) for one in arguments], catch_exceptions=False)
    assert told.exit_code == 0, told.output
    return told.stdout


@pytest.fixture
def view(tmp_path: Path) -> Path:
    file = tmp_path / "names.json"
    file.write_text(json.dumps(VIEW))
    return file


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.ndjson", LINES + b"\n\n"),
        ("p.ndjson.gz", gzip.compress(LINES)),
        ("p.jsonl.bz2", bz2.compress(LINES)),
        ("p.json", json.dumps(PATIENTS).encode()),
        ("p.json.gz", gzip.compress(json.dumps(BUNDLE).encode())),
    ],
)  # fmt: skip
def test_rows_of_every_kind_of_file(view: Path, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert json.loads(run("view", view, "--resources", tmp_path / name, "--format", "json")) == ROWS


def test_rows_as_csv(view: Path, tmp_path: Path) -> None:
    (tmp_path / "p.ndjson").write_bytes(LINES)
    told = run("view", view, "--resources", tmp_path / "p.ndjson", "--format", "csv")
    assert told == 'id,given,active\na,"[""三"",""四""]",true\nb,[],\n'


def test_what_an_expression_finds(tmp_path: Path) -> None:
    (tmp_path / "p.ndjson").write_bytes(LINES)
    assert run("fhirpath", "name.given.first()", tmp_path / "p.ndjson") == '["三"]\n[]\n'
    (tmp_path / "q.json").write_text('{"resourceType":"Observation","valueQuantity":{"value":1.50}}')
    assert run("fhirpath", "value.value | value.value.lowBoundary() | 4 'mg'", tmp_path / "q.json") == (
        "[1.50,1.49500000,\"4 'mg'\"]\n"
    )
    assert run("fhirpath", "now() > @2020", tmp_path / "q.json") == "[true]\n"


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"select": [{"column": [{"name": "x", "path": "nmae"}]}]}, "column x: Patient has no element nmae"),
        ({"select": [{"column": [{"name": "x"}]}]}, "select[0].column[0].path: a text is wanted"),
        ({"select": [{"forEach": "name", "repeat": ["name"]}]}, "select[0]: one of forEach and repeat"),
        ({"resource": None}, "resource: a view names its resource type"),
        ({"select": [{"forEech": "name"}]}, "select[0]: no forEech here"),
        ({"constant": [{"name": "c", "valueDate": "x"}]}, "constant[0].valueDate: 'x' is no date"),
        ({"constant": [{"name": "c", "valueQuantity": {}}]}, "constant[0].valueQuantity: a constant is of a primitive"),
        ({"where": [{"path": "name"}]}, "where wants a boolean"),
        ({"select": [{"column": [{"name": "x", "path": "name.given"}]}]}, "Patient/a: column x has 2 values"),
        ({"select": [{"column": [{"name": "x", "path": "name.given & 'x'"}]}]}, "Patient/a: column x: one value"),
    ],
)
def test_a_wrong_view_is_refused_by_its_field(tmp_path: Path, part: dict[str, Any], told: str) -> None:
    (tmp_path / "v.json").write_text(json.dumps({**VIEW, **part}))
    (tmp_path / "p.ndjson").write_bytes(LINES)
    with pytest.raises(Refused) as refused:
        run("view", tmp_path / "v.json", "--resources", tmp_path / "p.ndjson")
    assert told in str(refused.value)
    with pytest.raises(ValueError, match=r".") as error:
        run_view({**VIEW, **part}, PATIENTS)
    assert told in str(error.value)


def test_what_cannot_be_read_is_refused_by_its_line(view: Path, tmp_path: Path) -> None:
    (tmp_path / "p.ndjson").write_bytes(LINES + b"\n{")
    with pytest.raises(Refused, match=r"p.ndjson:3: not JSON"):
        run("view", view, "--resources", tmp_path / "p.ndjson")
    with pytest.raises(Refused, match=r"frob\(\): no function frob\(\)"):
        run("fhirpath", "frob()", view)
