"""`kill -9` while six threads write: whatever was acknowledged is there, and no set is there in part."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.store.crash.whole import sets_in

SCRIPT = Path(__file__).with_name("writing_process.py")


def killed_after(path: Path, first: int, acknowledged: int) -> set[int]:
    """Start the writing process, kill it once so many sets are acknowledged, return those told by then."""
    command = [sys.executable, str(SCRIPT), str(path), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = {int(process.stdout.readline()) for _ in range(acknowledged)}
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()  # told before the kill arrived
        told |= {int(line) for line in rest.splitlines(keepends=True) if line.endswith(b"\n")}
    assert process.returncode == -signal.SIGKILL
    return told


def kill_again_and_again(path: Path, times: int) -> None:
    chance = random.Random(20250630)
    told: set[int] = set()
    for round in range(times):
        told |= killed_after(path, round * 1_000_000, chance.randint(1, 400))
        assert told <= sets_in(path)


def test_killed_writers_lose_nothing_acknowledged(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "records.db", 3)


@pytest.mark.proof
def test_twenty_times_killed_writers_lose_nothing_acknowledged(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path / "records.db", 20)
