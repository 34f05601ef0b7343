"""Measures from resources, slowly and readably: the judge of the DuckDB evaluator. It imports no duckdb and reads no
lake; it shares with it only the declarations, the parsed expressions and the protocol."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.checking import time_columns
from tongmai.engines.measure.interpret import evaluate, truth
from tongmai.engines.measure.lite import Tables
from tongmai.engines.measure.protocol import Cell, Level, OpenRow
from tongmai.engines.measure.request import Counted, as_levels, as_periods, assembled, counted, over_rows
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
        sums: dict[tuple[str, Level, str, str], tuple[int, int | None]] = {}
        asked = over_rows(self.catalogue, measures)
        self._derive(asked, wanted)
        for measure in asked:
            one = counted(measure, reading)
            rows = self._rows(measure, wanted)
            for level_asked in levels:
                for area, period_id, group in self._grouped(measure, rows, level_asked):
                    sums[measure.id, level_asked, area, period_id] = self._sums(one, group)
        return assembled(self.catalogue, measures, wanted, levels, sums)

    def open(self, measure: str, area: str | None, period: Period | str, reading: str | None = None) -> list[OpenRow]:
        """See `Measures.open`."""
        found: list[OpenRow] = []
        wanted, parts = as_periods([period]), over_rows(self.catalogue, [measure])
        self._derive(parts, wanted)
        for part in parts:
            one = counted(part, reading)
            for _, row in self._rows(part, wanted):
                place = row[part.place]
                if area is None or area in self._places.get(place, {}).values():
                    opened = self._opened(one, row)
                    if opened.numerator or opened.denominator:
                        found.append(opened)
        return sorted(found, key=lambda row: (row.measure, row.place, row.subject, row.counted, row.numerator))

    def _derive(self, measures: Iterable[Measure], periods: Sequence[Period]) -> None:
        """Compute the derived views behind some measures for these periods."""
        columns = self.catalogue.base_columns["period"]
        days = [
            {"id": one.id, "kind": one.kind, "from_day": str(one.from_day), "to_day": str(one.to_day)}
            for one in periods
        ]
        self._tables.fill("period", columns, days)
        self._tables.derive(self.catalogue.behind(measure.rows for measure in measures))

    def _rows(self, measure: Measure, periods: Sequence[Period]) -> list[tuple[str, dict[str, Any]]]:
        """(period id, row) of every row of the measure's view that meets a period."""
        rows = self._tables.rows(measure.rows)
        time = time_columns(measure, self.catalogue.columns[measure.rows])
        return [(one.id, row) for row in rows for one in periods if _meets(row, one, time or ())]

    def _grouped(
        self, measure: Measure, rows: Sequence[tuple[str, dict[str, Any]]], level: Level
    ) -> list[tuple[str, str, list[dict[str, Any]]]]:
        """(area, period id, rows); rows in no zone are left out, rows in no other area stand under ""."""
        groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for period_id, row in rows:
            area = self._places.get(row[measure.place], {}).get(level)
            if area is not None or level != "zone":
                groups.setdefault((area or "", period_id), []).append(row)
        return [(area, period_id, group) for (area, period_id), group in groups.items()]

    def _sums(self, one: Counted, rows: Sequence[dict[str, Any]]) -> tuple[int, int | None]:
        opened = [self._opened(one, row) for row in rows]
        if not one.measure.distinct:
            total = sum(row.denominator or 0 for row in opened) if one.denominator is not None else None
            return sum(row.numerator for row in opened), total
        numerator = len({row.counted for row in opened if row.numerator and row.counted})
        if one.denominator is None:
            return numerator, None
        if self._types.boolean(one)[1]:
            return numerator, len({row.counted for row in opened if row.denominator and row.counted})
        return numerator, sum(row.denominator or 0 for row in opened)

    def _opened(self, one: Counted, row: Mapping[str, Any]) -> OpenRow:
        """What a row adds. A denominator that counts rows is implied by the numerator; one that is summed is not."""
        counts_numerator, counts_denominator = self._types.boolean(one)
        denominator = None if one.denominator is None else _amount(evaluate(one.denominator, row))
        if one.denominator is not None and counts_denominator and not denominator:
            numerator = 0
        elif one.numerator is None:
            numerator = 1
        else:
            value = evaluate(one.numerator, row)
            numerator = (1 if truth(value) else 0) if counts_numerator else _amount(value)
        measure = one.measure
        value = row[measure.distinct] if measure.distinct else None
        subject, place = row[measure.subject], row[measure.place]
        return OpenRow(
            measure.id, measure.opens, str(subject or ""), str(place or ""), numerator, denominator, _shown(value)
        )


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
