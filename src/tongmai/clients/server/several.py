"""Search of several types at once, or of all: GET [base]?_type=A,B&… and POST [base]/_search.

Source: FHIR R4 3.1.1.1.1 (contexts of a search), 3.1.1.4.1 (`_type`). A parameter must be one of every type that is
searched; types follow each other by name, so that an order across them is none. A type that the client may not search
has nothing to show.
"""

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context, Found, Understood, across
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server.desk import Server
from tongmai.clients.server.searching import (
    FURTHER,
    Pairs,
    form_of,
    lenient,
    links,
    local,
    own_pairs,
    page_of,
    refuse_private,
)

_SHOWN = frozenset({"_count", "_elements", "_summary", "_total"})
_ANY = "*"
"""Under which further pages are kept whose parameters must not stand in links."""


async def search(server: Server, request: Request) -> Response:
    """GET [base]?…"""
    context, pairs = server.context(request), own_pairs(request)
    word = dict(pairs).get(FURTHER)
    if word is not None and len(pairs) == 1:
        kept = server.pages.find(word, context.actor.id, _ANY)
        return await server.in_pool(lambda: _found(server, request, context, kept, private=True))
    for type in _types(server, pairs):
        refuse_private(server, type, pairs)
    return await server.in_pool(lambda: _found(server, request, context, pairs, private=False))


async def post_search(server: Server, request: Request) -> Response:
    """POST [base]/_search: parameters as a form, those of the URL beside them."""
    context, url = server.context(request), own_pairs(request)
    if url:
        for type in _types(server, url):
            refuse_private(server, type, url)
    pairs = [*url, *await form_of(server, request)]
    return await server.in_pool(lambda: _found(server, request, context, pairs, private=True))


def _types(server: Server, pairs: Pairs) -> Sequence[str]:
    """The types that are searched, by name: those of `_type`, or all. Refused: required (nothing is asked at all);
    value (`_type` twice); not-found (a type that is none here); unsupported (a parameter that is not one of all)."""
    listed = [value for name, value in pairs if name == "_type"]
    if not pairs:
        raise refuse("required", "缺少检索参数", "a search parameter is missing", where="_type",
                     remedy=("例如 ?_type=Patient,Observation", "such as ?_type=Patient,Observation"))  # fmt: skip
    if len(listed) > 1:
        raise refuse("value", "_type 只能出现一次", "_type may stand once", where="_type",
                     remedy=("以逗号分隔各类型", "write the types with commas"))  # fmt: skip
    if listed:
        return sorted({server.type(name) for name in listed[0].split(",")})
    known = {name for one in server.types for name in server.definitions.parameters(one)}
    common = set.intersection(*(set(server.definitions.parameters(one)) for one in server.types))
    for name, _ in pairs:
        plain = name.partition(":")[0].partition(".")[0]
        if plain in known and plain not in common:
            able = ", ".join(sorted(common))
            remedy = (f"用 _type 写明类型，或用：{able}", f"name types by _type, or use: {able}")
            raise refuse("unsupported", f"{plain} 不是所有类型共有的参数", f"{plain} is no parameter of every type",
                         where=name, remedy=remedy)  # fmt: skip
    return sorted(server.types)


def _found(server: Server, request: Request, context: Context, pairs: Pairs, *, private: bool) -> Response:
    types, base = _types(server, pairs), server.base(request)
    if len(types) > 1 and any(name == "_sort" for name, _ in pairs):
        raise refuse("unsupported", "跨类型检索不能排序", "a search over types has no order", where="_sort",
                     remedy=("按类型分别检索", "search type by type"))  # fmt: skip
    shown = context.understood(types[0], [pair for pair in pairs if pair[0] in _SHOWN])
    own = [pair for pair in pairs if pair[0] not in ("_after", "_count", "_total", "_type")]
    searches = {type: context.understood(type, local(server, base, type, own), lenient(request)) for type in types}
    opened = _opened(context, list(searches.values()))

    def page(type: str, after: str | None, count: int) -> Found:
        return context.found(replace(searches[type].query, after=after, count=count, total=False))

    total = _total(context, opened) if shown.query.total else None
    found = Found(())
    if shown.query.count:
        found = across(types, page, dict(pairs).get("_after"), shown.query.count)
    ignored = {issue.where: issue for one in searches.values() for issue in one.ignored}
    done = [pair for pair in pairs if pair[0] not in ignored]
    listed = links(server, context, base, _ANY, done, found.next, private=private)
    told = replace(shown, ignored=tuple(ignored.values()))
    return page_of(server, request, replace(found, total=total), listed, told)


def _opened(context: Context, searches: Sequence[Understood]) -> list[Understood]:
    """Those that the client may make. Refused (forbidden): none of them."""
    able, refusals = list[Understood](), list[Refused]()
    for one in searches:
        try:
            if not context.unlimited:
                context.scoped(one.query)
            able.append(one)
        except Refused as refused:
            if refused.kind != "forbidden":
                raise
            refusals.append(refused)
    if not able:
        raise refusals[0]
    return able


def _total(context: Context, searches: Sequence[Understood]) -> int:
    """How many there are in all."""
    counting = (replace(one.query, after=None, count=0, total=True, include=()) for one in searches)
    return sum(context.found(query).total or 0 for query in counting)
