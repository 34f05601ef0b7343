"""Declared pages: shown to a reader, posted to, and steps taken on pieces of work."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.clients.web import live, session
from tongmai.clients.web.cells import say
from tongmai.clients.web.site import Site
from tongmai.engines.pages.book import Placed
from tongmai.engines.pages.fill import fill
from tongmai.engines.pages.given import Named
from tongmai.fhir.lens import fill as fill_lens
from tongmai.model.blocks import Field, Link
from tongmai.model.page import Act, Ask

WORKFLOW = "urn:tongmai:workflow"
SEARCH = "search"
"""The act of looking for something: answered on the spot, so that what was typed stands in no address."""


async def show(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    """Fill a declared page and draw it."""
    return await site.in_pool(lambda: _show(site, request, form))


def _placed(site: Site, request: Request) -> tuple[Placed, Mapping[str, str]]:
    found = site.book.find(request.url.path)
    if found is None:
        raise refuse("not-found", "没有这个页面或记录", "there is no such page or record")
    return found


def _show(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    placed, path = _placed(site, request)
    context = site.services.open(site.person(request).id)
    ask = site.ask(request, path, form, context.actor)
    since = context.last_change()
    fetch = live.Noting(site.sources.fetcher(context), placed.page)
    parts = fill(placed.page, ask, fetch)
    language = session.language(request)
    heading = fetch(placed.page.heading, ask) if placed.page.heading else placed.page.title
    crumbs = [
        Link(fetch(page.heading, site.ask(request, site.book.parts(address), {}, context.actor)), address)
        if page.heading
        else Link(page.title, address)
        for page, address in site.book.parents(request.url.path)
    ]
    values = {
        "title": say(heading, language),
        "lead": say(placed.page.lead, language),
        "crumbs": crumbs,
        "parts": parts,
        "page_id": placed.page.id,
        "live": live.address(context, fetch.names, since),
    }
    return site.draw(request, "page.html", values)


async def act(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    """A form of a page: a search is answered, an act starts its workflow and leads to the new piece of work."""
    if form.get("_act") == SEARCH:
        return await show(site, request, form)
    return await site.in_pool(lambda: _act(site, request, form))


def _act(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    placed, path = _placed(site, request)
    declared = placed.page.act(form.get("_act", ""))
    if declared is None:
        raise refuse("not-found", "这个页面没有这项操作", "this page has no such act", where=form.get("_act", ""))
    context = site.services.open(site.person(request).id)
    ask = site.ask(request, path, form, context.actor)
    fetch = site.sources.fetcher(context)
    values = {**path, **typed(declared, form)}
    names = site.sources.directory.lookup(context)
    for name, text in declared.fixed:
        values[name] = _fixed(text, ask, values, names)
    values.update({name: fetch(source, ask) for name, source in declared.fetched})
    focus = fill_lens(dict(site.services.template(placed.room, declared.template)), values)
    done = site.services.workflows.start(context, declared.workflow, focus, {})
    said(site, request, declared.title)
    story = site.book.record_path(done.focus.type, done.focus.id)
    return RedirectResponse(story or request.url.path, 303)


def _fixed(text: str, ask: Ask, values: Mapping[str, Any], names: Mapping[str, Named]) -> str:
    """A fixed text with what is known about the actor, the day and the county of a chosen institution."""
    known = {
        **ask.path,
        "today": ask.as_of.isoformat(),
        "month": ask.month,
        "actor": ask.practitioner,
        "organization": ask.organization,
        "area": ask.area,
    }
    for name, chosen in values.items():
        named = names.get(f"Organization/{chosen}")
        if named is not None:
            known[f"{name}.area"] = named.area
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    if "{" in text:
        raise LookupError(f"nobody knows {text}")
    return text


def typed(declared: Act, form: Mapping[str, str]) -> dict[str, Any]:
    """The form's fields with their types; what was left empty is absent. Refused: required, value (at the field)."""
    values: dict[str, Any] = {}
    for one in declared.fields:
        text = form.get(one.name, "").strip()
        if not text:
            if one.required:
                raise refuse("required", "必填项没有填", "a required field is empty", where=say(one.title, "zh"))
            continue
        values[one.name] = _value(one, text)
    return values


def _value(field: Field, text: str) -> Any:
    try:
        if field.kind == "integer":
            return int(text)
        return Decimal(text) if field.kind == "decimal" else text
    except (ValueError, InvalidOperation) as error:
        raise refuse("value", "应为数字", "a number is expected", where=say(field.title, "zh")) from error


async def step(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    """Take a step; the version that the reader saw must still be the current one."""
    return await site.in_pool(lambda: _step(site, request, form))


def _step(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    task, name = request.path_params["task"], request.path_params["step"]
    context = site.services.open(site.person(request).id)
    seen = form.get("_version", "")
    if not seen.isdecimal():
        raise refuse(
            "required", "缺少页面版本，请重新打开", "the form lacks its version; open it again", where="_version"
        )
    fields = {key: value.strip() for key, value in form.items() if not key.startswith("_") and value.strip()}
    try:
        done = site.services.workflows.act(context, task, name, fields, int(seen))
    except Refused as error:
        raise Refused(tuple(_titled(site, issue) for issue in error.issues)) from error
    flow = site.flows[coded(done.task.resource())]
    said(site, request, flow.step(name).title)
    back = site.book.record_path(done.focus.type, done.focus.id)
    return RedirectResponse(back or "/", 303)


def _titled(site: Site, issue: Issue) -> Issue:
    """The issue at its field by the field's title, as the form shows it."""
    needs = (need for flow in site.flows.values() for step in flow.steps for need in step.needs)
    title = next((need.title.zh for need in needs if need.name == issue.where), issue.where)
    return replace(issue, where=title)


def coded(task: Mapping[str, Any]) -> str:
    """The id of a task's workflow."""
    codings = task.get("code", {}).get("coding", [])
    return next((str(coding["code"]) for coding in codings if coding.get("system") == WORKFLOW), "")


def said(site: Site, request: Request, what: Any) -> None:
    """Say on the next page that it was done."""
    language = session.language(request)
    session.flash(request, site.drawing.phrase(language, "work.done", step=say(what, language)))
