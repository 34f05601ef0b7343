"""How the files of the lake are made: a base from everything, a delta from what changed, a new base from both."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tongmai.model.columns import RowColumn
from tongmai.store.lake import writing
from tongmai.store.lake.deriving import Derived, Deriver, Duck, TypeDeriver, by_type
from tongmai.store.lake.manifest import Files
from tongmai.store.lake.writing import ID, LIVE, TableFile, table
from tongmai.store.protocol import Store, Version

_REWRITE_SHARE = 20  # a delta is at most a twentieth of its base …
_REWRITE_ROWS = 2_000  # … or this many rows, below which writing a base anew costs no more than a delta
_STRETCH = 20_000  # bodies at a time


def bases(
    directory: Path, version: int, derivers: Sequence[Deriver], signatures: Mapping[str, str], store: Store
) -> dict[str, Files]:
    """A base for each view, from every live resource. A type is read once, whatever the number of its views."""
    made: dict[str, Files] = {}
    with closing(Duck()) as duck:
        for type, group in by_type(derivers).items():
            deriving = TypeDeriver(group, duck)
            files = [TableFile(directory / _name(one, version), one.columns) for one in group]
            faults: list[dict[str, str]] = [{} for _ in group]
            for stretch in _stretches(store.current(type)):
                found = deriving.derive([live.id for live in stretch], [live.body for live in stretch])
                for file, wrong, derived in zip(files, faults, found, strict=True):
                    file.add(derived.rows)
                    wrong.update(derived.faults)
            for one, file, wrong in zip(group, files, faults, strict=True):
                file.close()
                name = one.view.name
                made[name] = Files(signatures[name], _name(one, version), file.rows, faults=wrong)
    return made


def _stretches(versions: Iterable[Version]) -> Iterator[list[Version]]:
    rest = iter(versions)
    while stretch := list(islice(rest, _STRETCH)):
        yield stretch


def _name(deriver: Deriver, version: int, what: str = "base") -> str:
    return f"{deriver.view.name}-{version}-{what}.parquet"


def dimension(
    directory: Path,
    version: int,
    name: str,
    signature: str,
    columns: Sequence[RowColumn],
    rows: Sequence[Mapping[str, Any]],
) -> Files:
    """A dimension given as rows."""
    file = f"{name}-{version}-base.parquet"
    writing.write(directory / file, table(columns, rows))
    return Files(signature, file, len(rows))


def changed(
    directory: Path, version: int, group: Sequence[Deriver], before: Mapping[str, Files], versions: Collection[Version]
) -> dict[str, Files]:
    """The files of the views of one type after some resources changed (each named once, by its newest version): the
    base with a new delta, or a new base once the delta would grow past its bound."""
    live = [one for one in versions if not one.deleted]
    with closing(Duck()) as duck:
        derived = TypeDeriver(group, duck).derive([one.id for one in live], [one.body for one in live])
    ids = [one.id for one in versions]
    return {
        one.view.name: _changed(directory, version, one, before[one.view.name], ids, found)
        for one, found in zip(group, derived, strict=True)
    }


def _changed(
    directory: Path, version: int, deriver: Deriver, files: Files, ids: Sequence[str], derived: Derived
) -> Files:
    faults = {id: fault for id, fault in files.faults.items() if id not in set(ids)} | derived.faults
    delta = pa.concat_tables(
        [_live(derived.rows), _marks(deriver, set(ids) - set(derived.rows.column(ID).to_pylist()))]
    )
    if files.delta is not None:
        before = pq.read_table(directory / files.delta)
        delta = pa.concat_tables([_without(before, ids), delta])
    if delta.num_rows > max(_REWRITE_ROWS, files.base_rows // _REWRITE_SHARE):
        return _rewritten(directory, version, deriver, files, delta, faults)
    name = _name(deriver, version, "delta")
    writing.write(directory / name, delta)
    return replace(files, delta=name, delta_rows=delta.num_rows, faults=faults)


def _live(rows: Any) -> Any:
    return rows.append_column(LIVE, pa.array([True] * rows.num_rows, pa.bool_()))


def _marks(deriver: Deriver, ids: Iterable[str]) -> Any:
    """A mark for each resource that has no row any more."""
    return table(deriver.columns, [{ID: id, LIVE: False} for id in sorted(ids)], delta=True)


def _rewritten(
    directory: Path, version: int, deriver: Deriver, files: Files, delta: Any, faults: Mapping[str, str]
) -> Files:
    base = _without(pq.read_table(directory / files.base), delta.column(ID))
    live = delta.filter(delta.column(LIVE)).drop_columns([LIVE])
    content = pa.concat_tables([base, live])
    name = _name(deriver, version)
    writing.write(directory / name, content)
    return Files(files.signature, name, content.num_rows, faults=faults)


def _without(content: Any, ids: Any) -> Any:
    """The rows whose resource is not among some ids."""
    values = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else pa.array(ids, pa.string())
    return content.filter(pc.invert(pc.is_in(content.column(ID), value_set=values)))
