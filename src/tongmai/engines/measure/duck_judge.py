"""DuckDB as a judge of specs: a small lake in memory for each case."""

from collections.abc import Mapping, Sequence

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.duck import DuckMeasures
from tongmai.engines.measure.protocol import Measures
from tongmai.engines.measure.scratch import Binding, ScratchLake, typed
from tongmai.model.columns import ColumnType, RowColumn
from tongmai.model.spec import Row

_BACK: Mapping[str, ColumnType] = {"BOOLEAN": "boolean", "VARCHAR": "text", "DOUBLE": "decimal"}


class DuckJudge:
    """See `specs.Judge`. One case at a time: the lake is emptied for the next."""

    def __init__(self, catalogue: Catalogue) -> None:
        """ValueError names a view or a measure that DuckDB does not accept."""
        self._binding = Binding(catalogue)
        self._binding.bind(catalogue)
        self._lake = ScratchLake()

    def columns(self, view: str) -> tuple[RowColumn, ...]:
        return tuple(RowColumn(name, _type(kind)) for name, kind in self._binding.tables[view])

    def measures(self, catalogue: Catalogue, tables: Mapping[str, Sequence[Row]]) -> Measures:
        for name, columns in catalogue.base_columns.items():
            self._lake.add(name, typed(columns), tables.get(name, ()))
        return DuckMeasures(self._lake, catalogue, self._binding)


def _type(kind: str) -> ColumnType:
    if kind in ("DATE", "TIMESTAMP"):
        return "day"
    return _BACK.get(kind, "integer")
