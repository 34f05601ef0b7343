"""`tongmai check`: what was touched is found, named, and ends the command with 1."""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tongmai.access import AuditLog, Seen
from tongmai.app import declared
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.base.settings import read_settings
from tongmai.model.view import DerivedView
from tongmai.programs import checking
from tongmai.programs.backing import AUDIT

TOUCHES = [
    (lambda rows: rows, 0, "无问题"),
    (lambda rows: [*rows[:2], rows[2].replace(b"doctor", b"nobody"), *rows[3:]], 1, "第 3 行被改过"),
    (lambda rows: [*rows[:2], *rows[3:]], 1, "row 3 taken out"),
    (lambda rows: [*rows[:1], rows[3], rows[2], rows[1], *rows[4:]], 1, "row 2 was moved: it stands at line 4"),
    (lambda rows: [*rows[:3], rows[1], *rows[3:]], 1, "line 4 of the file was put in"),
    (lambda rows: rows[:3], 1, "rows 4 to 6 cut off at the end: a mark tells of 6 rows"),
]


@pytest.mark.parametrize(
    ("touch", "code", "told"), TOUCHES, ids=["nothing", "altered", "deleted", "reordered", "inserted", "cut off"]
)
def test_check_audit_names_the_row(tmp_path: Path, touch: object, code: int, told: str) -> None:
    path = tmp_path / AUDIT
    log = AuditLog(path, SetClock(datetime(2025, 6, 30, tzinfo=UTC)))
    for number in range(1, 7):
        log.append("doctor", "TREAT", [Seen("read", f"Observation/{number}", "who treats, sees", "p1")])
    log.close()
    assert callable(touch)
    path.write_bytes(b"".join(touch(path.read_bytes().splitlines(keepends=True))))
    output = StringIO()
    settings = {**read_settings({}), "data": tmp_path}
    assert checking.check(settings, "audit", Console(file=output, width=200)) == code
    assert told in output.getvalue()


def test_check_specs_runs_the_cases_of_one_figure() -> None:
    output = StringIO()
    settings = read_settings({})
    console = Console(file=output, width=200)
    assert checking.check(settings, "specs", console, measure="tcm.township_halls") == 0
    with pytest.raises(Refused, match=r"no measure tcm\.nothing"):
        checking.check(settings, "specs", console, measure="tcm.nothing")


def test_check_declarations_misses_a_spec_and_a_view_of_another_room(monkeypatch: pytest.MonkeyPatch) -> None:
    it = declared()
    registry, others = it.rooms[0], it.rooms[1:]
    strange = DerivedView("odd", "select id, id as village, '2025-06' as period from hall_standing")
    rooms = (replace(registry, specs=(), derived=(*registry.derived, strange)), *others)
    monkeypatch.setattr(checking, "declared", lambda region: replace(it, of_rooms=replace(it.of_rooms, rooms=rooms)))
    output = StringIO()
    assert checking.check(read_settings({}), "declarations", Console(file=output, width=200)) == 1
    told = output.getvalue()
    assert "derived view odd reads hall_standing, not of its room registry" in told
    assert f"has no spec: write domains/registry/specs/{registry.measures[0].id.partition('.')[2]}.yaml" in told
    with pytest.raises(Refused, match="a declaration is wrong"):
        checking.refuse_wrong(replace(it, of_rooms=replace(it.of_rooms, rooms=rooms)))
