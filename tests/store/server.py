"""A PostgreSQL server of its own: in a folder for as long as it runs, over a socket, syncing."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psycopg

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -float(place.parent.name))
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum": "off",
}


def program(name: str) -> str | None:
    """Where a program of PostgreSQL is; None where the machine has none."""
    beside = next((str(place / name) for place in _PLACES if (place / name).exists()), None)
    return beside or shutil.which(name)


class Server:
    """A server from `start` to `stop`; `kill` is what a machine that goes down does to it."""

    def __init__(self, further: Mapping[str, str] | None = None, within: Path | None = None) -> None:
        """`within`: where its folder is made."""
        self._settings = _SETTINGS | dict(further or {})
        self._place = Path(tempfile.mkdtemp(prefix="pg-", dir=within))
        self._user = _user()
        if self._user:
            shutil.chown(self._place, self._user, self._user)
        told = ["--no-sync", "--auth=trust", "--username=tongmai", "--encoding=UTF8", "--locale=C"]
        if self._run(str(program("initdb")), "-D", str(self._place / "data"), *told).wait():
            raise RuntimeError(f"initdb could not make a cluster in {self._place}")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://tongmai@/postgres?host={self._place}"

    def start(self) -> None:
        """Returns when it answers. It ends at once where a process of the one before still holds its memory: then it is
        begun again."""
        settings = self._settings | {"unix_socket_directories": str(self._place)}
        told = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        until = time.monotonic() + 60
        while True:
            if self._process is None or self._process.poll() is not None:
                self._process = self._run(str(program("postgres")), "-D", str(self._place / "data"), *told)
            try:
                return psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """At once, with everything it has in memory; the processes it started go with it."""
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        self._process.kill()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """And leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
        shutil.rmtree(self._place, ignore_errors=True)

    def _run(self, *command: str) -> "subprocess.Popen[bytes]":
        """As somebody who is not root, which PostgreSQL refuses to be, and in a process group of its own."""
        other = {"user": self._user, "group": self._user, "extra_groups": []} if self._user else {}
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd="/", process_group=0, **other)


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
