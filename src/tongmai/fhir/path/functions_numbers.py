"""Math, precision and boundaries. Source: FHIRPath 2.0, 5.7; precision(), lowBoundary(), highBoundary() from 3.0."""

import calendar
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

from tongmai.fhir.path.arithmetic import number, written
from tongmai.fhir.path.compare import comparable, places, quantified
from tongmai.fhir.path.functions import Environment, function, single, whole
from tongmai.fhir.path.nodes import Item, Items
from tongmai.fhir.path.tree import PathError
from tongmai.fhir.path.values import Moment, Quantity, moment


def _number(items: Items) -> int | Decimal | None:
    value = single(items, "number")
    if value is None or number(value):
        return value  # type: ignore[no-any-return]
    raise PathError("a number is wanted")


def _of_one(name: str, apply: Callable[[int | Decimal], Item]) -> None:
    def run(items: Items, environment: Environment) -> Items:
        value = _number(items)
        result = None if value is None else apply(value)
        return [] if result is None else [result]

    function(name)(run)


def _rounded(rounding: str) -> Callable[[int | Decimal], int]:
    return lambda value: int(Decimal(value).to_integral_value(rounding))


def _logarithm(value: int | Decimal) -> Decimal | None:
    return Decimal(value).ln() if value > 0 else None


_of_one("ceiling", _rounded(ROUND_CEILING))
_of_one("floor", _rounded(ROUND_FLOOR))
_of_one("truncate", _rounded(ROUND_DOWN))
_of_one("exp", lambda value: Decimal(value).exp())
_of_one("ln", _logarithm)
_of_one("sqrt", lambda value: Decimal(value).sqrt() if value >= 0 else None)


@function("abs")
def absolute(items: Items, environment: Environment) -> Items:
    value = single(items, "number")
    if isinstance(value, Quantity):
        return [Quantity(abs(value.value), value.unit, value.calendar)]
    value = _number(items)
    return [] if value is None else [abs(value)]


@function("round", 0, 1)
def round_(items: Items, environment: Environment, precision: Items | None = None) -> Items:
    value, digits = _number(items), whole(precision or []) or 0
    if digits < 0:
        raise PathError("round() wants a precision of 0 or more")
    if value is None:
        return []
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return [int(rounded) if digits == 0 else rounded]


@function("log", 1)
def log(items: Items, environment: Environment, base: Items) -> Items:
    value, of = _number(items), _number(base)
    if value is None or of is None or value <= 0 or of <= 0 or of == 1:
        return []
    with localcontext() as exact:
        exact.prec = 40
        result = Decimal(value).ln() / Decimal(of).ln()
    return [round(result, 24).normalize() + 0]


@function("power", 1)
def power(items: Items, environment: Environment, exponent: Items) -> Items:
    value, by = _number(items), _number(exponent)
    if value is None or by is None or (value < 0 and by != int(by)) or (value == 0 and by < 0):
        return []
    if isinstance(value, int) and isinstance(by, int):
        return [value**by] if by >= 0 else [Decimal(value) ** by]
    return [Decimal(value) ** Decimal(by)]


@function("comparable", 1)
def comparable_(items: Items, environment: Environment, other: Items) -> Items:
    one, another = quantified(single(items)), quantified(single(other))
    if not items or not other:
        return []
    return [isinstance(one, Quantity) and isinstance(another, Quantity) and comparable(one, another)]


@function("precision")
def precision(items: Items, environment: Environment) -> Items:
    value = single(items)
    if isinstance(value, Moment):
        return [sum(letter.isdigit() for letter in value.text.partition("+")[0].rstrip("Z")[:_UNZONED])]
    if isinstance(value, Decimal):
        return [places(value)]
    return [0] if number(value) else []


_UNZONED = 23
_DIGITS = (4, 6, 8, 10, 12, 17)
_TIME_DIGITS = (2, 4, 9)
_LAST = (9999, 12, 31, 23, 59, Decimal("59.999"))
_FIRST = (1, 1, 1, 0, 0, Decimal("0.000"))


@function("lowBoundary", 0, 1)
def low_boundary(items: Items, environment: Environment, precision: Items | None = None) -> Items:
    return _boundary(single(items), whole(precision or []), low=True)


@function("highBoundary", 0, 1)
def high_boundary(items: Items, environment: Environment, precision: Items | None = None) -> Items:
    return _boundary(single(items), whole(precision or []), low=False)


def _boundary(value: Item, digits: int | None, low: bool) -> Items:
    """The least or greatest value that the written precision leaves open."""
    if value is None:
        return []
    if isinstance(value, Moment):
        return _moment_boundary(value, digits, low)
    if isinstance(value, Quantity):
        return [Quantity(one, value.unit, value.calendar) for one in _number_boundary(value.value, digits, low)]
    if number(value):
        return list(_number_boundary(Decimal(value), digits, low))
    raise PathError("a number, quantity, date or time has boundaries")


def _number_boundary(value: Decimal, digits: int | None, low: bool) -> list[Decimal]:
    digits = 8 if digits is None else digits
    if not 0 <= digits <= 31:
        return []
    with localcontext() as exact:
        exact.prec = 60
        half = Decimal(5).scaleb(-places(value) - 1)
        bound = value - half if low else value + half
        return [bound.quantize(Decimal(1).scaleb(-digits), ROUND_FLOOR if low else ROUND_CEILING)]


def _moment_boundary(value: Moment, digits: int | None, low: bool) -> Items:
    steps = _TIME_DIGITS if value.kind == "Time" else _DIGITS
    wanted = digits if digits is not None else (9 if value.kind == "Time" else 8 if value.kind == "Date" else 17)
    if wanted not in steps:
        return []
    count = steps.index(wanted) + 1
    fill = (_FIRST if low else _LAST)[3 if value.kind == "Time" else 0 :]
    parts = [*value.parts, *fill[len(value.parts) :]]
    if isinstance(seconds := value.parts[-1], Decimal):
        open_to = Decimal(1).scaleb(-places(seconds)) - Decimal("0.001")  # milliseconds that are not written
        parts[-1] = seconds + (max(open_to, Decimal(0)) if not low else Decimal("0.000"))
    if value.kind != "Time" and len(value.parts) < 3 and not low:
        parts[2] = calendar.monthrange(int(parts[0]), int(parts[1]))[1]
    return [_cut(value, parts, count, low)]


def _cut(value: Moment, parts: list[int | Decimal], count: int, low: bool) -> Moment:
    """The boundary with as many parts as asked for; a zone that is not given is the earliest or the latest there is."""
    if value.kind == "Time":
        return written(Moment("Time", value.text, tuple(parts)), tuple(parts[:count]))
    if count <= 3:
        return written(Moment("Date", value.text, tuple(parts)), tuple(parts[:count]))
    offset = value.offset if value.offset is not None else (14 * 60 if low else -12 * 60)
    like = Moment("DateTime", value.text, tuple(parts), offset)
    found = written(like, tuple(parts[:count]))
    return moment(found.text, "DateTime") or found
