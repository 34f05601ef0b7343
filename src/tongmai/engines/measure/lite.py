"""Derived views on SQLite: the second opinion on DuckDB's joins and groups. The text is rewritten for SQLite by
sqlglot; every function is one of `semantics.FUNCTIONS`, called back in Python."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import apsw
from sqlglot import exp

from tongmai.engines.measure.plain import as_call
from tongmai.engines.measure.semantics import FUNCTIONS
from tongmai.model.columns import ColumnType, RowColumn
from tongmai.model.sql import AGGREGATES, parse_derived, sources
from tongmai.model.view import DerivedView

_PREFIX = "tm_"
_AFFINITY: Mapping[ColumnType, str] = {
    "text": "text",
    "integer": "integer",
    "boolean": "integer",
    "decimal": "real",
    "day": "text",
}


@lru_cache(maxsize=512)
def text_for_sqlite(view: DerivedView) -> str:
    """A derived view's SELECT in SQLite's words, every identifier quoted."""
    tree = parse_derived(view).copy()
    for select in tree.find_all(exp.Select):
        _name_groups(select)
    return tree.transform(_rewritten).sql(dialect="sqlite", identify=True)


def _name_groups(select: exp.Select) -> None:
    """`group by all` becomes the columns that aggregate nothing."""
    group = select.args.get("group")
    if group is None or not group.args.get("all"):
        return
    plain = [one.unalias() for one in select.selects if not one.find(*AGGREGATES)]
    select.set("group", exp.Group(expressions=[one.copy() for one in plain]) if plain else None)


def _rewritten(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.LogicalOr | exp.LogicalAnd):
        return (exp.Max if isinstance(node, exp.LogicalOr) else exp.Min)(this=node.this)
    call = as_call(node)
    if call is None:
        return node
    name, arguments = call
    return exp.Anonymous(this=_PREFIX + name, expressions=[argument.transform(_rewritten) for argument in arguments])


class Tables:
    """Base tables, dimensions and the derived views on top of them, in SQLite's memory. A table is made when it is
    first read."""

    def __init__(
        self, columns: Mapping[str, Sequence[RowColumn]], rows: Mapping[str, Iterable[Mapping[str, Any]]]
    ) -> None:
        self._columns, self._rows = columns, rows
        self._made: set[str] = set()
        self._connection = apsw.Connection(":memory:")
        self._connection.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)  # a column misspelt is an error, not a text
        for name, function in FUNCTIONS.items():
            self._connection.create_scalar_function(_PREFIX + name, function, deterministic=True)

    def _make(self, name: str) -> None:
        """The base table of a name, unless it is there already."""
        if name in self._made or name not in self._columns:
            return
        self._made.add(name)
        declared = ", ".join(f'"{column.name}" {_AFFINITY[column.type]}' for column in self._columns[name])
        self._connection.execute(f'create table "{name}" ({declared})')
        self.fill(name, self._rows.get(name, ()))
        self._connection.execute(f'analyze "{name}"')  # without it joins of large tables start from the wrong end

    def fill(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put these rows in a base table and no others."""
        self._make(name)
        self._connection.execute(f'delete from "{name}"')
        columns = self._columns[name]
        places = ", ".join("?" for _ in columns)
        values = ([row.get(column.name) for column in columns] for row in rows)
        with self._connection:
            self._connection.executemany(f'insert into "{name}" values ({places})', values)

    def derive(self, views: Iterable[DerivedView]) -> None:
        """Compute derived views anew, in this order."""
        for view in views:
            for name in sorted(sources(view)):
                self._make(name)
            self._connection.execute(f'drop table if exists "{view.name}"')
            self._connection.execute(f'create table "{view.name}" as {text_for_sqlite(view)}')

    def rows(self, name: str) -> list[dict[str, Any]]:
        self._make(name)
        names = [column[0] for column in self._connection.execute("select name from pragma_table_info(?)", (name,))]
        return [dict(zip(names, row, strict=True)) for row in self._connection.execute(f'select * from "{name}"')]
