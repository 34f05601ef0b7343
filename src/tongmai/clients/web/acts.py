"""Forms: acts that begin a piece of work, steps that move one. What is refused at a field comes back as the form with
what was typed; what was sent twice is done once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tongmai.access import Context
from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.base.words import Words
from tongmai.clients.web import pages, session
from tongmai.clients.web.cells import say
from tongmai.clients.web.picking import picked
from tongmai.clients.web.site import Site
from tongmai.engines.pages.acting import asked
from tongmai.engines.pages.given import Named
from tongmai.engines.workflow import workflow_of
from tongmai.fhir.lens import fill as fill_lens
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Ask

SEARCH = "search"
"""The act of looking for something: answered on the spot, so that what was typed stands in no address."""
ASKING = "_ask"
"""A form that is asked about while it is filled in: nothing is begun and nothing moves."""
OFFER = "_offer_"
"""Begins the name of a way out that was chosen: its value is `field=value`."""


async def act(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    """A form of a page: a search is answered, an act starts its workflow and leads to the new piece of work."""
    if form.get("_act") == SEARCH:
        return await pages.show(site, request, form)
    form = _offered(form)
    if form.get(ASKING):
        return await site.in_pool(lambda: _asked_first(site, request, form))
    return await site.once(request, form, lambda: _act(site, request, form))


def _offered(form: Mapping[str, str]) -> dict[str, str]:
    """The form with the ways out that were chosen in the fields which they name."""
    chosen = (text.partition("=") for name, text in form.items() if name.startswith(OFFER) and "=" in text)
    return {**form, **{name: value for name, _, value in chosen if not name.startswith("_")}}


def _asked_first(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    """The page with what stands already against the form that is being filled in; nothing where nothing does."""
    placed, path = pages.placed_at(site, request.url.path)
    declared = placed.page.act(form.get("_act", ""))
    if declared is None or declared.then is None:
        raise refuse("not-found", "这个页面没有这项操作", "this page has no such act", where=form.get("_act", ""))
    context = site.services.open(site.person(request).id)
    ask = site.ask(request, path, form, context.actor)
    focus = _focus(site, context, placed.room, declared, ask, half=True)
    fields = {need.name: form.get(need.name, "").strip() for need in asked(declared)}
    flows = site.services.workflows
    issues = flows.beforehand_first(context, declared.workflow, focus, declared.then.name, fields)
    return _told(site, request, request.url.path, form, issues)


def _told(site: Site, request: Request, address: str, form: Mapping[str, str], issues: Sequence[Issue]) -> Response:
    if not issues:
        return Response(status_code=204)
    error = Refused(tuple(issues))
    return _back(site, request, address, form, error, {issue.where: issue.words for issue in issues})


def _act(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    placed, path = pages.placed_at(site, request.url.path)
    declared = placed.page.act(form.get("_act", ""))
    if declared is None:
        raise refuse("not-found", "这个页面没有这项操作", "this page has no such act", where=form.get("_act", ""))
    context = site.services.open(site.person(request).id)
    ask = site.ask(request, path, form, context.actor)
    try:
        address = _started(site, context, placed.room, declared, ask)
    except Refused as error:
        names = {field.name: Words(say(field.title, "zh"), say(field.title, "en")) for field in declared.fields}
        names |= {need.name: need.title for need in asked(declared)}
        return _back(site, request, request.url.path, form, error, names)
    said(site, request, declared.title)
    return RedirectResponse(address or request.url.path, 303)


def _started(site: Site, context: Context, room: str, declared: Act, ask: Ask) -> str:
    """The piece of work begun; the address of the record it is about."""
    try:
        focus = _focus(site, context, room, declared, ask)
    except Refused as error:
        raise Refused((*error.issues, *_beside(site, context, room, declared, ask))) from error
    then = (declared.then.name, _given(declared, ask)) if declared.then is not None else None
    done = site.services.workflows.start(context, declared.workflow, focus, {}, then)
    return site.book.record_path(done.focus.type, done.focus.id, declared.workflow)


def _given(declared: Act, ask: Ask) -> dict[str, str]:
    """What was filled in of the first step."""
    given = {need.name: ask.form.get(need.name, "").strip() for need in asked(declared)}
    return {name: text for name, text in given.items() if text}


def _beside(site: Site, context: Context, room: str, declared: Act, ask: Ask) -> Sequence[Issue]:
    """What is wrong with the first step beside what is wrong with the record: both stand in one form."""
    if declared.then is None:
        return ()
    try:
        half = _focus(site, context, room, declared, ask, half=True)
        flows = site.services.workflows
        return flows.objections(context, declared.workflow, half, declared.then.name, _given(declared, ask))
    except (LookupError, Refused):
        return ()  # too little is known yet to judge it


def _focus(site: Site, context: Context, room: str, declared: Act, ask: Ask, half: bool = False) -> dict[str, Any]:
    """The record that an act begins with, from the form. `half`: as far as it is filled in."""
    fetch = site.sources.fetcher(context)

    def offered(source: str) -> Sequence[tuple[str, Any]]:
        found: Sequence[tuple[str, Any]] = fetch(source, ask)
        return found

    values = {**ask.path, **typed(declared, ask.form, offered, half)}
    names = site.sources.directory.lookup(context)
    for name, text in declared.fixed:
        values[name] = _fixed(text, ask, values, names)
    values.update({name: fetch(source, ask) for name, source in declared.fetched})
    return fill_lens(dict(site.services.template(room, declared.template)), values)


def _back(
    site: Site, request: Request, address: str, form: Mapping[str, str], error: Refused, names: Mapping[str, Words]
) -> Response:
    """The page again with the form as it was sent and each fault at its field; where a fault is at no field of it, the
    refusal goes its way."""
    faults: dict[str, Words] = {}
    offers: dict[str, tuple[tuple[str, str, Words], ...]] = {}
    for issue in error.issues:
        if issue.where not in names:
            raise Refused(tuple(_titled(one, names) for one in error.issues)) from error
        faults[issue.where] = _fault(issue, faults.get(issue.where))
        offers[issue.where] = (*offers.get(issue.where, ()), *issue.offers)
    return pages.drawn(site, request, address, form, faults, error.status, offers)


def _fault(issue: Issue, before: Words | None) -> Words:
    """What is wrong and the way out, behind what was said before of the same field."""
    zh, en = issue.words.zh, issue.words.en
    if issue.remedy:
        zh, en = f"{zh}。{issue.remedy.zh}", f"{en}. {issue.remedy.en}"
    return Words(f"{before.zh}；{zh}", f"{before.en}; {en}") if before else Words(zh, en)


def _titled(issue: Issue, names: Mapping[str, Words]) -> Issue:
    """The issue at its field by the field's title, as the form shows it."""
    return replace(issue, where=names[issue.where].zh if issue.where in names else issue.where)


