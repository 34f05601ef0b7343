"""Equality, equivalence and order. Source: FHIRPath 2.0, 6.1 and 6.2. None stands for "not known" (empty)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tongmai.fhir.path.nodes import Item, Items, Node, bare, own_type
from tongmai.fhir.path.tree import PathError
from tongmai.fhir.path.units import CALENDAR, unit
from tongmai.fhir.path.values import Moment, Quantity

_NUMBERS = (int, Decimal)
_FIRST = (1, 1, 1, 0, 0, Decimal(0))


def equal(left: Item, right: Item) -> bool | None:
    """`=` of two items. Elements without a value are equal when what they have beside it is."""
    if left.__class__ is Node and right.__class__ is Node and left.value is None and right.value is None:
        return bool(left.extra == right.extra)
    left, right = bare(left), bare(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Moment) and isinstance(right, Moment):
        if (left.kind == "Time") != (right.kind == "Time"):
            return False
        order = compare_moments(left, right)
        return None if order is None else order == 0
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        order = compare_quantities(left, right, False)
        return None if order is None else order == 0
    if isinstance(left, Quantity) != isinstance(right, Quantity):
        left, right = quantified(left), quantified(right)
        return bool(left == right)
    if isinstance(left, Node) and isinstance(right, Node):
        return bool(left.value == right.value)
    return bool(left == right)


def quantified(value: Item) -> Item:
    return Quantity(Decimal(value)) if isinstance(value, _NUMBERS) and not isinstance(value, bool) else value


def equal_all(left: Items, right: Items) -> bool | None:
    """`=` of two collections, neither empty."""
    if len(left) != len(right):
        return False
    known: bool | None = True
    for one, other in zip(left, right, strict=True):
        same = equal(one, other)
        if same is False:
            return False
        if same is None:
            known = None
    return known


def equivalent(left: Item, right: Item) -> bool:
    """`~` of two items."""
    left, right = bare(left), bare(right)
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.casefold().split()) == " ".join(right.casefold().split())
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS) and not isinstance(left, bool):
        return _same_to_least_precision(Decimal(left), Decimal(right))
    if isinstance(left, Moment) and isinstance(right, Moment):
        return len(left.parts) == len(right.parts) and compare_moments(left, right) == 0
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _equivalent_quantities(left, right)
    if isinstance(left, Node) and isinstance(right, Node):
        return _equivalent_json(left.value, right.value)
    return equal(left, right) is True


def _equivalent_json(left: Any, right: Any) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() - {"id"} == right.keys() - {"id"} and all(
            _equivalent_json(left[key], right[key]) for key in left if key != "id"
        )
    if isinstance(left, list) and isinstance(right, list):
        return _matched(left, right, _equivalent_json)
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.casefold().split()) == " ".join(right.casefold().split())
    return bool(left == right)


def equivalent_all(left: Items, right: Items) -> bool:
    """`~` of two collections: the order is of no account."""
    return _matched(left, right, equivalent)


def _matched(left: list[Any], right: list[Any], same: Any) -> bool:
    if len(left) != len(right):
        return False
    rest = list(right)
    for one in left:
        at = next((index for index, other in enumerate(rest) if same(one, other)), None)
        if at is None:
            return False
        del rest[at]
    return True


def places(number: Decimal) -> int:
    """Digits behind the point."""
    return max(0, -int(number.as_tuple().exponent))


def _same_to_least_precision(left: Decimal, right: Decimal) -> bool:
    digits = min(places(left.normalize()), places(right.normalize()))
    return round(left, digits) == round(right, digits)


def _equivalent_quantities(left: Quantity, right: Quantity) -> bool:
    first, second = _based(left, True), _based(right, True)
    if first is None or second is None:
        return left.unit == right.unit and _same_to_least_precision(left.value, right.value)
    if first[1] != second[1]:
        return False
    if abs(first[0] - second[0]) <= abs(first[0]) * Decimal("1e-9"):
        return True
    one, other = unit(left.unit), unit(right.unit)
    if left.calendar or right.calendar or one is None or other is None:
        return False
    return _same_to_least_precision(left.value, right.value * other.factor / one.factor)


def order(left: Item, right: Item) -> int | None:
    """-1, 0 or 1; None where precision or unit does not tell. PathError for values of kinds that have no order."""
    left, right = bare(left), bare(right)
    if left is None or right is None:
        return None
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if isinstance(left, Moment) and isinstance(right, Moment) and (left.kind == "Time") == (right.kind == "Time"):
        return compare_moments(left, right)
    if isinstance(left, Quantity) or isinstance(right, Quantity):
        left, right = quantified(left), quantified(right)
        if isinstance(left, Quantity) and isinstance(right, Quantity):
            return compare_quantities(left, right, False)
    elif _is_number(left) and _is_number(right):
        return int((left > right) - (left < right))
    raise PathError(f"no order between {own_type(left) or 'an element'} and {own_type(right) or 'an element'}")


def _is_number(value: Item) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def compare_quantities(left: Quantity, right: Quantity, loosely: bool) -> int | None:
    """Order of two quantities in base units; None when they do not compare."""
    if left.unit == right.unit and left.calendar == right.calendar:
        return (left.value > right.value) - (left.value < right.value)
    first, second = _based(left, loosely), _based(right, loosely)
    if first is None or second is None or first[1] != second[1]:
        return None
    if not loosely and left.calendar != right.calendar and (_vague(left) or _vague(right)):
        return None
    return (first[0] > second[0]) - (first[0] < second[0])


def _vague(quantity: Quantity) -> bool:
    """Years and months have no definite length."""
    return quantity.unit in ("year", "month", "a", "mo")


_KELVIN = {"Cel": (Decimal("273.15"), Decimal(1)), "[degF]": (Decimal("459.67"), Decimal(5) / Decimal(9))}
"""What is added to a temperature and then multiplied to make kelvins of it."""


def _based(quantity: Quantity, loosely: bool) -> tuple[Decimal, object] | None:
    if quantity.unit in _KELVIN:
        added, factor = _KELVIN[quantity.unit]
        return round((quantity.value + added) * factor, 20), (("K", 1),)
    found = unit(CALENDAR.get(quantity.unit, quantity.unit) if quantity.calendar else quantity.unit)
    return None if found is None else (quantity.value * found.factor, found.dimensions)


def comparable(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities are of one dimension; calendar years and months are not UCUM's definite ones."""
    if left.unit == right.unit:
        return True
    if left.calendar != right.calendar and (_vague(left) or _vague(right)):
        return False
    first, second = _based(left, True), _based(right, True)
    return first is not None and second is not None and first[1] == second[1]


