"""The ASGI application: two bases over one door, every error an OperationOutcome."""

from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tongmai.access import Access
from tongmai.base.clock import Clock, today
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server import asking, bundling, compartments, records, searching
from tongmai.clients.server.answering import fault, json_answer, refusal
from tongmai.clients.server.capability import capability
from tongmai.clients.server.desk import Server

ROOTS = ("/fhir", "/records")
SESSION_COOKIE = "tongmai"
KEPT = 12 * 3600  # seconds that a session lasts, as on the pages
USUAL_MOST = 16_000_000
Handler = Callable[[Server, Request], Awaitable[Response]]
_DOING = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}


def build(access: Access, clock: Clock, secret: str, *, most: int = USUAL_MOST) -> Starlette:
    """The server. `secret` signs the session cookie that the pages set; `most`: bytes of a body."""
    definitions = access.definitions
    fhir = Server(access, "/fhir", definitions.types - definitions.own_types, "/records", most)
    own = Server(access, "/records", definitions.own_types, "/fhir", most)
    routes = [route for server in (fhir, own) for route in _routes(server, clock)]
    middleware = [
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        Middleware(SessionMiddleware, secret_key=secret, session_cookie=SESSION_COOKIE, same_site="lax", max_age=KEPT),
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
    def route(path: str, **handlers: Handler) -> Route:
        @wraps(next(iter(handlers.values())))
        async def handle(request: Request) -> Response:
            asking.accept_json(request)
            handler = handlers.get("GET" if request.method == "HEAD" else request.method)
            if handler is None:
                raise _not_here(request, list(handlers))
            return await handler(server, request)

        return Route(server.root + path, handle, methods=sorted(_DOING))

    async def metadata(server: Server, request: Request) -> Response:
        told = capability(server.definitions, server.types, server.base(request), today(clock).isoformat())
        return json_answer(request, told)

    return [
        route("/metadata", GET=metadata),
        route("", POST=bundling.bundle),
        route("/", POST=bundling.bundle),
        route("/{type}/_search", POST=searching.post_search),
        route("/{type}/{id}/_history/{number}", GET=records.read_version),
        route("/{type}/{id}/_history", GET=records.history),
        route("/Patient/{id}/$everything", GET=compartments.everything),
        route("/{type}/{id}/{member}", GET=compartments.search),
        route("/{type}/{id}", GET=records.read, PUT=records.update, DELETE=records.delete),
        route("/{type}", GET=searching.search, POST=records.create),
    ]


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
