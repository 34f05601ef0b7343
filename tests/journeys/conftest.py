"""A demonstration for each of the two processes that walk journeys, a file at a time; each on a free port and in its
own folders. Which files meet in one is left to the clock, so no journey counts what another may add to: the tour, which
says what a demonstration shows, has one to itself."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from selenium import webdriver
from tests.journeys.browser import Reader, forget, start

BUILT = "TONGMAI_DEMONSTRATION"
"""Where `make journeys` has built it; without it each process builds its own."""
BUILT_WITHIN = 300  # seconds, on a machine that others use too


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys of a file are walked in its order in one demonstration; what is only looked at may be looked at in any,
    and is handed out first because it takes longest."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            looks = item.path.stem == "test_looks"
            item.add_marker(pytest.mark.xdist_group(item.nodeid if looks else item.path.stem))
    items.sort(key=lambda item: "journeys/test_looks" not in item.nodeid)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration of the journeys that this process walks."""
    with served(tmp_path_factory.mktemp("demonstration")) as address:
        yield address


@pytest.fixture
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration in which nobody has walked yet."""
    with served(tmp_path_factory.mktemp("untouched")) as address:
        yield address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A demonstration in a folder, until the block ends."""
    if built := os.environ.get(BUILT):
        shutil.copytree(built, folder / "data")
    port = free_port()
    command = [sys.executable, "-m", "tongmai.cli", "demo", "--data", str(folder / "data"), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TONGMAI_")}
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            _wait(process, port, folder / "log.txt")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + BUILT_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail("the demonstration did not open:\n" + log.read_text(encoding="utf-8")[-3000:])


class Browsers:
    """One browser that people use one after the other: to begin one and to show it the first page takes three seconds.
    A new one after a journey that failed, which may have left it anyhow."""

    def __init__(self, profiles: pytest.TempPathFactory) -> None:
        self._profiles = profiles
        self._driver: webdriver.Chrome | None = None

    def empty(self, site: str) -> webdriver.Chrome:
        """One that nobody has used as far as any page can tell."""
        if self._driver is None:
            self._driver = start(self._profiles.mktemp("profile"))
        else:
            forget(self._driver, site)
        return self._driver

    def quit(self) -> None:
        """Throw it away."""
        if self._driver is not None:
            self._driver.quit()
        self._driver = None


@pytest.fixture(scope="session")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    made = Browsers(tmp_path_factory)
    yield made
    made.quit()


@pytest.fixture
def reader(site: str, browsers: Browsers, request: pytest.FixtureRequest) -> Iterator[Reader]:
    before = request.session.testsfailed
    yield Reader(browsers.empty(site))
    if request.session.testsfailed > before:
        browsers.quit()
