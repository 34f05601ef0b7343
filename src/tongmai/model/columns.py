"""The columns of a view with their types, and the rows it makes of resources, each value typed the same way everywhere.

A column of FHIR type `dateTime` or `instant` named `x` stays text and brings a second one, `x_day`: the civil day in
Asia/Shanghai on which its interval begins; for a path that ends in `.end` the day on which it ends, because the end of
a FHIR Period includes all that matches it. A column of type `date` is such a day itself (and also bears the name
`x_day`, if it does not end so already). A `dateTime` or `instant` column whose name ends in `_minute` is a whole number
instead: the minutes since 1970-01-01T00:00Z at which its interval begins, so that terms of hours are differences; a
value that tells no minute (a day, a month) has none. A column that declares no type is text.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from tongmai.base.clock import civil_day
from tongmai.base.dates import interval
from tongmai.model.view import View

ColumnType = Literal["text", "integer", "boolean", "decimal", "day"]
_TYPES: Mapping[str, ColumnType] = {
    "integer": "integer",
    "positiveInt": "integer",
    "unsignedInt": "integer",
    "integer64": "integer",
    "boolean": "boolean",
    "decimal": "decimal",
}
_TEXTS = frozenset(
    {"", "string", "code", "id", "uri", "url", "canonical", "oid", "uuid", "markdown", "base64Binary", "time"}
)


class RowColumn(NamedTuple):
    """`day_of`: the column of the ViewDefinition whose civil day (of type integer: whose minute) this one is, itself
    included; empty where it is taken as it stands. `last`: the day on which the interval ends, not begins."""

    name: str
    type: ColumnType
    day_of: str = ""
    last: bool = False


def _dimension(*columns: str) -> tuple[RowColumn, ...]:
    """`name` for text, `name:type` otherwise."""
    pairs = (column.partition(":") for column in columns)
    return tuple(RowColumn(name, type or "text") for name, _, type in pairs)  # type: ignore[arg-type]


DIMENSION_COLUMNS: Mapping[str, tuple[RowColumn, ...]] = {
    "place": _dimension("village", "township", "county", "prefecture", "zone"),
    "area": _dimension("code", "name", "level", "parent"),
    "institution": _dimension("id", "village", "kind", "tier", "ownership", "from_day:day", "to_day:day"),
    "person": _dimension("id", "home_village", "birth_year:integer", "sex", "key_group"),
    "population": _dimension("village", "base", "year:integer", "residents:integer"),
    "period": _dimension("id", "kind", "from_day:day", "to_day:day"),
}
"""The shared dimensions as tables. A room's view of one of these names takes its place and may have more columns."""


def view_columns(view: View) -> tuple[RowColumn, ...]:
    """In order of the ViewDefinition, each day behind its time. ValueError: none, two types, or an unknown type."""
    found: dict[str, RowColumn] = {}
    for name, fhir_type, path in _declared(view.definition):
        for column in _columns(view, name, fhir_type, path.endswith(".end")):
            if found.setdefault(column.name, column)[:3] != column[:3]:
                raise ValueError(f"view {view.name}: column {column.name} is declared with two types")
    if not found:
        raise ValueError(f"view {view.name}: it has no column")
    return tuple(found.values())


def _columns(view: View, name: str, fhir_type: str, last: bool) -> list[RowColumn]:
    if fhir_type in ("dateTime", "instant") and name.endswith("_minute"):
        return [RowColumn(name, "integer", name)]
    if fhir_type in ("date", "dateTime", "instant"):
        plain = RowColumn(name, "day", name, last) if fhir_type == "date" else RowColumn(name, "text")
        own_day = fhir_type == "date" and name.endswith("_day")
        return [plain] if own_day else [plain, RowColumn(f"{name}_day", "day", name, last)]
    if fhir_type in _TEXTS:
        return [RowColumn(name, "text")]
    if fhir_type not in _TYPES:
        raise ValueError(f"view {view.name}: column {name} has type {fhir_type!r}, which no table holds")
    return [RowColumn(name, _TYPES[fhir_type])]


def _declared(part: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(name, FHIR type, path) of every column, depth first; the arms of a unionAll repeat one another's columns."""
    for column in part.get("column", ()):
        if column.get("collection"):
            raise ValueError(f"column {column['name']}: a table holds one value, not a collection")
        yield column["name"], str(column.get("type", "")), str(column.get("path", ""))
    for inner in part.get("select", ()):
        yield from _declared(inner)
    for arm in part.get("unionAll", ()):
        yield from _declared(arm)


def complete(columns: tuple[RowColumn, ...], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the view with its civil days as ISO text, every column present. ValueError names a column whose value
    is not of its type."""
    found: dict[str, Any] = {}
    for name, kind, day_of, last in columns:
        value = row.get(day_of or name)
        if value is None:
            found[name] = None
        elif day_of:
            found[name] = day_text(value, last) if kind == "day" else minute_number(value)
        elif type(value) is _EXACT[kind] or _fits(kind, value):
            found[name] = value
        else:
            raise ValueError(f"column {name} is {kind}, but holds {value!r}")
    return found


@lru_cache(maxsize=65536)
def day_text(text: str, last: bool = False) -> str:
    """The civil day, as ISO text, on which a FHIR date, dateTime or instant begins (or ends) where the region lives."""
    start, end = interval(text)
    if len(text) == 10:
        return text
    return civil_day(end - timedelta(microseconds=1) if last else start).isoformat()


@lru_cache(maxsize=65536)
def minute_number(text: str) -> int | None:
    """Whole minutes since 1970 (UTC) at which a FHIR dateTime or instant begins; None where it tells no minute."""
    return int(interval(text).start.timestamp() // 60) if "T" in text else None


_EXACT: Mapping[ColumnType, type | None] = {
    "text": str,
    "integer": int,
    "boolean": bool,
    "decimal": float,
    "day": None,
}


def _fits(kind: ColumnType, value: Any) -> bool:
    """Whether a value that is not exactly of its type will do: a whole decimal, a day as ISO text."""
    if kind == "decimal":
        return isinstance(value, int) and not isinstance(value, bool)
    return kind == "day" and isinstance(value, str) and day_text(value) == value
