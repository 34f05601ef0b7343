"""Nothing goes round the door, and the door's own side entrances are used by those they are for."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "tongmai"
ENTRANCES = {
    # a call: the floors that may make it
    r"\.under\(": ("access", "engines"),  # decided by a declared step: engines
    r"\.system\(": ("access", "roof"),  # the house itself at work: programs under the roof
    r"\bAccess\(": ("access", "roof"),
}


def callers(pattern: str, package: Path) -> set[str]:
    """The floors in which a call occurs; `roof` for what lies beside them."""
    floors = {path.name for path in package.iterdir() if path.is_dir()} - {"programs"}
    found = set()
    for file in package.rglob("*.py"):
        floor = file.relative_to(package).parts[0]
        if re.search(pattern, file.read_text(encoding="utf-8")):
            found.add(floor if floor in floors else "roof")
    return found


@pytest.mark.parametrize("pattern", list(ENTRANCES))
def test_side_entrances_are_used_by_those_they_are_for(pattern: str) -> None:
    assert callers(pattern, PACKAGE) <= set(ENTRANCES[pattern])


@pytest.mark.parametrize("floor", ["clients", "domains"])
def test_a_planted_caller_is_seen(tmp_path: Path, floor: str) -> None:
    (tmp_path / floor).mkdir()
    (tmp_path / floor / "planted.py").write_text('context.under("nobody decided").transact(writes)', encoding="utf-8")
    assert callers(r"\.under\(", tmp_path) == {floor}
