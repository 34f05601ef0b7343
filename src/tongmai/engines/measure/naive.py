"""Measures from resources, slowly and readably: the judge of the DuckDB evaluator. It imports no duckdb and reads no
lake; it shares with it only the declarations, the parsed expressions and the protocol."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.checking import time_columns
from tongmai.engines.measure.interpret import evaluate, truth
from tongmai.engines.measure.lite import Tables
from tongmai.engines.measure.protocol import Cell, Level, OpenRow
from tongmai.engines.measure.request import (
    Counted,
    Place,
    Sums,
    as_levels,
    as_periods,
    assembled,
    counted,
    over_rows,
)
from tongmai.engines.measure.typing import Types
from tongmai.fhir import views
from tongmai.fhir.definitions import Definitions
from tongmai.model.columns import complete, view_columns
from tongmai.model.measure import Measure
from tongmai.model.period import Period
from tongmai.model.spec import Row

_COARSER: tuple[Level, ...] = ("township", "county", "prefecture")


class NaiveMeasures:
    """Keeps the promises of `Measures`. `tables`: rows of base views and dimensions by name, days as ISO text."""

    def __init__(
        self, catalogue: Catalogue, tables: Mapping[str, Iterable[Mapping[str, Any]]], types: Types | None = None
    ) -> None:
        self.catalogue = catalogue
        self._types = types if types is not None else Types(catalogue)
        self._tables = Tables(catalogue.base_columns, tables)
        self._places = _places(self._tables.rows("place"))

    @staticmethod
    def over(
        catalogue: Catalogue,
        resources: Iterable[dict[str, Any]],
        dimensions: Mapping[str, Iterable[Mapping[str, Any]]],
        definitions: Definitions,
    ) -> "NaiveMeasures":
        """From the resources themselves. ValueError names view and resource whose row cannot be made."""
        tables: dict[str, list[Row]] = {view.name: [] for view in catalogue.views}
        ready = [(view, views.View(view.definition, definitions), view_columns(view)) for view in catalogue.views]
        for resource in resources:
            for view, one, columns in ready:
                if view.resource == resource["resourceType"]:
                    try:
                        tables[view.name] += [complete(columns, row) for row in one.rows(resource)]
                    except ValueError as error:
                        where = f"{resource['resourceType']}/{resource.get('id')}"
                        raise ValueError(f"view {view.name}, {where}: {error}") from error
        return NaiveMeasures(catalogue, {**dimensions, **tables})

    def cells(
        self,
        measures: Sequence[str],
        periods: Sequence[Period | str],
        level: Level | Sequence[Level],
        reading: str | None = None,
    ) -> list[Cell]:
        """See `Measures.cells`."""
        wanted, levels = as_periods(periods), as_levels(level)
        sums: dict[str, dict[Place, Sums]] = {}
        asked = over_rows(self.catalogue, measures)
        self._derive(asked, wanted)
        for measure in asked:
            way = self._way(measure, reading)
            opened = [(period_id, way.opened(row)) for period_id, row in self._rows(measure, wanted)]
            sums[measure.id] = {
                (one, area, period_id): way.sums(rows)
                for one in levels
                for (area, period_id), rows in self._grouped(opened, one).items()
            }
        return assembled(self.catalogue, measures, wanted, levels, sums)

    def open(self, measure: str, area: str | None, period: Period | str, reading: str | None = None) -> list[OpenRow]:
        """See `Measures.open`."""
        found: list[OpenRow] = []
        wanted, parts = as_periods([period]), over_rows(self.catalogue, [measure])
        self._derive(parts, wanted)
        for part in parts:
            way = self._way(part, reading)
            opened = [way.opened(row) for _, row in self._rows(part, wanted)]
            inside = [row for row in opened if area is None or area in self._places.get(row.place, {}).values()]
            found += [row for row in inside if row.numerator or row.denominator]
        return sorted(found, key=lambda row: (row.measure, row.place, row.subject, row.counted, row.numerator))

    def _way(self, measure: Measure, reading: str | None) -> "_Way":
        one = counted(measure, reading)
        return _Way(one, *self._types.boolean(one))

    def _derive(self, measures: Iterable[Measure], periods: Sequence[Period]) -> None:
        """Compute the derived views behind some measures for these periods."""
        days = [
            {"id": one.id, "kind": one.kind, "from_day": str(one.from_day), "to_day": str(one.to_day)}
            for one in periods
        ]
        self._tables.fill("period", days)
        self._tables.derive(self.catalogue.behind(measure.rows for measure in measures))

    def _rows(self, measure: Measure, periods: Sequence[Period]) -> list[tuple[str, dict[str, Any]]]:
        """(period id, row) of every row of the measure's view that meets a period."""
        rows = self._tables.rows(measure.rows)
        time = time_columns(measure, self.catalogue.columns[measure.rows])
        return [(one.id, row) for row in rows for one in periods if _meets(row, one, time or ())]

    def _grouped(self, opened: Sequence[tuple[str, OpenRow]], level: Level) -> dict[tuple[str, str], list[OpenRow]]:
        """Rows by area and period id; rows in no zone are left out, rows in no other area stand under ""."""
        groups: dict[tuple[str, str], list[OpenRow]] = {}
        for period_id, row in opened:
            area = self._places.get(row.place, {}).get(level)
            if area is not None or level != "zone":
                groups.setdefault((area or "", period_id), []).append(row)
        return groups


