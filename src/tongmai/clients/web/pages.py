"""Declared pages, filled for a reader and drawn."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.web import exporting, imports, live, session
from tongmai.clients.web.cells import say
from tongmai.clients.web.site import Site
from tongmai.engines.pages.book import Placed
from tongmai.engines.pages.fill import fill
from tongmai.model.blocks import Link, Sheet
from tongmai.model.page import Ask, Page

NO_FAULTS: Mapping[str, Words] = {}
NO_OFFERS: Mapping[str, tuple[tuple[str, str, Words], ...]] = {}


async def show(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    """Fill a declared page and draw it."""
    return await site.in_pool(lambda: drawn(site, request, request.url.path, form))


def placed_at(site: Site, address: str) -> tuple[Placed, Mapping[str, str]]:
    """The page at an address and the parts of the address. Refused: not-found."""
    found = site.book.find(address)
    if found is None:
        raise refuse("not-found", "没有这个页面或记录", "there is no such page or record")
    return found


def drawn(
    site: Site, request: Request, address: str, form: Mapping[str, str], faults: Mapping[str, Words] = NO_FAULTS,
    status: int = 200, offers: Mapping[str, tuple[tuple[str, str, Words], ...]] = NO_OFFERS,
) -> Response:  # fmt: skip
    """The page at an address; with `faults` its form stands open with what was sent, what was wrong with it and the
    ways out that are offered."""
    placed, path = placed_at(site, address)
    context = site.services.open(site.person(request).id)
    ask = replace(site.ask(request, path, form, context.actor), url=address, faults=faults, offers=offers)
    if exporting.wanted(ask):
        return _exported(site, request, placed.page, ask, context)
    since = context.last_change()
    fetch = live.Noting(site.sources.fetcher(context), placed.page)
    parts = fill(placed.page, ask, fetch, site.keeping.now(site.sources.sight.alike(context.actor)))
    language = session.language(request)
    heading = fetch(placed.page.heading, ask) if placed.page.heading else placed.page.title
    crumbs = [
        Link(fetch(page.heading, site.ask(request, site.book.parts(above), {}, context.actor)), above)
        if page.heading
        else Link(page.title, above)
        for page, above in site.book.parents(address)
        if not page.roles or set(page.roles) & set(ask.roles)
    ]
    values = {
        "title": say(heading, language),
        "lead": say(placed.page.lead, language),
        "crumbs": crumbs,
        "parts": parts,
        "page_id": placed.page.id,
        "live": live.address(context, fetch.names, context.last_change() if fetch.wrote else since),
        "exporting": exporting.offer(ask),
    }
    if request.method != "GET":
        values["here"] = address
    if faults:
        values["refused_form"] = True
        values["refused_at"] = form.get("_act", "")
        values["notice"] = site.drawing.phrase(language, "form.refused")
    if placed.page.printed:
        values |= {part.id: part.model.fields for part in parts if isinstance(part.model, Sheet)}
        return site.draw(request, f"{placed.room}/{placed.page.printed}", values)
    return site.draw(request, "page.html", values, status)


def _exported(site: Site, request: Request, page: Page, ask: Ask, context: Context) -> Response:
    """One of the page's tables as a workbook. Its name is the page's own title, never a person's."""
    fetch, language = site.sources.fetcher(context), session.language(request)
    heading = fetch(page.heading, ask) if page.heading else page.title
    copy = exporting.copied(page, ask, fetch, language, heading)
    name = f"{say(page.title, language)} {copy.day}.xlsx"
    return imports.attachment(exporting.workbook(copy, language, site.marks(language)), name)
