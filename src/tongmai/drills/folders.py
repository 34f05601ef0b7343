"""Where drills lie: `<data>/drills/<id>/` with its store, lake, audit and `drill.json`.

A drill is made in a folder whose name begins with a dot and gets its own name when everything in it is on disk; it
loses it before it is deleted. So what has a name is whole, and what begins with a dot may go at any start.
"""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from tongmai.model import drill as drills
from tongmai.model.drill import Drill

_log = logging.getLogger("tongmai.drills")
NAME, MARK, CLOSED = "drills", "drill.json", "closed"


@dataclass(frozen=True)
class Folders:
    """The drills below a data folder. Touches nothing until a drill is made."""

    data: Path

    @property
    def place(self) -> Path:
        return self.data / NAME

    def of(self, drill: Drill) -> Path:
        """Where a drill lies: a closed one apart."""
        return self.place / CLOSED / drill.id if drill.closed else self.place / drill.id

    def open(self) -> list[Drill]:
        """Those that are open, the oldest first."""
        return self._in(self.place)

    def closed(self) -> list[Drill]:
        """Those that are kept after they were closed, the newest first."""
        return self._in(self.place / CLOSED)[::-1]

    def _in(self, place: Path) -> list[Drill]:
        found = filter(None, (_read(path) for path in place.glob(f"[!.]*/{MARK}")))
        return sorted(found, key=lambda one: (one.opened, one.id))

    @contextmanager
    def made(self, drill: Drill) -> Iterator[Path]:
        """A folder to make a drill in, which the block marks; it is the drill's when the block ends, gone when the
        block fails."""
        work = self.place / f".{drill.id}"
        work.mkdir(parents=True)
        try:
            yield work
            synced(work)
            work.rename(self.of(drill))
            _sync(self.place)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            self._leave()
            raise

    def mark(self, drill: Drill, folder: Path) -> None:
        """Write what is known of it, the whole or nothing."""
        beside = folder / f".{MARK}"
        beside.write_bytes(orjson.dumps(drills.written(drill), option=orjson.OPT_INDENT_2))
        _sync(beside)
        beside.rename(folder / MARK)
        _sync(folder)

    def keep(self, before: Drill, after: Drill) -> None:
        """Put a drill that was closed aside."""
        work = self.place / f".{before.id}"
        self.of(before).rename(work)
        self.mark(after, work)
        self.of(after).parent.mkdir(exist_ok=True)
        work.rename(self.of(after))
        _sync(self.of(after).parent)
        _sync(self.place)

    def drop(self, drill: Drill) -> None:
        """Delete it: first its name, then what is in it. Nothing stays of the last one."""
        work = self.place / f".{drill.id}"
        self.of(drill).rename(work)
        _sync(self.place)
        shutil.rmtree(work)
        self._leave()

    def sweep(self) -> None:
        """Delete what was half made or half deleted when the process ended. A drill that was to be kept is kept."""
        for path in filter(Path.is_dir, self.place.glob(".*")):
            found = _read(path / MARK) if (path / MARK).exists() else None
            if found and found.closed:
                self.of(found).parent.mkdir(exist_ok=True)
                path.rename(self.of(found))
            else:
                shutil.rmtree(path)
        self._leave()

    def _leave(self) -> None:
        """No empty folder stays behind."""
        for place in (self.place / CLOSED, self.place):
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()


def _read(path: Path) -> Drill | None:
    """What a drill's file says; None, told in the log, where it is damaged: the house opens all the same."""
    try:
        return drills.read(orjson.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError) as error:
        _log.error("%s is no drill's file: %s", path, type(error).__name__)
        return None


def synced(folder: Path) -> None:
    """Everything in it is on disk."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
