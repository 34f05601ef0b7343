"""A compiled view as the columns of its table: typed, with the civil days of its times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from tongmai.model.columns import RowColumn, day_text, minute_number
from tongmai.store.lake.compiling import Need, Statement
from tongmai.store.lake.compiling.terms import BOOLEANS, INTEGERS, MOMENTS, TEXTS, named
from tongmai.store.lake.writing import ID

T = TypeVar("T")
AT, DOUBT = "_at", "_doubt"
_FITTING = {
    "text": TEXTS | MOMENTS,
    "day": TEXTS | MOMENTS,
    "integer": INTEGERS,
    "boolean": BOOLEANS,
    "decimal": INTEGERS | {"decimal"},
}
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?"
_SINCE = "1992"
"""Since then the region's clocks are at +08:00 all the year; what is older, or of another zone, takes the general way
through base.dates."""


@dataclass(frozen=True)
class Projection:
    """`sql` gives the rows with AT, ID, DOUBT and, for each column of `days`, a second one with the texts whose day (or
    minute) SQL does not tell."""

    sql: str
    need: Need
    days: tuple[RowColumn, ...]

    def finished(self, rows: Any) -> tuple[Any, set[int]]:
        """The rows with all their days, and the places of the resources in doubt."""
        doubtful = set(rows.column(AT).filter(rows.column(DOUBT)).to_pylist())
        for column in self.days:
            texts = rows.column(_open(column.name))
            if texts.null_count < len(texts):
                days, wrong = _days(texts, column.last) if column.type == "day" else _minutes(texts)
                doubtful |= {rows.column(AT)[place].as_py() for place in wrong}
                at = rows.schema.get_field_index(column.name)
                rows = rows.set_column(at, column.name, pc.coalesce(rows.column(column.name), days))
        return rows, doubtful


def projection(found: Statement, columns: Sequence[RowColumn]) -> Projection | None:
    """The columns of a table from those of a view; None where a value might not be of its column's type."""
    wanted, days = [AT, ID, DOUBT], []
    for column in columns:
        source = column.day_of or column.name
        minute = column.type == "integer" and column.day_of != ""
        if source in found.collections or found.types.get(source) not in _FITTING["day" if minute else column.type]:
            return None
        if column.type == "day":
            days.append(column)
            day = _day(named(source))
            wanted.append(f"{day} as {named(column.name)}")
            wanted.append(f"case when {day} is null then {named(source)} end as {named(_open(column.name))}")
        elif minute:
            days.append(column)
            wanted.append(f"cast(null as bigint) as {named(column.name)}")
            wanted.append(f"{named(source)} as {named(_open(column.name))}")
        else:
            wanted.append(named(source))
    return Projection(f"select {', '.join(wanted)} from ({found.sql})", found.need, tuple(days))


def _open(name: str) -> str:
    return f"_{name}_text"


def _day(text: str) -> str:
    """The civil day of a date, or of an instant in the region's own zone."""
    known = f"{text} >= '0001' and regexp_full_match({text}, '{_DAY}')"
    own = f"{text} >= '{_SINCE}' and regexp_full_match({text}, '{_DAY}{_CLOCK}[+]08:00')"
    return f"case when ({known}) or ({own}) then try_cast({text}[1:10] as date) end"


def _days(texts: Any, last: bool) -> tuple[Any, list[int]]:
    """The days of texts by the general way, and the places of those that are no dates."""
    found, wrong = _told(texts, lambda text: date.fromisoformat(day_text(text, last)))
    return pa.chunked_array([pa.array(found, pa.date32())]), wrong


def _minutes(texts: Any) -> tuple[Any, list[int]]:
    """The minutes of texts, and the places of those that are no times."""
    found, wrong = _told(texts, minute_number)
    return pa.chunked_array([pa.array(found, pa.int64())]), wrong


def _told(texts: Any, tell: Callable[[str], T | None]) -> tuple[list[T | None], list[int]]:
    found: list[T | None] = []
    wrong: list[int] = []
    for place, text in enumerate(texts.to_pylist()):
        value = None
        if text is not None:
            try:
                value = tell(text)
            except ValueError:
                wrong.append(place)
        found.append(value)
    return found, wrong
