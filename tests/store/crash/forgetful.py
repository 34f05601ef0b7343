"""A file system layer for SQLite that knows what would be on disk if the power failed now.

Beside each file lies its shadow, which gets a write only when the file is synced. `fail` leaves what the disk would
hold: the shadows, and of the writes not yet synced none, or a part of them drawn by chance, as real disks do.
"""

import random
import threading
from pathlib import Path
from typing import Any

import apsw

Pending = tuple[int, bytes | None]
"""Offset and bytes written there; None for a truncation to the offset."""


class Forgetful(apsw.VFS):
    """Registered under `name` from construction to `unregister`."""

    def __init__(self, name: str) -> None:
        self.lock = threading.Lock()
        self.synced: dict[str, bytearray] = {}
        self.pending: dict[str, list[Pending]] = {}
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(self, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        super().xDelete(name, sync)
        with self.lock:
            self.synced.pop(Path(name).name, None)
            self.pending.pop(Path(name).name, None)

    def fail(self, place: Path, survives: float, seed: int = 0) -> None:
        """Write what the disk would hold to a folder. `survives`: the share of unsynced writes that made it."""
        chance = random.Random(seed)
        place.mkdir()
        with self.lock:
            for name, image in self.synced.items():
                left = bytearray(image)
                for write in self.pending[name]:
                    if chance.random() < survives:
                        _apply(left, write)
                (place / name).write_bytes(left)


class _File(apsw.VFSFile):
    def __init__(self, layer: Forgetful, name: Any, flags: list[int]) -> None:
        path = name if isinstance(name, str) else name.filename()
        super().__init__("", name, flags)
        self._layer, self._name = layer, Path(path).name
        with layer.lock:
            layer.synced.setdefault(self._name, bytearray(Path(path).read_bytes()))
            layer.pending.setdefault(self._name, [])

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        with self._layer.lock:
            self._layer.pending[self._name].append((offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        with self._layer.lock:
            self._layer.pending[self._name].append((size, None))

    def xSync(self, flags: int) -> None:
        with self._layer.lock:
            image = self._layer.synced[self._name]
            for write in self._layer.pending[self._name]:
                _apply(image, write)
            self._layer.pending[self._name].clear()


def _apply(image: bytearray, write: Pending) -> None:
    offset, data = write
    if data is None:
        del image[offset:]
        return
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(data)] = data
