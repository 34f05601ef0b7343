"""Run every benchmark beside this file, one process each, and print what it prints.

A benchmark is a script `benchmarks/<name>.py` that prints a work load and its peer from one run: ratio, throughput
and peak memory. Name some to run only these: `python benchmarks/run.py load`.
"""

import subprocess
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Run the named benchmarks (all without a name); the number that failed is the exit code."""
    here = Path(__file__).parent
    scripts = sorted(path for path in here.glob("*.py") if path.name != "run.py" and not path.name.startswith("_"))
    chosen = [path for path in scripts if not names or path.stem in names]
    if lost := set(names) - {path.stem for path in scripts}:
        print(f"no benchmark {', '.join(sorted(lost))}; there are: {', '.join(path.stem for path in scripts)}")
        return 1
    failed = 0
    for path in chosen:
        print(f"== {path.stem}", flush=True)
        failed += subprocess.run([sys.executable, str(path)], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
