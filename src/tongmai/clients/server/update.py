"""Update and conditional update. Source: FHIR R4 http.html#update, #upsert, #concurrency, #cond-update."""

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context, Put, Version, Written
from tongmai.access.conditional import Matches, matches
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import written
from tongmai.clients.server.conditions import condition, one_at_most, settled
from tongmai.clients.server.desk import Server
from tongmai.clients.server.reading import expect_type, parsed


async def update(server: Server, request: Request) -> Response:
    """PUT [type]/[id]: with If-Match only on that version, with If-None-Match: * only where there is none yet."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    context = server.context(request)
    asking.only(request.query_params, frozenset())
    content, said_id = await _body(server, request, type)
    if said_id != id:
        raise refuse("invalid", f"内容中的标识应为 {id}", f"the body's id must be {id}", where=f"{type}.id")
    expected, header = asking.expected(request)
    put = Put(type, content, id=id, if_match=expected)
    answer = await settled(lambda: server.write_one(context, put, header))
    return written(request, answer.version, server.base(request), 201 if answer.created else 200)


async def update_matching(server: Server, request: Request) -> Response:
    """PUT [type]?…: the one match is updated, none is created, several are refused."""
    type, context = server.type(request.path_params["type"]), server.context(request)
    asked, (expected, header) = condition(server, request, type), asking.expected(request)
    content, said_id = await _body(server, request, type)

    async def attempt() -> Written:
        put = await server.in_pool(lambda: _put(context, type, asked, content, said_id, expected))
        return await server.write_one(context, put, header)

    answer = await settled(attempt)
    return written(request, answer.version, server.base(request), 201 if answer.created else 200)


def _put(context: Context, type: str, asked: str, content: bytes, said_id: object, expected: int | None) -> Put:
    return put_matching(type, asked, content, said_id, expected, matches(context, type, asked))


def put_matching(type: str, asked: str, content: bytes, said_id: object, expected: int | None, found: Matches) -> Put:
    """The write of a conditional update. Refused: several; invalid (the body names another id than the match has);
    stale (there is no match and If-Match names a version)."""
    match = one_at_most(found.found, type)
    if match is not None:
        if said_id not in (None, match.id):
            raise refuse("invalid", f"内容中的标识应为 {match.id}", f"the body's id must be {match.id}",
                         where=f"{type}.id")  # fmt: skip
        return Put(type, content, id=match.id, if_match=_bound(match, expected))
    if expected:
        raise refuse("stale", "没有符合条件的记录", "nothing meets the condition", where="If-Match")
    id = said_id if isinstance(said_id, str) else None
    if found.hidden:
        return Put(type, content, id=id, if_match=0 if id else None)
    return Put(type, content, id=id, if_match=0 if id else None, if_none_exist=asked, only_new=True)


def _bound(match: Version, expected: int | None) -> int:
    return match.number if expected is None else expected


async def _body(server: Server, request: Request, type: str) -> tuple[bytes, object]:
    """The bytes of a resource of this type, and the id that it names."""
    content = await asking.body(request, server.limits)
    resource = await server.in_pool(lambda: parsed(content))
    expect_type(resource.get("resourceType"), type)
    return content, resource.get("id")
