"""What an audit file shows about itself: which rows were altered, taken out, put in, moved, made anew or cut off.

A file in order is read once, row by row. Only where something does not fit are all rows taken into memory and judged:
each by its own hash, by its number, by what its successor says of it, and by the marks.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tongmai.access.chain import FIRST, Row, is_former, read_row
from tongmai.access.marks import Mark, beside, read_marks
from tongmai.base.words import Words


class Finding(NamedTuple):
    """`what`: altered, replaced, missing, cut, inserted, misplaced, rewritten, marks. `first` and `last` are row
    numbers; of an inserted row the line where it stands; 0 for the marks."""

    what: str
    first: int
    last: int
    words: Words


class Verdict(NamedTuple):
    """How many rows there are, the hash of the last, and what does not fit, in the order of rows."""

    rows: int
    head: str
    findings: tuple[Finding, ...]


def verify(path: Path, kept: Sequence[Mark] = ()) -> Verdict:
    """Judge an audit file by its chain and its marks. `kept`: further marks that were kept elsewhere."""
    own, lost = read_marks(beside(path))  # before the rows: a log that is being written only grows
    waiting: dict[int, set[str]] = {}
    for mark in (*own, *kept):
        waiting.setdefault(mark.rows, set()).add(mark.head)
    rows, head, fits = 0, FIRST, True
    for row in _rows(path):
        fits = row.sound and row.number == rows + 1 and row.previous == head
        rows, head = row.line, row.hash
        if not fits or waiting.pop(rows, {head}) != {head}:
            fits = False
            break
    findings = _marks_lost(lost, bool(own) or not rows)
    if not fits or waiting:
        read = list(_rows(path))
        rows, head = len(read), read[-1].hash if read else FIRST
        findings += _diagnosed(read, [*own, *kept])
    return Verdict(rows, head, tuple(sorted(findings, key=lambda one: one.first)))


def _rows(path: Path) -> Iterator[Row]:
    former = True
    if not path.exists():
        return
    with path.open("rb") as file:
        for line, raw in enumerate(file, start=1):
            row = read_row(raw, line, former)
            former = former and is_former(row, raw)
            yield row


def _marks_lost(lost: int, have: bool) -> list[Finding]:
    if lost:
        words = Words(f"{lost} 个标记无法读取", f"{lost} marks cannot be read")
        return [Finding("marks", 0, 0, words)]
    if not have:
        words = Words(
            "标记文件不在：末尾若被截去将看不出来", "the marks are gone: a tail that was cut off would not show"
        )
        return [Finding("marks", 0, 0, words)]
    return []


def _diagnosed(rows: Sequence[Row], marks: Sequence[Mark]) -> list[Finding]:
    genuine, doubles = _genuine(rows, marks)
    findings = [_inserted(row) for row in doubles]
    altered = set[int]()
    last = 0
    for row in rows:
        if row.sound:
            last = row.number if genuine[row.number] is row else last
            continue
        last += 1  # it stands where this number should
        if last in genuine or last in altered:
            findings.append(_inserted(row))
            last -= 1
        else:
            altered.add(last)
            findings.append(_altered(last))
    findings += _misplaced(sorted(genuine.values(), key=lambda row: row.line))
    findings += _missing(sorted({*genuine, *altered}), max((mark.rows for mark in marks), default=0))
    findings += _unlinked(genuine, set(marks))
    return findings + _rewritten(genuine, marks, findings)


def _genuine(rows: Sequence[Row], marks: Sequence[Mark]) -> tuple[dict[int, Row], list[Row]]:
    """By number the sound row that its successor or a mark knows, of equal ones that behind its predecessor; and the
    others that bear the same number."""
    known = {(row.number - 1, row.previous) for row in rows if row.sound} | {(mark.rows, mark.head) for mark in marks}
    genuine: dict[int, Row] = {}
    standing: dict[int, tuple[bool, bool]] = {}
    for row in rows:
        before = rows[row.line - 2].hash if row.line > 1 else FIRST
        stands = ((row.number, row.hash) in known, row.previous == before)
        if row.sound and (row.number not in genuine or stands > standing[row.number]):
            genuine[row.number], standing[row.number] = row, stands
    return genuine, [row for row in rows if row.sound and genuine[row.number] is not row]


def _misplaced(rows: Sequence[Row]) -> list[Finding]:
    """The fewest rows that, put back, would set all in order; of two that changed places both."""
    numbers = [row.number for row in rows]
    ordered = sorted(numbers)
    if numbers == ordered:
        return []
    moved = {number for number, due in zip(numbers, ordered, strict=True) if number != due}
    if len(moved) > 2:
        moved = min(moved, set(numbers) - _rising(numbers), key=len)
    return [_moved(row) for row in rows if row.number in moved]


def _rising(numbers: Sequence[int]) -> set[int]:
    """The longest rising run within a sequence."""
    ends, at, before = list[int](), list[int](), list[int]()
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        before.append(at[place - 1] if place else -1)
        ends[place : place + 1] = [number]
        at[place : place + 1] = [index]
    found, index = set[int](), at[-1]
    while index >= 0:
        found.add(numbers[index])
        index = before[index]
    return found


def _missing(present: Sequence[int], known: int) -> list[Finding]:
    found, due = list[Finding](), 1
    for number in present:
        if number > due:
            zh, en = _span(due, number - 1)
            found.append(Finding("missing", due, number - 1, Words(f"{zh}被删去", f"{en} taken out")))
        due = number + 1
    if due <= known:
        zh, en = _span(due, known)
        words = Words(
            f"{zh}从末尾被截去：标记说共有 {known} 行", f"{en} cut off at the end: a mark tells of {known} rows"
        )
        found.append(Finding("cut", due, known, words))
    return found


def _unlinked(genuine: Mapping[int, Row], marks: set[Mark]) -> list[Finding]:
    """Rows sound in themselves that their neighbours do not know: content and hash were made anew."""
    found = []
    for number, row in sorted(genuine.items()):
        before = genuine.get(number - 1)
        due = FIRST if number == 1 else before.hash if before else row.previous
        if row.previous == due:
            continue
        blamed = number if number == 1 or Mark(number - 1, due) in marks else number - 1
        words = Words(
            f"第 {blamed} 行连同其哈希被换过：与前后行接不上",
            f"row {blamed} was replaced together with its hash: it does not join its neighbours",
        )
        found.append(Finding("replaced", blamed, blamed, words))
    return found


def _rewritten(genuine: Mapping[int, Row], marks: Sequence[Mark], known: Sequence[Finding]) -> list[Finding]:
    """The stretch between the last mark that fits and the first that does not, unless a row in it is named already."""
    agreed = 0
    for mark in sorted(marks):
        row = genuine.get(mark.rows)
        if row is not None and row.hash != mark.head:
            if any(agreed < one.last and one.first <= mark.rows for one in known):
                return []
            zh, en = _span(agreed + 1, mark.rows)
            words = Words(
                f"{zh}中有行被换过，其后的链重新算过", f"of {en} some replaced and the chain made anew after them"
            )
            return [Finding("rewritten", agreed + 1, mark.rows, words)]
        if row is not None:
            agreed = mark.rows
    return []


def _inserted(row: Row) -> Finding:
    words = Words(f"第 {row.line} 行（文件行）是插入的", f"line {row.line} of the file was put in")
    return Finding("inserted", row.line, row.line, words)


def _altered(number: int) -> Finding:
    words = Words(
        f"第 {number} 行被改过：内容与其哈希不符", f"row {number} was altered: its content does not fit its hash"
    )
    return Finding("altered", number, number, words)


def _moved(row: Row) -> Finding:
    words = Words(
        f"第 {row.number} 行不在原位：现在文件第 {row.line} 行",
        f"row {row.number} was moved: it stands at line {row.line}",
    )
    return Finding("misplaced", row.number, row.number, words)


def _span(first: int, last: int) -> tuple[str, str]:
    if first == last:
        return f"第 {first} 行", f"row {first}"
    return f"第 {first} 至 {last} 行", f"rows {first} to {last}"
