"""Bodies to the rows of views; what cannot become a row is named, not dropped in silence.

A view that is compiled (store.lake.compiling) is asked of DuckDB, all views of a resource type over one reading of the
bodies; the others, the few resources in doubt, and small numbers of bodies go through the evaluator. Both give the same
rows in the same order.
"""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import duckdb
import msgspec
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from tongmai.fhir import views
from tongmai.fhir.definitions import Definitions
from tongmai.model.columns import complete, view_columns
from tongmai.model.view import View
from tongmai.store.lake.compiling import Need, reading, statement
from tongmai.store.lake.projecting import AT, Projection, projection
from tongmai.store.lake.writing import ID, schema, table

_WORTH = 2_000  # so many bodies of a type; below, DuckDB's planning costs more than it saves
_DIGITS = msgspec.json.Decoder(float_hook=Decimal)


class Derived(NamedTuple):
    """The rows of a view with the id of the resource behind each, and why a resource has none, by its id."""

    rows: Any
    faults: dict[str, str]


class Deriver:
    """The rows of one view. `compiled` None: only the evaluator can tell them."""

    def __init__(self, view: View, definitions: Definitions) -> None:
        """ValueError names a view that cannot be made ready."""
        self.view, self.columns = view, view_columns(view)
        try:
            self._ready = views.View(view.definition, definitions)
        except ValueError as error:
            raise ValueError(f"view {view.name}: {error}") from error
        found = statement(view.definition, self._ready.constants, definitions)
        self.compiled: Projection | None = projection(found, self.columns) if found else None

    def rows(self, id: str, resource: dict[str, Any], faults: dict[str, str]) -> list[dict[str, Any]]:
        """The rows of a resource, each with its id. Several values where one is wanted, or a value that is not of its
        column's type, leave the resource without rows and its fault under its id."""
        try:
            found = [complete(self.columns, row) for row in self._ready.rows(resource)]
        except ValueError as error:
            faults[id] = str(error)
            return []
        for row in found:
            row[ID] = id
        return found

    def evaluated(self, ids: Sequence[str], bodies: "Parsed", at: Iterable[int]) -> tuple[Any, list[int], Derived]:
        """The rows of the resources at some places by the evaluator, the place behind each row."""
        faults: dict[str, str] = {}
        rows: list[dict[str, Any]] = []
        places: list[int] = []
        for place in at:
            found = self.rows(ids[place], bodies.resource(place, self._ready.exact), faults)
            rows += found
            places += [place] * len(found)
        content = table(self.columns, rows)
        return content, places, Derived(content, faults)


class Parsed:
    """Bodies, parsed when somebody asks, and once for all who ask alike."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        self._bodies = bodies
        self._found: dict[tuple[int, bool], dict[str, Any]] = {}

    def resource(self, place: int, exact: bool) -> dict[str, Any]:
        """`exact`: decimals with the digits they were written with, not as floats."""
        found = self._found.get((place, exact))
        if found is None:
            body = self._bodies[place]
            found = self._found[place, exact] = _DIGITS.decode(body) if exact else orjson.loads(body)
        return found


class Duck:
    """DuckDB in memory, opened when it is first asked: a small delta needs none. To be closed."""

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        settings: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        return duckdb.connect(":memory:", config=settings)

    def close(self) -> None:
        if "connection" in self.__dict__:
            self.connection.close()


class TypeDeriver:
    """All views of one resource type."""

    def __init__(self, derivers: Sequence[Deriver], duck: Duck) -> None:
        self.derivers = derivers
        self._duck = duck
        self._need = Need()
        for one in derivers:
            if one.compiled:
                self._need.merge(one.compiled.need)

    def derive(self, ids: Sequence[str], bodies: Sequence[bytes]) -> list[Derived]:
        """For each view, in their order, the rows of these resources in theirs."""
        parsed, everything = Parsed(bodies), range(len(ids))
        compiled = self._need.children and len(ids) >= _WORTH
        if compiled:
            self._read(ids, bodies)
        found = []
        for one in self.derivers:
            if compiled and one.compiled:
                found.append(self._asked(one, one.compiled, ids, parsed))
            else:
                found.append(one.evaluated(ids, parsed, everything)[2])
        return found

    def _read(self, ids: Sequence[str], bodies: Sequence[bytes]) -> None:
        """The bodies as the table `parsed`."""
        given = pa.table(
            {
                AT: pa.array(range(len(ids)), pa.int64()),
                ID: pa.array(ids, pa.string()),
                "body": pa.array(bodies, pa.binary()).cast(pa.string()),
            }
        )
        self._duck.connection.register("given", given)
        self._duck.connection.execute(reading("given", self._need))
        self._duck.connection.unregister("given")

    def _asked(self, one: Deriver, compiled: Projection, ids: Sequence[str], parsed: Parsed) -> Derived:
        rows, doubtful = compiled.finished(self._duck.connection.sql(compiled.sql).to_arrow_table())
        kinds = schema(one.columns)
        if not doubtful:
            return Derived(rows.select(kinds.names).cast(kinds), {})
        content, places, derived = one.evaluated(ids, parsed, sorted(doubtful))
        sure = rows.filter(pc.invert(pc.is_in(rows.column(AT), value_set=pa.array(sorted(doubtful), pa.int64()))))
        both = pa.concat_tables(
            [
                sure.select([*kinds.names, AT]).cast(kinds.append(pa.field(AT, pa.int64()))),
                content.append_column(AT, pa.array(places, pa.int64())),
            ]
        )
        return Derived(both.take(pc.sort_indices(both, [(AT, "ascending")])).select(kinds.names), derived.faults)


def by_type(derivers: Iterable[Deriver]) -> dict[str, list[Deriver]]:
    """Views grouped by the resource type they are made of, so that each body is parsed once."""
    grouped: dict[str, list[Deriver]] = {}
    for deriver in derivers:
        grouped.setdefault(deriver.view.resource, []).append(deriver)
    return grouped


def signature(content: object) -> str:
    """A short text that differs when a declaration, or the rows of a dimension, differ."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()[:16]
