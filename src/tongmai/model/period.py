"""Periods: the one way in which a stretch of time is named. Source: DESIGN, the shared dimension `period`.

Ids: month `2025-06`, quarter `2025Q2`, year `2024`, year to date `2025-06/ytd` (January to that month), twelve months
`2025-06/12` (the twelve months that end with it). A state holds on the last day of its period.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tongmai.base.dates import month_days, month_of, months_back

PeriodKind = Literal["month", "quarter", "year", "year_to_date", "twelve_months"]
Window = Literal["month", "quarter", "year_to_date", "year", "twelve_months"]
_ID = re.compile(r"(?P<year>\d{4})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2])(?P<stretch>/12|/ytd)?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Both days belong to it. A period that is still running may be cut at a day: `cut`."""

    id: str
    kind: PeriodKind
    from_day: date
    to_day: date

    def cut(self, day: date) -> "Period":
        """The same period as far as a day; ValueError when it begins after that day."""
        if day < self.from_day:
            raise ValueError(f"period {self.id} has not begun on {day}")
        return self if day >= self.to_day else Period(self.id, self.kind, self.from_day, day)


def period(id: str) -> Period:
    """The period of an id. ValueError quotes what is none."""
    match = _ID.fullmatch(id)
    if match is None:
        raise ValueError(f"not a period: {id!r}")
    year = int(match["year"])
    if match["quarter"]:
        last = int(match["quarter"]) * 3
        return Period(id, "quarter", date(year, last - 2, 1), month_days(f"{year:04d}-{last:02d}")[1])
    if not match["month"]:
        return Period(id, "year", date(year, 1, 1), date(year, 12, 31))
    month = id[:7]
    first, last_day = month_days(month)
    if match["stretch"] == "/12":
        return Period(id, "twelve_months", month_days(months_back(month, 11))[0], last_day)
    if match["stretch"] == "/ytd":
        return Period(id, "year_to_date", date(year, 1, 1), last_day)
    return Period(id, "month", first, last_day)


def window(kind: Window, day: date, flow: bool) -> Period:
    """The period over which a figure is taken when it decides on a day.

    A state is taken in the stretch that contains the day, cut at it. A flow is taken over the last month, quarter or
    year that is complete on that day (the day itself may complete it), so that half a month is never held against a
    whole one; the year to date runs up to the day.
    """
    if kind == "year_to_date" or not flow:
        return _running(kind, day).cut(day)
    complete = _running(kind, day)
    if complete.to_day <= day:
        return complete
    month = month_of(day)
    back = {"month": 1, "twelve_months": 1, "quarter": 3, "year": 12}[kind]
    return _running(kind, month_days(months_back(month, back))[0])


def _running(kind: Window, day: date) -> Period:
    """The stretch of this kind that contains the day."""
    month = month_of(day)
    names = {
        "month": month,
        "quarter": f"{day.year:04d}Q{(day.month + 2) // 3}",
        "year": f"{day.year:04d}",
        "year_to_date": f"{month}/ytd",
        "twelve_months": f"{month}/12",
    }
    return period(names[kind])


def periods(first_month: str, last_day: date) -> list[Period]:
    """Every period of the five kinds whose last month lies between the first month and the last day, cut at that
    day: the rows of the dimension `period`."""
    found: dict[str, Period] = {}
    month = first_month
    while month <= month_of(last_day):
        end = month_days(month)[1]
        for kind in ("month", "quarter", "year", "year_to_date", "twelve_months"):
            one = _running(kind, end)
            found[one.id] = one.cut(last_day)
        month = months_back(month, -1)
    return sorted(found.values())
