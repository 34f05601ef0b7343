"""The capability statement: what the server does, made from the definitions in force."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from tongmai.fhir.definitions import Definitions

INTERACTIONS = ("read", "vread", "update", "delete", "history-instance", "create", "search-type")


def capability(definitions: Definitions, types: Iterable[str], base: str, day: str) -> dict[str, Any]:
    """The CapabilityStatement of a base. `day` is the day it is told."""
    return {
        "resourceType": "CapabilityStatement",
        "name": "Tongmai",
        "title": "通脉",
        "status": "active",
        "date": day,
        "kind": "instance",
        "software": {"name": "Tongmai", "version": version("tongmai")},
        "implementation": {"description": "通脉 FHIR R4", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "A signed session; every record is decided by a named rule and audited."},
                "resource": [_resource(definitions, type) for type in sorted(types)],
                "interaction": [{"code": "transaction"}, {"code": "batch"}],
            }
        ],
    }


def _resource(definitions: Definitions, type: str) -> dict[str, Any]:
    parameters = definitions.parameters(type).values()
    able = sorted(parameters, key=lambda one: one.name)
    references = [f"{type}:{one.name}" for one in able if one.type == "reference"]
    told: dict[str, Any] = {
        "type": type,
        "interaction": [{"code": code} for code in INTERACTIONS],
        "versioning": "versioned-update",
        "readHistory": True,
        "updateCreate": True,
        "conditionalCreate": True,
        "conditionalRead": "not-match",
        "conditionalUpdate": False,
        "conditionalDelete": "not-supported",
        "searchParam": [{"name": one.name, "type": one.type} for one in able],
        "searchRevInclude": sorted(_pointing(definitions, type)),
    }
    told["searchInclude"] = references
    return {key: value for key, value in told.items() if value != []}


def _pointing(definitions: Definitions, type: str) -> Iterable[str]:
    """The parameters of all types that may point to one."""
    for source in definitions.types:
        for one in definitions.parameters(source).values():
            if one.type == "reference" and type in ((one.alias_target,) if one.alias_target else one.targets):
                yield f"{source}:{one.name}"
