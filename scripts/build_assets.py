"""Copy the browser assets that the pages need out of node_modules into the git-ignored static/vendor folder.

Run after `npm ci` (the Makefile does). Names what is missing instead of leaving pages without a stylesheet.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "tongmai" / "clients" / "web" / "static" / "vendor"
NEEDED = {"@tabler/core/dist/css/tabler.min.css": "tabler.min.css"}
_SOURCE_MAP = re.compile(rb"\n?/\*# sourceMappingURL=.*?\*/\s*$", re.DOTALL)


def main() -> int:
    missing = [source for source in NEEDED if not (MODULES / source).is_file()]
    if missing:
        print(f"not installed: {', '.join(missing)}; run `npm ci --ignore-scripts` first", file=sys.stderr)
        return 1
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in NEEDED.items():
        content = _SOURCE_MAP.sub(b"", (MODULES / source).read_bytes())
        target = VENDOR / name
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
