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
PACKAGES = {"rules", "shapes", "pages", "workflows"}
"""Which may be a package of modules instead of one: docs/decisions/0087."""
COMPUTING = {"rules", "shapes", "checks"}
NAMES = sorted(path.parent.name for path in ROOMS.glob("*/__init__.py"))


def python_files(room: Path) -> list[tuple[str, Path]]:
    """Each module of a room with the name of the file or package that it belongs to."""
    files = [(file.stem, file) for file in room.glob("*.py")]
    return sorted(files + [(one, file) for one in PACKAGES for file in (room / one).rglob("*.py")])


def stray(room: Path) -> list[str]:
    """What the closed shape does not permit: other names, a file beside its package, anything but modules in one."""
    entries = [path for path in room.iterdir() if path.name != "__pycache__" and path.suffix != ".pyc"]
    found = [path.name for path in entries if path.name not in (FOLDERS | PACKAGES if path.is_dir() else FILES)]
    for package in (path for path in entries if path.is_dir() and path.name in PACKAGES):
        found += [f"{package.name}.py beside it"] if (room / f"{package.name}.py").exists() else []
        found += [] if (package / "__init__.py").exists() else [f"{package.name} without __init__.py"]
        found += [f"{package.name}/{path.name}" for path in package.iterdir()
                  if path.name != "__pycache__" and (path.is_dir() or path.suffix != ".py")]  # fmt: skip
    return found


def computing(room: Path) -> list[str]:
    """Where something computes that only declares or gives out."""
    found = []
    for owner, file in python_files(room):
        if owner in COMPUTING and (file.name != "__init__.py"):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found += [
            f"{file.relative_to(room)}:{node.lineno} {type(node).__name__}"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.For | ast.While)
        ]
    return found


def manifest(name: str) -> Domain:
    domain = importlib.import_module(f"tongmai.domains.{name}").DOMAIN
    assert isinstance(domain, Domain)
    return domain


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_lies_in_a_room(name: str) -> None:
    assert stray(ROOMS / name) == []
    assert (ROOMS / name / "README.md").exists(), "a room says for whom it is"


@pytest.mark.parametrize("name", NAMES)
def test_the_manifest_is_short_and_names_its_room(name: str) -> None:
    text = (ROOMS / name / "__init__.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    assert manifest(name).id == name


@pytest.mark.parametrize("name", NAMES)
def test_only_rules_compute(name: str) -> None:
    assert computing(ROOMS / name) == []


@pytest.mark.parametrize(
    ("planted", "text", "said"),
    [("pages/board.py", "def f():\n    pass\n", "pages/board.py:1 FunctionDef"),
     ("rules/__init__.py", "for x in ():\n    pass\n", "rules/__init__.py:1 For"),
     ("rules/deep/er.py", "", "rules/deep"), ("shapes/lines.csv", "", "shapes/lines.csv"),
     ("pages.py", "", "pages.py beside it"), ("rules_more.py", "", "rules_more.py"), ("jobs/x.py", "", "jobs")],
)  # fmt: skip
def test_a_planted_stray_is_caught(tmp_path: Path, planted: str, text: str, said: str) -> None:
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / planted).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / planted).write_text(text, encoding="utf-8")
    assert [*stray(tmp_path), *computing(tmp_path)] == [said]


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
    imported = set()
    for file in (file for owner, file in python_files(ROOMS / name) if owner == "rules"):
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
