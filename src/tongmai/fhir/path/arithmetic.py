"""`+ - * / div mod &` on single values. Source: FHIRPath 2.0, 6.6 (math) and 6.7 (date and time arithmetic)."""

import calendar
from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Any

from tongmai.fhir.path.compare import as_datetime
from tongmai.fhir.path.nodes import Item, own_type
from tongmai.fhir.path.tree import PathError
from tongmai.fhir.path.units import CALENDAR, unit
from tongmai.fhir.path.values import Moment, Quantity

_UCUM_DURATIONS = {"wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second", "ms": "millisecond"}
_MICROSECONDS = {
    "week": 604_800_000_000, "day": 86_400_000_000, "hour": 3_600_000_000, "minute": 60_000_000,
    "second": 1_000_000, "millisecond": 1_000,
}  # fmt: skip


def number(value: Item) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _wrong(operator: str, left: Item, right: Item) -> PathError:
    return PathError(f"no {own_type(left) or 'element'} {operator} {own_type(right) or 'element'}")


def add(left: Item, right: Item) -> Item:
    if number(left) and number(right):
        return left + right
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, Moment) and isinstance(right, Quantity):
        return shifted(left, right, 1)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _in_unit_of(left, right, lambda one, other: one + other)
    raise _wrong("+", left, right)


def subtract(left: Item, right: Item) -> Item:
    if number(left) and number(right):
        return left - right
    if isinstance(left, Moment) and isinstance(right, Quantity):
        return shifted(left, right, -1)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _in_unit_of(left, right, lambda one, other: one - other)
    raise _wrong("-", left, right)


def _in_unit_of(left: Quantity, right: Quantity, do: Callable[[Decimal, Decimal], Decimal]) -> Quantity | None:
    if (left.unit, left.calendar) == (right.unit, right.calendar):
        return Quantity(do(left.value, right.value), left.unit, left.calendar)
    first, second = _unit(left), _unit(right)
    if first is None or second is None or first[1] != second[1]:
        return None
    return Quantity(do(left.value, right.value * second[0] / first[0]), left.unit, left.calendar)


def _unit(quantity: Quantity) -> Any:
    return unit(CALENDAR.get(quantity.unit, quantity.unit) if quantity.calendar else quantity.unit)


def multiply(left: Item, right: Item) -> Item:
    if number(left) and number(right):
        return left * right
    if isinstance(left, Quantity) and number(right):
        return Quantity(left.value * right, left.unit, left.calendar)
    if number(left) and isinstance(right, Quantity):
        return Quantity(left * right.value, right.unit, right.calendar)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _combined(left.value * right.value, left.unit, right.unit, ".")
    raise _wrong("*", left, right)


def _combined(value: Decimal, left: str, right: str, sign: str) -> Quantity:
    if right == "1":
        return Quantity(value, left)
    if sign == "/" and left == right:
        return Quantity(value)
    return Quantity(value, right if left == "1" and sign == "." else f"{left}{sign}{right}")


def divide(left: Item, right: Item) -> Item:
    if number(left) and number(right):
        return None if right == 0 else Decimal(left) / Decimal(right)
    if isinstance(left, Quantity) and number(right):
        return None if right == 0 else Quantity(left.value / right, left.unit, left.calendar)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return None if right.value == 0 else _combined(left.value / right.value, left.unit, right.unit, "/")
    raise _wrong("/", left, right)


def whole_quotient(left: Item, right: Item) -> Item:
    if not (number(left) and number(right)):
        raise _wrong("div", left, right)
    return None if right == 0 else int((Decimal(left) / Decimal(right)).to_integral_value(ROUND_DOWN))


def remainder(left: Item, right: Item) -> Item:
    if not (number(left) and number(right)):
        raise _wrong("mod", left, right)
    if right == 0:
        return None
    with localcontext() as exact:
        exact.prec = 40
        rest = Decimal(left) % Decimal(right)  # the sign of the dividend, as FHIRPath has it
    return int(rest) if isinstance(left, int) and isinstance(right, int) else rest


