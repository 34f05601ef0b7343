"""One process at a time writes a store. The lock file says who; the kernel lets go of it when that process ends."""

import fcntl
import os
from datetime import datetime
from pathlib import Path

from tongmai.base.outcome import refuse


class Lock:
    """Held from construction to `release`. Refused (conflict) while another holds it, naming the holder."""

    def __init__(self, path: Path, now: datetime) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._file, 200, 0).decode(errors="replace").strip() or "?"
            os.close(self._file)
            raise refuse(
                "conflict",
                f"数据目录正由另一进程使用：{holder}",
                f"the store is in use by another process: {holder}",
                where=path.name,
                remedy=("先停止该进程", "stop that process first"),
            ) from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"process {os.getpid()} since {now.isoformat(timespec='seconds')}\n".encode(), 0)

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let two hold two files of one name."""
        os.ftruncate(self._file, 0)
        os.close(self._file)
