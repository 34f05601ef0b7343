"""Programs of others at our door. These tests run in an environment of their own (`make flows`): the house runs beside
them as a process, from its own environment, and they know nothing of it but its address.

    clients' environment                       the house's environment
    test_fhirpy.py … ──── http ────▶ house.py: tongmai serve, on a new folder
          └── smart-fetch ─▶ gateway ──┘         (the gateway signs in whoever can only show a token)
"""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.flows.gateway import Gateway
from tests.flows.records import county, send

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYTHON = ROOT / ".venv/bin/python"
SECONDS = 120  # to start in, on a machine that does other things too


@dataclass(frozen=True)
class House:
    """Where the house is, and the cookie of somebody who may keep every type."""

    base: str
    cookie: str


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A served house that holds a small county: twelve patients with what lies around them."""
    folder = tmp_path_factory.mktemp("house")
    command = [str(PYTHON), str(HERE / "house.py"), str(folder)]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("TONGMAI_")}
    environment["PYTHONPATH"] = str(ROOT / "src")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        found = House(**json.loads(process.stdout.readline()))
        try:
            await_listening(found.base)
            send(found.base, found.cookie, county())
            yield found
        finally:
            process.stdin.close()


def await_listening(base: str) -> None:
    """Return once something listens there; it fails where nothing does in time."""
    until = time.monotonic() + SECONDS
    place = urlsplit(base)
    while True:
        try:
            socket.create_connection((str(place.hostname), place.port or 80)).close()
            return
        except ConnectionRefusedError:
            assert time.monotonic() < until, "the house does not open"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def gateway(house: House) -> Iterator[str]:
    """The address of the gateway's `/fhir`: it signs every request in."""
    with Gateway(house.base, house.cookie) as base:
        yield base
