"""Downward only, strangers stay strangers, one door to the store. Planted trespasses show that the tests can see."""

import importlib.util
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "tongmai"
_spec = importlib.util.spec_from_file_location("house_floors", Path(__file__).with_name("floors.py"))
assert _spec is not None
assert _spec.loader is not None
floors = importlib.util.module_from_spec(_spec)
sys.modules["house_floors"] = floors
_spec.loader.exec_module(floors)


def test_the_house_keeps_its_laws() -> None:
    assert floors.trespasses(PACKAGE) == []


def test_no_cycle() -> None:
    assert floors.cycles(PACKAGE) == []


PLANTED = [
    ("base/clock.py", "from tongmai.store import memory", "base must not import store: downward only"),
    ("base/clock.py", "import orjson", "base stands on the standard library alone"),
    ("fhir/path.py", "import tongmai.engines.measure", "fhir must not import engines: downward only"),
    ("store/sqlite.py", "from tongmai.access import door", "store must not import access: downward only"),
    ("engines/measure/duck.py", "from tongmai.engines.workflow import run", "engines are strangers to each other"),
    ("domains/referral/rules.py", "from tongmai.domains.registry import rules", "domains are strangers to each other"),
    ("domains/referral/rules.py", "from ..registry import rules", "domains are strangers to each other"),
    ("engines/pages/fill.py", "from tongmai.store import protocol", "the only door to the store is access"),
    ("clients/web/app.py", "from tongmai.store.sqlite import SqliteStore", "the only door to the store is access"),
    ("clients/web/app.py", "import tongmai.domains.plans", "a client knows no domain by name"),
    ("clients/web/app.py", "from tongmai import cli", "nothing imports the roof"),
    ("access/door.py", "def f():\n    from tongmai.store import memory\n", "no import hidden in a function"),
    ("regions/demo.py", "import tongmai.domains.plans", "a region and a domain are strangers"),
    ("access/utils.py", "x = 1", "no drawer of odds and ends"),
    ("cellar/wine.py", "import tongmai.base.clock", "cellar is no floor"),
]


@pytest.mark.parametrize(("file", "text", "law"), PLANTED)
def test_a_planted_trespass_is_caught(tmp_path: Path, file: str, text: str, law: str) -> None:
    planted = tmp_path / "tongmai" / file
    planted.parent.mkdir(parents=True)
    planted.write_text(text, encoding="utf-8")
    assert [found.law for found in floors.trespasses(tmp_path / "tongmai")] == [law]


def test_a_planted_cycle_is_caught(tmp_path: Path) -> None:
    package = tmp_path / "tongmai"
    (package / "base").mkdir(parents=True)
    (package / "base" / "one.py").write_text("from tongmai.base import two\n", encoding="utf-8")
    (package / "base" / "two.py").write_text("import tongmai.base.one\n", encoding="utf-8")
    assert floors.cycles(package) == [("base.one", "base.two")]
