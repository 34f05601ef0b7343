"""Bulk import: POST [base]/$import with NDJSON, one resource a line. R4 has no such operation; this one is ours.

Each line is a write of its own: with an id an update, without one a creation. The answer is NDJSON too: for each line
that was refused an OperationOutcome whose expression names it, `line[17].Patient.name`, and at the end one that counts.
The same file again changes nothing, where its lines have ids. References between lines are literal: `Patient/1`.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from tongmai.access import Context, Put, Written
from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import ALWAYS
from tongmai.clients.server.desk import Server
from tongmai.clients.server.export import NDJSON
from tongmai.clients.server.reading import parsed
from tongmai.fhir.bundles import all_well, operation_outcome

_KINDS = frozenset({NDJSON, "application/ndjson", "application/x-ndjson"})
Begun = Future[list[Written]] | Refused
_TOGETHER = 100
"""Lines that are decided before the disk is waited for."""


@dataclass
class Count:
    """What became of the lines."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0


async def take_in(server: Server, request: Request) -> Response:
    """POST [base]/$import. Refused at once: sign-in, media-type, unsupported (a parameter)."""
    context = server.context(request)
    asking.only(request.query_params, frozenset())
    asking.content_kind(request, _KINDS)
    lines = _lines(server, request)
    return _Answering(_answers(server, request, context, lines), 200, ALWAYS, media_type=NDJSON)


class _Answering(StreamingResponse):
    """Answers while the body is still being read. The usual one listens whether the client has gone, and would take
    the body's parts away."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.stream_response(send)


async def _answers(
    server: Server, request: Request, context: Context, lines: AsyncIterator[tuple[int, bytes]]
) -> AsyncIterator[bytes]:
    """One outcome for each refused line, as soon as it is known, and the count."""
    count, language = Count(), asking.language(request)
    try:
        async for stretch in _stretches(lines):
            begun = await server.in_pool(partial(_all_begun, server, context, stretch))
            for (place, line), done in zip(stretch, begun, strict=True):
                if (refused := await _ended(done, count)) is not None and refused.kind == "stale":
                    again = await server.in_pool(partial(_begun, server, context, line))  # the line before was the same
                    refused = await _ended(again, count)
                if refused is not None:
                    count.refused += 1
                    yield _told(refused, place, language)
    except Refused as refused:  # the body itself: too slow, a line too long
        count.refused += 1
        yield orjson.dumps(operation_outcome(refused.issues, language)) + b"\n"
    english = ", ".join(f"{name} {number}" for name, number in vars(count).items())
    chinese = f"新增 {count.created}，更新 {count.updated}，未变 {count.unchanged}，退回 {count.refused}"
    yield orjson.dumps(all_well(chinese, english)) + b"\n"


async def _stretches(lines: AsyncIterator[tuple[int, bytes]]) -> AsyncIterator[list[tuple[int, bytes]]]:
    """Lines together; what came before a body ends badly is taken too."""
    stretch: list[tuple[int, bytes]] = []
    badly: Refused | None = None
    try:
        async for line in lines:
            stretch.append(line)
            if len(stretch) == _TOGETHER:
                yield stretch
                stretch = []
    except Refused as refused:
        badly = refused
    if stretch:
        yield stretch
    if badly is not None:
        raise badly


def _all_begun(server: Server, context: Context, stretch: Sequence[tuple[int, bytes]]) -> list[Begun]:
    return [_begun(server, context, line) for _, line in stretch]


def _begun(server: Server, context: Context, line: bytes) -> Begun:
    """A line decided and on its way, or why not."""
    try:
        resource = parsed(line)
        type = server.type(str(resource.get("resourceType")))
        id = resource.get("id")
        if id is not None and not isinstance(id, str):
            raise refuse("value", "标识应为文本", "the id must be a text", where="id")
        return server.submitted(context, [Put(type, line, id=id)])
    except Refused as refused:
        return refused


async def _ended(done: Begun, count: Count) -> Refused | None:
    """Counts what was written; why it was not."""
    if isinstance(done, Refused):
        return done
    try:
        written = (await asyncio.wrap_future(done))[0]
    except Refused as refused:
        return refused
    if not written.changed:
        count.unchanged += 1
    elif written.created:
        count.created += 1
    else:
        count.updated += 1
    return None


def _told(refused: Refused, place: int, language: str) -> bytes:
    issues: Sequence[Issue] = [
        replace(one, where=f"line[{place}].{one.where}" if one.where else f"line[{place}]") for one in refused.issues
    ]
    return orjson.dumps(operation_outcome(issues, language)) + b"\n"


async def _lines(server: Server, request: Request) -> AsyncIterator[tuple[int, bytes]]:
    """(number from 1, line), empty ones left out. Refused: slow (nothing comes for too long), too-large (one line)."""
    rest, place = b"", 0
    async for part in asking.parts(request, server.limits):
        *whole, rest = (rest + part).split(b"\n")
        for line in whole:
            place += 1
            if line.strip():
                yield place, line.strip()
        if len(rest) > server.limits.most:
            raise asking.too_large(server.limits.most)
    if rest.strip():
        yield place + 1, rest.strip()
