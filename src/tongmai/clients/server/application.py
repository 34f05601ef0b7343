"""The ASGI application: two bases over one door, every error an OperationOutcome."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tongmai.access import Access, Context
from tongmai.base.clock import Clock, today
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server import (
    asking,
    batch,
    compartments,
    create,
    delete,
    export,
    history,
    importing,
    operating,
    patch,
    read,
    searching,
    several,
    update,
)
from tongmai.clients.server.answering import fault, json_answer, refusal
from tongmai.clients.server.capability import capability
from tongmai.clients.server.desk import Conduct, Server
from tongmai.clients.server.sessions import Sessions
from tongmai.clients.server.shedding import Shedding

ROOTS = ("/fhir", "/records")
SESSION_COOKIE = "tongmai"
KEPT = 12 * 3600  # seconds that a session lasts, as on the pages
Handler = Callable[[Server, Request], Awaitable[Response]]
_DOING = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}


def build(
    access: Access,
    clock: Clock,
    secret: str,
    conduct: Conduct | None = None,
    own: Sequence[Mapping[str, Any]] = (),
    house: Context | None = None,
    cookie: str = SESSION_COOKIE,
) -> Starlette:
    """The server. `secret` signs the session `cookie` that the pages set; `own`: definitions of our own types; `house`:
    as whom the profiles and the terminology are read that all writes must hold to."""
    conduct = conduct or Conduct()
    definitions = access.definitions
    r4 = Server(access, "/fhir", definitions.types - definitions.own_types, "/records", conduct, own=own, house=house)
    ours = Server(access, "/records", definitions.own_types, "/fhir", conduct, own=own, house=house)
    routes = [route for server in (r4, ours) for route in _routes(server, clock)]
    middleware = [
        Middleware(Shedding, at_once=conduct.at_once),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        Middleware(Sessions, secret=secret, cookie=cookie, seconds=KEPT),
    ]
    handlers: dict[Any, Any] = {Refused: refusal, HTTPException: _http, Exception: fault}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)


def beside(server: ASGIApp, pages: ASGIApp) -> ASGIApp:
    """One application of two: the server on its bases, the pages everywhere else."""

    async def one(scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", "")) if scope["type"] == "http" else ""
        ours = any(path == root or path.startswith(f"{root}/") for root in ROOTS)
        await (server if ours else pages)(scope, receive, send)

    return one


def _routes(server: Server, clock: Clock) -> Sequence[Route]:
    def route(path: str, accept: Callable[[Request], None] = asking.accept_json, **handlers: Handler) -> Route:
        @wraps(next(iter(handlers.values())))
        async def handle(request: Request) -> Response:
            accept(request)
            asking.preferences(request)
            handler = handlers.get("GET" if request.method == "HEAD" else request.method)
            if handler is None:
                raise _not_here(request, list(handlers))
            response = await handler(server, request)
            return _head_of(response) if request.method == "HEAD" else response

        return Route(server.root + path, handle, methods=sorted(_DOING))

    async def metadata(server: Server, request: Request) -> Response:
        told = capability(server, server.base(request), today(clock).isoformat())
        return json_answer(request, told)

    return [
        route("/metadata", GET=metadata),
        route("", GET=several.search, POST=batch.bundle),
        route("/", GET=several.search, POST=batch.bundle),
        route("/_search", POST=several.post_search),
        route("/_history", GET=history.of_base),
        route("/$export", GET=export.of_base),
        route("/$export-status/{word}", GET=export.status, DELETE=export.status),
        route("/$export-file/{word}/{name}", asking.accept_any, GET=export.file),
        route("/$import", asking.accept_any, POST=importing.take_in),
        route("/{type}/_search", POST=searching.post_search),
        route("/{type}/${name}", GET=operating.operate, POST=operating.operate),
        route("/Patient/{id}/$everything", GET=compartments.everything),
        route("/{type}/{id}/${name}", GET=operating.operate, POST=operating.operate),
        route("/{type}/_history", GET=history.of_type),
        route("/{type}/{id}/_history/{number}", GET=read.read_version),
        route("/{type}/{id}/_history", GET=history.of_resource),
        route("/{type}/{id}/{member}", GET=compartments.search),
        route("/{type}/{id}", GET=read.read, PUT=update.update, PATCH=patch.patch, DELETE=delete.delete),
        route(
            "/{type}", GET=searching.search, POST=create.create, PUT=update.update_matching,
            PATCH=patch.patch_matching, DELETE=delete.delete_matching,
        ),
    ]  # fmt: skip


def _head_of(response: Response) -> Response:
    """The same without its body; its length is told (http.html#head)."""
    return Response(None, response.status_code, dict(response.headers))


def _not_here(request: Request, able: Sequence[str]) -> Refused:
    listed = ", ".join(able)
    return refuse(
        "method", f"此处不支持 {request.method}", f"{request.method} is not supported here", where=request.url.path,
        remedy=(f"可用：{listed}", f"use one of: {listed}"),
    )  # fmt: skip


async def _http(request: Request, error: Exception) -> Response:
    """What the router itself refuses."""
    assert isinstance(error, HTTPException)
    kind = "method" if error.status_code == 405 else "not-found" if error.status_code == 404 else "invalid"
    return refusal(request, refuse(kind, "没有这个地址", "there is no such address", where=request.url.path))
