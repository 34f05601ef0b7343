"""Records made by others, repeated until there are as many as are wanted: NDJSON, the same bytes in every run.

Institutions and staff come once, patients again and again with all that belongs to them. In each copy the ids of a
patient's resources are others, under one exchange of hexadecimal digits, so that they stay as scattered as they were;
references follow. References by condition become references to the one institution that they mean.
"""

import bz2
import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import orjson

LINES = 50_000
"""Lines of a file."""
_HEX = b"0123456789abcdef"
_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_OWN = re.compile(rb"(" + _UUID + rb")")
_TO = re.compile(rb'"reference":"urn:uuid:(' + _UUID + rb')"')
_ASKING = re.compile(rb'"reference":"([A-Za-z]+)\?identifier=([^"]*)"')
Line = list[bytes]
"""A resource in parts: texts at even places, ids that change from copy to copy at odd ones."""


class Source(NamedTuple):
    """What is repeated: the lines that come once, and those of each patient."""

    once: list[bytes]
    patients: list[list[Line]]


def written(folder: Path, source: Path, resources: int) -> int:
    """Write so many resources of a source below a folder; their bytes. In a process of its own, whose memory is not
    that of what is measured."""
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:
        return alone.submit(_write, folder, source, resources).result()


def _write(folder: Path, source: Path, resources: int) -> int:
    lines, size = _lines(_read(source, resources)), 0
    for number, first in enumerate(range(0, resources, LINES)):
        held = [next(lines) for _ in range(min(LINES, resources - first))]
        size += (folder / f"part-{number:04d}.ndjson").write_bytes(b"\n".join([*held, b""]))
    return size


def _read(source: Path, resources: int) -> Source:
    """All of a source, or as much as it takes for so many resources."""
    institutions: dict[tuple[bytes, bytes], bytes] = {}
    once: list[bytes] = []
    patients: list[list[Line]] = []
    for file in sorted(source.glob("*.json.bz2"), key=lambda file: (not file.name.startswith("0-"), file.name)):
        if len(once) + sum(map(len, patients)) >= resources:
            break
        entries = orjson.loads(bz2.decompress(file.read_bytes()))["entry"]
        types = {entry["fullUrl"][-36:].encode(): entry["resource"]["resourceType"].encode() for entry in entries}
        bodies = [_literal(orjson.dumps(entry["resource"]), types, institutions) for entry in entries]
        if file.name.startswith("0-"):
            once += bodies
            for entry in entries:
                _note(entry["resource"], institutions)
        else:
            patients.append([_parted(body, types) for body in bodies])
    if not any(patients):
        raise FileNotFoundError(f"no bundles of patients in {source}")
    return Source(once, patients)


def _note(resource: dict[str, object], institutions: dict[tuple[bytes, bytes], bytes]) -> None:
    """By what identifiers an institution is meant."""
    listed = resource.get("identifier", [])
    assert isinstance(listed, list)
    type, id = str(resource["resourceType"]).encode(), str(resource["id"]).encode()
    for one in listed:
        institutions[type, f"{one.get('system', '')}|{one['value']}".encode()] = id


def _literal(body: bytes, types: dict[bytes, bytes], institutions: dict[tuple[bytes, bytes], bytes]) -> bytes:
    body = _TO.sub(lambda found: b'"reference":"%s/%s"' % (types[found[1]], found[1]), body)
    return _ASKING.sub(lambda found: b'"reference":"%s/%s"' % (found[1], institutions[found[1], found[2]]), body)


def _parted(body: bytes, own: dict[bytes, bytes]) -> Line:
    """Own ids at odd places; any other uuid stays part of its text."""
    parts = [b""]
    for number, part in enumerate(_OWN.split(body)):
        if number % 2 and part in own:
            parts += [part, b""]
        else:
            parts[-1] += part
    return parts


def _lines(source: Source) -> Iterator[bytes]:
    """Without end."""
    yield from source.once
    for copy in count():
        digits = random.Random(copy).sample(_HEX, len(_HEX)) if copy else _HEX
        exchange = bytes.maketrans(_HEX, bytes(digits))
        for patient in source.patients:
            for line in patient:
                yield b"".join(part.translate(exchange) if odd % 2 else part for odd, part in enumerate(line))
