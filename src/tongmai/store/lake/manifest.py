"""Which files make up the lake. The manifest is a small JSON file beside them, replaced in one step when all else is on
disk: a reader sees the lake before a refresh or after it, never between."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one view or dimension. `signature`: of its declaration (or rows); `delta` holds the rows of every
    resource changed since the base was written, and a mark for each that has none any more. `faults`: by resource id,
    why it has no row."""

    signature: str
    base: str
    base_rows: int
    delta: str | None = None
    delta_rows: int = 0
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """`version` counts refreshes that wrote something; `change` is the last change of the store that is in."""

    version: int
    change: int
    tables: Mapping[str, Files]

    def files(self) -> set[str]:
        """The names of all files it needs."""
        return {name for files in self.tables.values() for name in (files.base, files.delta) if name is not None}


EMPTY = Manifest(0, 0, {})


def read(directory: Path) -> Manifest:
    """The manifest in force, EMPTY where there is none. ValueError when it is damaged."""
    try:
        content = orjson.loads((directory / NAME).read_bytes())
        tables = {name: Files(**files) for name, files in content["tables"].items()}
        return Manifest(content["version"], content["change"], tables)
    except FileNotFoundError:
        return EMPTY
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"the lake's manifest is damaged: {error}") from error


def move(directory: Path, manifest: Manifest) -> None:
    """Put a manifest in force; its files must be on disk already."""
    fresh = directory / f"{NAME}.new"
    with fresh.open("wb") as file:
        file.write(orjson.dumps(asdict(manifest)))
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, directory / NAME)


def sweep(directory: Path, *kept: Manifest) -> None:
    """Remove Parquet files that none of these manifests needs."""
    needed = {name for manifest in kept for name in manifest.files()}
    for path in directory.glob("*.parquet"):
        if path.name not in needed:
            path.unlink(missing_ok=True)