def negative(value: Item) -> Item:
    if number(value):
        return -value
    if isinstance(value, Quantity):
        return Quantity(-value.value, value.unit, value.calendar)
    raise PathError(f"no negative of {own_type(value) or 'an element'}")


def shifted(start: Moment, by: Quantity, sign: int) -> Moment:
    """A date or time moved by a duration; parts beyond its precision are dropped (6.7.1)."""
    name = by.unit if by.calendar else _UCUM_DURATIONS.get(by.unit, by.unit)
    amount = by.value * sign
    if name not in ("second", "millisecond"):
        amount = amount.to_integral_value(ROUND_DOWN)
    if name in ("year", "month") and start.kind != "Time":
        return _by_months(start, int(amount) * (12 if name == "year" else 1))
    if name not in _MICROSECONDS:
        raise PathError(f"no {start.kind} and {by.unit!r}")
    micros = int(amount * _MICROSECONDS[name])
    return _time_by(start, micros) if start.kind == "Time" else _by_micros(start, micros)


def _by_months(start: Moment, months: int) -> Moment:
    if len(start.parts) == 1:
        months = int(months / 12) * 12
    first = int(start.parts[1]) - 1 if len(start.parts) > 1 else 0
    year, month = divmod(int(start.parts[0]) * 12 + first + months, 12)
    parts: list[int | Decimal] = [year, month + 1, *start.parts[2:]][: len(start.parts)]
    if len(parts) > 2:
        parts[2] = min(int(parts[2]), calendar.monthrange(year, month + 1)[1])
    return written(start, tuple(parts))


def _by_micros(start: Moment, micros: int) -> Moment:
    if len(start.parts) < 3:  # a month or a year moves by whole months of 30 and years of 365 days
        days = int(micros / _MICROSECONDS["day"])
        return _by_months(start, int(days / 30) if len(start.parts) == 2 else int(days / 365) * 12)
    if len(start.parts) == 3:
        micros = int(micros / _MICROSECONDS["day"]) * _MICROSECONDS["day"]
    at = as_datetime(start) + timedelta(microseconds=micros)
    seconds = at.second + Decimal(at.microsecond) / 1_000_000
    return written(start, (at.year, at.month, at.day, at.hour, at.minute, seconds)[: len(start.parts)])


def _time_by(start: Moment, micros: int) -> Moment:
    hour, minute, second = (*start.parts, *(0, 0, Decimal(0))[len(start.parts) :])
    total = (int(hour) * 3600 + int(minute) * 60) * 1_000_000 + int(Decimal(second) * 1_000_000) + micros
    total %= 86_400_000_000
    seconds = Decimal(total % 60_000_000) / 1_000_000
    return written(start, (total // 3_600_000_000, total // 60_000_000 % 60, seconds)[: len(start.parts)])


def written(like: Moment, parts: tuple[int | Decimal, ...], offset: int | None = None) -> Moment:
    """A moment of the same kind, zone and written precision with other parts."""
    zone = like.offset if offset is None else offset
    texts = [_part(part, index, like) for index, part in enumerate(parts)]
    if like.kind == "Time":
        return Moment("Time", ":".join(texts), parts)
    text = "-".join(texts[:3])
    if like.kind == "DateTime":
        text += "T" + ":".join(texts[3:]) if len(texts) > 3 else ("T" if like.text.endswith("T") else "")
        if len(texts) > 3 and zone is not None:
            text += "Z" if zone == 0 and like.text.endswith("Z") else f"{'-' if zone < 0 else '+'}{_clock(abs(zone))}"
    return Moment(like.kind, text, parts, zone)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _part(part: int | Decimal, index: int, like: Moment) -> str:
    if isinstance(part, int):
        return f"{part:04d}" if index == 0 and like.kind != "Time" else f"{part:02d}"
    before = like.parts[index] if index < len(like.parts) else Decimal(0)
    had = max(0, -int(Decimal(before).as_tuple().exponent))
    digits = 3 if had or part % 1 else 0
    return f"{part:0{digits + 3 if digits else 2}.{digits}f}"
