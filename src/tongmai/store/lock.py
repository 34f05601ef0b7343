"""One process at a time writes a store. The lock file says who; the kernel lets go of it when that process ends."""

import fcntl
import os
from datetime import datetime
from pathlib import Path

from tongmai.base.outcome import Refused, refuse


def unwritable(folder: Path, error: Exception) -> Refused:
    """The refusal to open a store in a folder that takes no writing; by the folder's name and why."""
    why = (error.strerror if isinstance(error, OSError) else "") or error
    return refuse(
        "broken",
        f"数据目录 {folder} 不能写入：{why}",
        f"the data folder {folder} cannot be written: {why}",
        where="--data",
        remedy=(
            "检查该目录的权限和挂载方式，或用 --data 另指目录",
            "see to its permissions and how it is mounted, or give another --data folder",
        ),
    )


class Lock:
    """Held from construction to `release`. Refused (conflict) while another holds it, naming the holder."""

    def __init__(self, path: Path, now: datetime) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise unwritable(path.parent, error) from error
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
