"""The full counts of the issues: runs what is marked `proof`, then the searches over 3 million resources against those
over 0.1; prints date, commit and machine, keeps nothing itself.

    python scripts/proof.py [tests|scale]

Keep the output: `make proof | tee docs/proof/<issue>.txt`. The second part takes 25 minutes and 10 GB of /tmp.
"""

import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

SIZES = (100_000, 3_000_000)


def _first_line(path: str, key: str) -> str:
    with open(path, encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith(key)), "unknown")


def _heading() -> None:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False)
    print(f"date    {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    print(f"commit  {commit.stdout.strip()}{' with uncommitted changes' if changed.stdout.strip() else ''}")
    print(f"machine {os.cpu_count()} cores, {_first_line('/proc/meminfo', 'MemTotal')}, {platform.platform()}")
    print(f"python  {platform.python_version()}", flush=True)


def _run(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], check=False).returncode


def _tests() -> int:
    return _run("-m", "pytest", "-v", "-n", "2", "--dist", "load", "-m", "proof", "--durations=0")


def _scale() -> int:
    """How many searches cost more than twice over the larger store what they cost over the smaller."""
    with tempfile.TemporaryDirectory() as folder:
        kept = [str(Path(folder) / f"{size}.json") for size in SIZES]
        for size, path in zip(SIZES, kept, strict=True):
            if failed := _run("benchmarks/scale.py", str(size), "--json", path):
                return failed
        return _run("benchmarks/scale.py", "--compare", *kept)


PARTS = {"tests": _tests, "scale": _scale}


def main() -> int:
    """Print the heading, run the parts that are asked for, all without a word; 0 when nothing failed."""
    if unknown := set(sys.argv[1:]) - set(PARTS):
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    _heading()
    return max(PARTS[name]() for name in sys.argv[1:] or PARTS)


if __name__ == "__main__":
    sys.exit(main())
