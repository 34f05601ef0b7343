"""Patch and conditional patch. Sources: FHIR R4 http.html#patch; RFC 6902 (JSON Patch), RFC 7396 (JSON Merge Patch,
which R4 does not name but clients send, some of them as plain JSON). FHIRPath Patch and XML Patch are refused by their
content type.

Whoever patches sees what is patched: it takes the right to read the record beside the right to write it.
"""

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context, Put, Version, Written
from tongmai.access.conditional import matches
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import written
from tongmai.clients.server.asking import JSON_PATCH, MERGE_PATCH
from tongmai.clients.server.conditions import condition, one_at_most, settled
from tongmai.clients.server.desk import Server
from tongmai.clients.server.reading import sound
from tongmai.fhir import lossless
from tongmai.fhir.patching import Merge, patched

_KINDS = frozenset({JSON_PATCH, MERGE_PATCH, "application/json"})


async def patch(server: Server, request: Request) -> Response:
    """PATCH [type]/[id]: with If-Match only that version, without one the current."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    context = server.context(request)
    asking.only(request.query_params, frozenset())
    operations, expected = await _operations(server, request), asking.if_match(request)

    async def attempt() -> Written:
        put = await server.in_pool(lambda: put_patched(context.read(type, id), operations, expected))
        return await server.write_one(context, put, "" if expected is None else "If-Match")

    answer = await settled(attempt)
    return written(request, answer.version, server.base(request), 200)


async def patch_matching(server: Server, request: Request) -> Response:
    """PATCH [type]?…: the one match; none is not found."""
    type, context = server.type(request.path_params["type"]), server.context(request)
    asked, expected = condition(server, request, type), asking.if_match(request)
    operations = await _operations(server, request)

    async def attempt() -> Written:
        put = await server.in_pool(lambda: put_patched(only_match(context, type, asked), operations, expected))
        return await server.write_one(context, put, "" if expected is None else "If-Match")

    answer = await settled(attempt)
    return written(request, answer.version, server.base(request), 200)


def only_match(context: Context, type: str, asked: str) -> Version:
    """The one record that meets a condition and may be read. Refused: not-found, several, forbidden."""
    match = one_at_most(matches(context, type, asked).found, type)
    if match is None:
        raise refuse("not-found", "没有符合条件的记录", "nothing meets the condition", where=type)
    return context.read(type, match.id)


def put_patched(version: Version, operations: object, expected: int | None) -> Put:
    """The write that a patch makes of a version. Refused: structure, conflict; invalid (another type or id)."""
    tree = patched(lossless.read(version.body), operations)
    named = (tree.get("resourceType"), tree.get("id")) if isinstance(tree, dict) else ()
    if named != (version.type, version.id):
        raise refuse("invalid", "类型和标识不能改动", "type and id cannot be patched", where=version.reference)
    number = version.number if expected is None else expected
    return Put(version.type, lossless.write(tree), id=version.id, if_match=number)


async def _operations(server: Server, request: Request) -> object:
    kind = asking.content_kind(request, _KINDS)
    content = await asking.limited(request, server.limits)
    read = await server.in_pool(lambda: operations_in(content))
    return read if kind == JSON_PATCH else Merge(read)


def operations_in(content: bytes) -> object:
    """The operations of a JSON Patch. Refused (structure): no sound JSON."""
    sound(content)
    return lossless.read(content)
