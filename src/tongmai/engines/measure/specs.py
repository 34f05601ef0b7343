"""Specs run: rows in, value out, on whichever evaluator is handed in."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.checking import time_columns
from tongmai.engines.measure.formulas import Pair, evaluate, parse_formula, parts
from tongmai.engines.measure.protocol import Measures
from tongmai.model.columns import RowColumn, complete
from tongmai.model.spec import Row, Spec

PLACE = {
    "village": "990199001001",
    "township": "990199001000",
    "county": "990199000000",
    "prefecture": "990100000000",
    "zone": None,
}
"""The only place of a spec's rows: under the code of a province that there is not."""


class Judge(Protocol):
    """An evaluator for specs. `columns`: the columns of a view when it is handed in as rows."""

    def columns(self, view: str) -> tuple[RowColumn, ...]: ...

    def measures(self, catalogue: Catalogue, tables: Mapping[str, Sequence[Row]]) -> Measures:
        """An evaluator whose base tables hold these rows; a table that is not named is empty."""
        ...


def failures(catalogue: Catalogue, spec: Spec, judge: Judge) -> list[str]:
    """What the case states and the evaluator does not find; empty when it holds. ValueError when it cannot run."""
    pair, per = _found(catalogue, spec, judge), catalogue.measure(spec.measure).per
    value = None if pair.value is None else pair.value * (per if pair.denominator is not None else 1)
    found: Mapping[str, int | Fraction | None] = {
        "numerator": pair.numerator,
        "denominator": pair.denominator,
        "value": value,
    }
    return [
        f"{spec.measure}, when {spec.when}: {name} is {found[name]}, not {getattr(spec, name)}"
        for name in sorted(spec.checks)
        if found[name] != getattr(spec, name)
    ]


def _found(catalogue: Catalogue, spec: Spec, judge: Judge) -> Pair:
    measure = catalogue.measure(spec.measure)
    if measure.formula:
        tree = parse_formula(measure.formula)
        if (named := set(parts(tree))) != spec.parts.keys():
            raise ValueError(f"{spec.measure}, when {spec.when}: give parts for {', '.join(sorted(named))}")
        return evaluate(tree, {name: Pair(*pair) for name, pair in spec.parts.items()})
    try:
        if spec.tables:
            tables = {name: _rows(catalogue, spec, name, rows) for name, rows in spec.tables.items()}
        else:
            catalogue = catalogue.flattened(measure.rows, judge.columns(measure.rows))
            tables = {measure.rows: [_row(catalogue, spec, measure.rows, row) for row in spec.rows]}
    except ValueError as error:
        raise ValueError(f"{spec.measure}, when {spec.when}: {error}") from error
    tables.setdefault("place", [PLACE])
    cells = judge.measures(catalogue, tables).cells([spec.measure], [spec.period], "prefecture", spec.reading)
    numerator = sum(cell.numerator for cell in cells)
    return Pair(numerator, sum(cell.denominator or 0 for cell in cells) if measure.denominator else None)


def _rows(catalogue: Catalogue, spec: Spec, name: str, rows: Sequence[Row]) -> list[Row]:
    if name == "period" or name not in catalogue.base_columns:
        raise ValueError(f"{name} is no base view and no dimension: derived views and periods are computed")
    columns = catalogue.base_columns[name]
    named = {column.name for column in columns}
    found: list[Row] = []
    for row in rows:
        if strange := sorted(row.keys() - named):
            raise ValueError(f"table {name} has no column {', '.join(strange)}")
        placed = _placed(row, named)
        minutes = {column.name for column in columns if column.day_of == column.name and column.type == "integer"}
        read = [one for one in columns if one.name not in placed or not one.day_of or one.name in minutes]
        plain = complete(tuple(read), placed)
        found.append(plain | {column: placed[column] for column in placed.keys() - minutes})
    return found


def _row(catalogue: Catalogue, spec: Spec, name: str, row: Row) -> Row:
    """A row of the measure's own view, in the only place and in the spec's period unless it says otherwise."""
    measure = catalogue.measure(spec.measure)
    columns = set(catalogue.columns[name])
    filled: dict[str, Any] = dict(_placed(row, columns))
    if measure.place in columns:
        filled.setdefault(measure.place, PLACE["village"])
    if time_columns(measure, columns) == ("period",):
        filled.setdefault("period", spec.period)
    return filled


def _placed(row: Row, columns: set[str]) -> Row:
    homes: Row = {name: PLACE["village"] for name in ("village", "home_village") if name in columns and name not in row}
    return {**row, **homes}
