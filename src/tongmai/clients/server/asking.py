"""What a request says: who, in which language and format, on which base; its body, its conditions, its preferences."""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from starlette.requests import Request

from tongmai.base.outcome import Refused, refuse

FHIR_JSON = "application/fhir+json"
JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
_JSON = frozenset({FHIR_JSON, "application/json", "text/json", "json"})
_UTF8 = frozenset({"", "utf-8", "utf8", "us-ascii"})
_R4 = frozenset({"", "4.0", "4.0.1"})
_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')
_PURPOSE = re.compile(r"[A-Z]{2,20}")
PURPOSE_HEADER = "x-purpose-of-use"
COMMON = frozenset({"_format", "_pretty"})
"""Parameters that every interaction knows."""
_WBITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take. `most`: bytes of a body, unpacked; `seconds`: how long its body may take to arrive."""

    most: int = 16_000_000
    seconds: float = 30


def language(request: Request) -> str:
    """`en` where the client prefers English, otherwise `zh`."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


def accept_json(request: Request) -> None:
    """Refused (not-acceptable): the client takes no JSON, or another version of FHIR only (http.html#mime-type)."""
    wanted = request.query_params.get("_format") or request.headers.get("accept") or "*/*"
    if not any(map(_is_offered, wanted.split(","))):
        raise refuse(
            "not-acceptable", f"只提供 R4 的 JSON，不提供 {wanted}", f"JSON of R4 only, not {wanted}", where="Accept",
            remedy=(f"Accept: {FHIR_JSON}", f"Accept: {FHIR_JSON}"),
        )  # fmt: skip


def accept_any(request: Request) -> None:
    """For what is no JSON: lines of it."""


def _is_offered(media: str) -> bool:
    kind, more = _media(media)
    weight = more.get("q", "1")
    known = kind in _JSON or kind in ("*/*", "application/*", "")
    return known and more.get("fhirversion", "") in _R4 and weight.strip("0.") != ""


def _media(text: str) -> tuple[str, dict[str, str]]:
    """A media type and its parameters, both in small letters; a `+` that a URL turned into a blank is one again."""
    kind, *rest = text.split(";")
    pairs = (part.strip().lower().partition("=") for part in rest)
    return kind.strip().replace(" ", "+").lower(), {name: value.strip('"') for name, _, value in pairs}


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


ROOT = "tongmai.root"
"""In the scope of a request: the address under which this house stands; absent where it has the whole host."""


def origin(request: Request, proxies: int) -> str:
    """Scheme and host that the client used, and the path in front of ours. Of X-Forwarded-Proto, -Host and -Prefix the
    value is taken that the outermost of `proxies` proxies added; with none of them they say nothing."""
    told = {name: _forwarded(request, f"x-forwarded-{name}", proxies) for name in ("proto", "host", "prefix")}
    scheme, host = told["proto"] or request.url.scheme, told["host"] or request.url.netloc
    prefix = "/" + told["prefix"].strip("/") if told["prefix"].strip("/") else ""
    return f"{scheme}://{host}{prefix}{request.scope.get(ROOT, '')}"


def _forwarded(request: Request, name: str, proxies: int) -> str:
    values = [value.strip() for value in request.headers.get(name, "").split(",")]
    return values[-min(proxies, len(values))] if proxies else ""


def if_match(request: Request) -> int | None:
    """The version that the client takes for current."""
    return version_in(request.headers.get("if-match", ""), "If-Match")


def expected(request: Request) -> tuple[int | None, str]:
    """The version that must be current and the header that says so: of If-Match, 0 for If-None-Match: *; (None, "")
    for neither."""
    if request.headers.get("if-none-match") == "*":
        return 0, "If-None-Match"
    number = if_match(request)
    return number, "" if number is None else "If-Match"


