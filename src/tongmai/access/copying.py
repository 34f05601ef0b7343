"""The audit file copied while it is written, cut at a moment, and compared with a copy."""

import json
import os
import shutil
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from tongmai.access.chain import FIRST, cut_torn_line, read_row
from tongmai.access.marks import Mark, beside, read_marks, written


def copy_audit(source: Path, target: Path) -> None:
    """Whole rows and the marks that are true of them. The marks are read first, so that every one of them has its rows
    in the copy, whatever is written meanwhile."""
    marks = beside(source).read_bytes() if beside(source).exists() else b""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as copy:
        if source.exists():
            with source.open("rb") as rows:
                shutil.copyfileobj(rows, copy)
        copy.flush()
        os.fsync(copy.fileno())
    cut_torn_line(target)  # a row that was being written just then
    _write(beside(target), marks)


def cut_audit(path: Path, until: datetime) -> tuple[int, Mark]:
    """Leave out the rows after an instant: how many, and the mark of what is left. Nobody else may write the file."""
    kept, left, head, left_out = 0, 0, FIRST, 0
    with path.open("rb") as file:
        for line, raw in enumerate(file, start=1):
            row = read_row(raw, line, former=True)
            if left_out or _later(row.at, until):
                left_out += 1
            else:
                kept, left, head = kept + len(raw), line, row.hash
    mark = Mark(left, head)
    marks, _ = read_marks(beside(path))
    os.truncate(path, kept)
    whole = [one for one in marks if one.rows < left] + ([mark] if left else [])
    _write(beside(path), written(whole))
    return left_out, mark


def audits_differ(path: Path, copy: Path) -> int:
    """The first row of a copy that an audit file does not have as it stands there; 0 when the file begins with all of
    the copy, or says at that row itself that it was restored there."""
    if not path.exists():
        return 1 if copy.stat().st_size else 0
    with path.open("rb") as ours, copy.open("rb") as theirs:
        for number, (own, other) in enumerate(zip_longest(ours, theirs), start=1):
            if other is None or (own is not None and own != other and _restored(own)):
                return 0
            if own != other:
                return number
    return 0


def _later(at: str, until: datetime) -> bool:
    try:
        return datetime.fromisoformat(at) > until
    except (ValueError, TypeError):  # a row that somebody touched, or without zone: it stays, to be found
        return False


def _restored(raw: bytes) -> bool:
    try:
        return bool(json.loads(raw).get("what") == "restored")
    except (ValueError, AttributeError):
        return False


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
