"""Where an issue lies, as the client numbered its entries."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tongmai.base.outcome import Issue, Refused
from tongmai.fhir.bundles import Entry

_VERSION = ".meta.versionId"
"""Where the store says that another version is current than was expected."""
_PLACE = re.compile(r"entry\[(\d+)\](.*)", re.DOTALL)


@contextmanager
def within(place: str) -> Iterator[None]:
    """Refusals raised inside say that they lie in `place`."""
    try:
        yield
    except Refused as refused:
        raise Refused(tuple(_inside(issue, place) for issue in refused.issues)) from refused


def _inside(issue: Issue, place: str) -> Issue:
    if issue.where.startswith("Bundle."):
        return issue
    return replace(issue, where=".".join(part for part in (place, issue.where) if part))


def as_numbered(refused: Refused, places: Sequence[int], listed: Sequence[Entry]) -> Refused:
    """A refusal of a change set; `places` holds, for each write, which entry of the bundle it came from."""
    return Refused(tuple(_as_numbered(issue, places, listed) for issue in refused.issues))


def _as_numbered(issue: Issue, places: Sequence[int], listed: Sequence[Entry]) -> Issue:
    match = _PLACE.fullmatch(issue.where)
    if match is None:
        return _inside(issue, f"Bundle.entry[{places[0]}].resource") if len(places) == 1 else issue
    place, rest = places[int(match[1])], match[2]
    entry = listed[place]
    if rest == _VERSION and entry.if_match:
        rest = ".request.ifMatch"
    elif rest == _VERSION and entry.if_none_match:
        rest = ".request.ifNoneMatch"
    inside = rest if rest.startswith(".request") else f".resource{rest}"
    return replace(issue, where=f"Bundle.entry[{place}]{inside}")


def as_alone(refused: Refused, type: str, header: str = "") -> Refused:
    """A refusal of one write that a request asked for by itself. `header`: by which the client named the version that
    must be current."""
    return Refused(tuple(_as_alone(issue, type, header) for issue in refused.issues))


def _as_alone(issue: Issue, type: str, header: str) -> Issue:
    match = _PLACE.fullmatch(issue.where)
    if match is None:
        return issue
    rest = match[2]
    if rest == _VERSION and header:
        return replace(issue, where=header)
    return replace(issue, where="If-None-Exist" if rest == ".request.ifNoneExist" else f"{type}{rest}")


def names_condition(refused: Refused) -> bool:
    """Whether a version is not the one that the client itself named: to try again would be no use."""
    return refused.issues[0].where.endswith(("If-Match", "If-None-Match", ".ifMatch", ".ifNoneMatch"))
