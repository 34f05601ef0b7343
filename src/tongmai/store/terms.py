"""What a filter asks, made plain: tests on index entries. Memory, SQLite and PostgreSQL all start from here.

A resource meets a filter when one of its entries passes one of the tests; `not` and `missing` are the complements.
`store.meaning` makes these from filters, `store.values` from the values written in them.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol


class Parameters(Protocol):
    """What the store asks of `fhir.definitions.Definitions`."""

    @property
    def types(self) -> Any: ...

    def parameters(self, type: str) -> Mapping[str, Any]: ...


class Token(NamedTuple):
    """None: any. An empty system: none given on the resource."""

    system: str | None
    code: str | None


class Text(NamedTuple):
    """`mode`: starts, exact, contains. `text` is folded but for exact; `joined` has no spaces, for pinyin."""

    mode: str
    text: str
    joined: str


class Range(NamedTuple):
    """A date (microseconds, half open) or a number (low and high inclusive) with its comparison."""

    op: str
    low: float
    high: float


class Amount(NamedTuple):
    """A quantity: its number, and the unit it must bear (code or written unit); None: any."""

    range: Range
    system: str | None
    unit: str | None


class Ref(NamedTuple):
    """A target; `type` "" when `id` is a url."""

    type: str
    id: str


class Uri(NamedTuple):
    text: str


class Below(NamedTuple):
    """A url or one whose path continues this one; `text` has no slash at its end."""

    text: str


class Pair(NamedTuple):
    """Two values of one element: of a composite."""

    head: Token
    tail: Token | Text | Range | Amount


Test = Token | Text | Range | Amount | Ref | Uri | Below | Pair


class Meaning(NamedTuple):
    """A filter made plain. `kind`: a parameter type, `_id` or `_lastUpdated`; `chain`, `has` for a hop to whatever
    meets `inner` and lies in one of `scopes` (None for no limit; each a conjunction). `type` and `name` say under which
    resource type and parameter the entries stand: for `has` those of the other side. `only`: references to this type
    alone count, "" for all. `missing`: True none, False some, None not asked."""

    kind: str
    type: str
    name: str
    tests: tuple[Test, ...] = ()
    negated: bool = False
    missing: bool | None = None
    only: str = ""
    inner: "Meaning | None" = None
    scopes: "tuple[tuple[Meaning, ...], ...] | None" = None


def passes(op: str, low: float, high: float, test: Range) -> bool:
    """Whether an entry from `low` to `high` (half open) stands in the asked relation to the test's interval."""
    inside = test.low <= low <= test.high and high <= test.high  # a period may stand the wrong way round
    return {
        "eq": inside,
        "ne": not inside,
        "gt": high > test.high,
        "lt": low < test.low,
        "ge": high > test.high or inside,
        "le": low < test.low or inside,
        "sa": low >= test.high,
        "eb": high <= test.low,
        "ap": low < test.high and high > test.low,
    }[op]
