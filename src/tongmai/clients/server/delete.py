"""Delete and conditional delete. Source: FHIR R4 http.html#delete, #3.1.0.7.1. Nothing is deleted for good."""

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context, Delete, Written
from tongmai.access.conditional import matches
from tongmai.base.outcome import Refused
from tongmai.clients.server import asking
from tongmai.clients.server.answering import empty, versioned
from tongmai.clients.server.conditions import condition, one_at_most, settled
from tongmai.clients.server.desk import Server


async def delete(server: Server, request: Request) -> Response:
    """DELETE [type]/[id]: a tombstone; again is well."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    context = server.context(request)
    asking.only(request.query_params, frozenset())
    expected = asking.if_match(request)
    write, header = Delete(type, id, if_match=expected), "" if expected is None else "If-Match"
    try:
        answer = await settled(lambda: server.write_one(context, write, header))
    except Refused as refused:
        if refused.kind != "gone":
            raise
        return empty(204)
    return empty(204, versioned(answer.version))


async def delete_matching(server: Server, request: Request) -> Response:
    """DELETE [type]?…: the one match; several only where the setting permits so many."""
    type, context = server.type(request.path_params["type"]), server.context(request)
    asked, expected = condition(server, request, type), asking.if_match(request)

    async def attempt() -> list[Written]:
        deletes = await server.in_pool(lambda: deletes_matching(context, type, asked, expected, server.deletes))
        if len(deletes) == 1:
            return [await server.write_one(context, deletes[0], "" if expected is None else "If-Match")]
        return await server.write(context, deletes) if deletes else []

    done = await settled(attempt)
    return empty(204, versioned(done[0].version) if len(done) == 1 else {})


def deletes_matching(context: Context, type: str, asked: str, expected: int | None, most: int) -> list[Delete]:
    """The deletions of a conditional delete, each bound to the version seen. Refused: several (more than `most`)."""
    found = matches(context, type, asked, most + 1).found
    if len(found) > max(most, 1) or expected is not None:
        one_at_most(found, type)
    return [Delete(type, one.id, if_match=one.number if expected is None else expected) for one in found]
