"""`tongmai check --repair`: what is derived is made again, what is kept is never touched and stays reported."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import apsw
import duckdb
import psycopg
import pytest
from rich.console import Console
from tests.store.conftest import emptied
from tests.store.server import Server
from tests.store.writing import observation, patient, write

from tongmai.app import open_house
from tongmai.base.outcome import Refused
from tongmai.base.settings import read_settings
from tongmai.programs import checking
from tongmai.programs.deciding import clock

WRONG_INDEX = {
    "rows are missing": "DELETE FROM token",
    "texts are missing": "DELETE FROM string",
    "pairs are missing": "DELETE FROM pair",
    "rows are too many": "INSERT INTO reference SELECT parameter, target + 1, ident FROM reference",
    "rows are others": "UPDATE date SET start = start - 1",
}


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """Of a data folder with a few records and the lake made of them."""
    made = {**read_settings({}), "data": tmp_path / "data"}
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        emptied(server.url)
        made["store"] = server.url
    house = open_house(made, clock(made))
    seen = observation("o", "Patient/p", effectiveDateTime="2025-06-30")
    write(house.store, patient("p", "张", "三丰"), patient("q", "王"), seen)
    house.facts_version()
    house.close()
    return made


def damage(settings: dict[str, Any], sql: str) -> None:
    if settings["store"]:
        with psycopg.connect(settings["store"]) as connection:
            connection.execute(sql.encode())
    else:
        connection = apsw.Connection(str(settings["data"] / "records.sqlite"))
        connection.execute(sql)
        connection.close()


def checked(settings: dict[str, Any], what: str, repair: bool = False) -> tuple[int, str]:
    output = StringIO()
    return checking.check(settings, what, Console(file=output, width=300), repair=repair), output.getvalue()


@pytest.mark.parametrize("sql", WRONG_INDEX.values(), ids=list(WRONG_INDEX))
def test_wrong_index_rows_are_told_and_made_again(settings: dict[str, Any], sql: str) -> None:
    assert checked(settings, "records") == (0, "records: 无问题 nothing wrong\n")
    damage(settings, sql)
    code, told = checked(settings, "records")
    assert code == 1
    assert "检索索引" in told
    code, told = checked(settings, "records", repair=True)
    assert code == 0
    assert "index row was made again" in told
    assert checked(settings, "records", repair=True) == (0, "records: 无问题 nothing wrong\n")


def test_a_wrong_body_stays_reported_and_nothing_is_made_of_it(settings: dict[str, Any]) -> None:
    damage(settings, "UPDATE version SET digest = digest + 1 WHERE change = (SELECT min(change) FROM version)")
    damage(settings, "DELETE FROM token")
    for _ in range(2):
        code, told = checked(settings, "records", repair=True)
        assert code == 1
        assert "tongmai restore" in told
        assert "the body is not what was written" in told
        assert "index rows are missing" in told


def twice(folder: Path, largest: Path) -> None:
    copied = largest.with_suffix(".twice")
    duckdb.execute(f"COPY (FROM '{largest}' UNION ALL FROM '{largest}') TO '{copied}' (FORMAT parquet)")
    shutil.move(copied, largest)


HARMS: dict[str, Callable[[Path, Path], object]] = {
    "other rows": twice,
    "no file": lambda folder, largest: largest.unlink(),
    "no Parquet": lambda folder, largest: largest.write_bytes(b"torn"),
    "manifest": lambda folder, largest: (folder / "manifest.json").write_bytes(b"{"),
}


def test_a_wrong_lake_is_told_and_made_again(settings: dict[str, Any]) -> None:
    """One harm after the other; a lake is made of the feed alone, which is the same over both stores."""
    assert checked(settings, "lake") == (0, "lake: 无问题 nothing wrong\n")
    folder = settings["data"] / "lake"
    for name, harm in list(HARMS.items())[: 1 if settings["store"] else None]:
        harm(folder, max(folder.glob("*-base.parquet"), key=lambda file: file.stat().st_size))
        assert checked(settings, "facts")[0] == (0 if name == "other rows" else 1), name
        code, told = checked(settings, "lake")
        assert (code, "统计数据" in told) == (1, True), name
        code, told = checked(settings, "lake", repair=True)
        assert (code, "made again from the records" in told) == (0, True), name


def test_what_a_server_holds_is_not_repaired(tmp_path: Path) -> None:
    made = {**read_settings({}), "data": tmp_path / "data"}
    house = open_house(made, clock(made))
    write(house.store, patient("p", "张"))
    damage(made, "DELETE FROM string")
    with pytest.raises(Refused, match="in use by another process"):
        checked(made, "records", repair=True)
    house.close()
