"""The bytes of a resource: their normal form, and how version and time are spliced in on the way out.

Normal form: no space between values, `resourceType` and `id` first, then `meta` if anything is left of it, then the
other members in the order they came. Each value keeps its own text, so `1.50` stays `1.50`. What the server alone says
(`meta.versionId`, `meta.lastUpdated`) is taken out, so that a resource read and written back unchanged is the same.
"""

import re
from datetime import datetime
from typing import Any

import msgspec
import orjson

from tongmai.base.outcome import Refused, refuse

Members = dict[str, msgspec.Raw]
_members = msgspec.json.Decoder(Members).decode
_encode = msgspec.json.Encoder().encode
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_SERVER_META = ("versionId", "lastUpdated")


def _client_meta(raw: msgspec.Raw | None) -> Members:
    """`meta` without what the server says."""
    if raw is None or bytes(raw) == b"null":
        return {}
    meta = _members(raw)
    for name in _SERVER_META:
        meta.pop(name, None)
    return meta


def head(type: str, id: str) -> bytes:
    """How every body in normal form begins."""
    return b'{"resourceType":"%s","id":"%s"' % (type.encode(), id.encode())


_HEAD, _META = len(head("", "")), b',"meta":{'


def normal(type: str, id: str, body: bytes) -> tuple[bytes, str | None, str | None]:
    """The normal form of a body under this type and id, and which type and id the body itself said, None where it
    said none. Refused when the body is not one JSON object."""
    try:
        compact = msgspec.json.format(body, indent=-1)
    except (msgspec.DecodeError, RecursionError) as error:
        raise not_json(error) from error
    return normal_of_compact(type, id, compact)


def normal_of_compact(type: str, id: str, body: bytes) -> tuple[bytes, str | None, str | None]:
    """`normal` of a body that has no space between its values."""
    if rb"\u0000" in body and _NUL.search(body):
        raise refuse("structure", "文本不能含 NUL 字符", "no text may hold the character NUL", rule="FHIR R4 2.24.0.1")
    try:
        members = _members(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise not_json(error) from error
    start = head(type, id)
    if body.startswith(start) and _is_normal(body, members):
        return body, type, id
    said = [_said(members.pop(name, None)) for name in ("resourceType", "id")]
    try:
        meta = _client_meta(members.pop("meta", None))
    except msgspec.DecodeError as error:
        raise refuse("structure", "应为一个对象", "must be an object", where="meta") from error
    own: dict[str, str | Members | msgspec.Raw] = {"resourceType": type, "id": id}
    if meta:
        own["meta"] = meta
    return _encode({**own, **members}), said[0], said[1]


def _is_normal(body: bytes, members: Members) -> bool:
    """Of a body that begins as one in normal form does: no member twice, `meta` in its place and the client's own.
    Members that stand twice are the only thing that makes the bytes others than those of the members read."""
    if "meta" in members:
        if list(members)[2] != "meta" or not bytes(members["meta"]).startswith(b'{"'):
            return False
        if b'"versionId"' in body or b'"lastUpdated"' in body:
            return False
    return _encode(members) == body


def _said(raw: msgspec.Raw | None) -> str | None:
    return None if raw is None else str(orjson.loads(bytes(raw)))


def not_json(error: Exception) -> Refused:
    """The refusal of bytes that are no JSON object."""
    return refuse("structure", f"不是一个 JSON 对象：{error}", f"not a JSON object: {error}")


def instant(at: datetime) -> str:
    """A FHIR instant with milliseconds of a moment in UTC."""
    return at.isoformat(timespec="milliseconds")[:23] + "Z"


def served(type: str, id: str, number: int, at: datetime, body: bytes) -> bytes:
    """The body with its version and time in `meta`, without parsing it. LookupError for a tombstone."""
    if not body:
        raise LookupError(f"{type}/{id} version {number} is a tombstone")
    end = _HEAD + len(type) + len(id)
    meta = (body[:end], number, instant(at).encode())
    if body.startswith(_META, end):
        return b'%s,"meta":{"versionId":"%d","lastUpdated":"%s",' % meta + body[end + len(_META) :]
    return b'%s,"meta":{"versionId":"%d","lastUpdated":"%s"}' % meta + body[end:]


def parsed(type: str, id: str, number: int, at: datetime, body: bytes) -> dict[str, Any]:
    """The resource as a dict, with its version and time in `meta`."""
    resource: dict[str, Any] = orjson.loads(served(type, id, number, at, body))
    return resource
