"""History of a resource, a type, the whole base. Source: FHIR R4 http.html#history.

`_since` takes an instant, `_at` a date or an instant, `_count` the size of a page; `_before` is our own: where the next
page begins. Every page is newest first.
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Version
from tongmai.access.histories import Moments, recent, was_current
from tongmai.base.dates import interval
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.fhir import bundles

USUAL, MOST = 50, 1000
_PAGING = frozenset({"_since", "_at", "_count", "_before"})


async def of_resource(server: Server, request: Request) -> Response:
    """GET [type]/[id]/_history: what may be read of it."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    asking.only(request.query_params, _PAGING)
    context, count, before = server.context(request), _number(request, "_count", USUAL, MOST), _before(request)
    versions = await server.in_pool(lambda: context.history(type, id))
    versions = _not_earlier(_current_at(versions, _at(request)), _since(request))
    page = [one for one in versions if before is None or one.change < before][:count]
    more = bool(page) and page[-1].change > versions[-1].change
    return _answer(server, request, page, page[-1].change if more else None, len(versions))


async def of_type(server: Server, request: Request) -> Response:
    """GET [type]/_history."""
    return await _several(server, request, [server.type(request.path_params["type"])])


async def of_base(server: Server, request: Request) -> Response:
    """GET [base]/_history."""
    return await _several(server, request, sorted(server.types))


async def _several(server: Server, request: Request, types: Sequence[str]) -> Response:
    asking.only(request.query_params, _PAGING)
    count, before, since = _number(request, "_count", USUAL, MOST), _before(request), _since(request)
    context, at = server.context(request), _at(request)
    page = await server.in_pool(lambda: recent(context, types, since=since, before=before, count=count, at=at))
    return _answer(server, request, page.versions, page.next, None)


def _answer(server: Server, request: Request, page: Sequence[Version], next: int | None, total: int | None) -> Response:
    base = server.base(request)
    address = base + request.url.path.partition(server.root)[2]
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "_before"]
    links = [("self", _link(address, request.query_params.multi_items()))]
    if next is not None:
        links.append(("next", _link(address, [*kept, ("_before", str(next))])))
    return json_answer(request, bundles.history_page(base, map(_entry, page), links, total))


def _entry(one: Version) -> tuple[bytes | None, str, int, str, str]:
    if one.deleted:
        return None, one.reference, one.number, "DELETE", one.instant
    return one.served(), one.reference, one.number, "POST" if one.number == 1 else "PUT", one.instant


def _link(address: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(pairs)}" if pairs else address


def _not_earlier(versions: Sequence[Version], since: datetime | None) -> list[Version]:
    return [one for one in versions if since is None or one.at >= since]


def _at(request: Request) -> Moments | None:
    """The moments of `_at`; None where it is not asked. Refused (value): it is no date."""
    text = request.query_params.get("_at")
    if text is None:
        return None
    try:
        start, end = interval(text.replace(" ", "+"))
    except ValueError as error:
        raise _no_moment("_at", text) from error
    return start, end


def _current_at(versions: list[Version], at: Moments | None) -> list[Version]:
    """Those that were current at some point of `_at`."""
    ends = [None, *(one.at for one in versions[:-1])]
    pairs = zip(versions, ends, strict=True)
    return [one for one, gone in pairs if at is None or was_current(one.at, gone, at)]


def _since(request: Request) -> datetime | None:
    text = request.query_params.get("_since")
    if text is None:
        return None
    try:
        return interval(text.replace(" ", "+"))[0]  # a plus sign that nobody encoded
    except ValueError as error:
        raise _no_moment("_since", text) from error


def _no_moment(name: str, text: str) -> Exception:
    example = "2025-06-30T10:00:00+08:00"
    return refuse("value", f"不是时刻：{text}", f"not an instant: {text}", where=name, remedy=(example, example))


def _before(request: Request) -> int | None:
    return _number(request, "_before", 0, 1 << 62) or None


def _number(request: Request, name: str, usual: int, most: int) -> int:
    text = request.query_params.get(name, str(usual))
    if not (text.isascii() and text.isdigit()) or int(text) > most or (name == "_count" and not int(text)):
        raise refuse("value", f"{name} 应为 1 到 {most}", f"{name} must be 1 to {most}", where=name)
    return int(text)
