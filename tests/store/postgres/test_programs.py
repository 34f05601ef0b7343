"""The programs on records that stand on a server: load, check, serve; what is for a file is refused with a way out."""

import asyncio
import json
from datetime import date
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from tests.store.conftest import emptied
from tests.store.load.test_load import GOOD
from tests.store.server import Server

from tongmai import cli
from tongmai.app import clock_at, open_house
from tongmai.base.outcome import Refused
from tongmai.base.settings import read_settings
from tongmai.programs import serving
from tongmai.store.protocol import ChangeSet, Put


def test_load_then_check(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the option and by the setting."""
    emptied(server.url)
    given = tmp_path / "doctors.json.bz2"
    given.write_bytes(GOOD["zz-doctors.json.bz2"])
    monkeypatch.setenv("TONGMAI_WORKERS", "0")
    there, runner = ["--data", str(tmp_path / "data")], CliRunner()
    loaded = runner.invoke(cli.commands, ["load", str(given), *there, "--store", server.url, "--json"])
    told = json.loads(loaded.stdout)
    assert told["created"] == told["resources"] > 0
    monkeypatch.setenv("TONGMAI_STORE", server.url)
    again = json.loads(runner.invoke(cli.commands, ["load", str(given), *there, "--json"]).stdout)
    assert (again["created"], again["unchanged"]) == (0, told["resources"])
    assert runner.invoke(cli.commands, ["check", "records", *there]).exit_code == 0
    assert not (tmp_path / "data" / "records.sqlite").exists()


def test_serve(server: Server, tmp_path: Path) -> None:
    """A house on a server answers over HTTP, and a second process of it sees what the first has written."""
    emptied(server.url)
    both = [{**read_settings({}), "data": tmp_path / name, "store": server.url, "secret": "s"} for name in "ab"]
    houses = [open_house(settings, clock_at(date(2025, 6, 30))) for settings in both]
    body = b'{"resourceType":"Organization","id":"x","name":"\xe6\xbc\x94\xe7\xa4\xba"}'
    houses[0].store.commit(ChangeSet((Put("Organization", body, "x"),), origin="tests"))
    houses[1].facts_version()
    assert houses[1].lake.change == 1

    async def asked() -> list[int]:
        codes = []
        for house, settings in zip(houses, both, strict=True):
            transport = httpx.ASGITransport(serving.application(house, settings))
            async with httpx.AsyncClient(transport=transport, base_url="http://region.example") as client:
                codes += [(await client.get(url)).status_code for url in ("/fhir/metadata", "/fhir/Organization/x")]
        return codes

    assert asyncio.run(asked()) == [200, 401] * 2  # the door is the same: who is not signed in sees nothing
    for house in houses:
        house.close()


@pytest.mark.parametrize(
    ("command", "way_out"),
    [
        (["backup", "--to", "x.tar"], "pg_dump"),
        (["restore", "."], "pg_restore"),
        (["check", "records", "--against", "."], "--against"),
        (["demo", "--no-serve"], "--store"),
    ],
)
def test_what_is_for_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], way_out: str
) -> None:
    monkeypatch.setenv("TONGMAI_STORE", "postgresql://nobody:secret@nowhere/x")
    monkeypatch.setenv("TONGMAI_DATA", str(tmp_path / "data"))
    with pytest.raises(Refused) as refused:
        CliRunner().invoke(cli.commands, command, catch_exceptions=False)
    assert refused.value.kind == "unsupported"
    assert way_out in refused.value.issues[0].told("en")
    assert "secret" not in str(refused.value)
    assert not (tmp_path / "data").exists()
