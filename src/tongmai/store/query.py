"""A search as data. `parse` (store/search_text.py) makes it from parameters and refuses what is not supported."""

from dataclasses import dataclass
from typing import NamedTuple

MOST_INCLUDED = 5_000
"""Resources that one page may bring along."""


class Hop(NamedTuple):
    """One step of a chain: to the resources of type `target` that reference parameter `link` points to; `back`: to
    those of type `target` whose own parameter `link` points here (`_has`). `scopes`: what lies behind counts only
    where it lies in one of them; None for no limit."""

    link: str
    target: str
    back: bool = False
    scopes: "tuple[Scope, ...] | None" = None


@dataclass(frozen=True, slots=True)
class Filter:
    """`name[:modifier]=value,value` (values are alternatives, still with FHIR's escapes of comma, bar,
    dollar and backslash). `chain`: for `requester:PractitionerRole.organization=…` the hops
    [Hop("requester", "PractitionerRole")] and `name` "organization"."""

    name: str
    values: tuple[str, ...]
    modifier: str = ""
    chain: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """By the least value, descending by the greatest; a period counts from its start; what has no value comes last."""

    name: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Include:
    """`_include=Source:parameter[:Target]`; parameter `*` for every reference of the source. `back`: `_revinclude`, the
    sources that point to what was found. `iterate`: also from what is included itself."""

    source: str
    parameter: str
    target: str = ""
    back: bool = False
    iterate: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of resources as a conjunction of filters: one grant of the policy."""

    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """All filters must hold. `scopes`: None for no limit; otherwise the resource must lie in at least one of them
    (compiled as membership in a set; an empty tuple finds nothing). Included resources obey `include_scopes` by type
    (a type that is absent there is not included, unless `include_scopes` is None); a page that would include more than
    `most_included` is refused. `summary` and `elements` say how much of each resource is wanted; the store hands out
    whole ones and leaves the cutting to whoever serves them."""

    type: str
    filters: tuple[Filter, ...] = ()
    sort: tuple[Sort, ...] = ()
    count: int = 50
    after: str | None = None
    include: tuple[Include, ...] = ()
    total: bool = False
    scopes: tuple[Scope, ...] | None = None
    include_scopes: dict[str, tuple[Scope, ...] | None] | None = None
    most_included: int = MOST_INCLUDED
    summary: str = ""
    elements: tuple[str, ...] = ()
