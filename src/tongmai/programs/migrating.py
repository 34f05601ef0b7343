"""`tongmai migrate`: a store of a former edition brought over to this program's."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tongmai.base.clock import SystemClock
from tongmai.store.opening import migrated


def migrate(settings: Mapping[str, Any], progress: Callable[..., None]) -> str:
    """Bring the store over; in a sentence what was done. Refused: see `store.opening.migrated`."""
    last = None
    for last in migrated(settings["store"], Path(settings["data"]), SystemClock()):
        progress(last.done, last.of)
    if last is None:
        return "已是本程序的结构 the store is of this program's edition already"
    zh = f"已改为第 {last.edition} 版结构，{last.of:,} 个版本"
    return f"{zh} brought over to edition {last.edition}, {last.of:,} versions"
