"""What a request says: who, in which language and format, on which base; its body and its conditions."""

import re
from collections.abc import Mapping

from starlette.requests import Request

from tongmai.base.outcome import refuse

FHIR_JSON = "application/fhir+json"
_JSON = frozenset({FHIR_JSON, "application/json", "text/json", "json"})
_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')
_PURPOSE = re.compile(r"[A-Z]{2,20}")
PURPOSE_HEADER = "x-purpose-of-use"


def language(request: Request) -> str:
    """`en` where the client prefers English, otherwise `zh`."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


def accept_json(request: Request) -> None:
    """Refused (not-acceptable): the client takes no JSON."""
    wanted = request.query_params.get("_format") or request.headers.get("accept", "*/*")
    offered = [part.partition(";")[0].strip().replace(" ", "+").lower() for part in wanted.split(",")]
    if not any(one in _JSON or one in ("*/*", "application/*", "") for one in offered):
        raise refuse(
            "not-acceptable", f"只提供 JSON，不提供 {wanted}", f"JSON only, not {wanted}", where="Accept",
            remedy=(f"Accept: {FHIR_JSON}", f"Accept: {FHIR_JSON}"),
        )  # fmt: skip


def purpose(request: Request, usual: str) -> str:
    """The purpose of use that the client declares. Refused (value): it is no code."""
    said = request.headers.get(PURPOSE_HEADER, usual)
    if not _PURPOSE.fullmatch(said):
        raise refuse("value", "用途代码有误", "no such code of purpose", where=PURPOSE_HEADER)
    return said


def version_in(text: str, where: str) -> int | None:
    """The version number of an ETag such as W/"3"; None for none. Refused (value): it is no ETag of ours."""
    if not text:
        return None
    match = _ETAG.fullmatch(text.strip())
    if match is None:
        raise refuse("value", f"不是版本标签：{text}", f"not an ETag: {text}", where=where, remedy=('W/"1"', 'W/"1"'))
    return int(match[1])


async def body(request: Request, most: int) -> bytes:
    """The bytes of a JSON body. Refused: media-type, too-large."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _JSON:
        raise refuse(
            "media-type", f"内容类型应为 {FHIR_JSON}", f"the content type must be {FHIR_JSON}", where="Content-Type"
        )
    return await limited(request, most)


async def limited(request: Request, most: int) -> bytes:
    """The bytes of a body, read no further than allowed. Refused: too-large."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise refuse("too-large", f"内容超过 {most} 字节", f"the body exceeds {most} bytes", where="body")
        parts.append(part)
    return b"".join(parts)


def only(parameters: Mapping[str, str], known: frozenset[str]) -> None:
    """Refused (unsupported): a parameter that this interaction does not know; none is ignored."""
    if strange := sorted(set(parameters) - known - {"_format", "_pretty"}):
        raise refuse("unsupported", f"不支持参数 {strange[0]}", f"no parameter {strange[0]} here", where=strange[0])
