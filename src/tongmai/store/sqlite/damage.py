"""What keeps a SQLite store from being opened, in words of ours: a folder that takes no writing, a full disk, a file
that is damaged. A log with a torn end is none of these: SQLite leaves out what was not whole, and that was never
acknowledged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from tongmai.base.outcome import Refused, refuse
from tongmai.store.lock import unwritable
from tongmai.store.sql.apply import no_room
from tongmai.store.sqlite.session import without_room


@contextmanager
def told_opening(path: Path) -> Iterator[None]:
    """What the system or SQLite raises while the store at `path` is opened for writing."""
    try:
        _check_whole(path)
        yield
    except (apsw.FullError, apsw.IOError) as error:
        raise (no_room(error) if without_room(error) else _damaged(path, error)) from error
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise _damaged(path, error) from error
    except (OSError, apsw.ReadOnlyError, apsw.CantOpenError) as error:
        raise unwritable(path.parent, error) from error


def _check_whole(path: Path) -> None:
    """SQLite reads what is missing of a last page as zeros. Where there is a log it mends the page itself."""
    log = path.with_name(path.name + "-wal")
    if not path.exists() or (log.exists() and log.stat().st_size):
        return
    with path.open("rb") as file:
        page = int.from_bytes(file.read(18)[16:], "big")
    torn = path.stat().st_size % (page if page > 1 else 1 << 16)
    if torn:
        raise _damaged(path, f"{torn} of {page} bytes of its last page")


def _damaged(path: Path, error: Exception | str) -> Refused:
    return refuse(
        "broken",
        f"记录库文件 {path.name} 已损坏：{error}",
        f"the file of the records {path.name} is damaged: {error}",
        where=path.name,
        remedy=(
            "保留原文件，运行 tongmai check records，并从备份恢复到新目录（tongmai restore）",
            "keep the file, run tongmai check records, and restore a backup into a new folder (tongmai restore)",
        ),
    )
