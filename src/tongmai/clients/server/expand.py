"""ValueSet/$expand. Source: FHIR R4 valueset-operation-expand.html.

`filter` finds what its words stand in, in code or display, whatever their case. A value set of more than `MOST` codes
is told in pages only.
"""

import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tongmai.base.outcome import refuse
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.clients.server.operations import Given, Operation
from tongmai.clients.server.terms import library, value_set
from tongmai.fhir.terms import Member, expanded

MOST = 10_000
Json = dict[str, Any]


async def expand(server: Server, request: Request, given: Given) -> Response:
    """The members of a value set, as a ValueSet with its expansion."""
    context = server.context(request)
    count, offset = given.one("count", int), given.one("offset", int) or 0

    def made() -> Json:
        found = library(context)
        about = value_set(given, context, found)
        members = _wanted([*expanded(found, about).values()], given)
        if count is None and len(members) - offset > MOST:
            raise refuse("too-large", f"值集有 {len(members)} 个代码，请分页", f"{len(members)} codes: take pages",
                         where="count", remedy=("用 count 和 offset", "use count and offset"))  # fmt: skip
        page = members[offset:] if count is None else members[offset : offset + count]
        return _told(about, page, len(members), given, context.clock.now().isoformat(timespec="milliseconds"))

    return json_answer(request, await server.in_pool(made))


def _wanted(members: list[Member], given: Given) -> list[Member]:
    words = (given.one("filter") or "").casefold().split()
    active = given.one("activeOnly", bool)
    return [
        one
        for one in members
        if all(word in f"{one.code} {one.display}".casefold() for word in words) and not (active and one.inactive)
    ]


def _told(about: Json, page: list[Member], total: int, given: Given, at: str) -> Json:
    kinds = {"filter": str, "count": int, "offset": int, "activeOnly": bool}
    names = {str: "valueString", int: "valueInteger", bool: "valueBoolean"}
    asked = [
        {"name": name, names[kind]: given.one(name, kind)}
        for name, kind in kinds.items()
        if given.one(name, kind) is not None
    ]
    expansion: Json = {"identifier": f"urn:uuid:{uuid.uuid4()}", "timestamp": at, "total": total}
    if given.one("offset", int) is not None or given.one("count", int) is not None:
        expansion["offset"] = given.one("offset", int) or 0
    expansion |= {"parameter": asked} if asked else {}
    expansion |= {"contains": [_member(one) for one in page]} if page else {}
    head: Json = {name: about[name] for name in ("url", "version", "name", "title") if name in about}
    return {"resourceType": "ValueSet", "status": about.get("status", "active"), **head, "expansion": expansion}


def _member(one: Member) -> Json:
    told: Json = {"system": one.system, "version": one.version, "code": one.code, "display": one.display}
    told |= {"abstract": one.abstract, "inactive": one.inactive}
    return {name: value for name, value in told.items() if value}


EXPAND = Operation(
    "expand", "ValueSet", expand,
    frozenset({"url", "valueSet", "valueSetVersion", "filter", "count", "offset", "activeOnly"}), whole="valueSet",
    definition="http://hl7.org/fhir/OperationDefinition/ValueSet-expand",
)  # fmt: skip
