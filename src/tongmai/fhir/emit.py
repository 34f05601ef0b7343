"""From the value of an element to its index rows, one function a pair of parameter type and FHIR type.

Source: FHIR R4 search 3.1.1.4.3 to 3.1.1.4.12 (which FHIR types a parameter type indexes, and what of them). A pair
that is not in `EMITTERS` (a SampledData, a date parameter on an Age) makes no row.
"""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from tongmai.base.dates import EARLIEST, LATEST, interval, micros
from tongmai.fhir.fold import folded
from tongmai.fhir.pinyin import forms
from tongmai.fhir.references import parse_reference

Add = Callable[[tuple[Any, ...]], None]
Emitter = Callable[[Add, str, Any, str], None]
"""(append to the table of the parameter's type, parameter, value, implicit system of a code). What is appended has the
fields of the table's row in fhir.rows; it is a plain tuple, which takes a third of the time to make."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_BEGINNING, _END = micros(EARLIEST), micros(LATEST)
_LENGTHS = {19: 1_000_000, 23: 1_000}
"""Length of a timestamp without its zone to the length of its interval in microseconds."""


def code(add: Add, name: str, value: Any, system: str) -> None:
    add((name, system, value))


def boolean(add: Add, name: str, value: Any, _: str) -> None:
    add((name, "", "true" if value else "false"))


def coding(add: Add, name: str, value: Any, _: str) -> None:
    if (code := value.get("code")) is not None:
        add((name, value.get("system") or "", code))


def codeable_concept(add: Add, name: str, value: Any, _: str) -> None:
    for one in value.get("coding", ()):
        if (code := one.get("code")) is not None:
            add((name, one.get("system") or "", code))


def identifier(add: Add, name: str, value: Any, _: str) -> None:
    if (number := value.get("value")) is not None:
        add((name, value.get("system") or "", number))


def typed_identifier(add: Add, name: str, value: Any, _: str) -> None:
    """With each code of its type: `:of-type` (R4 3.1.1.4.10.1)."""
    if (number := value.get("value")) is not None:
        for one in value.get("type", {}).get("coding", ()):
            if (code := one.get("code")) is not None:
                add((name, one.get("system") or "", f"{code}|{number}"))


def words(add: Add, name: str, value: Any, system: str) -> None:
    """What a concept, a coding or an identifier's type says in words: `:text`."""
    if isinstance(value, str) or value is True or value is False:
        return
    concept = value.get("type", {}) if "value" in value else value
    for text in (concept.get("text"), *(one.get("display") for one in (concept, *concept.get("coding", ())))):
        if isinstance(text, str):
            string(add, name, text, system)


def contact_point(add: Add, name: str, value: Any, _: str) -> None:
    if (number := value.get("value")) is not None:
        add((name, "", number))


def string(add: Add, name: str, value: Any, _: str) -> None:
    add((name, folded(value), value, ""))
    if not value.isascii():
        _typed(add, name, value, False)


def surname(add: Add, name: str, value: Any, _: str) -> None:
    """A family name by itself, which may be read otherwise than the same character elsewhere."""
    add((name, folded(value), value, ""))
    if not value.isascii():
        _typed(add, name, value, True)


def _typed(add: Add, name: str, text: str, person: bool) -> None:
    for whole, initials in forms(text, person):
        add((name, whole, "", "pinyin"))
        add((name, initials, "", "initials"))


def human_name(add: Add, name: str, value: Any, _: str) -> None:
    family, given, text = value.get("family"), value.get("given", ()), value.get("text")
    parts = [text, family, *given, *value.get("prefix", ()), *value.get("suffix", ())]
    for part in parts:
        if part is not None:
            add((name, folded(part), part, ""))
    whole = text or (family or "") + "".join(part for part in given if part is not None)
    if not whole.isascii():
        _typed(add, name, whole.replace(" ", ""), True)
        if not text:
            add((name, folded(whole), whole, ""))  # 张三 is found where only 张 and 三 stand


def address(add: Add, name: str, value: Any, _: str) -> None:
    for key in ("text", "city", "district", "state", "postalCode", "country"):
        if (part := value.get(key)) is not None:
            string(add, name, part, "")
    for line in value.get("line", ()):
        if line is not None:
            string(add, name, line, "")


@lru_cache(maxsize=65_536)
def _days(text: str) -> tuple[int, int]:
    found = interval(text)
    return micros(found.start), micros(found.end)


def span(text: str) -> tuple[int, int]:
    """The interval of a date, dateTime or instant in microseconds: base.dates.interval, quick for full timestamps."""
    bare = len(text) - (1 if text[-1] == "Z" else 6)
    length = _LENGTHS.get(bare)
    if length is None or (text[-1] != "Z" and text[-6] not in "+-"):
        return _days(text)
    try:
        start = (datetime.fromisoformat(text) - _EPOCH) // _MICRO
    except ValueError:
        return _days(text)
    return start, start + length


def date(add: Add, name: str, value: Any, _: str) -> None:
    start, end = span(value)
    add((name, start, end))


