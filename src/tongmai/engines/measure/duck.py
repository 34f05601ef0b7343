"""Measures over the lake by DuckDB: all measures on one view in one scan, cells by place first, then rolled up."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.protocol import Cell, Lake, Level, OpenRow
from tongmai.engines.measure.request import Counted, as_levels, as_periods, assembled, counted, over_rows
from tongmai.engines.measure.scratch import Binding
from tongmai.engines.measure.statements import Scan, cells_statement, open_statement
from tongmai.model.measure import Measure
from tongmai.model.period import Period

_REMEMBERED = 512


class DuckMeasures:
    """Keeps the promises of `Measures`. Answers are remembered until the lake's version moves."""

    def __init__(self, lake: Lake, catalogue: Catalogue, binding: Binding | None = None) -> None:
        """Binds everything once, unless that has been done. ValueError names what DuckDB does not accept."""
        self.catalogue = catalogue
        self._lake = lake
        if binding is None:
            binding = Binding(catalogue)
            binding.bind(catalogue)
        self._binding = binding
        self._remembered: OrderedDict[object, list[Cell]] = OrderedDict()
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
        key = (self._lake.version, tuple(measures), tuple(wanted), tuple(levels), reading)
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                return list(self._remembered[key])
        sums: dict[tuple[str, Level, str, str], tuple[int, int | None]] = {}
        for scan in self._scans(over_rows(self.catalogue, measures), reading):
            for row in self._lake.query(cells_statement(self.catalogue, scan, wanted, levels)):
                for number, one in enumerate(scan.measures):
                    denominator = int(row[f"d{number}"]) if one.denominator is not None else None
                    place = (one.measure.id, row["level"], row["area"], row["period"])
                    sums[place] = (int(row[f"n{number}"]), denominator)
        found = assembled(self.catalogue, measures, wanted, levels, sums)
        with self._lock:
            self._remembered[key] = found
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return list(found)

    def open(self, measure: str, area: str | None, period: Period | str, reading: str | None = None) -> list[OpenRow]:
        """See `Measures.open`."""
        found: list[OpenRow] = []
        for one in over_rows(self.catalogue, [measure]):
            (scan,) = self._scans([one], reading)
            statement, parameters = open_statement(self.catalogue, scan, as_periods([period])[0], area)
            found += [_open_row(one, row) for row in self._lake.query(statement, parameters)]
        return sorted(found, key=lambda row: (row.measure, row.place, row.subject, row.counted, row.numerator))

    def _scans(self, measures: Iterable[Measure], reading: str | None) -> list[Scan]:
        """One scan for all measures that read the same rows, place them alike and are all distinct or all not."""
        grouped: dict[object, list[Counted]] = {}
        for measure in measures:
            grouped.setdefault((measure.rows, measure.place, measure.kind, bool(measure.distinct)), []).append(
                counted(measure, reading)
            )
        return [Scan(tuple(group), tuple(self._binding.boolean(one) for one in group)) for group in grouped.values()]


def _open_row(measure: Measure, row: dict[str, Any]) -> OpenRow:
    denominator = int(row["denominator"]) if row["denominator"] is not None else None
    counts = str(row["counted"]) if row["counted"] is not None else ""
    subject, place = str(row["subject"] or ""), str(row["place"] or "")
    return OpenRow(measure.id, measure.opens, subject, place, int(row["numerator"]), denominator, counts)
