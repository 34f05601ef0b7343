"""Value sets for `:in`, from R4's own and from what the actor may find in the store."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from tongmai.base.outcome import Refused
from tongmai.fhir.compact import expand
from tongmai.fhir.definitions import Definitions

Find = Callable[[str, str], dict[str, Any] | None]
"""The resource of a type (ValueSet, CodeSystem) with a canonical url, as the actor may see it."""


class Stored(Mapping[str, Any]):
    """Definitions of one type by url, looked up when asked for."""

    def __init__(self, find: Find, type: str) -> None:
        self._find, self._type = find, type
        self._known: dict[str, dict[str, Any]] = {}

    def __getitem__(self, url: str) -> dict[str, Any]:
        if url not in self._known:
            try:
                found = self._find(self._type, url)
            except Refused:  # of a type that the actor may not search there is nothing to him
                found = None
            if found is None:
                raise KeyError(url)
            self._known[url] = found
        return self._known[url]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def codes_in(definitions: Definitions, find: Find, url: str) -> Mapping[str, Collection[str]] | None:
    """The codes of a value set by system; None where it is unknown or cannot be written out."""
    known = definitions.codes.get(url)
    return known or expand(url, Stored(find, "ValueSet"), Stored(find, "CodeSystem"))
