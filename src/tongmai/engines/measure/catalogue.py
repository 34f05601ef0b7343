"""Every view and measure of a house together, with the columns by which they meet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tongmai.model.columns import DIMENSION_COLUMNS, RowColumn, view_columns
from tongmai.model.measure import Measure
from tongmai.model.reading import Room
from tongmai.model.sql import ordered, outputs, parse_derived, reached, sources
from tongmai.model.view import DerivedView, View


@dataclass(frozen=True)
class Catalogue:
    """`derived` stands in an order in which each view comes behind those it reads. A base or derived view that bears
    the name of a dimension takes its place. `given`: tables handed in as rows instead of computed (specs)."""

    views: tuple[View, ...]
    derived: tuple[DerivedView, ...]
    measures: Mapping[str, Measure]
    given: Mapping[str, tuple[RowColumn, ...]] = field(default_factory=dict)

    @staticmethod
    def of(
        views: Sequence[View] = (), derived: Iterable[DerivedView] = (), measures: Iterable[Measure] = ()
    ) -> "Catalogue":
        """ValueError: a name declared twice, or derived views that read one another in a circle."""
        derived, measures = list(derived), list(measures)
        _refuse_twice("view", [*(view.name for view in views), *(view.name for view in derived)])
        _refuse_twice("measure", [measure.id for measure in measures])
        return Catalogue(tuple(views), tuple(ordered(derived)), {measure.id: measure for measure in measures})

    @staticmethod
    def of_rooms(rooms: Iterable[Room]) -> "Catalogue":
        rooms = list(rooms)
        return Catalogue.of(
            [view for room in rooms for view in room.views],
            [view for room in rooms for view in room.derived],
            [measure for room in rooms for measure in room.measures],
        )

    def measure(self, id: str) -> Measure:
        """ValueError names a measure that nobody declared."""
        if id not in self.measures:
            raise ValueError(f"no measure {id}")
        return self.measures[id]

    @cached_property
    def base_columns(self) -> Mapping[str, tuple[RowColumn, ...]]:
        """Columns of every base view and every dimension that no view replaces."""
        replaced = {view.name for view in self.derived}
        given = {name: columns for name, columns in DIMENSION_COLUMNS.items() if name not in replaced}
        return {**given, **{view.name: view_columns(view) for view in self.views}, **self.given}

    @cached_property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the columns of every table: base views, derived views, dimensions."""
        found = {name: tuple(column.name for column in columns) for name, columns in self.base_columns.items()}
        return found | {view.name: outputs(parse_derived(view)) for view in self.derived}

    def flattened(self, name: str, columns: tuple[RowColumn, ...]) -> "Catalogue":
        """The same house in which a view is a table of these columns; made once, with all that it works out."""
        if (name, columns) not in self._flat:
            self._flat[name, columns] = Catalogue(
                tuple(view for view in self.views if view.name != name),
                tuple(view for view in self.derived if view.name != name),
                self.measures,
                {**self.given, name: columns},
            )
        return self._flat[name, columns]

    @cached_property
    def _flat(self) -> dict[tuple[str, tuple[RowColumn, ...]], "Catalogue"]:
        return {}

    def base_tables(self, name: str) -> frozenset[str]:
        """The base views and dimensions from which a table is made; a base table is made from itself."""
        derived = self.behind([name])
        if not derived:
            return frozenset({name})
        read = {table for view in derived for table in sources(view)}
        return frozenset(read & self.base_columns.keys())

    def behind(self, names: Iterable[str]) -> list[DerivedView]:
        """The derived views needed to read some tables, in order."""
        return reached(names, self.derived)


def _refuse_twice(what: str, names: list[str]) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{what} declared twice: {', '.join(twice)}")
