"""Create and conditional create. Source: FHIR R4 http.html#create, #ccreate."""

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Put
from tongmai.clients.server import asking
from tongmai.clients.server.answering import written
from tongmai.clients.server.desk import Server
from tongmai.clients.server.reading import expect_type, parsed


async def create(server: Server, request: Request) -> Response:
    """POST [type], with If-None-Exist where the client gives one. The server names the resource."""
    type, context = server.type(request.path_params["type"]), server.context(request)
    asking.only(request.query_params, frozenset())
    content = await asking.body(request, server.limits)
    expect_type((await server.in_pool(lambda: parsed(content))).get("resourceType"), type)
    put = Put(type, content, if_none_exist=request.headers.get("if-none-exist") or None)
    answer = await server.write_one(context, put)
    return written(request, answer.version, server.base(request), 201 if answer.created else 200)
