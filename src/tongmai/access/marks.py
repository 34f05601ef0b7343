"""Marks beside the audit file: after so many rows the last one had this hash. They show a cut tail and rows made anew.

Lines of one width. The newest moves with every sync, in place, until a thousand rows have passed; then it stays and a
new one begins. Marks of an earlier process are never touched.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

BLOCK = 1_000
_LINE = re.compile(rb"(\d{12}) ([0-9a-f]{64})\n")
WIDTH = 78


class Mark(NamedTuple):
    """`rows` rows there were, and `head` was the hash of the last of them."""

    rows: int
    head: str


def beside(path: Path) -> Path:
    """Where the marks of an audit file lie."""
    return path.with_suffix(".marks")


def read_marks(path: Path) -> tuple[list[Mark], int]:
    """The marks of a marks file, oldest first, and how many cannot be read. None where there is no file."""
    found, lost = list[Mark](), 0
    content = path.read_bytes() if path.exists() else b""
    for start in range(0, len(content), WIDTH):
        match = _LINE.fullmatch(content[start : start + WIDTH])
        if match is None:
            lost += 1
        else:
            found.append(Mark(int(match[1]), match[2].decode()))
    return found, lost


def written(marks: Sequence[Mark]) -> bytes:
    """Marks as they stand in their file."""
    return b"".join(_line(mark) for mark in marks)


def _line(mark: Mark) -> bytes:
    return b"%012d %s\n" % (mark.rows, mark.head.encode())


class Marking:
    """Writes marks from opening to `close`. For one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        size = os.fstat(self._file).st_size
        self._end = size - size % WIDTH  # a line that a crash cut off is overwritten
        self._block = -1

    def move(self, mark: Mark) -> None:
        """Put the newest mark here; it must be true of what is on disk."""
        block = (mark.rows - 1) // BLOCK
        if block == self._block:
            os.pwrite(self._file, _line(mark), self._end - WIDTH)
            return
        self._block = block
        os.pwrite(self._file, _line(mark), self._end)
        self._end += WIDTH
        os.fsync(self._file)

    def close(self) -> None:
        """May be called twice."""
        if self._file >= 0:
            os.fsync(self._file)
            os.close(self._file)
            self._file = -1
