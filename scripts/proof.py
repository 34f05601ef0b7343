"""The full counts of the issues: runs what is marked `proof`, prints date, commit and machine, keeps nothing itself.

Keep the output: `make proof | tee docs/proof/<issue>.txt`.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime


def _first_line(path: str, key: str) -> str:
    with open(path, encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith(key)), "unknown")


def main() -> int:
    """Print the heading, run the marked tests, return pytest's exit code."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False)
    print(f"date    {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    print(f"commit  {commit.stdout.strip()}{' with uncommitted changes' if changed.stdout.strip() else ''}")
    print(f"machine {os.cpu_count()} cores, {_first_line('/proc/meminfo', 'MemTotal')}, {platform.platform()}")
    print(f"python  {platform.python_version()}", flush=True)
    run = [sys.executable, "-m", "pytest", "-v", "-n", "2", "--dist", "load", "-m", "proof", "--durations=0"]
    return subprocess.run(run, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
