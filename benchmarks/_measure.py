"""What the benchmarks of the store share: peak memory of all processes, time, and one form of row."""

import platform
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Peak:
    """The greatest resident size of this process and all that it started together, sampled twice a second, in MB. What
    several of them share is counted once (proportional shares, Linux): a copy of a process, a server's buffers."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._stop.wait(0.5):
            self.megabytes = max(self.megabytes, sum(map(_resident, _family())) / 1e6)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def _family(pid: int | str = "self") -> Iterator[int | str]:
    """This process and what it started, where /proc tells."""
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = file.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _resident(pid: int | str) -> int:
    """The proportional share of what a process holds: a page that several hold is divided among them."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")) * 1024


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Appends the seconds that the block took."""
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


def rate(act: Callable[[], object], seconds: float) -> float:
    """How often a second an act can be done, one after the other."""
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        act()
        count += 1
    return count / (time.perf_counter() - began)


def machine() -> str:
    """Where this was measured."""
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"


def row(what: str, ours: str, peer: str, ratio: float) -> None:
    """One line of a result."""
    print(f"{what:<46} {ours:>22}   peer {peer:>22}   ratio {ratio:.2f}", flush=True)
