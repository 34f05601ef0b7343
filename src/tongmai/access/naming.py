"""What names a person's record, and which record stands for a person now.

A record that was closed in favour of another says so (`Patient.link`, replaced-by); the other says which it replaces.
"""

from collections.abc import Iterator
from dataclasses import replace

from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.store.protocol import Store, Version
from tongmai.store.query import Filter, Query, Scope

_AT_ONCE = 500
REPLACED_BY, REPLACES = "replaced-by", "replaces"
_MOST = 20  # records of one person, one closed after the other


def standing(store: Store, patient: str) -> str:
    """The id of the record that stands for a person: the own one, or what it was closed in favour of in the end."""
    for _ in range(_MOST):
        further = _linked(store, [patient], REPLACED_BY)
        if not further:
            break
        patient = further[0]
    return patient


def replaced(store: Store, patient: str) -> list[str]:
    """The ids of the records that one stands for besides itself: those it replaces, those that these replaced."""
    found: list[str] = []
    beneath = [patient]
    while beneath and len(found) < _MOST:
        beneath = [one for one in _linked(store, beneath, REPLACES) if one not in found and one != patient]
        found += beneath
    return found


def _linked(store: Store, patients: list[str], kind: str) -> list[str]:
    versions = store.read_many([("Patient", one) for one in patients]).values()
    links = [link for one in versions if b'"link"' in one.body for link in one.resource().get("link", ())]
    return [str(one["other"]["reference"]).removeprefix("Patient/") for one in links if one["type"] == kind]


def naming(store: Store, definitions: Definitions, reference: str) -> list[Version]:
    """The current versions that refer to `Type/id`, itself left out: found by every search parameter that may refer to
    its type, one search a type; where a parameter has no index, the type is read through. For engines alone: what is
    found was decided by the step that asks."""
    target, named = reference.partition("/")[0], f'"{reference}"'.encode()
    found = []
    for type in sorted(definitions.types):
        scopes = _scopes(definitions, type, target, reference)
        if scopes:
            found += [one for one in _of_type(store, type, scopes) if named in one.body and one.reference != reference]
    return found


def _scopes(definitions: Definitions, type: str, target: str, reference: str) -> tuple[Scope, ...]:
    """The alternatives of a search: a scope for each parameter of the type."""
    names = {
        one.rows_under
        for one in definitions.parameters(type).values()
        if one.type == "reference" and (not one.targets or target in one.targets)
    }
    return tuple(Scope((Filter(name, (reference,)),)) for name in sorted(names))


def _of_type(store: Store, type: str, scopes: tuple[Scope, ...]) -> Iterator[Version]:
    query = Query(type, scopes=scopes, count=_AT_ONCE)
    try:
        page = store.search(query)
    except Refused:
        yield from store.current(type)
        return
    yield from page.matches
    while page.next is not None:
        page = store.search(replace(query, after=page.next))
        yield from page.matches
