"""Servers as processes on the loopback: started on a free port, awaited, asked over one kept connection, ended."""

import http.client
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
TO_OPEN = 300  # seconds that a server may take until it answers
TO_ANSWER = 120  # seconds that one answer may take
JSON = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}


@dataclass
class Served:
    """A server that answers at `base`. `headers` go with every request."""

    name: str
    base: str
    process: subprocess.Popen[str]
    headers: Mapping[str, str] = field(default_factory=dict)
    _line: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and body of `[base]/path`; what is no answer is raised."""
        place = urlsplit(self.base)
        if self._line is None:
            self._line = http.client.HTTPConnection(place.netloc, timeout=TO_ANSWER)
        self._line.request(method, f"{place.path}/{path}" if path else place.path, body, {**JSON, **self.headers})
        answer = self._line.getresponse()
        return answer.status, answer.read()

    def peak(self) -> float:
        """The most memory that it had at once, in MB, as the kernel counts it, its children beside it."""
        return sum(_high_water(pid) for pid in [self.process.pid, *_children(self.process.pid)]) / 1000

    def resident(self) -> float:
        """What it has now, in MB."""
        return sum(_pages(pid) for pid in [self.process.pid, *_children(self.process.pid)]) / 1e6


def _children(pid: int) -> list[int]:
    found = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]
    return found + [deeper for child in found for deeper in _children(child)]


def _high_water(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def _pages(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], **more: Any) -> Iterator[subprocess.Popen[str]]:
    """A process that ends with the block."""
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, **more) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def await_answer(served: Served) -> None:
    """Return once it tells what it can do; raised where it ends or is too slow."""
    until = time.monotonic() + TO_OPEN
    while True:
        try:
            if served.ask("GET", "metadata")[0] == 200:
                return
        except OSError:
            pass
        served._line = None
        if served.process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{served.name} did not open")
        time.sleep(0.2)


@contextmanager
def ours(folder: Path) -> Iterator[Served]:
    """`tongmai serve`, with somebody signed in who may keep every type; validation and audit as they ship."""
    settings = {"TONGMAI_MAX_BODY": "64000000", "TONGMAI_BODY_SECONDS": "60"}
    environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, str(ROOT / "tests/flows/house.py"), str(folder / "house")]
    with running(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        served = Served("tongmai", told["base"], process, {"Cookie": told["cookie"]})
        await_answer(served)
        yield served


@contextmanager
def sekmet(folder: Path) -> Iterator[Served]:
    """sekmet-fhir as it ships, on its SQLite file; no simulator, its traffic log off as it advises for heavy loads."""
    program, port = ROOT / ".venv-peers/bin/sekmet", free_port()
    settings = folder / "settings.yaml"
    base = f"http://127.0.0.1:{port}/fhir"
    told = {"base_url": base, "data_dir": str(folder), "log_inbound": False, "simulator": {"enabled": False}}
    settings.write_text(json.dumps(told))
    command = [str(program), "serve", "--config", str(settings), "--host", "127.0.0.1", "--port", str(port)]
    with running(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        served = Served("sekmet-fhir", base, process)
        await_answer(served)
        yield served
