"""`tongmai check --repair`: what is derived is made again where it is wrong: index rows and the lake, and nothing else.

kept:     bodies, versions, audit      ── wrong ──▶ told, never touched; the way out is `tongmai restore`
derived:  index rows, lake             ── wrong ──▶ made again from what is kept, and told
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tongmai.app import declared, open_house
from tongmai.house import House
from tongmai.programs.deciding import clock
from tongmai.store.opening import RECORDS, store_faults
from tongmai.store.sql.store import SqlStore

LAKE = "lake"
_RESTORE = (
    "正文有误，不作修补，请从备份恢复（tongmai restore） what is kept is wrong and left as it is: restore a backup"
)


def repaired(settings: Mapping[str, Any], what: str) -> Iterator[str]:
    """What was made again, one line each. Refused: conflict while a server holds it."""
    if what in ("all", "records"):
        yield from _index(settings)
    if what in ("all", LAKE):
        yield from _lake(settings)


def lake_faults(settings: Mapping[str, Any]) -> list[str]:
    """Each view and dimension in which the lake differs from one made from the store now; nothing where there is no
    lake yet. The lake is brought up to the store's last change first."""
    if not (Path(settings["data"]) / LAKE).exists() or not _has_records(settings):
        return []
    house = open_house(settings, clock(settings))
    try:
        return _differences(house)
    finally:
        house.close()


def _index(settings: Mapping[str, Any]) -> Iterator[str]:
    """Index rows; not while the bodies that they are made from are wrong."""
    definitions, data = declared(settings["region"]).definitions, Path(settings["data"])
    if next(store_faults(settings["store"], data, definitions, "kept"), None):
        yield f"records: {_RESTORE}"
    elif next(store_faults(settings["store"], data, definitions, "derived"), None):
        house = open_house(settings, clock(settings))
        try:
            assert isinstance(house.store, SqlStore)  # there is a store on a disk, or nothing was wrong with it
            house.store.index_anew()
        finally:
            house.close()
        yield "records: 检索索引已由正文重建 every index row was made again from the bodies"


def _lake(settings: Mapping[str, Any]) -> Iterator[str]:
    if not lake_faults(settings):
        return
    folder = Path(settings["data"]) / LAKE
    house = open_house(settings, clock(settings))
    try:  # the house holds the store, and so the folder
        shutil.rmtree(folder)
        folder.mkdir()
        house.lake.refresh(house.store)
    finally:
        house.close()
    yield "lake: 统计数据已由记录重建 the lake was made again from the records"


def lake_unreadable(house: House) -> str:
    """Bring the lake up to date and read it; why it cannot be read, "" where it can."""
    try:
        house.lake.refresh(house.store)
        house.lake.content()
    except (duckdb.Error, ValueError, OSError, pa.ArrowException) as error:
        return f"统计数据读不出，用 tongmai check lake --repair 重建 the lake cannot be read, make it again: {error}"
    return ""


def _differences(house: House) -> list[str]:
    if unreadable := lake_unreadable(house):
        return [unreadable]
    have = house.lake.content()
    with tempfile.TemporaryDirectory(prefix="lake-") as place:
        fresh = house.lake.beside(Path(place))
        fresh.refresh(house.store)
        due = fresh.content()
    return [
        f"{name}: 统计数据与记录不符 differs from the records: {have[name][0]} 行 rows, {due[name][0]} are due"
        for name in due
        if have[name] != due[name]
    ]


def _has_records(settings: Mapping[str, Any]) -> bool:
    return bool(settings["store"]) or (Path(settings["data"]) / RECORDS).exists()
