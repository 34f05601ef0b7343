"""What a ViewDefinition must be before a path of it is read. Source: SQL-on-FHIR v2, logical model ViewDefinition and
its constraints (sql-name, sql-expressions)."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path import PathError
from tongmai.fhir.path.values import moment, time

Json = Mapping[str, Any]
ITERATIONS = ("forEach", "forEachOrNull", "repeat")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SELECT = frozenset({*ITERATIONS, "column", "select", "unionAll", "id", "extension", "modifierExtension"})
_COLUMN = frozenset({"name", "path", "type", "collection", "description", "tag", "id", "extension"})
_MOMENTS = {"Date": "Date", "DateTime": "DateTime", "Instant": "DateTime"}
_CONSTANTS = frozenset(
    {"Base64Binary", "Boolean", "Canonical", "Code", "Date", "DateTime", "Decimal", "Id", "Instant", "Integer",
     "Integer64", "Markdown", "Oid", "PositiveInt", "String", "Time", "UnsignedInt", "Uri", "Url", "Uuid"}
)  # fmt: skip


def checked(definition: Json, definitions: Definitions) -> None:
    """ValueError names the first thing that is no ViewDefinition, and where it stands."""
    resource = definition.get("resource")
    if not isinstance(resource, str):
        raise ValueError("resource: a view names its resource type")
    if resource not in definitions.types:
        raise ValueError(f"resource: no resource type {resource}")
    if not definition.get("select"):
        raise ValueError("select: a view without select")
    for at, one in enumerate(_listed(definition, "select", "")):
        _select(one, f"select[{at}]")
    for at, one in enumerate(_listed(definition, "where", "")):
        _text(one, "path", f"where[{at}]")


def _listed(part: Json, key: str, where: str) -> list[Json]:
    found = part.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ValueError(f"{_at(where, key)}: a list of objects is wanted")
    return found


def _text(part: Json, key: str, where: str) -> str:
    found = part.get(key)
    if not isinstance(found, str) or not found:
        raise ValueError(f"{_at(where, key)}: a text is wanted")
    return found


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _select(select: Json, where: str) -> None:
    _only(select, _SELECT, where)
    given = [key for key in ITERATIONS if key in select]
    if len(given) > 1:
        raise ValueError(f"{where}: one of {' and '.join(given)}, not both")
    for key in given:
        if key == "repeat":
            paths = select["repeat"]
            if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
                raise ValueError(f"{where}.repeat: a list of paths is wanted")
        else:
            _text(select, key, where)
    for at, column in enumerate(_listed(select, "column", where)):
        _column(column, f"{where}.column[{at}]")
    for key in ("select", "unionAll"):
        for at, one in enumerate(_listed(select, key, where)):
            _select(one, f"{where}.{key}[{at}]")


def _column(column: Json, where: str) -> None:
    _only(column, _COLUMN, where)
    if not _NAME.fullmatch(name := _text(column, "name", where)):
        raise ValueError(f"{where}.name: {name!r} is no name for a column (letters, digits, _)")
    _text(column, "path", where)
    if not isinstance(column.get("type", ""), str):
        raise ValueError(f"{where}.type: a text is wanted")
    if not isinstance(column.get("collection", False), bool):
        raise ValueError(f"{where}.collection: true or false is wanted")


def _only(part: Json, known: frozenset[str], where: str) -> None:
    if strange := [key for key in part if key not in known and not key.startswith("_")]:
        raise ValueError(f"{where}: no {', '.join(strange)} here")


def constants(definition: Json) -> dict[str, Any]:
    """The constants by name as FHIRPath's own values. ValueError for one without name or without exactly one value."""
    found: dict[str, Any] = {}
    for at, constant in enumerate(_listed(definition, "constant", "")):
        where = f"constant[{at}]"
        if not _NAME.fullmatch(name := _text(constant, "name", where)):
            raise ValueError(f"{where}.name: {name!r} is no name for a constant (letters, digits, _)")
        values = [key for key in constant if key.startswith("value")]
        if len(values) != 1:
            raise PathError(f"{where}: constant {name} wants one value")
        found[name] = _value(values[0].removeprefix("value"), constant[values[0]], f"{where}.{values[0]}")
    return found


def _value(kind: str, value: Any, where: str) -> Any:
    if kind not in _CONSTANTS:
        raise ValueError(f"{where}: a constant is of a primitive type")
    if kind in _MOMENTS:
        found: Any = moment(str(value), _MOMENTS[kind])  # type: ignore[arg-type]
    elif kind == "Time":
        found = time(str(value))
    elif kind == "Decimal":
        found = value if isinstance(value, Decimal) else Decimal(str(value))
    elif kind in ("Integer", "Integer64", "PositiveInt", "UnsignedInt"):
        found = int(value) if not isinstance(value, bool) else None
    else:
        found = value if isinstance(value, bool) == (kind == "Boolean") and isinstance(value, bool | str) else None
    if found is None:
        raise ValueError(f"{where}: {value!r} is no {kind[0].lower()}{kind[1:]}")
    return found
