"""The terminology that a search asks: R4's own and what the actor may find in the store."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.terms import Library, expanded
from tongmai.store.value_sets import Terms

Find = Callable[[str, str, str], dict[str, Any] | None]
"""The resource of a type (ValueSet, CodeSystem) with a canonical url and a version ("" for any), as the actor may see
it."""


def terms_of(definitions: Definitions, find: Find) -> Terms:
    """For one search: what it found it keeps."""

    def seen(type: str, url: str, version: str) -> dict[str, Any] | None:
        try:
            return find(type, url, version)
        except Refused:  # of a type that the actor may not search there is nothing to him
            return None

    library = Library(seen)

    def codes(url: str) -> Mapping[str, Collection[str]] | None:
        if known := definitions.codes.get(url):
            return known
        if not library.knows_set(url):
            return None
        found: dict[str, list[str]] = {}
        for system, code in expanded(library, library.value_set(url)):
            found.setdefault(system, []).append(code)
        return found

    def lineage(url: str, code: str, way: str) -> Collection[str] | None:
        system = library.code_system(url)
        if system is None or not system.complete:
            return None
        concept = system.find(code)
        if concept is None:
            return {code}
        return {concept.code} | (system.above(concept.code) if way == "above" else system.below(concept.code))

    return Terms(codes, lineage)
