"""Whoever touches the audit file is found, and the row named: altered, taken out, put in, moved, cut off, made anew."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongmai.access import AuditLog, Mark, Seen, marks, verify
from tongmai.access.chain import FIRST, read_row, sealed
from tongmai.base.clock import SetClock

CLOCK = SetClock(datetime(2025, 6, 30, tzinfo=UTC))
ROWS = 12
Lines = list[bytes]
Named = list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lines, bytes]:
    """Twelve rows in blocks of four, so that several marks stand beside them."""
    path = tmp_path_factory.mktemp("audit") / "reads.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "BLOCK", 4)
        log = AuditLog(path, CLOCK)
        for number in range(1, ROWS + 1):
            log.append("doctor", "TREAT", [Seen("read", f"Observation/{number}", "who treats, sees", "p1")], wait=True)
        log.close()
    found, lost = marks.read_marks(marks.beside(path))
    assert ([mark.rows for mark in found], lost) == ([4, 8, 12], 0)
    return path.read_bytes().splitlines(keepends=True), marks.beside(path).read_bytes()


def judged(lines: Lines, beside: bytes | None) -> Named:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "reads.jsonl"
        path.write_bytes(b"".join(lines))
        if beside is not None:
            marks.beside(path).write_bytes(beside)
        return [(one.what, one.first, one.last) for one in verify(path).findings]


def resealed(raw: bytes, **changes: object) -> bytes:
    """A row with other content and a hash that fits it: what a careful hand would write."""
    told = {**json.loads(raw), **changes}
    number, previous = told.pop("n"), told.pop("previous")
    del told["hash"]
    return sealed(number, previous, told)[0]


def made_anew(lines: Lines, first: int, **changes: object) -> Lines:
    """The row `first` (from 1) changed and every hash after it made anew: the chain itself is whole again."""
    done, previous = lines[: first - 1], read_row(lines[first - 2], 0).hash if first > 1 else FIRST
    for raw in lines[first - 1 :]:
        done.append(resealed(raw, previous=previous, **(changes if len(done) == first - 1 else {})))
        previous = read_row(done[-1], 0).hash
    return done


CASES: list[tuple[str, Callable[[Lines], Lines], Named]] = [
    ("nothing", lambda rows: rows, []),
    ("altered", lambda rows: [*rows[:4], rows[4].replace(b"doctor", b"nobody"), *rows[5:]], [("altered", 5, 5)]),
    ("its time altered", lambda rows: [rows[0].replace(b"2025-06-30", b"2025-06-29"), *rows[1:]], [("altered", 1, 1)]),
    ("the last altered", lambda rows: [*rows[:11], rows[11].replace(b"doctor", b"nobody")], [("altered", 12, 12)]),
    ("two altered", lambda rows: [*rows[:4], *(x.replace(b"doctor", b"nobody") for x in rows[4:6]), *rows[6:]],
     [("altered", 5, 5), ("altered", 6, 6)]),
    ("nonsense", lambda rows: [*rows[:4], b"nonsense\n", *rows[5:]], [("altered", 5, 5)]),
    ("replaced with its hash", lambda rows: [*rows[:4], resealed(rows[4], actor="nobody"), *rows[5:]],
     [("replaced", 5, 5)]),
    ("the last replaced", lambda rows: [*rows[:11], resealed(rows[11], actor="nobody")], [("rewritten", 9, 12)]),
    ("made anew from five on", lambda rows: made_anew(rows, 5, actor="nobody"), [("rewritten", 5, 8)]),
    ("made anew from the beginning", lambda rows: made_anew(rows, 1, actor="nobody"), [("rewritten", 1, 4)]),
    ("one out", lambda rows: [*rows[:4], *rows[5:]], [("missing", 5, 5)]),
    ("three out", lambda rows: [*rows[:4], *rows[7:]], [("missing", 5, 7)]),
    ("the first out", lambda rows: rows[1:], [("missing", 1, 1)]),
    ("neighbours changed places", lambda rows: [*rows[:4], rows[5], rows[4], *rows[6:]],
     [("misplaced", 5, 5), ("misplaced", 6, 6)]),
    ("two changed places", lambda rows: [*rows[:2], rows[8], *rows[3:8], rows[2], *rows[9:]],
     [("misplaced", 3, 3), ("misplaced", 9, 9)]),
    ("one moved to the end", lambda rows: [*rows[:2], *rows[3:], rows[2]], [("misplaced", 3, 3)]),
    ("one told twice", lambda rows: [*rows[:5], rows[4], *rows[5:]], [("inserted", 6, 6)]),
    ("a copy put elsewhere", lambda rows: [*rows[:2], rows[8], *rows[2:]], [("inserted", 3, 3)]),
    ("one forged and put in", lambda rows: [*rows[:5], resealed(rows[5], on="Patient/x"), *rows[5:]],
     [("inserted", 6, 6)]),
    ("nonsense put in", lambda rows: [*rows[:5], b"{}\n", *rows[5:]], [("inserted", 6, 6)]),
    ("the last two cut off", lambda rows: rows[:10], [("cut", 11, 12)]),
    ("all cut off", lambda rows: [], [("cut", 1, 12)]),
    ("the last line torn", lambda rows: [*rows[:11], rows[11][:-1]], [("altered", 12, 12)]),
    ("one out and one altered", lambda rows: [*rows[:2], rows[2].replace(b"doctor", b"nobody"), *rows[3:7], *rows[8:]],
     [("altered", 3, 3), ("missing", 8, 8)]),
]  # fmt: skip


@pytest.mark.parametrize(("touch", "named"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_row_is_named(untouched: tuple[Lines, bytes], touch: Callable[[Lines], Lines], named: Named) -> None:
    lines, beside = untouched
    assert judged(touch(lines), beside) == named


def test_without_marks_a_cut_tail_cannot_be_seen_and_that_is_told(untouched: tuple[Lines, bytes]) -> None:
    lines, beside = untouched
    assert judged(lines[:10], None) == [("marks", 0, 0)]
    assert ("marks", 0, 0) in judged(lines, beside[:-30])


def test_a_mark_kept_elsewhere_shows_what_those_beside_the_file_no_longer_can(
    untouched: tuple[Lines, bytes], tmp_path: Path
) -> None:
    lines, _ = untouched
    kept = Mark(12, read_row(lines[11], 12).hash)
    path = tmp_path / "reads.jsonl"
    path.write_bytes(b"".join(made_anew(lines, 5, actor="nobody")[:12]))
    marks.beside(path).write_bytes(marks.written([Mark(12, read_row(path.read_bytes().splitlines()[-1], 0).hash)]))
    assert verify(path).findings == ()
    assert [one.what for one in verify(path, [kept]).findings] == ["rewritten"]


place = st.integers(0, ROWS - 1)


@st.composite
def touched(draw: st.DrawFn, lines: Lines) -> tuple[Lines, set[int]]:
    """A tampered file, and the rows (or, of an inserted one, the line) of which at least one must be named."""
    kind = draw(st.sampled_from(["byte", "careful", "anew", "out", "swap", "in", "cut", "forged"]))
    at, new = draw(place), list(lines)
    if kind == "byte":
        spot = draw(st.integers(0, len(lines[at]) - 2))
        raw = bytearray(lines[at])
        raw[spot] = draw(st.integers(32, 126).filter(lambda byte: byte != raw[spot]))
        new[at] = bytes(raw)
        return new, {at + 1}
    if kind == "careful":
        new[at] = resealed(lines[at], on=f"Patient/{draw(st.integers(1, 9))}")
        return new, {at + 1}
    if kind == "anew":
        return made_anew(lines, at + 1, actor="nobody"), {at + 1}
    if kind == "cut":
        return lines[:at], set(range(at + 1, ROWS + 1))
    if kind == "out":
        until = draw(st.integers(at, ROWS - 1))
        return [*lines[:at], *lines[until + 1 :]], set(range(at + 1, until + 2))
    other = draw(place.filter(lambda one: one != at))
    if kind == "swap":
        new[at], new[other] = new[other], new[at]
        return new, {at + 1}
    if kind == "in":
        return [*lines[:at], lines[other], *lines[at:]], {at + 1, at + 2}  # a copy beside itself: either is the copy
    number = draw(st.integers(1, ROWS))
    previous = read_row(lines[at - 1], 0).hash if at else FIRST
    forged = sealed(number, previous, {"at": "2025-06-30", "actor": "nobody", "on": "Patient/x", "person": ""})[0]
    return [*lines[:at], forged, *lines[at:]], {at + 1}


def check(untouched: tuple[Lines, bytes], data: st.DataObject) -> None:
    lines, beside = untouched
    new, rows = data.draw(touched(lines))
    named = judged(new, beside)
    assert named, "not found"
    assert any(first <= row <= last for _, first, last in named for row in rows), (named, rows)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_any_tampering_is_found_and_its_row_named(untouched: tuple[Lines, bytes], data: st.DataObject) -> None:
    check(untouched, data)


@pytest.mark.proof
@settings(max_examples=5_000, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_five_thousand_tamperings_are_found_and_their_rows_named(
    untouched: tuple[Lines, bytes], data: st.DataObject
) -> None:
    check(untouched, data)
