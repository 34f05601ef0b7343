"""What the permitted functions mean, on plain values: None for null, ISO text for days. One meaning for the naive
evaluator's expressions and for its SQLite; DuckDB must agree (tests/engines/measure)."""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

Value = None | bool | int | float | str


def _strict(function: Callable[..., Value]) -> Callable[..., Value]:
    """Null in, null out."""

    def guarded(*arguments: Value) -> Value:
        return None if any(one is None for one in arguments) else function(*arguments)

    return guarded


def _day(text: Any) -> date:
    return date.fromisoformat(str(text)[:10])


def least(*arguments: Any) -> Value:
    """The smallest that is not null."""
    known = [one for one in arguments if one is not None]
    return min(known) if known else None


def greatest(*arguments: Any) -> Value:
    """The largest that is not null."""
    known = [one for one in arguments if one is not None]
    return max(known) if known else None


def _plus(left: Any, right: Any) -> Value:
    """Integers; or a day and a number of days."""
    if isinstance(left, str):
        return (_day(left) + timedelta(days=right)).isoformat()
    total: Value = left + right
    return total


def _minus(left: Any, right: Any) -> Value:
    """Integers; a day and a number of days; or two days, which gives the days between."""
    if isinstance(left, str) and isinstance(right, str):
        return (_day(left) - _day(right)).days
    return _plus(left, -right)


def _times(left: Any, right: Any) -> Value:
    product: Value = left * right
    return product


def _whole(left: Any, right: Any) -> Value:
    """Division towards zero; ZeroDivisionError for nothing."""
    quotient: int = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _rest(left: Any, right: Any) -> Value:
    """What division towards zero leaves: it has the sign of the dividend."""
    whole = _whole(left, right)
    assert isinstance(whole, int)
    rest: int = left - right * whole
    return rest


def _shift(day: Any, count: Any, unit: Any) -> Value:
    """A day some days, months or years on; the month's last day where the day does not exist."""
    at = _day(day)
    if unit == "DAY":
        return (at + timedelta(days=count)).isoformat()
    months = at.year * 12 + at.month - 1 + count * (12 if unit == "YEAR" else 1)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(at.day, last)).isoformat()


def _date_diff(unit: Any, first: Any, second: Any) -> Value:
    """Borders of the unit crossed from the first day to the second."""
    a, b = _day(first), _day(second)
    if unit == "DAY":
        return (b - a).days
    return b.year - a.year if unit == "YEAR" else (b.year - a.year) * 12 + b.month - a.month


def _truncated(day: Any, unit: Any) -> Value:
    at = _day(day)
    return at.replace(day=1, month=1 if unit == "YEAR" else at.month).isoformat()


def _substring(text: Any, start: Any, length: Any) -> Value:
    """From a position counted from 1; a length of -1 reaches to the end."""
    rest = str(text)[start - 1 :]
    return rest if length < 0 else rest[:length]


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile("".join({"%": ".*", "_": "."}.get(sign, re.escape(sign)) for sign in pattern), re.DOTALL)


def _like(text: Any, pattern: Any) -> Value:
    return _pattern(pattern).fullmatch(text) is not None


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "least": least,
    "greatest": greatest,
    "plus": _strict(_plus),
    "minus": _strict(_minus),
    "times": _strict(_times),
    "whole": _strict(_whole),
    "rest": _strict(_rest),
    "negative": _strict(lambda number: _minus(0, number)),
    "absolute": _strict(lambda number: abs(number)),
    "shift": _strict(_shift),
    "date_diff": _strict(_date_diff),
    "truncated": _strict(_truncated),
    "to_day": _strict(lambda text: _day(text).isoformat()),
    "year": _strict(lambda day: _day(day).year),
    "month": _strict(lambda day: _day(day).month),
    "make_day": _strict(lambda year, month, day: date(year, month, day).isoformat()),
    "written": _strict(lambda day, form: _day(day).strftime(form)),
    "starts": _strict(lambda text, start: str(text).startswith(str(start))),
    "part": _strict(_substring),
    "size": _strict(lambda text: len(str(text))),
    "resembles": _strict(_like),
    "joined": _strict(lambda left, right: f"{left}{right}"),
}
