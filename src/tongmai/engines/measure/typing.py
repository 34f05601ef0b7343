"""Types of columns and expressions, inferred by sqlglot: whether an expression counts rows or is summed."""

from collections.abc import Mapping

from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.request import Counted
from tongmai.model.columns import ColumnType
from tongmai.model.sql import parse_derived

_SQL: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "decimal": "DOUBLE",
    "day": "DATE",
}


class Types:
    """Of every table of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.tables: dict[str, dict[str, str]] = {
            name: {column.name: _SQL[column.type] for column in columns}
            for name, columns in catalogue.base_columns.items()
        }
        self._counting: dict[tuple[str, str], bool] = {}
        for view in catalogue.derived:
            annotated = self._annotated(parse_derived(view).copy())
            self.tables[view.name] = {one.alias_or_name: str(one.type) for one in annotated.selects}

    def _annotated(self, tree: exp.Query) -> exp.Query:
        read = {table.name for table in tree.find_all(exp.Table)}  # the schema is made anew of every table it is given
        schema: dict[str, object] = {name: self.tables[name] for name in sorted(read & self.tables.keys())}
        qualified = qualify(tree, schema=schema, dialect="duckdb", quote_identifiers=False)
        annotated = annotate_types(qualified, schema=schema, dialect="duckdb")
        assert isinstance(annotated, exp.Query)
        return annotated

    def boolean(self, one: Counted) -> tuple[bool, bool]:
        """Whether numerator and denominator count rows (true) or are summed."""
        return self._counts(one, one.numerator), self._counts(one, one.denominator)

    def _counts(self, one: Counted, tree: exp.Expr | None) -> bool:
        if tree is None:
            return True
        key = (one.measure.rows, tree.sql(dialect="duckdb"))
        if key not in self._counting:
            query = exp.select(exp.alias_(tree.copy(), "x")).from_(one.measure.rows)
            self._counting[key] = str(self._annotated(query).selects[0].type) == "BOOLEAN"
        return self._counting[key]
