"""Everything of a type that an actor may see, as it stood at one change number, while others go on writing.

A search finds what is open to the actor now, page by page. Whatever was written after the moment is taken in the
version that stood then, and judged by that version; what the search cannot find any more because it was changed or
deleted meanwhile is found in the change feed. So the whole is of one moment, whatever is written while it is gathered.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tongmai.access.context import Context
from tongmai.base.outcome import Refused
from tongmai.store.protocol import Version

_PAGE = 500


def exported(context: Context, type: str, change: int, since: datetime | None = None) -> Iterator[list[Version]]:
    """Live resources of a type as they stood at a change number, in stretches; each is audited as it is found. `since`:
    only those whose version of then is not older. Refused (forbidden): no rule lets the actor search the type."""
    found, after = set[str](), None
    pairs = [("_lastUpdated", f"ge{since.isoformat(timespec='milliseconds')}")] if since else []
    while True:
        page = context.search(type, pairs, after=after, count=_PAGE)
        found |= {one.id for one in page.matches}
        yield _then(context, page.matches, change, since)
        after = page.next
        if after is None:
            break
    missed = [id for id in _changed(context, type, change) if id not in found]
    for start in range(0, len(missed), _PAGE):
        stretch = [_at(context, type, id, change) for id in missed[start : start + _PAGE]]
        versions = [one for one in stretch if one is not None and _wanted(context, one, since)]
        context.see("search", versions, "export of what stood then")
        yield versions


def _then(context: Context, matches: Sequence[Version], change: int, since: datetime | None) -> list[Version]:
    kept = []
    for one in matches:
        if one.change <= change:
            kept.append(one)
        elif (before := _at(context, one.type, one.id, change)) is not None and _wanted(context, before, since):
            kept.append(before)
    return kept


def _wanted(context: Context, version: Version, since: datetime | None) -> bool:
    recent = since is None or version.at >= since
    return recent and (context.unlimited or context.readable(version))


def _at(context: Context, type: str, id: str, change: int) -> Version | None:
    """The version of a resource that stood at a change number, if it was live."""
    try:
        versions = context._house.store.history(type, id)
    except Refused:
        return None
    then = next((one for one in versions if one.change <= change), None)
    return None if then is None or then.deleted else then


def _changed(context: Context, type: str, change: int) -> list[str]:
    """The ids of a type that were written after a change number, up to now."""
    found: dict[str, None] = {}
    while True:
        stretch = context._house.store.changes(change, _PAGE)
        found |= {one.id: None for one in stretch if one.type == type}
        if len(stretch) < _PAGE:
            return list(found)
        change = stretch[-1].change


def patients_of(context: Context, version: Version) -> frozenset[str]:
    """The patients in whose compartment a record lies."""
    return context._house.decider.policy.compartments.patients(version)
