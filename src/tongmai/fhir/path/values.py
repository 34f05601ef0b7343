"""Values of FHIRPath's own types that Python lacks: Quantity, and dates and times at their precision.

Source: FHIRPath 2.0, 4.1 (literals), 6.1 and 6.2 (equality and comparison), R4 2.9.1 (FHIR types as FHIRPath types).
"""

import calendar
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from tongmai.fhir.path.tree import PathError

_MOMENT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?P<t>T(?:(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d(?:\.\d+)?))?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?"
)
_TIME = re.compile(r"T?(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d(?:\.\d+)?))?)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a UCUM unit; `calendar` marks the words `year`, `month`, …, which are not UCUM's definite durations
    above seconds."""

    value: Decimal
    unit: str = "1"
    calendar: bool = False

    def __str__(self) -> str:
        """As FHIRPath writes it: `4 'mg'`, `3 year`."""
        return f"{self.value:f} {self.unit}" if self.calendar else f"{self.value:f} '{self.unit}'"


@dataclass(frozen=True, slots=True)
class Moment:
    """A Date, DateTime or Time. `parts`: as many of (year, month, day, hour, minute, second) as the text gives, or of
    (hour, minute, second); seconds are Decimal. `offset` in minutes, None where the text gives none."""

    kind: Literal["Date", "DateTime", "Time"]
    text: str
    parts: tuple[int | Decimal, ...]
    offset: int | None = None


def moment(text: str, kind: Literal["Date", "DateTime"] | None = None) -> Moment | None:
    """Read a date or dateTime; None when the text is none."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    parts = _parts(match, ("year", "month", "day", "hour", "minute", "second"))
    if not _in_calendar(parts[:3]) or not _on_clock(parts[3:], _offset(match["zone"])):
        return None
    return Moment(kind or ("DateTime" if match["t"] else "Date"), text, parts, _offset(match["zone"]))


def time(text: str) -> Moment | None:
    """Read a time of day; None when the text is none."""
    match = _TIME.fullmatch(text)
    parts = _parts(match, ("hour", "minute", "second")) if match else ()
    return Moment("Time", text.removeprefix("T"), parts) if parts and _on_clock(parts, None) else None


def _in_calendar(parts: tuple[int | Decimal, ...]) -> bool:
    year, month, day = (*map(int, parts), *(1, 1)[len(parts) - 1 :])
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _on_clock(parts: tuple[int | Decimal, ...], offset: int | None) -> bool:
    """A leap second is one; no zone is further than 14 hours from UTC."""
    return all(part < bound for part, bound in zip(parts, (24, 60, 61), strict=False)) and abs(offset or 0) <= 14 * 60


def time_literal(text: str) -> Moment:
    """The value of `@…`; PathError for a literal outside the calendar."""
    found = time(text) if text.startswith("T") else moment(text)
    if found is None:
        raise PathError(f"not a date or time: @{text}")
    return found


def _parts(match: re.Match[str], names: tuple[str, ...]) -> tuple[int | Decimal, ...]:
    found: list[int | Decimal] = []
    for name in names:
        if match[name] is None:
            break
        found.append(Decimal(match[name]) if name == "second" else int(match[name]))
    return tuple(found)


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return -minutes if zone[0] == "-" else minutes


def decimal(number: Any) -> Decimal:
    """A JSON number by its shortest text: 0.1 is exactly 0.1."""
    return number if isinstance(number, Decimal) else Decimal(repr(number))