def _fixed(text: str, ask: Ask, values: Mapping[str, Any], names: Mapping[str, Named]) -> str:
    """A fixed text with what is known about the actor, the day and the county of a chosen institution."""
    known = {
        **ask.path,
        "today": ask.as_of.isoformat(),
        "month": ask.month,
        "now": ask.now.isoformat(timespec="seconds") if ask.now else "",
        "actor": ask.practitioner,
        "organization": ask.organization,
        "area": ask.area,
        "patient": ask.patient,
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


def typed(declared: Act, form: Mapping[str, str], offered: Any, half: bool = False) -> dict[str, Any]:
    """The form's fields with their types; what was left empty is absent. `offered`: from a source to its options.
    `half`: what is missing or wrong is passed over. Refused with every fault at its field: required, value, code."""
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    for one in declared.fields:
        text = form.get(one.name, "").strip()
        try:
            if text:
                values[one.name] = _value(one, text, offered)
            elif one.required:
                title = say(one.title, "zh"), say(one.title, "en")
                raise refuse("required", f"请填写{title[0]}", f"give {title[1]}", where=one.name)
        except Refused as error:
            issues += error.issues
    if issues and not half:
        raise Refused(tuple(issues))
    return values


def _value(field: Field, text: str, offered: Any) -> Any:
    if field.kind == "pick":
        return picked(field, text, offered(field.choices) if field.choices else field.options)
    try:
        if field.kind == "integer":
            return int(text)
        return Decimal(text) if field.kind == "decimal" else text
    except (ValueError, InvalidOperation) as error:
        raise refuse("value", "应为数字", "a number is expected", where=field.name) from error


async def step(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    """Take a step; the version that the reader saw must still be the current one."""
    form = _offered(form)
    if form.get(ASKING):
        return await site.in_pool(lambda: _asked(site, request, form))
    return await site.once(request, form, lambda: _step(site, request, form))


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
        address, names = _shown_at(site, context, task, name)
        if error.kind in ("stale", "forbidden", "not-found") or not address:
            raise Refused(tuple(_titled(one, names) for one in error.issues)) from error
        return _back(site, request, address, form, error, names)
    flow = site.flows[workflow_of(done.task.resource())]
    said(site, request, flow.step(name).title)
    still = context.read_many([(done.focus.type, done.focus.id)])  # a step may hand the record to somebody else
    shown = site.book.record_path(done.focus.type, done.focus.id, flow.id) if still else ""
    return RedirectResponse(shown or "/", 303)


def _asked(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    """As `_asked_first`, of a step of what is under way."""
    task, name = request.path_params["task"], request.path_params["step"]
    context = site.services.open(site.person(request).id)
    address, _ = _shown_at(site, context, task, name)
    fields = {key: value.strip() for key, value in form.items() if not key.startswith("_")}
    issues = site.services.workflows.beforehand(context, task, name, fields)
    return _told(site, request, address, form, issues)


def _shown_at(site: Site, context: Context, task: str, name: str) -> tuple[str, Mapping[str, Words]]:
    """Where a piece of work is shown, and the fields of its step by their titles."""
    body = context.read("Task", task).resource()
    flow = site.flows[workflow_of(body)]
    step = next((one for one in flow.steps if one.name == name), None)
    type, _, id = str(body["focus"]["reference"]).partition("/")
    needs = step.needs if step else ()
    return site.book.record_path(type, id, flow.id), {
        need.name: need.title for need in needs if need.kind != "condition"
    }


def said(site: Site, request: Request, what: Any) -> None:
    """Say on the next page that it was done."""
    language = session.language(request)
    session.flash(request, site.drawing.phrase(language, "work.done", step=say(what, language)))
