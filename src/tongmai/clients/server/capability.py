"""The capability statement: what the server does, made from the definitions in force. Source: FHIR R4
http.html#capabilities. Nothing stands in it that a test does not ask for."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from tongmai.clients.server.asking import JSON_PATCH, MERGE_PATCH
from tongmai.clients.server.desk import Server
from tongmai.clients.server.operating import OPERATIONS
from tongmai.fhir.definitions import Definitions

INTERACTIONS = (
    "read", "vread", "update", "patch", "delete", "history-instance", "history-type", "create", "search-type",
)  # fmt: skip
_ON_THE_BASE = {
    "export": "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export",
    "import": "urn:tongmai:operation:import",
}


def capability(server: Server, base: str, day: str) -> dict[str, Any]:
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
        "patchFormat": [JSON_PATCH, MERGE_PATCH],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "A signed session; every record is decided by a named rule and audited."},
                "resource": [_resource(server, type) for type in sorted(server.types)],
                "interaction": [{"code": code} for code in ("transaction", "batch", "search-system", "history-system")],
                "operation": [{"name": name, "definition": url} for name, url in _ON_THE_BASE.items()],
            }
        ],
    }


def _resource(server: Server, type: str) -> dict[str, Any]:
    definitions: Definitions = server.definitions
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
        "conditionalRead": "full-support",
        "conditionalUpdate": True,
        "conditionalDelete": "multiple" if server.conduct.deletes > 1 else "single",
        "referencePolicy": ["literal", "logical", "local"],
        "searchParam": [{"name": one.name, "type": one.type} for one in able],
        "searchRevInclude": sorted(_pointing(definitions, type)),
    }
    asked = [one for one in OPERATIONS if one.type in ("", type)]
    told["operation"] = [{"name": one.name, "definition": one.definition} for one in asked]
    told["searchInclude"] = references
    return {key: value for key, value in told.items() if value != []}


def _pointing(definitions: Definitions, type: str) -> Iterable[str]:
    """The parameters of all types that may point to one."""
    for source in definitions.types:
        for one in definitions.parameters(source).values():
            if one.type == "reference" and type in ((one.alias_target,) if one.alias_target else one.targets):
                yield f"{source}:{one.name}"
