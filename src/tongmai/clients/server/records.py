"""Read, vread, history, create, update, delete. Source: FHIR R4 3.1.0 (RESTful API)."""

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Delete, Put, Version
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import ALWAYS, found, json_answer, versioned, written
from tongmai.clients.server.desk import Server
from tongmai.clients.server.reading import parsed
from tongmai.fhir import bundles

_NOTHING: frozenset[str] = frozenset()


async def read(server: Server, request: Request) -> Response:
    """GET [type]/[id]: inline, as a point read."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    asking.only(request.query_params, _NOTHING)
    return found(request, server.context(request).read(type, id))


async def read_version(server: Server, request: Request) -> Response:
    """GET [type]/[id]/_history/[version]."""
    type, id, number = (
        server.type(request.path_params["type"]),
        request.path_params["id"],
        request.path_params["number"],
    )
    asking.only(request.query_params, _NOTHING)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise refuse("not-found", f"没有第 {number} 版", f"there is no version {number}", where=f"{type}/{id}")
    context = server.context(request)
    version = await server.in_pool(lambda: context.read_version(type, id, int(number)))
    if version.deleted:
        raise refuse("gone", "这一版是删除", "this version is a deletion", where=f"{type}/{id}")
    return found(request, version)


async def history(server: Server, request: Request) -> Response:
    """GET [type]/[id]/_history: what may be read of it, newest first."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    asking.only(request.query_params, _NOTHING)
    context = server.context(request)
    versions = await server.in_pool(lambda: context.history(type, id))
    return json_answer(request, bundles.history(server.base(request), map(_in_history, versions)))


def _in_history(one: Version) -> tuple[dict[str, object] | None, str, int, str, str]:
    at = f"{one.at:%Y-%m-%dT%H:%M:%S}.{one.at.microsecond // 1000:03d}Z"
    if one.deleted:
        return None, one.reference, one.number, "DELETE", at
    return one.resource(), one.reference, one.number, "POST" if one.number == 1 else "PUT", at


async def create(server: Server, request: Request) -> Response:
    """POST [type], with If-None-Exist where the client gives one. The server names the resource."""
    type, context = server.type(request.path_params["type"]), server.context(request)
    asking.only(request.query_params, _NOTHING)
    content = await asking.body(request, server.most)
    expect_type((await server.in_pool(lambda: parsed(content))).get("resourceType"), type)
    put = Put(type, content, if_none_exist=request.headers.get("if-none-exist") or None)
    answer = (await server.write(context, [put]))[0]
    return written(request, answer.version, server.base(request), 201 if answer.created else 200)


async def update(server: Server, request: Request) -> Response:
    """PUT [type]/[id]: with If-Match only on that version, with If-None-Match: * only where there is none yet."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    context = server.context(request)
    asking.only(request.query_params, _NOTHING)
    content = await asking.body(request, server.most)
    resource = await server.in_pool(lambda: parsed(content))
    expect_type(resource.get("resourceType"), type)
    if resource.get("id") != id:
        raise refuse("invalid", f"内容中的标识应为 {id}", f"the body's id must be {id}", where=f"{type}.id")
    put = Put(type, content, id=id, if_match=expected(request))
    answer = (await server.write(context, [put]))[0]
    return written(request, answer.version, server.base(request), 201 if answer.created else 200)


async def delete(server: Server, request: Request) -> Response:
    """DELETE [type]/[id]: a tombstone; again is well."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    context = server.context(request)
    asking.only(request.query_params, _NOTHING)
    match = asking.version_in(request.headers.get("if-match", ""), "If-Match")
    try:
        answer = (await server.write(context, [Delete(type, id, if_match=match)]))[0]
    except Refused as refused:
        if refused.kind != "gone":
            raise
        return Response(None, 204, ALWAYS)
    return Response(None, 204, ALWAYS | versioned(answer.version))


def expected(request: Request) -> int | None:
    """The version that must be current: of If-Match, 0 for If-None-Match: *, None for neither."""
    if request.headers.get("if-none-match") == "*":
        return 0
    return asking.version_in(request.headers.get("if-match", ""), "If-Match")


def expect_type(said: object, type: str) -> None:
    """Refused (invalid): a body of another type than its address."""
    if said != type:
        raise refuse("invalid", f"资源类型应为 {type}", f"the body must be a {type}", where="resourceType")
