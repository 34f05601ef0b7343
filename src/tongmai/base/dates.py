"""FHIR dates as intervals at their precision.

Source: FHIR R4, datatypes `date`, `dateTime`, `instant`; search 3.1.1.4.5 (a value stands for the interval of its
precision). A value without a zone is a civil date of the region.
"""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from tongmai.base.clock import REGION_ZONE

_SHAPE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.(?P<fraction>\d{1,9}))?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Interval(NamedTuple):
    """Half open: from `start` up to and without `end`, both in UTC."""

    start: datetime
    end: datetime

    def contains(self, other: "Interval") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end


def _next_month(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def _zone(text: str | None, default: tzinfo) -> tzinfo:
    if text is None:
        return default
    return datetime.fromisoformat(f"2000-01-01T00:00:00{text}").tzinfo or default


def interval(text: str, zone: tzinfo = REGION_ZONE) -> Interval:
    """The interval that a FHIR date, dateTime or instant stands for. ValueError names the text when it is none."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    try:
        start, length = _start_and_length(match, year, month, day, _zone(match["zone"], zone))
        if length is None:
            after = (year + 1, 1) if match["month"] is None else _next_month(year, month)
            end = datetime(after[0], after[1], 1, tzinfo=zone) if after[0] <= 9999 else LATEST
        else:
            end = start + length
        return Interval(start.astimezone(UTC), end.astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"not a date: {text!r}") from error


def _start_and_length(
    match: re.Match[str], year: int, month: int, day: int, zone: tzinfo
) -> tuple[datetime, timedelta | None]:
    """Start of the interval and its length; None for a year or a month, whose length depends on the calendar."""
    if match["day"] is None:
        return datetime(year, month, 1, tzinfo=zone), None
    if match["hour"] is None:
        return datetime(year, month, day, tzinfo=zone), timedelta(days=1)
    second = min(int(match["second"] or 0), 59)  # a leap second is folded into the one before
    start = datetime(year, month, day, int(match["hour"]), int(match["minute"]), second, tzinfo=zone)
    if match["second"] is None:
        return start, timedelta(minutes=1)
    if match["fraction"] is None:
        return start, timedelta(seconds=1)
    digits = match["fraction"][:6]
    length = timedelta(microseconds=10 ** (6 - len(digits)))
    return start + timedelta(microseconds=int(digits.ljust(6, "0"))), length


def period(start: str | None, end: str | None, zone: tzinfo = REGION_ZONE) -> Interval:
    """The interval of a FHIR Period: an absent end is open; both ends count at their own precision."""
    return Interval(
        interval(start, zone).start if start else EARLIEST,
        interval(end, zone).end if end else LATEST,
    )


def micros(at: datetime) -> int:
    """Microseconds since 1970 in UTC, clamped at the ends of the calendar: how instants are indexed."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def month_of(day: date) -> str:
    """`2025-06`."""
    return f"{day.year:04d}-{day.month:02d}"


def month_days(month: str) -> tuple[date, date]:
    """First and last day of `2025-06`."""
    year, number = int(month[:4]), int(month[5:7])
    after = date(*_next_month(year, number), 1)
    return date(year, number, 1), after - timedelta(days=1)


def months_back(month: str, count: int) -> str:
    """The month `count` months earlier: months_back("2025-06", 12) is "2024-06"."""
    ordinal = int(month[:4]) * 12 + int(month[5:7]) - 1 - count
    return f"{ordinal // 12:04d}-{ordinal % 12 + 1:02d}"


def day_of(value: object) -> date | None:
    """The civil day as it is written in a record or a form, of an instant its first ten characters; None for none.
    ValueError: no day."""
    text = str(value or "")[:10]
    return date.fromisoformat(text) if text else None
