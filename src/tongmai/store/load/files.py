"""Files to units: found, opened, read, and set down in one form whose order depends on nothing but its bytes.

Every unit is a bundle in JSON without spaces, compressed, in a folder for the time of the load. Stretches of NDJSON
and single resources become bundles of type `collection`.
"""

import bz2
import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
import zstandard

from tongmai.base.outcome import refuse
from tongmai.store.load.summary import Refusal

LINES = 500
"""Lines of NDJSON in a unit."""
_PACKED = (".bz2", ".gz")
_JSON, _LINES = (".json",), (".ndjson", ".jsonl")
_CONDITIONAL = re.compile(rb'"reference":"[A-Za-z]+\?')


class Head(msgspec.Struct):
    """As much of a file as tells what it is."""

    resourceType: str = ""
    entry: list[msgspec.Raw] | None = None


class Unit(NamedTuple):
    """A bundle on the spool. `first` is the number of its first entry in the file; `asks` tells that it refers
    conditionally."""

    file: str
    first: int
    entries: int
    asks: bool
    digest: bytes
    spool: Path

    @property
    def order(self) -> tuple[bool, bytes]:
        return self.asks, self.digest


class Scanned(NamedTuple):
    """What a file holds, and what of it cannot be read."""

    units: list[Unit]
    refused: list[Refusal]


def sources(place: Path) -> list[tuple[str, Path]]:
    """(name, path) of every file that can be loaded: the file itself, or all below a folder. Refused where there is
    none."""
    found = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
    listed = [(path.relative_to(place).as_posix() if path != place else path.name, path) for path in found]
    able = [(name, path) for name, path in listed if _kind(path) in (*_JSON, *_LINES)]
    if not able:
        remedy = ("需要 .json 或 .ndjson，可为 .bz2 或 .gz", "give .json or .ndjson, perhaps .bz2 or .gz")
        raise refuse("not-found", "没有可装载的文件", "no file that can be loaded", where=place.name, remedy=remedy)
    return able


def _kind(path: Path) -> str:
    return Path(path.stem).suffix if path.suffix in _PACKED else path.suffix


def _opened(path: Path) -> IO[bytes] | gzip.GzipFile:
    if path.suffix == ".bz2":
        return bz2.open(path, "rb")
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def scan(name: str, path: Path, spool: Path) -> Scanned:
    """Read one file and set its units down on the spool. A damaged file is refused as a whole; of NDJSON, by line."""
    refused: list[Refusal] = []
    units: list[Unit] = []
    try:
        with _opened(path) as file:
            stretches = _lines(name, file, refused) if _kind(path) in _LINES else iter([_bundle(file.read())])
            units.extend(_spooled(name, first, bundle, count, spool) for first, bundle, count in stretches)
    except (OSError, EOFError, ValueError, RecursionError) as error:
        refused.append(Refusal(name, None, "", f"文件损坏，无法读取：{error}", f"damaged, cannot be read: {error}"))
    return Scanned(units, refused)


def _bundle(raw: bytes) -> tuple[int, bytes, int]:
    plain = msgspec.json.format(raw, indent=-1)
    head = msgspec.json.decode(plain, type=Head)
    if head.resourceType == "Bundle":
        return 0, plain, len(head.entry or ())
    return 0, _collection([plain]), 1


def _collection(resources: list[bytes]) -> bytes:
    listed = b",".join(b'{"resource":%s}' % resource for resource in resources)
    return b'{"resourceType":"Bundle","type":"collection","entry":[%s]}' % listed


def _lines(name: str, file: Iterable[bytes], refused: list[Refusal]) -> Iterator[tuple[int, bytes, int]]:
    """Stretches of lines; an unreadable line stands as null, so that the numbers of the others hold."""
    first, held = 0, list[bytes]()
    for number, line in enumerate(file):
        try:
            held.append(msgspec.json.format(line, indent=-1) if line.strip() else b"null")
        except (msgspec.DecodeError, RecursionError) as error:
            refused.append(Refusal(name, number, "", f"不是 JSON：{error}", f"not JSON: {error}"))
            held.append(b"null")
        if len(held) == LINES:
            yield first, _collection(held), len(held)
            first, held = number + 1, []
    if held:
        yield first, _collection(held), len(held)


def _spooled(name: str, first: int, bundle: bytes, count: int, spool: Path) -> Unit:
    digest = hashlib.blake2b(bundle, digest_size=16).digest()
    where = spool / f"{hashlib.blake2b(name.encode(), digest_size=8).hexdigest()}-{first}"
    where.write_bytes(zstandard.ZstdCompressor(level=1).compress(bundle))
    return Unit(name, first, count, _CONDITIONAL.search(bundle) is not None, digest, where)


def content(unit: Unit) -> bytes:
    """The bundle of a unit."""
    return zstandard.ZstdDecompressor().decompress(unit.spool.read_bytes())