@dataclass(frozen=True)
class _Way:
    """How a measure under one reading counts: whether its numerator and its denominator are truths of a row."""

    one: Counted
    truth_above: bool
    truth_below: bool

    def opened(self, row: Mapping[str, Any]) -> OpenRow:
        """What a row adds. A denominator that counts rows is implied by the numerator; one that is summed is not."""
        measure = self.one.measure
        below = None if self.one.denominator is None else _amount(evaluate(self.one.denominator, row))
        if self.one.denominator is not None and self.truth_below and not below:
            above = 0
        elif self.one.numerator is None:
            above = 1
        else:
            value = evaluate(self.one.numerator, row)
            above = (1 if truth(value) else 0) if self.truth_above else _amount(value)
        subject, place = row[measure.subject], row[measure.place]
        once = _shown(row[measure.distinct]) if measure.distinct else ""
        return OpenRow(measure.id, measure.opens, str(subject or ""), str(place or ""), above, below, once)

    def sums(self, rows: Sequence[OpenRow]) -> tuple[int, int | None]:
        """Of numerator and denominator; for a distinct measure its values are counted once."""
        total = sum(row.denominator or 0 for row in rows) if self.one.denominator is not None else None
        if not self.one.measure.distinct:
            return sum(row.numerator for row in rows), total
        above = len({row.counted for row in rows if row.numerator and row.counted})
        if self.one.denominator is not None and self.truth_below:
            total = len({row.counted for row in rows if row.denominator and row.counted})
        return above, total


def _amount(value: Any) -> int:
    return 0 if value is None else int(value)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _meets(row: Mapping[str, Any], period: Period, time: tuple[str, ...]) -> bool:
    first, last = str(period.from_day), str(period.to_day)
    if time == ("period",):
        return bool(row["period"] == period.id)
    if time == ("day",):
        return row["day"] is not None and first <= row["day"] <= last
    return row["from_day"] is not None and row["from_day"] <= last and (row["to_day"] or last) >= last


def _places(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[Level, str | None]]:
    """The areas of every code a row may be placed at: villages, and coarser areas for what is known no finer."""
    found: dict[str, dict[Level, str | None]] = {}
    listed = list(rows)
    for row in listed:
        levels: tuple[Level, ...] = ("village", "township", "county", "prefecture", "zone")
        found[row["village"]] = {level: row[level] or None for level in levels}
    for depth, level in enumerate(_COARSER):
        for row in listed:
            if row[level] is not None and row[level] not in found:
                found[row[level]] = {above: row[above] for above in _COARSER[depth:]}
    return found
