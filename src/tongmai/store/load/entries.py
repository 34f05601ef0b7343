"""A bundle to change sets: a transaction is one, every entry of a batch or collection is one of its own.

Ids. An entry that is POSTed gets an id that a second run finds again: the uuid of its `fullUrl` (urn:uuid:…), else one
derived from the `fullUrl`, else from its bytes. So a transaction whose entries carry no `ifNoneExist` creates nothing
when it is loaded again. (FHIR R4 3.1.0.8 lets the server choose.)
"""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.store.pending import at_entry
from tongmai.store.protocol import ChangeSet, Delete, Put

ORIGIN = "load"
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_NAMES = uuid.UUID("6f1c1f3e-7a53-4d0a-9a44-3d1d8f6f2c11")
_WEAK = re.compile(r'W/"(\d+)"')


class Request(msgspec.Struct):
    """`entry.request`."""

    method: str = ""
    url: str = ""
    ifNoneExist: str | None = None
    ifMatch: str | None = None
    ifNoneMatch: str | None = None


class Entry(msgspec.Struct):
    """`entry`; the resource as its own bytes."""

    resource: msgspec.Raw = msgspec.Raw()
    fullUrl: str = ""
    request: Request | None = None


class Bundle(msgspec.Struct):
    """A bundle whose entries are still bytes."""

    type: str = ""
    entry: list[msgspec.Raw] = []


class Sound(msgspec.Struct):
    """A bundle whose entries are all in shape."""

    type: str = ""
    entry: list[Entry] = []


class Named(msgspec.Struct):
    """What a resource says it is."""

    resourceType: str = ""
    id: str | None = None


_read_entry = msgspec.json.Decoder(Entry).decode
_read_named = msgspec.json.Decoder(Named).decode
_read_bundle = msgspec.json.Decoder(Bundle).decode
_read_sound = msgspec.json.Decoder(Sound).decode
_NOTHING = b'{"resource":null}'
"""Stands for an unreadable line."""


class Piece(NamedTuple):
    """A change set and the numbers of its entries in the bundle, or what is wrong with them."""

    places: tuple[int, ...]
    change_set: ChangeSet | None
    refused: Refused | None = None


def pieces(bundle: bytes) -> list[Piece]:
    """The change sets of a bundle, in its order."""
    try:
        read = _read(bundle)
    except msgspec.DecodeError as error:
        return [
            Piece((), None, refuse("structure", f"Bundle 结构有误：{error}", f"the bundle is out of shape: {error}"))
        ]
    if read.type not in ("transaction", "batch", "collection", "searchset"):
        wrong = refuse(
            "unsupported",
            f"不装载 {read.type or '无类型'} 的 Bundle",
            f"a bundle of type {read.type!r} is not loaded",
            where="type",
            remedy=("使用 transaction、batch 或 collection", "use transaction, batch or collection"),
        )
        return [Piece((), None, wrong)]
    listed = [(place, one) for place, one in _numbered(read) if isinstance(one, Entry) or bytes(one) != _NOTHING]
    if read.type != "transaction":
        return [_piece([one], read.type) for one in listed]
    return [_piece(listed, read.type)] if listed else []


def _read(bundle: bytes) -> Bundle | Sound:
    """The entries, one by one where they are not all in shape."""
    if _NOTHING not in bundle:
        try:
            return _read_sound(bundle)
        except msgspec.ValidationError:
            pass  # reading one by one tells which
    return _read_bundle(bundle)


def _numbered(read: Bundle | Sound) -> Iterator[tuple[int, msgspec.Raw | Entry]]:
    yield from enumerate(read.entry)


def _piece(listed: Sequence[tuple[int, msgspec.Raw | Entry]], kind: str) -> Piece:
    """One change set of these entries; all their faults together if there are any."""
    writes, issues = [], []
    for number, (_, raw) in enumerate(listed):
        try:
            writes.append(_write(raw, kind))
        except Refused as refused:
            issues += [_placed(number, issue) for issue in refused.issues]
    places = tuple(place for place, _ in listed)
    if issues:
        return Piece(places, None, Refused(tuple(issues)))
    return Piece(places, ChangeSet(tuple(writes), ORIGIN))


def _placed(number: int, issue: Issue) -> Issue:
    return replace(issue, where=at_entry(number, issue.where))


def _write(raw: msgspec.Raw | Entry, kind: str) -> Put | Delete:
    try:
        entry = raw if isinstance(raw, Entry) else _read_entry(raw)
        body = bytes(entry.resource)
        named = _read_named(body) if body else Named()
    except msgspec.DecodeError as error:
        raise refuse("structure", f"结构有误：{error}", f"out of shape: {error}") from error
    if entry.request is None:
        if kind in ("transaction", "batch"):
            raise refuse("required", "缺少 request", "request is missing", where="request")
        return _kept(entry, named, body)
    return _requested(entry, entry.request, named, body)


def _kept(entry: Entry, named: Named, body: bytes) -> Put:
    """An entry without request: under its own id."""
    _refuse_empty(body)
    return Put(named.resourceType, body, id=named.id or _derived(entry.fullUrl, body), full_url=entry.fullUrl)


def _requested(entry: Entry, request: Request, named: Named, body: bytes) -> Put | Delete:
    type, slash, id = request.url.partition("/")
    if request.method == "POST" and not slash and "?" not in type:
        _refuse_empty(body)
        _same_type(type, named)
        id = _derived(entry.fullUrl, body)
        own = body if named.id in (None, id) else _without_id(body)
        return Put(type, own, id=id, full_url=entry.fullUrl, if_none_exist=request.ifNoneExist)
    if request.method == "PUT" and slash and "?" not in request.url:
        _same_type(type, named)
        _refuse_empty(body)
        return Put(type, body, id=id, full_url=entry.fullUrl, if_match=_match(request))
    if request.method == "DELETE" and slash and "?" not in request.url:
        return Delete(type, id, if_match=_match(request))
    raise refuse(
        "unsupported",
        f"装载不支持 {request.method} {request.url}",
        f"{request.method} {request.url} cannot be loaded",
        where="request",
        remedy=("使用 POST 类型、PUT 类型/标识 或 DELETE 类型/标识", "use POST Type, PUT Type/id or DELETE Type/id"),
    )


def _refuse_empty(body: bytes) -> None:
    if not body:
        raise refuse("required", "缺少资源内容", "the resource is missing", where="resource")


def _without_id(body: bytes) -> bytes:
    """A POSTed resource's own id says nothing."""
    members = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    members.pop("id", None)
    return msgspec.json.encode(members)


def _same_type(type: str, named: Named) -> None:
    if type != named.resourceType:
        raise refuse("invalid", f"资源类型是 {named.resourceType}，地址是 {type}",
                     f"the resource is a {named.resourceType}, the url says {type}", where="request.url")  # fmt: skip


def _match(request: Request) -> int | None:
    if request.ifNoneMatch == "*":
        return 0
    if request.ifMatch is None:
        return None
    found = _WEAK.fullmatch(request.ifMatch)
    if found is None:
        raise refuse(
            "value", f"ifMatch 不合规：{request.ifMatch}", f"not an etag: {request.ifMatch}", where="request.ifMatch"
        )
    return int(found[1])


def _derived(full_url: str, body: bytes) -> str:
    """An id that the same entry gets again."""
    given = full_url.removeprefix("urn:uuid:")
    if given != full_url and _ID.fullmatch(given):
        return given
    return str(uuid.uuid5(_NAMES, full_url or body.decode()))
