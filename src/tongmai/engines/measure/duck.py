"""Measures over the lake by DuckDB: all measures on one view in one scan, cells by place first, then rolled up."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.protocol import Cell, Lake, Level, OpenRow
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
from tongmai.engines.measure.scratch import Binding
from tongmai.engines.measure.statements import Scan, cells_statement, open_statement
from tongmai.model.measure import Measure
from tongmai.model.period import Period

Key = tuple[object, ...]
_REMEMBERED = 4096


class DuckMeasures:
    """Keeps the promises of `Measures`. What a measure counted is remembered until a table
    it was counted from changes."""

    def __init__(self, lake: Lake, catalogue: Catalogue, binding: Binding | None = None) -> None:
        """Binds everything once, unless that has been done. ValueError names what DuckDB does not accept."""
        self.catalogue = catalogue
        self._lake = lake
        if binding is None:
            binding = Binding(catalogue)
            binding.bind(catalogue)
        self._binding = binding
        self._tables: dict[str, frozenset[str]] = {}
        self._remembered: OrderedDict[Key, dict[Place, Sums]] = OrderedDict()
        self._lock = threading.Lock()

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
        unknown: dict[Key, Measure] = {}
        for measure in over_rows(self.catalogue, measures):
            key: Key = (measure.id, reading, tuple(wanted), tuple(levels), self._lake.stamp(self._read(measure)))
            known = self._recall(key)
            if known is None:
                unknown[key] = measure
            else:
                sums[measure.id] = known
        counted_anew = self._count(list(unknown.values()), wanted, levels, reading)
        for key, measure in unknown.items():
            self._remember(key, counted_anew[measure.id])
        sums |= counted_anew
        return assembled(self.catalogue, measures, wanted, levels, sums)

    def _read(self, measure: Measure) -> frozenset[str]:
        """The tables that a measure is counted from; every scan also reads `place`."""
        if measure.id not in self._tables:
            self._tables[measure.id] = self.catalogue.base_tables(measure.rows) | {"place"}
        return self._tables[measure.id]

    def _count(
        self, measures: Sequence[Measure], periods: Sequence[Period], levels: Sequence[Level], reading: str | None
    ) -> dict[str, dict[Place, Sums]]:
        """Numerators and denominators by measure, level, area and period."""
        found: dict[str, dict[Place, Sums]] = {measure.id: {} for measure in measures}
        for scan in self._scans(measures, reading):
            for row in self._lake.query(cells_statement(self.catalogue, scan, periods, levels)):
                for number, one in enumerate(scan.measures):
                    denominator = int(row[f"d{number}"]) if one.denominator is not None else None
                    place = (row["level"], row["area"], row["period"])
                    found[one.measure.id][place] = (int(row[f"n{number}"]), denominator)
        return found

    def _recall(self, key: Key) -> dict[Place, Sums] | None:
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
            return self._remembered.get(key)

    def _remember(self, key: Key, found: dict[Place, Sums]) -> None:
        with self._lock:
            self._remembered[key] = found
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)

    def open(self, measure: str, area: str | None, period: Period | str, reading: str | None = None) -> list[OpenRow]:
        """See `Measures.open`."""
        found: list[OpenRow] = []
        for one in over_rows(self.catalogue, [measure]):
            (scan,) = self._scans([one], reading)
            statement, parameters = open_statement(self.catalogue, scan, as_periods([period])[0], area)
            found += [_open_row(one, row) for row in self._lake.query(statement, parameters)]
        return sorted(found, key=lambda row: (row.measure, row.place, row.subject, row.counted, row.numerator))

    def _scans(self, measures: Iterable[Measure], reading: str | None) -> list[Scan]:
        """One scan for all measures that read the same rows, place them alike and are count alike."""
        grouped: dict[object, list[Counted]] = {}
        for measure in measures:
            grouped.setdefault((measure.rows, measure.place, measure.kind, measure.distinct), []).append(
                counted(measure, reading)
            )
        return [Scan(tuple(group), tuple(self._binding.boolean(one) for one in group)) for group in grouped.values()]


def _open_row(measure: Measure, row: dict[str, Any]) -> OpenRow:
    denominator = int(row["denominator"]) if row["denominator"] is not None else None
    counts = str(row["counted"]) if row["counted"] is not None else ""
    subject, place = str(row["subject"] or ""), str(row["place"] or "")
    return OpenRow(measure.id, measure.opens, subject, place, int(row["numerator"]), denominator, counts)
