"""Tables, codes and days that the rules of emergencies share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.fhir.facts import extended, holds_on
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
Options = tuple[tuple[str, Words], ...]
CHAIN = room_table(__file__, "report_chain", "law", "link")
DEPARTMENTS = room_table(__file__, "duty_departments", "department")
GRADES = room_table(__file__, "event_grades", "grade")
KINDS = room_table(__file__, "event_kinds", "kind")
LAWS = room_table(__file__, "event_laws")
MEASURES = room_table(__file__, "response_measures", "measure")
PLACES = room_table(__file__, "place_kinds", "kind")
TRIAGE = room_table(__file__, "triage_classes", "class")
_CODES = room_table(__file__, "emergency_codes", "list", "code")
_NUMBERS = room_table(__file__, "emergency_rules", "rule")


def limit(rule: str, day: date) -> int:
    """A number of the dated table that holds on a day, the first row for days before it."""
    row = _NUMBERS.find(day, rule=rule) or next(one for one in _NUMBERS.rows if one["rule"] == rule)
    return int(row["value"])


def code_options(name: str) -> Options:
    """The codes of one list of emergency_codes.csv with their words."""
    return tuple((row["code"], Words(row["zh"], row["en"])) for row in _CODES.rows if row["list"] == name)


def row_options(table: str, key: str) -> Options:
    """The codes of a table of the room with their words."""
    return tuple((row[key], Words(row["zh"], row["en"])) for row in room_table(__file__, table, key).rows)


def words_in(row: DatedRow | None, code: Any) -> Words:
    """The words of a row; the code itself where there is none."""
    return Words(row["zh"], row["en"]) if row else Words(str(code), str(code))


def within(record: Json, day: date) -> bool:
    """See `holds_on`; of a type that has no period of its own, the one that stands in an extension."""
    return holds_on({**record, "period": record.get("period") or extended(record, "period") or {}}, day)