def period(add: Add, name: str, value: Any, _: str) -> None:
    start, end = value.get("start"), value.get("end")
    if start is not None or end is not None:
        add((name, span(start)[0] if start else _BEGINNING, span(end)[1] if end else _END))


def timing(add: Add, name: str, value: Any, system: str) -> None:
    """The outer limits (R4 3.1.1.4.7): of the events and of the bounds of a repetition together."""
    spans = [span(event) for event in value.get("event", ()) if event is not None]
    bounds: list[tuple[str, int, int]] = []
    period(bounds.append, name, value.get("repeat", {}).get("boundsPeriod") or {}, system)
    spans += [(start, end) for _, start, end in bounds]
    if spans:
        add((name, min(start for start, _ in spans), max(end for _, end in spans)))


def number(add: Add, name: str, value: Any, _: str) -> None:
    add((name, float(value), float(value)))


def number_range(add: Add, name: str, value: Any, _: str) -> None:
    add((name, *_ends(value)))


def _ends(value: Mapping[str, Any]) -> tuple[float, float]:
    low, high = value.get("low", {}).get("value"), value.get("high", {}).get("value")
    return -math.inf if low is None else float(low), math.inf if high is None else float(high)


def quantity(add: Add, name: str, value: Any, _: str) -> None:
    if (number := value.get("value")) is None:
        return
    low = high = float(number)
    comparator = value.get("comparator")
    if comparator:
        low, high = (-math.inf, high) if comparator[0] == "<" else (low, math.inf)
    add((name, low, high, value.get("system") or "", value.get("code") or "", value.get("unit") or ""))


def quantity_range(add: Add, name: str, value: Any, _: str) -> None:
    unit = value.get("low") or value.get("high")
    if unit:
        low, high = _ends(value)
        add((name, low, high, unit.get("system") or "", unit.get("code") or "", unit.get("unit") or ""))


def money(add: Add, name: str, value: Any, _: str) -> None:
    if (amount := value.get("value")) is not None:
        low = high = float(amount)
        add((name, low, high, "urn:iso:std:iso:4217", value.get("currency") or "", ""))


def reference(add: Add, name: str, value: Any, _: str) -> None:
    pointer(add, name, value.get("reference"), "")


def identified(add: Add, name: str, value: Any, _: str) -> None:
    """The identifier that a reference bears."""
    if identifies := value.get("identifier"):
        identifier(add, name, identifies, "")


def pointer(add: Add, name: str, value: Any, _: str) -> None:
    """A reference as text: of a Reference, a canonical, a uri."""
    if (to := target_of(value)) is not None:
        add((name, *to))


@lru_cache(maxsize=65_536)
def target_of(text: str | None) -> tuple[str, str, str] | None:
    """Type, id and url of a reference; None where there is none, or it stays within the resource."""
    if not text:
        return None
    parsed = parse_reference(text)
    if parsed.url:
        return parsed.type, "", parsed.url
    return (parsed.type, parsed.id, "") if parsed.id else None


def canonical(add: Add, name: str, value: Any, system: str) -> None:
    pointer(add, name, value, system)
    plain, bar, _ = value.partition("|")
    if bar:
        pointer(add, name, plain, system)


def inline(add: Add, name: str, value: Any, _: str) -> None:
    """A resource held within another (the first entry of a document): found by its own type and id."""
    if value.get("id"):
        add((name, value["resourceType"], value["id"], ""))


def uri(add: Add, name: str, value: Any, _: str) -> None:
    add((name, value))


_TEXTS = ("string", "markdown", "code", "id", "uri", "url", "canonical", "oid", "uuid")
OF_TYPE, TEXT = ":of-type", ":text"
"""End the names under which typed identifiers and the words beside codes stand."""
EMITTERS: dict[tuple[str, str], Emitter] = {
    **{("token", kind): code for kind in (*_TEXTS, "date", "dateTime", "instant")},
    ("token", "boolean"): boolean,
    ("token", "Coding"): coding,
    ("token", "CodeableConcept"): codeable_concept,
    ("token", "Identifier"): identifier,
    ("token", "ContactPoint"): contact_point,
    ("token", "typed Identifier"): typed_identifier,
    ("string", "words"): words,
    ("token", "Reference"): identified,
    **{("string", kind): string for kind in _TEXTS},
    ("string", "surname"): surname,
    ("string", "HumanName"): human_name,
    ("string", "Address"): address,
    ("date", "date"): date,
    ("date", "dateTime"): date,
    ("date", "instant"): date,
    ("date", "Period"): period,
    ("date", "Timing"): timing,
    **{("number", kind): number for kind in ("integer", "positiveInt", "unsignedInt", "decimal")},
    ("number", "Range"): number_range,
    **{("quantity", kind): quantity for kind in ("Quantity", "Age", "Duration", "Count", "Distance")},
    ("quantity", "Range"): quantity_range,
    ("quantity", "Money"): money,
    ("reference", "Reference"): reference,
    ("reference", "canonical"): canonical,
    ("reference", "uri"): pointer,
    ("reference", "url"): pointer,
    ("reference", "Resource"): inline,
    **{("uri", kind): uri for kind in ("uri", "url", "canonical", "oid", "uuid")},
}
