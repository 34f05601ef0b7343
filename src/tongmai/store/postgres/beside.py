"""The folder beside a store that stands on a server: one process has it, and it belongs to one store.

The lake in it was counted from one store's change numbers; with those of another it would tell wrong figures.
"""

from pathlib import Path

from tongmai.base.clock import Clock
from tongmai.base.outcome import refuse
from tongmai.store.lock import Lock

_MARK = "store.identity"


class Beside:
    """Locked from construction to `release`. Refused (conflict) while another process has the folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._mark = folder / _MARK
        self._lock = Lock(folder / "house.lock", clock.now())

    def belongs(self, identity: str) -> None:
        """Mark the folder as this store's. Refused (conflict): it is another's."""
        if not self._mark.exists():
            self._mark.write_text(identity)
        elif self._mark.read_text() != identity:
            raise refuse(
                "conflict",
                "该目录属于另一个记录库",
                "this folder belongs to another store",
                where="--data",
                remedy=("换一个 --data 目录", "give another --data folder"),
            )

    def release(self) -> None:
        """Let the next process in."""
        self._lock.release()
