"""Type functions and conversions. Source: FHIRPath 2.0, 5.5 (conversion), 6.3 (types), 8 (reflection)."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from tongmai.fhir.path.functions import Environment, Evaluate, function, of_trees, single, type_name
from tongmai.fhir.path.nodes import Item, Items, Node, own_type
from tongmai.fhir.path.parser import CALENDAR_UNITS
from tongmai.fhir.path.tree import PathError, Tree
from tongmai.fhir.path.types import Type, check_type, is_type, of_kind
from tongmai.fhir.path.values import Moment, Quantity, moment, time


@of_trees("ofType")
def of_type(tree: Tree) -> Evaluate:
    name = type_name(tree)

    def run(items: Items, environment: Environment) -> Items:
        check_type(name, environment.definitions)
        return [item for item in items if of_kind(item, name, environment.definitions)]

    return run


@of_trees("as")
def as_(tree: Tree) -> Evaluate:
    name = type_name(tree)

    def run(items: Items, environment: Environment) -> Items:
        check_type(name, environment.definitions)
        if len(items) > 1:
            raise PathError("as() wants one item; ofType() filters many")
        return [item for item in items if of_kind(item, name, environment.definitions)]

    return run


@of_trees("is")
def is_(tree: Tree) -> Evaluate:
    name = type_name(tree)

    def run(items: Items, environment: Environment) -> Items:
        check_type(name, environment.definitions)
        if len(items) > 1:
            raise PathError("is() wants one item")
        return [is_type(items[0], name, environment.definitions)] if items else []

    return run


@function("type")
def type_(items: Items, environment: Environment) -> Items:
    found: Items = []
    for item in items:
        if isinstance(item, Node):
            shape = environment.definitions.shapes.get(item.type)
            found.append(Type("FHIR", shape.base if shape and shape.kind == "backbone" else item.type))
        else:
            found.append(Type("System", own_type(item)))
    return found


_QUANTITY = re.compile(r"(?P<value>[+-]?\d+(?:\.\d+)?)\s*(?:'(?P<unit>[^']+)'|(?P<word>[a-zA-Z]+))?")
_TRUE, _FALSE = frozenset({"true", "t", "yes", "y", "1", "1.0"}), frozenset({"false", "f", "no", "n", "0", "0.0"})


def to_boolean(value: Item) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return True if value.lower() in _TRUE else (False if value.lower() in _FALSE else None)
    if isinstance(value, int | Decimal):
        return True if value == 1 else (False if value == 0 else None)
    return None


def to_integer(value: Item) -> int | None:
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]+", value):
        return int(value)
    return None


def to_decimal(value: Item) -> Decimal | None:
    if isinstance(value, bool | int):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
        try:
            return Decimal(value)
        except InvalidOperation:
            return None
    return None


def to_string(value: Item) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, Quantity):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else None


def to_quantity(value: Item) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool):
        return Quantity(Decimal("1.0" if value else "0.0"))
    if isinstance(value, int | Decimal):
        return Quantity(Decimal(value))
    match = _QUANTITY.fullmatch(value) if isinstance(value, str) else None
    if match is None or (match["word"] and match["word"] not in CALENDAR_UNITS):
        return None
    if match["word"]:
        return Quantity(Decimal(match["value"]), match["word"].removesuffix("s"), calendar=True)
    return Quantity(Decimal(match["value"]), match["unit"] or "1")


def to_date(value: Item) -> Moment | None:
    if isinstance(value, Moment) and value.kind != "Time":
        text = value.text.partition("T")[0]
        return moment(text, "Date")
    found = moment(value) if isinstance(value, str) else None
    return found if found is None or found.kind == "Date" else moment(found.text.partition("T")[0], "Date")


def to_datetime(value: Item) -> Moment | None:
    if isinstance(value, Moment):
        return None if value.kind == "Time" else moment(value.text, "DateTime")
    return moment(value, "DateTime") if isinstance(value, str) else None


def to_time(value: Item) -> Moment | None:
    if isinstance(value, Moment):
        return value if value.kind == "Time" else None
    return time(value) if isinstance(value, str) else None


def _conversion(name: str, convert: Callable[[Item], Item]) -> None:
    """`toX()` and `convertsToX()`."""

    def to(items: Items, environment: Environment) -> Items:
        value = single(items)
        result = None if value is None else convert(value)
        return [] if result is None else [result]

    def converts(items: Items, environment: Environment) -> Items:
        value = single(items)
        return [] if value is None else [convert(value) is not None]

    function(f"to{name}")(to)
    function(f"convertsTo{name}")(converts)


for _name, _convert in (
    ("Boolean", to_boolean), ("Integer", to_integer), ("Decimal", to_decimal), ("String", to_string),
    ("Date", to_date), ("DateTime", to_datetime), ("Time", to_time),
):  # fmt: skip
    _conversion(_name, _convert)


def _in_unit(quantity: Quantity | None, unit: str | None) -> Quantity | None:
    return quantity if quantity is None or unit is None or quantity.unit == unit else None


@function("toQuantity", 0, 1)
def to_quantity_(items: Items, environment: Environment, unit: Items | None = None) -> Items:
    value = single(items)
    result = None if value is None else _in_unit(to_quantity(value), single(unit or []))
    return [] if result is None else [result]


@function("convertsToQuantity", 0, 1)
def converts_to_quantity(items: Items, environment: Environment, unit: Items | None = None) -> Items:
    value = single(items)
    return [] if value is None else [_in_unit(to_quantity(value), single(unit or [])) is not None]
