"""Disks that fail: a small one, and one that takes no writing. Real ones where this user may mount; else the nearest
that SQLite or the system gives."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tongmai.store.sqlite import SqliteStore

ROOM = 3_000_000
"""Bytes of the small disk: an empty store with its log, and some hundred records."""
_PAGE = 4096


def mounted(place: Path, options: str) -> bool:
    """Whether a file system in memory could be mounted there."""
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(place)], capture_output=True, check=False)
    return done.returncode == 0


class SmallDisk:
    """`place` is on it. `fill` leaves no room for more, `free` makes room again."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.real = mounted(place, f"size={ROOM}")
        self._ballast = place / "ballast"

    def fill(self, store: SqliteStore) -> None:
        if not self.real:
            _limit(store, store.writer.run(_pages) + 1)
            return
        with self._ballast.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(_PAGE)):
                pass

    def free(self, store: SqliteStore) -> None:
        if self.real:
            self._ballast.unlink()
        else:
            _limit(store, 1_000_000)

    def gone(self) -> None:
        if self.real:
            subprocess.run(["umount", str(self.place)], check=True)


def _pages(applier: object) -> int:
    return int(applier._session.connection.pragma("page_count"))  # type: ignore[attr-defined]


def _limit(store: SqliteStore, pages: int) -> None:
    store.writer.run(lambda applier: applier._session.execute(f"PRAGMA max_page_count = {pages}").fetchall())


@contextmanager
def closed_to_writing(place: Path) -> Iterator[None]:
    """A folder that is there already takes no writing for a while: mounted so, or else by its permissions."""
    bound = subprocess.run(["mount", "--bind", str(place), str(place)], capture_output=True, check=False)
    if bound.returncode:
        place.chmod(0o500)
        yield
        place.chmod(0o700)
        return
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)
