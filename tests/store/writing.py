"""Short words for the tests of the store: resources to write, searches to ask."""

from typing import Any

import orjson

from tongmai.fhir.definitions import Definitions
from tongmai.store.protocol import ChangeSet, Found, Put, Store, Version, Written
from tongmai.store.search_text import parse_url

DEFINITIONS = Definitions.load()


def put(resource: dict[str, Any], **further: Any) -> Put:
    """The write of a resource under its own id, if it has one."""
    return Put(resource["resourceType"], orjson.dumps(resource), id=resource.get("id"), **further)


def write(store: Store, *resources: dict[str, Any]) -> list[Version]:
    """The versions of resources written in one change set."""
    return [one.version for one in commit(store, *(put(resource) for resource in resources))]


def commit(store: Store, *writes: Any) -> list[Written]:
    return store.commit(ChangeSet(tuple(writes), origin="test"))


def search(store: Store, text: str) -> Found:
    return store.search(parse_url(DEFINITIONS, text))


def ids(store: Store, text: str) -> set[str]:
    """The ids that a search finds on its first page."""
    return {version.id for version in search(store, text).matches}


def patient(id: str, family: str = "", given: str = "", **further: Any) -> dict[str, Any]:
    name = {key: value for key, value in {"family": family, "given": [given] if given else []}.items() if value}
    return {"resourceType": "Patient", "id": id, **({"name": [name]} if name else {}), **further}


def conditional(number: int) -> ChangeSet:
    """Create a person unless there is one of this number."""
    body = {"resourceType": "Patient", "identifier": [{"system": "urn:n", "value": str(number)}]}
    return ChangeSet((put(body, if_none_exist=f"identifier=urn:n|{number}"),))


def observation(id: str, subject: str, code: str = "c", **further: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "code": {"coding": [{"system": "urn:codes", "code": code}]},
        "subject": {"reference": subject},
        **further,
    }
