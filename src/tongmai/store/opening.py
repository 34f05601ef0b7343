"""Which store a person has chosen: SQLite in the data folder, or PostgreSQL at an address. Only here both are known."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tongmai.base.clock import Clock
from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.sql.migrating import Progress
from tongmai.store.sql.soundness import Of
from tongmai.store.sql.store import SqlStore
from tongmai.store.sqlite import SqliteStore
from tongmai.store.sqlite.migrating import bring_over
from tongmai.store.sqlite.soundness import faults

RECORDS = "records.sqlite"
"""The SQLite store in the data folder."""
_SCHEMES = ("postgresql://", "postgres://")


def open_store(address: str, data: Path, definitions: Definitions, clock: Clock, usual: bool = False) -> SqlStore:
    """The store at an address; "" for the one in the data folder. Refused: see the stores; value for an address of
    another kind; conflict where the data folder belongs to another store."""
    if not address:
        return SqliteStore(data / RECORDS, definitions, clock, usual=usual)
    if (data / RECORDS).exists():
        raise refuse(
            "conflict",
            "该目录有自己的 SQLite 记录库，不与 PostgreSQL 混用",
            "this folder holds an SQLite store of its own",
            where="--data",
            remedy=("换一个 --data 目录", "give another --data folder"),
        )
    store: SqlStore = _postgres(address).PostgresStore(address, definitions, clock, data, usual)
    return store


def store_faults(address: str, data: Path, definitions: Definitions, of: Of = "all") -> Iterator[str]:
    """What is wrong with a store, one line each, while others may write to it; nothing where there is none yet. `of`:
    what is kept, or what is derived from it, alone."""
    if address:
        yield from _postgres(address).faults(address, definitions, of)
    elif (data / RECORDS).exists():
        yield from faults(data / RECORDS, definitions, of)


def migrated(address: str, data: Path, clock: Clock) -> Iterator[Progress]:
    """Bring a store over to this program's edition, told after each step. Refused: not-found, conflict while it is in
    use, unsupported where a newer program made it, broken without room on the disk."""
    if address:
        yield from _postgres(address).bring_over(address)
    else:
        yield from bring_over(data / RECORDS, clock)


def must_be_sqlite(address: str, what: tuple[str, str], instead: tuple[str, str]) -> None:
    """Refused (unsupported): what is done to a file and not to a server, with what to do instead."""
    if address:
        zh, en = what
        raise refuse("unsupported", f"{zh}只用于数据目录中的记录库", f"{en} is for a store in the data folder alone",
                     where="--store", remedy=instead)  # fmt: skip


def _postgres(address: str) -> Any:
    """The package for PostgreSQL, an extra: it is imported when it is asked for, so that nobody needs psycopg who has
    no server. An address may hold a password and is not told."""
    if not address.startswith(_SCHEMES):
        raise refuse("value", "不是 postgresql:// 地址", "not a postgresql:// address", where="--store")
    try:
        return import_module("tongmai.store.postgres")
    except ModuleNotFoundError as error:
        raise _extra_missing(error) from error


def _extra_missing(error: ModuleNotFoundError) -> Refused:
    return refuse(
        "unsupported",
        f"未安装 {error.name}",
        f"{error.name} is not installed",
        where="--store",
        remedy=("安装 tongmai[postgres]", "install tongmai[postgres]"),
    )
