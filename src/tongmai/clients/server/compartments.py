"""What belongs to a person: a compartment's search, and `Patient/$everything`.

Sources: FHIR R4 3.1.1.2 (compartments: /Patient/[id]/[type], /Patient/[id]/*), Patient operation everything. Every
record passes the door by itself: whoever asks for everything gets everything that he may search.
"""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context, Found, across, cared_for
from tongmai.base.dates import interval
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.desk import Server
from tongmai.clients.server.searching import lenient, links, page_of, refuse_private

_OURS = frozenset({"_format", "_pretty"})
_EVERYTHING = frozenset({"start", "end", "_since", "_type", "_count", "_after"})
Pairs = list[tuple[str, str]]


async def search(server: Server, request: Request) -> Response:
    """GET [compartment]/[id]/[type]?…, or `*` for all types of the compartment."""
    of, id, member = (request.path_params[name] for name in ("type", "id", "member"))
    context, pairs = server.context(request), _pairs(request)
    types = context.compartment(server.type(of))
    if not types:
        raise refuse("unsupported", f"没有 {of} 隔室", f"there is no compartment of {of}", where=of,
                     remedy=("只有 Patient 隔室", "Patient has one"))  # fmt: skip
    if member == "*":
        return await server.in_pool(lambda: _all(server, request, context, id, types, pairs))
    type = server.type(member)
    refuse_private(server, type, pairs)
    return await server.in_pool(lambda: _members(server, request, context, of, id, type, pairs))


def _pairs(request: Request) -> Pairs:
    return [pair for pair in request.query_params.multi_items() if pair[0] not in _OURS]


def _members(server: Server, request: Request, context: Context, of: str, id: str, type: str, pairs: Pairs) -> Response:
    belonging = context.members(of, id, type)
    understood = context.understood(type, pairs, lenient(request))
    found = context.found(understood.query, belonging)
    address = f"{server.base(request)}/{of}/{id}/{type}"
    listed = links(server, context, address, type, pairs, found.next, private=False)
    return page_of(server, request, found, listed, understood)


def _all(server: Server, request: Request, context: Context, id: str, types: Sequence[str], pairs: Pairs) -> Response:
    """Type after type; each parameter must be one of every type, and an order across types is none."""
    for name in ("_sort", "_total", "_summary", "_include", "_revinclude"):
        if any(pair[0].partition(":")[0] == name for pair in pairs):
            raise refuse("unsupported", f"跨类型检索不支持 {name}", f"a search over types takes no {name}", where=name,
                         remedy=("按类型分别检索", "search type by type"))  # fmt: skip
    own = [pair for pair in pairs if pair[0] not in ("_after", "_count")]
    wanted = [type for type in types if type in server.types]

    def page(type: str, after: str | None, count: int) -> Found:
        query = context.understood(type, [*own, *_at(after, count)]).query
        return context.found(query, context.members("Patient", id, type))

    return _told(server, request, context, wanted, page, pairs)


def _at(after: str | None, count: int) -> Pairs:
    return [("_count", str(count)), *([("_after", after)] if after is not None else [])]


def _told(
    server: Server,
    request: Request,
    context: Context,
    types: Sequence[str],
    page: Callable[[str, str | None, int], Found],
    pairs: Pairs,
) -> Response:
    asked = context.understood("Patient", [pair for pair in pairs if pair[0] in ("_count", "_elements")])
    if asked.query.count == 0:
        raise refuse("value", "跨类型检索的 _count 至少为 1", "_count must be 1 or more here", where="_count")
    found = across(types, page, dict(pairs).get("_after"), asked.query.count)
    address = server.base(request) + request.url.path.removeprefix(server.root)
    listed = links(server, context, address, "Patient", pairs, found.next, private=False)
    return page_of(server, request, found, listed, asked)


async def everything(server: Server, request: Request) -> Response:
    """GET Patient/[id]/$everything with start, end, _since, _type, _count: the person, what belongs to the person, and
    the institutions and people of the house that it names."""
    id, context, pairs = request.path_params["id"], server.context(request), _pairs(request)
    server.type("Patient")
    asking.only(request.query_params, _EVERYTHING)
    return await server.in_pool(lambda: _everything(server, request, context, id, pairs))


def _everything(server: Server, request: Request, context: Context, id: str, pairs: Pairs) -> Response:
    context.read("Patient", id)
    asked = dict(pairs)
    start, end = _day(asked, "start"), _day(asked, "end")
    since = [("_lastUpdated", f"ge{asked['_since']}")] if "_since" in asked else []
    types = context.compartment("Patient")
    wanted = [type for type in types if type in server.types and type in _types(server, asked, types)]

    def page(type: str, after: str | None, count: int) -> Found:
        query = context.understood(type, [*since, ("_include", f"{type}:*"), *_at(after, count)]).query
        days = cared_for(server.definitions, type, start, end)
        return context.found(query, context.members("Patient", id, type, days), apart=types)

    return _told(server, request, context, wanted, page, pairs)


def _types(server: Server, asked: dict[str, str], types: Sequence[str]) -> Sequence[str]:
    if "_type" not in asked:
        return types
    wanted = asked["_type"].split(",")
    for type in wanted:
        if type not in types:
            raise refuse(
                "value", f"{type} 不属于 Patient 隔室", f"{type} is in no compartment of Patient", where="_type"
            )
    return wanted


def _day(asked: dict[str, str], name: str) -> str:
    """A date as it was given; "" for none. Refused (value): it is none."""
    text = asked.get(name, "")
    if text:
        try:
            interval(text)
        except ValueError as error:
            raise refuse("value", f"不是日期：{text}", f"not a date: {text}", where=name) from error
    return text
