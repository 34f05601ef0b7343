"""Lists that come in as Excel: upload, preview with every error at its cell, a second person's word, history."""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.clients.web import exporting, previews, session
from tongmai.clients.web.cells import say
from tongmai.clients.web.site import Site
from tongmai.engines.pages.fill import Filled
from tongmai.model.blocks import Table
from tongmai.model.page import Ask

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLACK = 100_000  # bytes of a form around its file
Handler = Callable[[Site, Request], Awaitable[Response]]
Posted = Callable[[Request], Awaitable[dict[str, str]]]
Route = Callable[..., BaseRoute]


def context_of(site: Site, request: Request) -> Context:
    return site.services.open(site.person(request).id)


async def index(site: Site, request: Request) -> Response:
    """The lists, what was sent for them, and the way to send another."""

    def made() -> Response:
        context = context_of(site, request)
        front = site.services.sheets
        ask = site.ask(request, {}, {}, context.actor)
        title = site.drawing.phrase(session.language(request), "nav.imports")
        if exporting.wanted(ask):
            return _exported(site, request, ask, title, previews.overview(front, context, None))
        values = {
            "title": title,
            "lead": site.drawing.phrase(session.language(request), "imports.lead"),
            "crumbs": [],
            "parts": previews.overview(front, context),
            "exporting": exporting.offer(ask),
        }
        return site.draw(request, "page.html", values)

    return await site.in_pool(made)


async def upload(site: Site, request: Request) -> Response:
    """Preview a file and keep it; errors keep it from being approved, not from being seen."""
    site.person(request)
    most = site.services.sheets.limits.bytes
    if int(request.headers.get("content-length") or 0) > most + SLACK:
        raise refuse("too-large", f"文件超过 {most // 1_000_000} MB", f"more than {most // 1_000_000} MB", where="file")
    async with request.form(max_files=1, max_fields=20) as form:
        session.check_token(request, {key: value for key, value in form.items() if isinstance(value, str)})
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise refuse("required", "请选择一个文件", "choose a file", where="file")
        data, name = await file.read(), file.filename
        sheet = form.get("sheet")
    wanted = [sheet] if isinstance(sheet, str) and sheet else []
    context = context_of(site, request)
    sent = await site.in_pool(lambda: site.services.sheets.send(context, name, data, wanted))
    if not sent:
        raise refuse("value", "文件里没有认得出的清单", "no list was recognised in the file", where=name)
    if len(sent) == 1:
        return RedirectResponse(f"/imports/{sent[0].record.id}", 303)
    return RedirectResponse("/imports", 303)


async def one(site: Site, request: Request) -> Response:
    """A sent list: what is new, changed, wrong; who proposed and who decided."""

    def made() -> Response:
        context = context_of(site, request)
        proposal = site.services.sheets.proposal(context, request.path_params["id"])
        record = proposal.record
        words = site.services.sheets.listing(record.sheet).sheet.title
        ask = site.ask(request, {}, {}, context.actor)
        title = f"{words.in_language(session.language(request))} · {record.file}"
        if exporting.wanted(ask):
            return _exported(site, request, ask, title, previews.preview(site.services.sheets, context, proposal, None))
        values = {
            "title": title,
            "lead": "",
            "crumbs": [previews.CRUMB],
            "parts": previews.preview(site.services.sheets, context, proposal),
            "exporting": exporting.offer(ask),
        }
        return site.draw(request, "page.html", values)

    return await site.in_pool(made)


def _exported(site: Site, request: Request, ask: Ask, title: str, parts: Sequence[Filled]) -> Response:
    """One of the page's tables as a workbook, with every row. Refused (not-found): the page has no such table."""
    language, block = session.language(request), exporting.wanted(ask)
    found = next((one for one in parts if one.id == block and isinstance(one.model, Table)), None)
    if found is None:
        raise refuse("not-found", "这个页面没有这张表", "this page has no such table", where=block)
    assert isinstance(found.model, Table)
    rows = exporting.listed(found.model)
    heading = " · ".join(text for text in (title, say(found.title, language)) if text)
    cut, total = len(rows) > exporting.MOST, len(rows)
    copy = exporting.Copy(heading, [], found.model, rows[: exporting.MOST], cut, total, ask.as_of)
    return attachment(exporting.workbook(copy, language, site.marks(language)), f"{heading} {copy.day}.xlsx")


async def decide(site: Site, request: Request, fields: dict[str, str]) -> Response:
    """Approve, reject, withdraw, or propose to take back."""
    id, word = request.path_params["id"], request.path_params["word"]
    context, front = context_of(site, request), site.services.sheets
    acts: dict[str, Callable[[], str]] = {
        "approve": lambda: front.approve(context, id).proposal,
        "reject": lambda: front.reject(context, id, fields.get("reason", "")).id,
        "withdraw": lambda: front.withdraw(context, id).id,
        "revert": lambda: front.revert(context, id).record.id,
    }
    if word not in acts:
        raise refuse("not-found", "没有这项操作", "there is no such act", where=word)
    done = await site.in_pool(acts[word])
    language = session.language(request)
    title = previews.WORDS[word].in_language(language)
    session.flash(request, site.drawing.phrase(language, "work.done", step=title))
    return RedirectResponse(f"/imports/{done}", 303)


async def template(site: Site, request: Request) -> Response:
    """A list as a workbook with its present rows: edit it and send it back."""
    sheet = request.path_params["sheet"]
    context, front = context_of(site, request), site.services.sheets
    title = front.listing(sheet).sheet.title.zh
    data = await site.in_pool(lambda: front.template(context, [sheet]))
    return attachment(data, f"{title}.xlsx")


async def marked(site: Site, request: Request) -> Response:
    """The sent file with its errors marked at their cells."""
    id = request.path_params["id"]
    context = context_of(site, request)
    data = await site.in_pool(lambda: site.services.sheets.marked(context, id))
    name = site.drawing.phrase(session.language(request), "imports.marked", id=id[:8])
    return attachment(data, f"{name}.xlsx")


def attachment(data: bytes, name: str, kind: str = WORKBOOK) -> Response:
    """A file to be kept."""
    return Response(
        data, media_type=kind, headers={"content-disposition": f"attachment; filename*=utf-8''{quote(name)}"}
    )


def routes(route: Route, posted: Posted) -> list[BaseRoute]:
    """The addresses of the lists; `route` binds a handler, `posted` reads a form with its token."""

    async def decided(site: Site, request: Request) -> Response:
        site.person(request)
        return await decide(site, request, await posted(request))

    return [
        route("/imports", index),
        route("/imports", upload, "POST"),
        route("/imports/template/{sheet}", template),
        route("/imports/{id}", one),
        route("/imports/{id}/marked", marked),
        route("/imports/{id}/{word}", decided, "POST"),
    ]
