"""$validate, on a type and on a resource. Source: FHIR R4 resource-operation-validate.html.

Modes: create and update judge what is brought; on a resource without a body its stored content is judged; delete asks
whether it may be deleted; profile takes the profile to be met. Writes nothing. The answer is always 200 with an
OperationOutcome: what it says is the result.
"""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.clients.server.operations import Given, Operation
from tongmai.fhir.bundles import all_well, operation_outcome
from tongmai.fhir.findings import Finding, finding

_MODES = ("create", "update", "delete", "profile")


async def validate(server: Server, request: Request, given: Given) -> Response:
    """What is found about a resource."""
    context = server.context(request)
    mode, profiles = given.one("mode"), [str(url) for url in given.values.get("profile", ())]
    if mode is not None and mode not in _MODES:
        raise refuse("value", f"没有模式 {mode}", f"no mode {mode}", where="mode",
                     remedy=(", ".join(_MODES), ", ".join(_MODES)))  # fmt: skip
    if mode == "profile" and not profiles:
        raise refuse("required", "缺少 profile", "profile is missing", where="profile")
    found = await server.in_pool(lambda: _found(server, context, given, mode, profiles))
    if not found:
        return json_answer(request, all_well())
    outcome = operation_outcome([issue for _, issue in found], asking.language(request))
    for told, (severity, _) in zip(outcome["issue"], found, strict=True):
        told["severity"] = severity
    return json_answer(request, outcome)


def _found(server: Server, context: Context, given: Given, mode: str | None, profiles: list[str]) -> list[Finding]:
    if mode == "delete":
        return _deletable(context, given)
    resource: dict[str, Any] | None = given.one("resource", dict)
    if resource is None:
        if not given.id:
            raise refuse("required", "缺少资源", "the resource is missing", where="resource")
        resource = orjson.loads(context.read(given.type, given.id).served())
    return [*_addressed(given, resource, mode), *server.validating.validator().findings(resource, profiles)]


def _addressed(given: Given, resource: dict[str, Any], mode: str | None) -> list[Finding]:
    """Whether the resource is what its address says."""
    found = []
    if resource.get("resourceType") != given.type:
        found.append(finding("error", "invalid", "resourceType", f"应为 {given.type}", f"a {given.type} is wanted"))
    if given.id and mode == "update" and resource.get("id") != given.id:
        found.append(finding("error", "invalid", f"{given.type}.id", f"应为 {given.id}", f"{given.id} is wanted"))
    return found


def _deletable(context: Context, given: Given) -> list[Finding]:
    """Whether the client may delete it. Refused: required (no id); what a read is refused for."""
    if not given.id:
        raise refuse("required", "删除须指明资源", "delete takes a resource", where="mode")
    version = context.read(given.type, given.id)
    if context.may("write", given.type, version.resource()):
        return []
    return [finding("error", "forbidden", version.reference, "无权删除", "you may not delete it")]


VALIDATE = Operation(
    "validate", "", validate, frozenset({"resource", "mode", "profile"}), whole="resource",
    definition="http://hl7.org/fhir/OperationDefinition/Resource-validate",
)  # fmt: skip
