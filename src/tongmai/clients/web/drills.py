"""The drills beside the house: opened and closed by an officer, entered by who takes part, with what came of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from tongmai.base.clock import today
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.clients.web import drill_blocks, exporting, session
from tongmai.clients.web.cells import say
from tongmai.clients.web.imports import Posted, attachment
from tongmai.clients.web.services import Drills
from tongmai.clients.web.site import Site
from tongmai.engines.pages.fill import Filled
from tongmai.model.blocks import Table

Handler = Callable[[Site, Request], Awaitable[Response]]
Route = Callable[..., BaseRoute]
FIELDS = frozenset({"name", "day", "people", "scenario"})
"""Of the form that opens a drill."""


def held(site: Site) -> Drills:
    """The drills of this house. Refused (not-found): it holds none."""
    if site.services.drills is None:
        raise refuse("not-found", "这里不开设演练", "no drill is held here", where="演练")
    return site.services.drills


async def index(site: Site, request: Request) -> Response:
    """Those under way, those that were kept, and the way to open one."""

    return await site.in_pool(lambda: _overview(site, request, {}, None))


def _overview(site: Site, request: Request, sent: Mapping[str, str], refused: Refused | None) -> Response:
    """The list, with the form as it was sent where it was refused."""
    person, drills, language = site.person(request), held(site), session.language(request)
    faults = {issue.where: issue.words for issue in refused.issues} if refused else {}
    day = today(site.services.clock)
    values: dict[str, Any] = {
        "title": site.drawing.phrase(language, "drills.title"),
        "lead": site.drawing.phrase(language, "drills.lead"),
        "crumbs": [],
        "parts": drill_blocks.overview(drills, person, site.services.people, day, sent, faults),
    }
    if refused:
        values |= {"refused_form": True, "refused_at": "open-drill",
                   "notice": site.drawing.phrase(language, "form.refused")}  # fmt: skip
    return site.draw(request, "page.html", values, refused.status if refused else 200)


async def open_one(site: Site, request: Request, fields: Mapping[str, str]) -> Response:
    """Open a drill and lead to it."""
    person, drills = site.person(request), held(site)
    people = [one.id for one in site.services.people if fields.get(f"{drill_blocks.WITH}{one.id}")]

    def made() -> Response:
        try:
            day = _day(fields.get("day", ""))
            drill = drills.open(person.id, fields.get("name", ""), day, people, fields.get("scenario", ""))
        except Refused as error:
            if all(issue.where in FIELDS for issue in error.issues):
                return _overview(site, request, fields, error)
            raise
        _said(site, request, drill_blocks.OPENED)
        return RedirectResponse(f"/drills/{drill.id}", 303)

    return await site.once(request, fields, made)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise refuse("value", "请选择情景日期", "choose the day of the scenario", where="day") from error


async def one(site: Site, request: Request) -> Response:
    """A drill under way: where it is entered, what came of it so far, and how it is closed; `?export=` a table."""

    def made() -> Response:
        person, drills = site.person(request), held(site)
        drill = drills.one(request.path_params["id"])
        found = drills.report(person.id, drill.id)
        ask = site.ask(request, {}, {}, site.services.open(person.id).actor)
        parts = drill_blocks.told(drill, found, site.services.people, drills.may_open(person.id))
        if exporting.wanted(ask):
            return _exported(site, request, exporting.wanted(ask), drill.name, parts)
        values = {
            "title": drill.name,
            "lead": site.drawing.phrase(session.language(request), "drills.one"),
            "crumbs": [drill_blocks.CRUMB],
            "parts": parts,
            "exporting": exporting.offer(ask),
        }
        return site.draw(request, "page.html", values)

    return await site.in_pool(made)


async def close(site: Site, request: Request, fields: Mapping[str, str]) -> Response:
    """Close a drill, kept aside or deleted."""
    person, drills = site.person(request), held(site)
    id = request.path_params["id"]

    def made() -> Response:
        if fields.get("after") not in ("keep", "delete"):
            raise refuse("required", "请选择结束后怎样处理", "choose what becomes of it", where="结束后")
        drills.close(person.id, id, fields["after"] == "keep")
        _said(site, request, drill_blocks.CLOSED)
        return RedirectResponse("/drills", 303)

    return await site.once(request, fields, made)


def _said(site: Site, request: Request, what: Words) -> None:
    language = session.language(request)
    session.flash(request, site.drawing.phrase(language, "work.done", step=what.in_language(language)))


def _exported(site: Site, request: Request, block: str, name: str, parts: Sequence[Filled]) -> Response:
    """One of the report's tables as a workbook. Refused (not-found): there is no such table."""
    language = session.language(request)
    found = next((part for part in parts if part.id == block and isinstance(part.model, Table)), None)
    if found is None:
        raise refuse("not-found", "这个页面没有这张表", "this page has no such table", where=block)
    assert isinstance(found.model, Table)
    rows = exporting.listed(found.model)
    mark = site.drawing.phrase(language, "drill.banner")
    heading = " · ".join((name, say(found.title, language)))
    copy = exporting.Copy(heading, [mark], found.model, rows, False, len(rows), today(site.services.clock))
    return attachment(exporting.workbook(copy, language, site.marks(language)), f"{heading} {copy.day}.xlsx")


def routes(route: Route, posted: Posted) -> list[BaseRoute]:
    """The addresses; `route` binds a handler, `posted` reads a form with its token."""

    def sent(act: Callable[[Site, Request, Mapping[str, str]], Awaitable[Response]]) -> Handler:
        async def done(site: Site, request: Request) -> Response:
            site.person(request)
            return await act(site, request, await posted(request))

        return done

    return [
        route("/drills", index),
        route("/drills", sent(open_one), "POST"),
        route("/drills/{id}", one),
        route("/drills/{id}/close", sent(close), "POST"),
    ]
