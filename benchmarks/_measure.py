"""What the benchmarks of the store share: peak memory of all processes, time, and one form of row."""

import platform
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Peak:
    """The greatest resident size of this process and its children together, sampled every 50 ms, in MB."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self.megabytes = max(self.megabytes, sum(_resident(pid) for pid in _family()) / 1e6)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def _family() -> list[int]:
    """This process and what it started, where /proc tells."""
    found = [0]
    for file in Path("/proc/self/task").glob("*/children"):
        try:
            found += [int(pid) for pid in file.read_text().split()]
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    place = Path("/proc/self/statm" if pid == 0 else f"/proc/{pid}/statm")
    try:
        return int(place.read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


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
    print(f"{what:<46} {ours:>22}   peer {peer:>22}   ratio {ratio:.2f}")
