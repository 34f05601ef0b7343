"""Batch and transaction: what they share. Source: FHIR R4 http.html#transaction."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tongmai.base.outcome import Refused
from tongmai.clients.server import asking, entries, transaction, within
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.fhir import bundles
from tongmai.fhir.bundles import Entry

_write = msgspec.json.Encoder().encode


async def bundle(server: Server, request: Request) -> Response:
    """POST [base]: a transaction or a batch."""
    context = server.context(request)
    asking.only(request.query_params, frozenset())
    content = await asking.body(request, server.limits)
    kind, listed, raw = await server.in_pool(lambda: entries.read_in(content, server.conduct.entries))
    if kind == "transaction":
        answers = await transaction.transact(server, request, context, listed, raw)
    else:
        answers = [await _single(server, request, one, body) for one, body in zip(listed, raw, strict=True)]
    return json_answer(request, _response(kind, answers))


async def _single(server: Server, request: Request, entry: Entry, raw: bytes) -> dict[str, Any]:
    """One entry of a batch: whatever becomes of it, the others go on."""
    try:
        response = await within.asked(server, request, entry, raw)
    except Refused as refused:
        outcome = bundles.operation_outcome(refused.issues, asking.language(request))
        return {"response": {"status": str(refused.status), "outcome": outcome}}
    if entry.method not in ("GET", "HEAD") and "return=" not in request.headers.get("prefer", ""):
        told = within.told(response)
        told.pop("resource", None)
        return told
    return within.told(response)


def _response(kind: str, answers: list[dict[str, Any]]) -> bytes:
    """The bundle that goes back; resources keep their own bytes."""
    listed = [
        one | {"resource": msgspec.Raw(one["resource"])} if isinstance(one.get("resource"), bytes) else one
        for one in answers
    ]
    return _write({"resourceType": "Bundle", "type": f"{kind}-response", "entry": listed})
