"""What the worker processes do: scan files, and make units ready for the writer. Each holds the definitions, an
indexer and a checker; they share nothing."""

import os
import pickle
from pathlib import Path

from tongmai.base.outcome import Refused
from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.store.load import collecting, files
from tongmai.store.load.entries import Piece, pieces
from tongmai.store.load.wire import Ready, packed
from tongmai.store.prepare import Preparer
from tongmai.store.rows import extractor

GIVES_WAY = 5
"""How much nicer a worker is than the writer (POSIX)."""


class Workshop:
    """A worker's tools."""

    def __init__(self, definitions: Definitions) -> None:
        self._preparer = Preparer(definitions, extractor(definitions), _no_id, Checker(definitions).check, True)

    def ready(self, unit: files.Unit) -> list[Ready]:
        """Every change set of a unit, checked and indexed."""
        return [self._ready(unit.first, piece) for piece in pieces(files.content(unit))]

    def _ready(self, first: int, piece: Piece) -> Ready:
        places = tuple(first + place for place in piece.places)
        if piece.change_set is None:
            return Ready(places, None, piece.refused.issues if piece.refused else ())
        try:
            return Ready(places, self._preparer.prepare(piece.change_set))
        except Refused as refused:
            return Ready(places, None, refused.issues)


def _no_id() -> str:
    raise AssertionError("what is loaded has an id that a second run finds again")


_workshop: list[Workshop] = []


def begin(definitions: Definitions) -> None:
    """A worker begins."""
    _workshop[:] = [Workshop(definitions)]


def begin_alone(definitions: Definitions) -> None:
    """A worker process begins. It gives way to the one writer, which everybody waits for: of two cores and three
    processes the writer has a whole one."""
    os.nice(GIVES_WAY)
    begin(definitions)
    collecting.seldom()


def begin_with(handed: Path) -> None:
    """A worker process begins that was handed the definitions in a file."""
    begin_alone(pickle.loads(handed.read_bytes()))


def awake() -> None:
    """In a worker: nothing; it has begun."""


def scan(name: str, path: Path, spool: Path) -> files.Scanned:
    """In a worker: see files.scan."""
    return files.scan(name, path, spool)


def ready(unit: files.Unit) -> bytes:
    """In a worker: see Workshop.ready; as load.wire packs it."""
    return packed(_workshop[0].ready(unit))
