"""One row of the audit file: how it is sealed and chained to the row before, and how it is read back.

A row is one JSON line. `n` counts rows from 1, `previous` is the hash of the row before, and the line ends with `hash`,
the SHA-256 of all that stands before it. So a row tells by itself whether its content is the one that was written, and
its successor whether it is the one that was meant.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import orjson

FIRST = "0" * 64
"""What the first row names as the hash before it."""
_SEAL = re.compile(rb',"hash":"([0-9a-f]{64})"\}\n?')
_SEAL_LENGTH = len(b',"hash":"') + 64 + len(b'"}')
_TAIL = 65_536


class Row(NamedTuple):
    """A line as it reads. `sound`: its content fits its own hash; where it does not, `number` and `previous` mean
    nothing."""

    line: int
    number: int
    previous: str
    hash: str
    sound: bool
    at: str = ""


def sealed(number: int, previous: str, fields: Mapping[str, str]) -> tuple[bytes, str]:
    """The line of a row, with its line end, and its hash."""
    row = {"n": number, **fields, "previous": previous}
    content = orjson.dumps(row)[:-1]
    own = hashlib.sha256(content).hexdigest()
    return b'%s,"hash":"%s"}\n' % (content, own.encode()), own


def read_row(raw: bytes, line: int, former: bool = False) -> Row:
    """The row of a line. `former`: rows of the first edition are still allowed here; they bear neither number nor hash
    of their own, and are numbered by their line."""
    told = _told(raw)
    seal = _SEAL.fullmatch(raw, max(0, len(raw.removesuffix(b"\n")) - _SEAL_LENGTH))
    if seal is not None:
        own = hashlib.sha256(raw[: seal.start()]).hexdigest()
        sound = own == seal[1].decode() and raw.endswith(b"\n") and _shaped(told)
        return Row(line, _number(told), str(told.get("previous")), seal[1].decode(), sound, str(told.get("at", "")))
    sound = former and raw.endswith(b"\n") and isinstance(told.get("previous"), str) and "n" not in told
    own = hashlib.sha256(raw.removesuffix(b"\n")).hexdigest()
    return Row(line, line if sound else 0, str(told.get("previous")), own, sound, str(told.get("at", "")))


def is_former(row: Row, raw: bytes) -> bool:
    """Whether a sound row is of the first edition."""
    return row.sound and _SEAL.search(raw) is None


def _told(raw: bytes) -> Mapping[str, object]:
    try:
        told = json.loads(raw)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _number(told: Mapping[str, object]) -> int:
    number = told.get("n")
    return number if isinstance(number, int) and number > 0 else 0


def _shaped(told: Mapping[str, object]) -> bool:
    return _number(told) > 0 and isinstance(told.get("previous"), str)


def cut_torn_line(path: Path) -> int:
    """Remove what stands behind the last line end (a write that a crash cut off); the number of bytes removed."""
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        start = max(0, size - _TAIL)
        file.seek(start)
        keep = start + file.read().rfind(b"\n") + 1
        if keep < size:
            file.truncate(keep)
        return size - keep


def last_row(path: Path) -> Row:
    """The newest row of a file without a torn line; number 0 and `FIRST` for an empty one. Where the newest line is not
    sound the next row is chained to what stands there, so that the chain goes on and the line stays a finding."""
    if not path.exists() or path.stat().st_size == 0:
        return Row(0, 0, "", FIRST, True)
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - _TAIL))
        raw = file.read().rstrip(b"\n").rpartition(b"\n")[2] + b"\n"
    row = read_row(raw, 0)
    if row.number:
        return row
    return row._replace(number=_lines(path))


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)
