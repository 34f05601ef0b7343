"""Batch and transaction: what they share. Source: FHIR R4 http.html#transaction.

The entries of a batch depend on nothing in it (#brules), so that those that stand side by side are done at the same
time and share their syncs. What a client may nevertheless have meant by their order is kept: a read sees what was
written before it, and what is written to one place, or under one condition, is written in turn.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tongmai.base.outcome import Refused
from tongmai.clients.server import asking, entries, transaction, within
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.clients.server.planning import READS
from tongmai.fhir import bundles
from tongmai.fhir.bundles import Entry

AT_ONCE = 32
"""Entries of a batch in work at the same time."""
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
        answers = await _batch(server, request, listed, raw)
    return json_answer(request, _response(kind, answers))


async def _batch(
    server: Server, request: Request, listed: Sequence[Entry], raw: Sequence[bytes]
) -> list[dict[str, Any]]:
    """The entries of the answer, in the order of the request. Writes whose conditions look for what others may write
    are not done beside those others."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(place: int) -> dict[str, Any]:
        async with room:
            return await _single(server, request, listed[place], raw[place])

    answers: list[dict[str, Any]] = []
    for stretch in _side_by_side(listed):
        answers += await asyncio.gather(*map(one, stretch))
    return answers


def _side_by_side(listed: Sequence[Entry]) -> Iterator[range]:
    """The places of the entries, in stretches that may be done in any order."""
    begins, before, meant = 0, "", set[str]()
    for place, entry in enumerate(listed):
        kind, to = _meaning(entry)
        if place and (kind != before or to in meant or kind == "unknown"):
            yield range(begins, place)
            begins, meant = place, set()
        before = kind
        if to:
            meant.add(to)
    yield range(begins, len(listed))


def _meaning(entry: Entry) -> tuple[str, str]:
    """Of which kind an entry is, and to what place or under what condition it writes, if to any that can be told."""
    if entry.method in READS:
        return "read", ""
    if "?" in entry.url:
        return "unknown", ""
    if entry.method == "POST":
        return ("conditional", f"{entry.url}?{entry.if_none_exist}") if entry.if_none_exist else ("write", "")
    return "write", "/".join(entry.url.split("/")[-2:])


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
