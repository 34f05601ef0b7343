"""The lake: refreshed from the store's change feed by the process that holds the store, read by any process."""

import threading
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from tongmai.base.outcome import refuse
from tongmai.model.columns import DIMENSION_COLUMNS, RowColumn
from tongmai.model.derived import derived_problems
from tongmai.model.sql import ordered, outputs, parse_derived, sources
from tongmai.model.view import DerivedView
from tongmai.store.lake import building, manifest
from tongmai.store.lake.deriving import Deriver, by_type, signature
from tongmai.store.lake.manifest import Files, Manifest
from tongmai.store.lake.reading import Reader, quoted
from tongmai.store.protocol import Store, Version

_ANEW = 200_000  # so many changes behind, reading everything is cheaper than keeping the newest version of each
_ATTEMPTS = 5


class Lake:
    """`views`: made ready, by whoever opens several lakes of them once. `dimensions`: rows by name of a dimension that
    no view of that name replaces; days as ISO text.

    One process refreshes, any number read. ValueError at construction: derived views in a circle or of a table or
    column that there is not, a dimension that they read and nobody gives.
    """

    def __init__(
        self,
        directory: Path,
        views: Sequence[Deriver],
        derived: Iterable[DerivedView],
        dimensions: Mapping[str, Iterable[Mapping[str, Any]]],
    ) -> None:
        self._directory = directory
        self._derivers = list(views)
        self._derived = ordered(derived)
        replaced = {one.view.name for one in views} | {view.name for view in self._derived}
        self._dimensions = {name: list(rows) for name, rows in dimensions.items() if name not in replaced}
        read = {name for view in self._derived for name in sources(view)}
        if lacking := sorted((read & DIMENSION_COLUMNS.keys()) - replaced - self._dimensions.keys()):
            raise ValueError(f"derived views read a dimension that is not given: {', '.join(lacking)}")
        self._columns: dict[str, Sequence[RowColumn]] = {
            **{name: DIMENSION_COLUMNS[name] for name in self._dimensions},
            **{one.view.name: one.columns for one in self._derivers},
        }
        if wrong := self._wrong():
            raise ValueError("; ".join(wrong))
        self._signatures = {one.view.name: signature([one.view.definition, one.columns]) for one in self._derivers}
        self._signatures |= {name: signature(rows) for name, rows in self._dimensions.items()}
        self._refreshing, self._opening = threading.Lock(), threading.Lock()
        self._reader: Reader | None = None
        self._stamp: tuple[int, int] | None = None
        self._alike: Manifest | None = None  # the last one that was found as declared
        directory.mkdir(parents=True, exist_ok=True)

    def _wrong(self) -> list[str]:
        """What is wrong with the derived views, over the columns that are there."""
        names = {name: tuple(column.name for column in columns) for name, columns in self._columns.items()}
        names |= {view.name: outputs(parse_derived(view)) for view in self._derived}
        return [problem for view in self._derived for problem in derived_problems(view, names)]

    @property
    def version(self) -> int:
        """Moves whenever the rows may have changed; 0 while there is no lake."""
        return self._current().manifest.version if self._changed() is not None else 0

    @property
    def change(self) -> int:
        """The last change of the store that is in the lake."""
        return self._current().manifest.change if self._changed() is not None else 0

    def stamp(self, names: Iterable[str]) -> Hashable:
        """Differs whenever the rows of one of these base views or dimensions may have changed."""
        files = self._current().manifest.tables
        return tuple((name, files[name].base, files[name].delta) for name in sorted(names) if name in files)

    @property
    def faults(self) -> Mapping[str, str]:
        """Why a resource has no row, by "view Type/id"."""
        files = self._current().manifest.tables
        return {
            f"{one.view.name} {one.view.resource}/{id}": fault
            for one in self._derivers
            for id, fault in files[one.view.name].faults.items()
        }

    def behind(self, store: Store) -> bool:
        """Whether a refresh would change anything: facts have come, or a view or dimension is declared otherwise."""
        if self._changed() is None:
            return True
        kept = self._current().manifest
        return kept.change != store.last_change() or not self._declared_alike(kept)

    def _declared_alike(self, kept: Manifest) -> bool:
        """Whether the tables are of the views and dimensions as they are declared; looked at once a manifest."""
        if self._alike is not kept:
            if any(not _fits(kept.tables.get(name), text) for name, text in self._signatures.items()):
                return False
            self._alike = kept
        return True

    def refresh(self, store: Store) -> bool:
        """Bring the lake up to the store's last change; whether anything was written."""
        with self._refreshing:
            before = manifest.read(self._directory)
            last = store.last_change()
            stale = {name for name, text in self._signatures.items() if not _fits(before.tables.get(name), text)}
            if last - before.change > _ANEW or last < before.change:
                stale = set(self._signatures)
            if not stale and last == before.change:
                return False
            version = before.version + 1
            files = {name: files for name, files in before.tables.items() if name in self._signatures}
            files |= self._changed_files(version, files, stale, store, before.change, last)
            files |= self._new_files(version, stale, store)
            after = Manifest(version, last, files)
            manifest.move(self._directory, after)
            manifest.sweep(self._directory, before, after)
            return True

    def _new_files(self, version: int, stale: set[str], store: Store) -> dict[str, Files]:
        """Bases of views whose declaration changed, and dimensions whose rows did."""
        derivers = [one for one in self._derivers if one.view.name in stale]
        found = building.bases(self._directory, version, derivers, self._signatures, store)
        for name in stale & self._dimensions.keys():
            rows, columns = self._dimensions[name], DIMENSION_COLUMNS[name]
            found[name] = building.dimension(self._directory, version, name, self._signatures[name], columns, rows)
        return found

    def _changed_files(
        self, version: int, before: Mapping[str, Files], stale: set[str], store: Store, after: int, last: int
    ) -> dict[str, Files]:
        """New deltas of the other views, from the change feed."""
        fresh = by_type(one for one in self._derivers if one.view.name not in stale)
        if not fresh:
            return {}
        newest = _newest(store, after, last, fresh.keys())
        found: dict[str, Files] = {}
        for type, versions in newest.items():
            found |= building.changed(self._directory, version, fresh[type], before, versions.values())
        return found

    def beside(self, directory: Path) -> "Lake":
        """Another of the same declarations in a folder of its own."""
        return Lake(directory, self._derivers, self._derived, self._dimensions)

    def content(self) -> dict[str, tuple[int, int]]:
        """Of each view and dimension how many rows it has and a sum over them, whatever their order: two lakes of one
        store and the same declarations tell the same. duckdb.Error, ValueError: files that cannot be read."""
        told = {}
        for name in sorted(self._columns):
            columns = ", ".join(quoted(column.name) for column in self._columns[name])
            (row,) = self.query(f"SELECT count(*) AS n, coalesce(sum(hash({columns})), 0) AS s FROM {quoted(name)}")
            told[name] = (int(row["n"]), int(row["s"]))
        return told

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows of a SELECT over views, derived views and dimensions. Refused while there is no lake; duckdb.Error for
        SQL that DuckDB refuses."""
        for _ in range(_ATTEMPTS):
            try:
                return self._current().query(sql, parameters)
            except duckdb.IOException:
                # Two refreshes later the files of a state are gone: look again.
                with self._opening:
                    self._stamp = None
        return self._current().query(sql, parameters)

    def columns(self, view: str) -> dict[str, str]:
        """Column names of a view, derived view or dimension with their DuckDB types."""
        return {row["column_name"]: row["column_type"] for row in self.query(f"describe {quoted(view)}")}

    def _changed(self) -> tuple[int, int] | None:
        """What tells one manifest from another; None where there is none."""
        try:
            found = (self._directory / manifest.NAME).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _current(self) -> Reader:
        """The reader of the manifest in force."""
        stamp = self._changed()
        if stamp is None:
            raise refuse(
                "busy", "统计数据尚未生成", "the figures are not made yet", remedy=("请稍后再试", "try again later")
            )
        with self._opening:
            if self._reader is None or stamp != self._stamp:
                state = manifest.read(self._directory)
                self._reader = Reader(self._directory, state, self._columns, self._derived)
                self._stamp = stamp
            return self._reader


def _fits(files: Files | None, text: str) -> bool:
    return files is not None and files.signature == text


def _newest(store: Store, after: int, last: int, types: Iterable[str]) -> dict[str, dict[str, Version]]:
    """The newest version of each resource changed since, by type and id."""
    wanted = set(types)
    found: dict[str, dict[str, Version]] = {}
    while after < last and (versions := store.changes(after, 5_000)):
        for one in versions:
            if one.type in wanted:
                found.setdefault(one.type, {})[one.id] = one
        after = versions[-1].change
    return found
