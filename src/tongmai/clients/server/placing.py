"""Where an issue lies, as the client numbered its entries."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tongmai.base.outcome import Issue, Refused

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


def as_numbered(refused: Refused, places: Sequence[int]) -> Refused:
    """A refusal of a change set; `places` holds, for each write, which entry of the bundle it came from."""
    return Refused(tuple(_as_numbered(issue, places) for issue in refused.issues))


def _as_numbered(issue: Issue, places: Sequence[int]) -> Issue:
    match = _PLACE.fullmatch(issue.where)
    if match is not None:
        return replace(issue, where=f"Bundle.entry[{places[int(match[1])]}].resource{match[2]}")
    return _inside(issue, f"Bundle.entry[{places[0]}].resource") if len(places) == 1 else issue
