"""Index rows: what a store keeps of a resource to find it again. Source: FHIR R4 search 3.1.1.4.

All rows are tuples whose first item is the parameter; `row.type` says which table they belong to. An absent system,
code, unit or type is "".
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from tongmai.fhir.definitions import ParameterKind


class TokenRow(NamedTuple):
    """Coding, code, identifier, contact point, boolean, id. A `code` with a required binding has its value set's
    system. A reference's identifier is the token `<parameter>:identifier`."""

    parameter: str
    system: str
    code: str

    @property
    def type(self) -> ParameterKind:
        return "token"


class StringRow(NamedTuple):
    """`text` is folded (see fhir.fold), `exact` as written. `form`: "" for the text itself; "pinyin" and "initials" for
    how Chinese is typed, whose `exact` is ""."""

    parameter: str
    text: str
    exact: str
    form: str

    @property
    def type(self) -> ParameterKind:
        return "string"


class DateRow(NamedTuple):
    """Half open, in microseconds since 1970 UTC (base.dates.micros)."""

    parameter: str
    start: int
    end: int

    @property
    def type(self) -> ParameterKind:
        return "date"


class NumberRow(NamedTuple):
    """A stored number is a point (`low == high`); a range or a comparator opens it. A search value, not the stored one,
    has the implicit precision of R4 3.1.1.4.6: see fhir.index.number_range."""

    parameter: str
    low: float
    high: float

    @property
    def type(self) -> ParameterKind:
        return "number"


class QuantityRow(NamedTuple):
    """As NumberRow, with the unit coded and as written. Money has its currency as code."""

    parameter: str
    low: float
    high: float
    system: str
    code: str
    unit: str

    @property
    def type(self) -> ParameterKind:
        return "quantity"


class ReferenceRow(NamedTuple):
    """Local: `target` and `id`, `url` "". Elsewhere (absolute, urn, canonical): `url` in full, `id` "", and `target`
    only where the url shows it. Fragments (`#x`) are not indexed."""

    parameter: str
    target: str
    id: str
    url: str

    @property
    def type(self) -> ParameterKind:
        return "reference"


class UriRow(NamedTuple):
    parameter: str
    value: str

    @property
    def type(self) -> ParameterKind:
        return "uri"


class CompositeRow(NamedTuple):
    """Two values of one element: a token, and what the second is: a token (`system`, `code`), a quantity, a number or
    date (`low`, `high`), or a folded text."""

    parameter: str
    head_system: str
    head_code: str
    low: float
    high: float
    system: str
    code: str
    unit: str
    text: str

    @property
    def type(self) -> ParameterKind:
        return "composite"


IndexRow = TokenRow | StringRow | DateRow | NumberRow | QuantityRow | ReferenceRow | UriRow | CompositeRow
ROWS: dict[ParameterKind, Callable[..., IndexRow]] = {
    "token": TokenRow,
    "string": StringRow,
    "date": DateRow,
    "number": NumberRow,
    "quantity": QuantityRow,
    "reference": ReferenceRow,
    "uri": UriRow,
    "composite": CompositeRow,
}


Tables = dict[ParameterKind, list[tuple[Any, ...]]]
"""Rows as plain tuples, by table."""


def no_rows() -> Tables:
    """Every table, empty."""
    return {kind: [] for kind in ROWS}
