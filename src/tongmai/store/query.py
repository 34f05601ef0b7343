"""A search as data. `parse` (store/search_text.py) makes it from parameters and refuses what is not supported."""

from dataclasses import dataclass
from typing import Literal

ParameterType = Literal["token", "string", "date", "number", "reference", "uri", "quantity"]


@dataclass(frozen=True, slots=True)
class Filter:
    """`name[:modifier]=value,value` (values are alternatives, still with FHIR's escapes of comma, bar,
    dollar and backslash). `chain`: for `requester:PractitionerRole.organization=…` the hops
    [("requester", "PractitionerRole")] and `name` "organization"."""

    name: str
    values: tuple[str, ...]
    modifier: str = ""
    chain: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """By the least value, descending by the greatest; a period counts from its start; what has no value comes last."""

    name: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Include:
    """`_include=Source:parameter[:Target]`."""

    source: str
    parameter: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of resources as a conjunction of filters: one grant of the policy."""

    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """All filters must hold. `scopes`: None for no limit; otherwise the resource must lie in at least one of them
    (compiled as membership in a set; an empty tuple finds nothing). Included resources obey `include_scopes` by type
    (a type that is absent there is not included, unless `include_scopes` is None)."""

    type: str
    filters: tuple[Filter, ...] = ()
    sort: tuple[Sort, ...] = ()
    count: int = 50
    after: str | None = None
    include: tuple[Include, ...] = ()
    total: bool = False
    scopes: tuple[Scope, ...] | None = None
    include_scopes: dict[str, tuple[Scope, ...] | None] | None = None
