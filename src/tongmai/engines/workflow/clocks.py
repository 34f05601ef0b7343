"""Clocks: by when a step is due. Terms are rows of a dated table, read by the date of the event they run from.

Columns: `term`; any element of the focus that distinguishes (urgency); and one of `minutes`, `hours`, `days` (the
whole of the last day counts) or `element` (a date of the focus, `a.b` within an object; the whole of that day counts).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tongmai.base.clock import REGION_ZONE, civil_day
from tongmai.base.dates import interval
from tongmai.base.tables import DATED, DatedRow, DatedTable, read_table
from tongmai.engines.workflow.record import Event
from tongmai.engines.workflow.values import flat
from tongmai.model.workflow import Step, Workflow

_LENGTHS = ("minutes", "hours", "days", "element")


def read_terms(path: Path) -> DatedTable:
    """A table of terms; its key is every column that is neither a length nor a date of the row."""
    with path.open(encoding="utf-8") as file:
        columns = file.readline().strip().split(",")
    lengths = [name for name in columns if name in _LENGTHS]
    if not lengths:
        raise ValueError(f"{path.name}: a term needs one of {', '.join(_LENGTHS)}")
    return read_table(path, tuple(name for name in columns if name not in (*_LENGTHS, *DATED, "note")))


def problems(workflow: Workflow, table: DatedTable | None) -> list[str]:
    """What is wrong between a workflow's clocks and its table."""
    named = {step.within.name for step in workflow.steps if step.within}
    there = {row["term"] for row in table.rows} if table else set()
    return [f"term {name} stands in no row of {workflow.terms or 'its terms'}" for name in sorted(named - there)]


def due(
    table: DatedTable | None, step: Step, events: Sequence[Event], focus: Mapping[str, Any]
) -> tuple[datetime, str] | None:
    """When a step is due and the id of the event its clock runs from; None when no clock runs: it stops when its step
    was taken."""
    if step.within is None or table is None:
        return None
    turning = (*step.within.starts, step.name)
    since = next((event for event in reversed(events) if event.step in turning), None)
    if since is None or since.step not in step.within.starts:
        return None
    row = _row(table, step.within.name, civil_day(since.at), focus)
    end = _end(row, since.at, focus) if row else None
    return (end, since.id) if end else None


def _row(table: DatedTable, term: str, day: date, focus: Mapping[str, Any]) -> DatedRow | None:
    keys, told = [name for name in table.key if name != "term"], flat(focus)
    for row in table.on(day):
        if row["term"] == term and all(row[name] in ("", str(told.get(name, ""))) for name in keys):
            return row
    return None


def _end(row: DatedRow, at: datetime, focus: Mapping[str, Any]) -> datetime | None:
    if row.values.get("minutes"):
        return at + timedelta(minutes=int(row["minutes"]))
    if row.values.get("hours"):
        return at + timedelta(hours=float(row["hours"]))
    if row.values.get("days"):
        last = civil_day(at) + timedelta(days=int(row["days"]))
        return datetime.combine(last + timedelta(days=1), time.min, REGION_ZONE)
    value: Any = focus
    for name in row.values.get("element", "").split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return interval(str(value)).end if value else None
