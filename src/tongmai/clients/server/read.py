"""Read and vread. Source: FHIR R4 http.html#read, #vread, #cread (conditional read), #summary."""

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Version
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import empty, json_answer, versioned
from tongmai.clients.server.desk import Server
from tongmai.fhir.subset import SUMMARIES, Subset

_PARTS = frozenset({"_summary", "_elements"})


async def read(server: Server, request: Request) -> Response:
    """GET [type]/[id]: inline, as a point read."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    asking.only(request.query_params, _PARTS)
    wanted = subset(server, request, type)
    return _found(request, server.context(request).read(type, id), wanted)


async def read_version(server: Server, request: Request) -> Response:
    """GET [type]/[id]/_history/[version]."""
    type, id = server.type(request.path_params["type"]), request.path_params["id"]
    number = request.path_params["number"]
    asking.only(request.query_params, _PARTS)
    wanted = subset(server, request, type)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise refuse("not-found", f"没有第 {number} 版", f"there is no version {number}", where=f"{type}/{id}")
    context = server.context(request)
    version = await server.in_pool(lambda: context.read_version(type, id, int(number)))
    if version.deleted:
        raise refuse("gone", "这一版是删除", "this version is a deletion", where=f"{type}/{id}")
    return _found(request, version, wanted)


def subset(server: Server, request: Request, type: str) -> Subset:
    """Which part of a resource the client wants. Refused: value, unsupported (`count` counts matches of a search)."""
    summary, listed = (request.query_params.get(name, "") for name in ("_summary", "_elements"))
    if summary and (summary not in SUMMARIES or summary == "count"):
        raise refuse("value", f"不支持 _summary={summary}", f"no _summary={summary} here", where="_summary",
                     remedy=("true, text, data, false", "true, text, data, false"))  # fmt: skip
    elements = frozenset(name.removeprefix(f"{type}.") for name in listed.split(",") if name)
    known = server.definitions.shapes[type].elements
    if strange := sorted(elements - known.keys()):
        raise refuse("value", f"{type} 没有元素 {strange[0]}", f"{type} has no element {strange[0]}", where="_elements",
                     remedy=(", ".join(known), ", ".join(known)))  # fmt: skip
    if summary not in ("", "false") and elements:
        raise refuse("value", "_summary 与 _elements 不能同用", "either _summary or _elements", where="_elements")
    return Subset(server.definitions, summary, elements)


def _found(request: Request, version: Version, wanted: Subset) -> Response:
    """A resource read; 304 where the client has this version."""
    headers = versioned(version)
    if _is_known(request, version):
        return empty(304, headers)
    return json_answer(request, wanted.of(version.type, version.served()), headers=headers)


def _is_known(request: Request, version: Version) -> bool:
    """If-None-Match goes before If-Modified-Since (RFC 9110 13.2.2)."""
    if tags := request.headers.get("if-none-match", ""):
        weak = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in weak or version.etag.removeprefix("W/") in weak
    since = asking.since(request)
    return since is not None and version.at.replace(microsecond=0) <= since