def compare_moments(left: Moment, right: Moment) -> int | None:
    """Component by component; None where one runs out before they differ."""
    first, second = left.parts, right.parts
    if left.offset is not None and right.offset is not None and len(first) > 3 and len(second) > 3:
        first, second = _in_utc(left), _in_utc(right)
    elif (left.offset is None) != (right.offset is None) and len(first) > 3 and len(second) > 3:
        return _without_zone(left, right)
    for one, other in zip(first, second, strict=False):
        if one != other:
            return 1 if one > other else -1
    return 0 if len(first) == len(second) else None


def as_datetime(moment: Moment) -> datetime:
    """The first instant of a DateTime, without zone."""
    year, month, day, hour, minute, second = (*moment.parts, *_FIRST[len(moment.parts) :])
    whole = min(int(second), 59)
    micro = int((Decimal(second) - int(second)) * 1_000_000)
    return datetime(int(year), int(month), int(day), int(hour), int(minute), whole, micro)  # noqa: DTZ001


def _in_utc(moment: Moment) -> tuple[int | Decimal, ...]:
    at = as_datetime(moment) - timedelta(minutes=moment.offset or 0)
    seconds = at.second + Decimal(at.microsecond) / 1_000_000
    return (at.year, at.month, at.day, at.hour, at.minute, seconds)[: len(moment.parts)]


def _without_zone(left: Moment, right: Moment) -> int | None:
    """One has a zone and the other none: known only when they lie further apart than zones do."""
    gap = as_datetime(left) - as_datetime(right)
    if abs(gap) <= timedelta(hours=26):
        return None
    return 1 if gap > timedelta(0) else -1
