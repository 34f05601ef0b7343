"""Exports under way and done: files of one moment, kept for whoever asked, for an hour.

    asked ──▶ gathering ──▶ done ──deleted, or an hour later──▶ gone
                  └── failed: told when it is asked for

They live in memory and in a folder of their own, and end with the process. Each belongs to its actor: to everybody else
it does not exist.
"""

import secrets
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tongmai.base.outcome import Refused, refuse

KEPT = 3600
"""Seconds that an export is there."""
MOST = 2
"""Exports of one actor that are there at once."""


@dataclass
class Export:
    """`at`: its moment; `counts`: lines by type, of what is written so far; `failed`: why it came to nothing."""

    word: str
    actor: str
    request: str
    at: datetime
    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    done: bool = False
    failed: Refused | None = None
    stopped: bool = False
    begun: float = field(default_factory=time.monotonic)

    def file(self, type: str) -> Path:
        return self.folder / f"{type}.ndjson"


class Exports:
    """All exports of a server; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, Export] = {}
        self._root: Path | None = None

    def begin(self, actor: str, request: str, at: datetime) -> Export:
        """Room for a further export. Refused (busy): the actor has as many as are permitted."""
        with self._lock:
            self._sweep()
            if sum(one.actor == actor for one in self._kept.values()) >= MOST:
                raise refuse("busy", f"同时最多 {MOST} 个导出", f"{MOST} exports at once", where="$export",
                             remedy=("先删除旧的导出", "delete an earlier one first"))  # fmt: skip
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix="tongmai-export-"))
                weakref.finalize(self, shutil.rmtree, self._root, ignore_errors=True)  # at the end of the process too
            word = secrets.token_urlsafe(18)
            folder = self._root / word
            folder.mkdir(mode=0o700)
            export = self._kept[word] = Export(word, actor, request, at, folder)
            return export

    def find(self, word: str, actor: str) -> Export:
        """An export of an actor. Refused: not-found; what it failed for."""
        with self._lock:
            self._sweep()
            export = self._kept.get(word)
        if export is None or export.actor != actor:
            raise refuse("not-found", "没有这个导出", "there is no such export", where="$export-status")
        if export.failed is not None:
            raise export.failed
        return export

    def drop(self, word: str) -> None:
        """Forget an export and delete its files; one under way stops."""
        with self._lock:
            self._drop(word)

    def write(self, export: Export, lines: Iterator[tuple[str, list[bytes]]]) -> None:
        """Write lines by type as they come, and end the export; what is raised is kept for whoever asks."""
        try:
            for type, bodies in lines:
                if export.stopped:
                    return
                if bodies:
                    with export.file(type).open("ab") as file:
                        file.write(b"".join(body + b"\n" for body in bodies))
                    export.counts[type] = export.counts.get(type, 0) + len(bodies)
            export.done = True
        except Refused as refused:
            export.failed = refused
        except OSError as error:
            export.failed = refuse(
                "broken", f"导出写不进磁盘：{error.strerror}", f"cannot be written: {error.strerror}"
            )

    def _sweep(self) -> None:
        for word, export in list(self._kept.items()):
            if export.begun + KEPT < time.monotonic():
                self._drop(word)

    def _drop(self, word: str) -> None:
        if (export := self._kept.pop(word, None)) is not None:
            export.stopped = True
            shutil.rmtree(export.folder, ignore_errors=True)
