"""An entry of a bundle as a request of its own: it goes the way of every request, past no check of it.

So whatever a client may ask by itself it may ask in a batch, and is told the same.
"""

import base64
from typing import Any
from urllib.parse import unquote

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from tongmai.base.outcome import refuse
from tongmai.clients.server.asking import FHIR_JSON, JSON_PATCH
from tongmai.clients.server.desk import Server
from tongmai.fhir.bundles import Entry

_CONDITIONS = {"if-match": "if_match", "if-none-match": "if_none_match", "if-none-exist": "if_none_exist",
               "if-modified-since": "if_modified_since"}  # fmt: skip
_NOT_WITHIN = ("", "_search")
_HANDED_ON = frozenset({b"accept-language", b"cookie", b"host", b"prefer", b"x-purpose-of-use"})


class _Meta(msgspec.Struct):
    lastUpdated: str = ""


class _Glance(msgspec.Struct):
    """What is looked at of a resource on its way out; the rest of its bytes is passed over unread."""

    resourceType: str = ""
    meta: _Meta = msgspec.field(default_factory=_Meta)


_glanced = msgspec.json.Decoder(_Glance).decode


async def asked(server: Server, request: Request, entry: Entry, raw: bytes) -> Response:
    """The answer to one entry. Refused: value (an address that leads elsewhere), media-type (a patch that is none)."""
    path, _, query = relative(server, request, entry).partition("?")
    if entry.method == "POST" and path in _NOT_WITHIN:
        raise refuse("unsupported", "Bundle 中不能再有此请求", "not within a bundle", where=f"{entry.where}.request")
    content, kind = (raw, FHIR_JSON) if entry.method != "PATCH" else (patch_in(entry), JSON_PATCH)
    headers = [pair for pair in request.scope["headers"] if pair[0] in _HANDED_ON]
    headers += [(b"content-type", kind.encode()), (b"accept", FHIR_JSON.encode())]
    for name, attribute in _CONDITIONS.items():
        if value := getattr(entry, attribute):
            headers.append((name.encode(), value.encode()))
    scope: dict[str, Any] = {
        **request.scope, "method": entry.method, "path": f"{server.root}/{unquote(path)}", "headers": headers,
        "query_string": query.encode(), "tongmai.entry": True,
    }  # fmt: skip
    for name in ("path_params", "endpoint", "route", "raw_path"):
        scope.pop(name, None)
    return await _answered(request, scope, content)


def relative(server: Server, request: Request, entry: Entry) -> str:
    """The address of an entry below the base. Refused (value): an absolute url that lies elsewhere."""
    url, base = entry.url, server.base(request)
    if "://" in url and not url.startswith(base + "/"):
        raise refuse(
            "value", f"地址不在 {base} 下", f"the address is not under {base}", where=f"{entry.where}.request.url"
        )
    return url.removeprefix(base).lstrip("/")


def patch_in(entry: Entry) -> bytes:
    """The JSON Patch in the Binary of an entry (http.html#patch). Refused (media-type): another kind of patch."""
    binary = entry.resource or {}
    if binary.get("resourceType") != "Binary" or binary.get("contentType") != JSON_PATCH:
        raise refuse("media-type", f"补丁应为 Binary，类型 {JSON_PATCH}", f"a patch is a Binary of {JSON_PATCH}",
                     where=f"{entry.where}.resource")  # fmt: skip
    try:
        return base64.b64decode(str(binary.get("data", "")), validate=True)
    except ValueError as error:
        raise refuse("structure", "不是 base64", "not base64", where=f"{entry.where}.resource.data") from error


async def _answered(request: Request, scope: dict[str, Any], content: bytes) -> Response:
    """What the application answers, gathered. `Refused` becomes an answer there, by its own handlers."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    try:
        await request.app.router(scope, receive, send)
    except HTTPException as error:
        raise refuse("not-found", "没有这个地址", "there is no such address", where=str(scope["path"])) from error
    start = next(one for one in sent if one["type"] == "http.response.start")
    body = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
    return Response(body, start["status"], {name.decode(): value.decode("latin-1") for name, value in start["headers"]})


def told(response: Response) -> dict[str, Any]:
    """An answer as an entry of the bundle that goes back."""
    body = _glanced(response.body) if response.body else None
    told = {"status": str(response.status_code), "location": response.headers.get("location"),
            "etag": response.headers.get("etag"), "lastModified": body and body.meta.lastUpdated}  # fmt: skip
    entry: dict[str, Any] = {"response": {name: value for name, value in told.items() if value}}
    if body is None:
        return entry
    if body.resourceType == "OperationOutcome":
        entry["response"]["outcome"] = msgspec.Raw(response.body)
    else:
        entry["resource"] = response.body
    return entry
