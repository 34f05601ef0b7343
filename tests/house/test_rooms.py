"""The shape of a room: nothing else lies in it, only rules.py computes, dated rows have source and status."""

import ast
import importlib
from pathlib import Path

import pytest

from tongmai.base.tables import DATED, read_table
from tongmai.model.domain import Domain

ROOMS = Path(__file__).parents[2] / "src" / "tongmai" / "domains"
FOLDERS = {"profiles", "tables", "views", "templates", "specs"}
FILES = {
    "__init__.py", "README.md", "measures.yaml", "workflows.py", "policy.py", "roles.py", "checks.py", "pages.py",
    "twin.yaml", "rules.py", "shapes.py", "examples.py", "sheets.py",
}  # fmt: skip
NAMES = sorted(path.parent.name for path in ROOMS.glob("*/__init__.py"))


def manifest(name: str) -> Domain:
    domain = importlib.import_module(f"tongmai.domains.{name}").DOMAIN
    assert isinstance(domain, Domain)
    return domain


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_lies_in_a_room(name: str) -> None:
    entries = [path for path in (ROOMS / name).iterdir() if path.name != "__pycache__"]
    strays = [
        path.name
        for path in entries
        if path.name not in (FOLDERS if path.is_dir() else FILES) and path.suffix != ".pyc"
    ]
    assert strays == []
    assert (ROOMS / name / "README.md").exists(), "a room says for whom it is"


@pytest.mark.parametrize("name", NAMES)
def test_the_manifest_is_short_and_names_its_room(name: str) -> None:
    text = (ROOMS / name / "__init__.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    assert manifest(name).id == name


@pytest.mark.parametrize("name", NAMES)
def test_only_rules_compute(name: str) -> None:
    computing = []
    for file in (ROOMS / name).glob("*.py"):
        if file.name in ("rules.py", "shapes.py", "checks.py"):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        computing += [
            f"{file.name}:{node.lineno} {type(node).__name__}"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.For | ast.While)
        ]
    assert computing == []


IMPURE = {
    "os",
    "pathlib",
    "time",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "sqlite3",
    "apsw",
    "duckdb",
    "threading",
}


@pytest.mark.parametrize("name", NAMES)
def test_rules_are_pure(name: str) -> None:
    file = ROOMS / name / "rules.py"
    if not file.exists():
        return
    imported = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.split(".")[0])
    assert imported & IMPURE == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_dated_row_has_source_and_status(name: str) -> None:
    for path in sorted((ROOMS / name / "tables").glob("*.csv")):
        header = path.read_text(encoding="utf-8").split("\n", 1)[0].strip().split(",")
        if "valid_from" in header:
            assert read_table(path, (header[0],) if set(DATED) >= set(header[1:]) else tuple(_key(header))).rows


def _key(header: list[str]) -> list[str]:
    """The columns before the first that is a word or a figure rather than a part of the key."""
    loose = {"title_zh", "title_en", "hours", "days", "value", "note", "zh", "en"}
    return [name for name in header if name not in DATED and name not in loose]


def test_events_that_a_room_listens_to_are_emitted() -> None:
    rooms = [manifest(name) for name in NAMES]
    emitted = {event for room in rooms for event in room.emits}
    dangling = [f"{room.id} listens to {event}" for room in rooms for event in room.listens if event not in emitted]
    assert dangling == []
