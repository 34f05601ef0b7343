"""Addresses and their handlers. Declared pages come last: whatever a room declares is found by the page book."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tongmai.base.clock import today
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.web import acts, desk, drills, imports, live, pages, session
from tongmai.clients.web.drawing import STATIC
from tongmai.clients.web.headers import SafeHeaders
from tongmai.clients.web.services import Services
from tongmai.clients.web.site import Site, safe_address

Handler = Callable[[Site, Request], Awaitable[Response]]


async def posted(request: Request) -> dict[str, str]:
    """The text fields of a form. Refused (forbidden): without this session's token."""
    form = await request.form()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    session.check_token(request, fields)
    return fields


async def sign_in_page(site: Site, request: Request) -> Response:
    language = session.language(request)
    title = site.drawing.phrase(language, "sign-in.title")
    back = safe_address(request.query_params.get("back", "/"))
    return site.draw(request, "sign_in.html", {"title": title, "back": back})


async def sign_in(site: Site, request: Request) -> Response:
    """Take up a person; pages they may not open answer with the rule, so the way back is always tried."""
    fields = await posted(request)
    session.sign_in(request, site.services.people, fields.get("person", ""))
    return RedirectResponse(safe_address(fields.get("back", "/")), 303)


async def switch_language(site: Site, request: Request) -> Response:
    fields = await posted(request)
    if fields.get("language") in session.LANGUAGES:
        request.session["language"] = fields["language"]
    return RedirectResponse(safe_address(fields.get("back", "/")), 303)


async def page(site: Site, request: Request) -> Response:
    """A declared page, read or posted to."""
    site.person(request)
    if request.method in ("GET", "HEAD"):
        return await pages.show(site, request, {})
    return await acts.act(site, request, await posted(request))


async def step(site: Site, request: Request) -> Response:
    """A step on a piece of work."""
    site.person(request)
    return await acts.step(site, request, await posted(request))


async def export(site: Site, request: Request) -> Response:
    """A file made of the decisions of today, as the reader may see them."""
    person = site.person(request)
    plan, kind = request.path_params["plan"], request.path_params["kind"]
    if plan not in site.services.plans:
        raise refuse("not-found", "没有这个计划", "there is no such plan", where=plan)
    day = today(site.services.clock)
    made = await site.in_pool(lambda: site.services.export(plan, kind, day, site.services.open(person.id)))
    return imports.attachment(made.content, made.name, made.kind)


async def tour(site: Site, request: Request) -> Response:
    site.person(request)
    return desk.tour(site, request)


async def tour_step(site: Site, request: Request) -> Response:
    """Take up the role of a step of the tour and open its page."""
    await posted(request)
    number = int(request.path_params["number"])
    if not 0 < number <= len(site.services.tour):
        raise refuse("not-found", "走查没有这一步", "the tour has no such step")
    one = site.services.tour[number - 1]
    session.sign_in(request, site.services.people, one.role)
    return RedirectResponse(one.page, 303)


async def home(site: Site, request: Request) -> Response:
    site.person(request)
    return await desk.home(site, request)


async def day_list(site: Site, request: Request) -> Response:
    site.person(request)
    return await desk.day_list(site, request)


def build(services: Services) -> Starlette:
    """The web site as an ASGI application."""
    site = Site(services)
    seats = live.Seats()

    async def listen(site: Site, request: Request) -> Response:
        return await live.live(site, request, seats)

    def route(path: str, handler: Handler, *methods: str) -> Route:
        @wraps(handler)
        async def handle(request: Request) -> Response:
            return await handler(site, request)

        return Route(path, handle, methods=list(methods) or ["GET"])

    routes = [
        route("/", home),
        route("/day-list", day_list),
        route("/sign-in", sign_in_page),
        route("/sign-in", sign_in, "POST"),
        route("/language", switch_language, "POST"),
        route("/live", listen),
        route("/tour", tour),
        route("/tour/{number:int}", tour_step, "POST"),
        route("/work/{task}/{step}", step, "POST"),
        route("/plans/{plan}/export/{kind}", export),
        *imports.routes(route, posted),
        *(drills.routes(route, posted) if services.drill is None else ()),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
        route("/{path:path}", page, "GET", "POST"),
    ]
    middleware = [
        Middleware(SafeHeaders),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        Middleware(
            SessionMiddleware,
            secret_key=services.secret,
            session_cookie=session.cookie(services.drill),
            path=site.root or "/",
            same_site="lax",
            max_age=12 * 3600,
        ),
    ]
    handlers = {Refused: site.refused, 404: site.lost, Exception: site.broken}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)