def since(request: Request) -> datetime | None:
    """The moment of If-Modified-Since; what is no date is no condition (RFC 9110 13.1.3)."""
    try:
        at = parsedate_to_datetime(request.headers["if-modified-since"])
    except (KeyError, ValueError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def preferences(request: Request) -> dict[str, str]:
    """What the client prefers (RFC 7240): {"return": "minimal", "handling": "lenient", "respond-async": ""}.
    Refused (value): a word that R4 does not know for `return` or `handling`."""
    pairs = (part.strip().partition("=") for part in re.split("[,;]", request.headers.get("prefer", "")))
    found = {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs if name.strip()}
    for name, known in _PREFERENCES.items():
        if found.get(name, known[0]) not in known:
            listed = " | ".join(known)
            raise refuse("value", f"没有此偏好：{found[name]}", f"no such preference: {found[name]}", where="Prefer",
                         remedy=(f"{name}={listed}", f"{name}={listed}"))  # fmt: skip
    return found


_PREFERENCES = {"return": ("representation", "minimal", "OperationOutcome"), "handling": ("strict", "lenient")}


async def body(request: Request, limits: Limits, kinds: frozenset[str] = _JSON) -> bytes:
    """The bytes of a JSON body. Refused: media-type, too-large, slow."""
    content_kind(request, kinds)
    return await limited(request, limits)


def content_kind(request: Request, kinds: frozenset[str]) -> str:
    """The kind of a body. Refused (media-type): it is none of these, not in UTF-8, or of another version of FHIR."""
    kind, more = _media(request.headers.get("content-type", ""))
    if kind not in kinds or more.get("charset", "") not in _UTF8 or more.get("fhirversion", "") not in _R4:
        wanted = FHIR_JSON if kinds is _JSON else " | ".join(sorted(kinds))
        raise refuse("media-type", f"内容类型应为 {wanted}", f"the content type must be {wanted}", where="Content-Type",
                     remedy=(wanted, wanted))  # fmt: skip
    return kind


async def limited(request: Request, limits: Limits) -> bytes:
    """The bytes of a body, unpacked, read no further than allowed. Refused: too-large, slow, media-type."""
    unpack = _Unpacking(_coding(request), limits.most)
    if request.headers.get("content-length", "").isdigit() and int(request.headers["content-length"]) > limits.most:
        raise too_large(limits.most)
    found, size = list[bytes](), 0
    try:
        async with asyncio.timeout(limits.seconds):
            async for part in request.stream():
                found.append(unpack.unpacked(part, limits.most - size))
                size += len(found[-1])
    except TimeoutError as error:
        raise _slow(limits) from error
    unpack.end()
    return b"".join(found)


def _coding(request: Request) -> str:
    return request.headers.get("content-encoding", "identity").strip().lower()


def _slow(limits: Limits) -> Refused:
    return refuse("slow", f"内容未在 {limits.seconds:g} 秒内到齐", f"the body took over {limits.seconds:g} seconds",
                  where="body")  # fmt: skip


async def parts(request: Request, limits: Limits) -> AsyncIterator[bytes]:
    """A body of any size part by part, unpacked. Refused: slow (nothing comes for too long), media-type, structure,
    too-large (one part unpacks to more than a body may hold)."""
    unpack, stream = _Unpacking(_coding(request), limits.most), request.stream()
    while True:
        try:
            part = await asyncio.wait_for(anext(stream, b""), limits.seconds)
        except TimeoutError as error:
            raise _slow(limits) from error
        if not part:
            break
        yield unpack.unpacked(part, limits.most)
    unpack.end()


class _Unpacking:
    """Unpacks a body part by part, and of each never more than is allowed (decompression bombs)."""

    def __init__(self, coding: str, most: int) -> None:
        if coding != "identity" and coding not in _WBITS:
            raise refuse("media-type", f"不支持压缩方式 {coding}", f"no content encoding {coding}",
                         where="Content-Encoding", remedy=("gzip, deflate", "gzip, deflate"))  # fmt: skip
        self._inflate = zlib.decompressobj(_WBITS[coding]) if coding in _WBITS else None
        self._most = most

    def unpacked(self, part: bytes, room: int) -> bytes:
        """Refused: too-large (more than `room` bytes come out of it), structure (it is damaged)."""
        if self._inflate is not None and part:
            try:
                part = self._inflate.decompress(part, room + 1)
            except zlib.error as error:
                raise refuse("structure", "压缩内容已损坏", "the packed body is damaged", where="body") from error
        if len(part) > room:
            raise too_large(self._most)
        return part

    def end(self) -> None:
        """Refused (structure): the body ends before what was packed does."""
        if self._inflate is not None and not self._inflate.eof:
            raise refuse("structure", "压缩内容不完整", "the packed body is cut off", where="body")


def too_large(most: int) -> Refused:
    """The refusal of what is larger than is allowed."""
    return refuse("too-large", f"内容超过 {most} 字节", f"the body exceeds {most} bytes", where="body")


def only(parameters: Mapping[str, str], known: frozenset[str]) -> None:
    """Refused (unsupported): a parameter that this interaction does not know; none is ignored."""
    if strange := sorted(set(parameters) - known - COMMON):
        raise refuse("unsupported", f"不支持参数 {strange[0]}", f"no parameter {strange[0]} here", where=strange[0])
