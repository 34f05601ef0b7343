"""Searches over several types, within what belongs to a person: a compartment, and `Patient/$everything`.

Sources: FHIR R4 3.1.1.2 (compartments), Patient operation everything.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.protocol import Found, Version
from tongmai.store.query import Filter, Scope

CARE_DATES = ("date", "period", "onset-date", "authored", "authoredon", "created", "recorded-date", "issued", "sent")
"""Parameters that say when care was given, the first that a type has."""
Page = Callable[[str, str | None, int], Found]
"""One page of a type: behind a mark, of so many."""


def belonging(names: Sequence[str], of: str, id: str, also: Sequence[Scope] = (Scope(()),)) -> tuple[Scope, ...]:
    """The scopes of a compartment's members: any of the parameters leads to it. `also`: each of these beside it."""
    values = {name: id if name == "_id" else f"{of}/{id}" for name in names}
    return tuple(
        Scope((Filter(name, (value,)), *further.filters)) for name, value in values.items() for further in also
    )


def within(scopes: Sequence[Scope] | None, narrower: Sequence[Scope]) -> tuple[Scope, ...]:
    """What lies in one of these and in one of those."""
    if scopes is None:
        return tuple(narrower)
    return tuple(Scope((*one.filters, *other.filters)) for one in scopes for other in narrower)


def cared_for(definitions: Definitions, type: str, start: str, end: str) -> tuple[Scope, ...]:
    """Care within the days: what bears no date of care is kept."""
    name = next((name for name in CARE_DATES if _is_date(definitions, type, name)), "")
    bounds = [(op, day) for op, day in (("ge", start), ("le", end)) if day]
    if not bounds or not name:
        return (Scope(()),)
    inside = Scope(tuple(Filter(name, (op + day,)) for op, day in bounds))
    return inside, Scope((Filter(name, ("true",), "missing"),))


def _is_date(definitions: Definitions, type: str, name: str) -> bool:
    known = definitions.parameters(type).get(name)
    return known is not None and known.type == "date"


def across(types: Sequence[str], page: Page, after: str | None, count: int) -> Found:
    """One page over several types, one after the other. A type that the actor may not search has nothing to show.

    Refused (value): a mark that is none of ours.
    """
    start, mark = _begin(types, after)
    matches: list[Version] = []
    brought: dict[str, Version] = {}
    for place in range(start, len(types)):
        if len(matches) == count:
            return Found(tuple(matches), _beside(matches, brought), _mark(types[place], None))
        try:
            found = page(types[place], mark, count - len(matches))
        except Refused as refused:
            if refused.kind != "forbidden":
                raise
            found = Found(())
        matches += found.matches
        brought |= {one.reference: one for one in found.included}
        if found.next is not None:
            return Found(tuple(matches), _beside(matches, brought), _mark(types[place], found.next))
        mark = None
    return Found(tuple(matches), _beside(matches, brought))


def _beside(matches: Sequence[Version], brought: Mapping[str, Version]) -> tuple[Version, ...]:
    """What was brought along and is no match itself: nothing stands twice on a page (R4 3.1.1.5.4)."""
    own = {one.reference for one in matches}
    return tuple(one for reference, one in brought.items() if reference not in own)


def _mark(type: str, after: str | None) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([type, after])).decode().rstrip("=")


def _begin(types: Sequence[str], after: str | None) -> tuple[int, str | None]:
    if after is None:
        return 0, None
    try:
        told: Any = orjson.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        type, mark = told
        return types.index(type), mark
    except (ValueError, TypeError) as error:
        raise refuse("value", "翻页标记不属于此检索", "this page mark belongs to another search", where="_after",
                     remedy=("从第一页重新检索", "search again from the first page")) from error  # fmt: skip
