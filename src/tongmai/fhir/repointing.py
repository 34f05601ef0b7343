"""References that are made to name another record, and back: what named which stands in the places that changed."""

import re
from collections.abc import Callable, Collection
from typing import Any

from tongmai.fhir.references import references

_INDEX = re.compile(r"\[\d+\]")


def repointed(resource: Any, old: str, new: str, spare: Callable[[str], bool] = lambda place: False) -> list[str]:
    """Make every reference to `old` (`Patient/x`) name `new`, in place; the places that changed, such as
    `participant[1].actor`. `spare`: places that stay as they are. A reference to one version (`…/_history/2`) stays:
    it names what was."""
    places = []
    for place, holder in references(resource):
        if holder["reference"] == old and not spare(place):
            holder["reference"] = new
            places.append(place)
    return places


def pointed_back(resource: Any, places: Collection[str], new: str, old: str) -> int:
    """Undo `repointed` in a resource that may have been altered since; how many references name `old` again.

    A place that still names `new` goes back. Where a list was put in another order or lost members, another reference
    on the same path takes the place's turn; where none names `new` any more, somebody has decided, and it stays.
    """
    places = set(places)
    naming = [(place, holder) for place, holder in references(resource) if holder["reference"] == new]
    chosen = [(place, holder) for place, holder in naming if place in places]
    for path in sorted({_path(one) for one in places}):
        owed = sum(_path(one) == path for one in places) - sum(_path(one) == path for one, _ in chosen)
        others = [one for one in naming if _path(one[0]) == path and all(one[1] is not kept for _, kept in chosen)]
        chosen += others[len(others) - owed :] if owed > 0 else []
    for _, holder in chosen:
        holder["reference"] = old
    return len(chosen)


def _path(place: str) -> str:
    """A place without the numbers of lists."""
    return _INDEX.sub("", place)
