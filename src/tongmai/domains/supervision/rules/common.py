"""What the records of supervision tell: names behind references, numbers of the dated table, working days."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tongmai.base.words import Words
from tongmai.fhir.facts import extended, holds_on
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
Options = tuple[tuple[str, Words], ...]
_NUMBERS = room_table(__file__, "supervision_rules", "rule")
_HOLIDAYS = room_table(__file__, "holidays", "on_day")
_CODES = room_table(__file__, "supervision_codes", "list", "code")
_WEEKEND = 5


def number(rule: str, day: date) -> int:
    """A number of the dated table that holds on a day, the first row for days before it."""
    row = _NUMBERS.find(day, rule=rule) or next(one for one in _NUMBERS.rows if one["rule"] == rule)
    return int(row["value"])


def options(name: str) -> Options:
    """The codes of one list of supervision_codes.csv with their words."""
    return tuple((row["code"], Words(row["zh"], row["en"])) for row in _CODES.rows if row["list"] == name)


def table_options(table: str, key: str) -> Options:
    """The codes of a table of the room with their words."""
    return tuple((row[key], Words(row["zh"], row["en"])) for row in room_table(__file__, table, key).rows)


def named(reference: Any) -> str:
    """The id behind a reference, or as it stands."""
    text = str(reference.get("reference", "")) if isinstance(reference, Mapping) else str(reference or "")
    return text.rpartition("/")[2]


def is_working(day: date) -> bool:
    """Whether offices work: weekdays but holidays, and the days worked in exchange. Where no table of the year is
    there, Monday to Friday."""
    row = _HOLIDAYS.find(day, on_day=day.isoformat())
    return row["kind"] == "working" if row else day.weekday() < _WEEKEND


def working_days(since: date, many: int) -> date:
    """The day that lies so many working days after a day, which itself does not count."""
    day, left = since, many
    while left > 0:
        day += timedelta(days=1)
        left -= is_working(day)
    return day


def coded(concepts: Any, system: str = "") -> frozenset[str]:
    """The codes of a concept or of several; of one system where it is named."""
    every = concepts if isinstance(concepts, list) else [concepts] if concepts else []
    return frozenset(
        str(coding.get("code"))
        for concept in every
        for coding in concept.get("coding", ())
        if not system or coding.get("system") == system
    )


def kind_of(institution: Json) -> str:
    """The kind of an institution (registry's table `kinds`); "" for none."""
    return next(iter(coded(institution.get("type", []), "urn:tongmai:kind")), "")


def operating(institution: Json, day: date) -> bool:
    """Whether an institution is there on a day."""
    return holds_on({"active": institution.get("active", True), "period": extended(institution, "period") or {}}, day)
