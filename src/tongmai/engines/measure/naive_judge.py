"""The naive evaluator as a judge of specs."""

from collections.abc import Mapping, Sequence

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.naive import NaiveMeasures
from tongmai.engines.measure.protocol import Measures
from tongmai.engines.measure.typing import Types
from tongmai.model.columns import ColumnType, RowColumn
from tongmai.model.spec import Row

_COLUMN: Mapping[str, ColumnType] = {
    "BOOLEAN": "boolean",
    "VARCHAR": "text",
    "TEXT": "text",
    "DOUBLE": "decimal",
    "DATE": "day",
    "TIMESTAMP": "day",
}


class NaiveJudge:
    """See `specs.Judge`."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._types = Types(catalogue)

    def columns(self, view: str) -> tuple[RowColumn, ...]:
        return tuple(RowColumn(name, _COLUMN.get(kind, "integer")) for name, kind in self._types.tables[view].items())

    def measures(self, catalogue: Catalogue, tables: Mapping[str, Sequence[Row]]) -> Measures:
        return NaiveMeasures(catalogue, tables, self._types)
