"""Transaction and batch. Source: FHIR R4 3.1.0.11. A transaction is one change set: all or nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context, Delete, Put, Written
from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.clients.server.reading import parsed
from tongmai.clients.server.records import expect_type
from tongmai.clients.server.searching import refuse_private
from tongmai.fhir import bundles
from tongmai.fhir.bundles import Entry

_PLACE = re.compile(r"entry\[(\d+)\](.*)", re.DOTALL)


class _Cut(msgspec.Struct):
    """An entry of which only the resource's own bytes are wanted: decimals keep their digits."""

    resource: msgspec.Raw = msgspec.Raw()


class _Bundle(msgspec.Struct):
    entry: list[_Cut] = []


_cut = msgspec.json.Decoder(_Bundle).decode


async def bundle(server: Server, request: Request) -> Response:
    """POST [base]: a transaction or a batch."""
    context = server.context(request)
    asking.only(request.query_params, frozenset())
    content = await asking.body(request, server.most)
    kind, entries, raw = await server.in_pool(lambda: _read_in(content))
    base = server.base(request)
    if kind == "transaction":
        answers = await _transaction(server, context, entries, raw, base)
    else:
        answers = [
            await _single(server, context, one, body, base, request) for one, body in zip(entries, raw, strict=True)
        ]
    return json_answer(request, {"resourceType": "Bundle", "type": f"{kind}-response", "entry": answers})


def _read_in(content: bytes) -> tuple[str, list[Entry], list[bytes]]:
    """The kind of a bundle, its entries, and the own bytes of each entry's resource."""
    whole = parsed(content)
    _expect_shape(whole)
    return whole["type"], bundles.entries(whole), [bytes(one.resource) for one in _cut(content).entry]


def _expect_shape(whole: dict[str, Any]) -> None:
    """Refused (structure): entries or requests that are no objects, texts that are none."""
    entries = whole.get("entry", [])
    if not isinstance(entries, list) or not isinstance(whole.get("type"), str):
        raise _misshapen("Bundle.entry")
    for place, entry in enumerate(entries):
        request = entry.get("request", {}) if isinstance(entry, dict) else None
        texts = [entry.get("fullUrl", ""), *request.values()] if isinstance(request, dict) else [None]
        if not all(isinstance(text, str) for text in texts):
            raise _misshapen(f"Bundle.entry[{place}]")


def _misshapen(where: str) -> Refused:
    return refuse("structure", "Bundle 的结构有误", "the bundle is out of shape", where=where)


async def _transaction(
    server: Server, context: Context, entries: Sequence[Entry], raw: Sequence[bytes], base: str
) -> list[dict[str, Any]]:
    order = bundles.processing_order(entries)
    writes = [_write(server, entries[place], raw[place]) for place in order]
    try:
        written = await server.write(context, writes)
    except Refused as refused:
        raise Refused(tuple(_at_entry(issue, order) for issue in refused.issues)) from refused
    answers: list[dict[str, Any]] = [{}] * len(entries)
    for place, one in zip(order, written, strict=True):
        answers[place] = {"response": _answer(one, base)}
    return answers


def _at_entry(issue: Issue, order: Sequence[int]) -> Issue:
    """The issue at the entry as the client numbered it."""
    match = _PLACE.fullmatch(issue.where)
    if match is None:
        place = f"Bundle.entry[{order[0]}].resource" if len(order) == 1 else ""
        return replace(issue, where=".".join(part for part in (place, issue.where) if part))
    return replace(issue, where=f"Bundle.entry[{order[int(match[1])]}].resource{match[2]}")


async def _single(
    server: Server, context: Context, entry: Entry, raw: bytes, base: str, request: Request
) -> dict[str, Any]:
    """One entry of a batch: whatever becomes of it, the others go on."""
    try:
        if entry.method == "GET":
            return await server.in_pool(lambda: _read(server, context, entry, base))
        written = await server.write(context, [_write(server, entry, raw)])
        return {"response": _answer(written[0], base)}
    except Refused as refused:
        outcome = bundles.operation_outcome(refused.issues, asking.language(request))
        return {"response": {"status": str(refused.status), "outcome": outcome}}


def _write(server: Server, entry: Entry, raw: bytes) -> Put | Delete:
    """The write of an entry. Refused (unsupported): reads within a transaction, conditional updates and deletes."""
    address, mark, _ = entry.url.partition("?")
    parts = address.strip("/").split("/")
    if mark or entry.method not in ("POST", "PUT", "DELETE") or len(parts) != (1 if entry.method == "POST" else 2):
        raise refuse(
            "unsupported", f"不支持 {entry.method} {address}", f"{entry.method} {address} is not supported here",
            where=f"{entry.where}.request", remedy=("读取请用 batch", "read with a batch"),
        )  # fmt: skip
    type = server.type(parts[0])
    match = asking.version_in(entry.if_match, f"{entry.where}.request.ifMatch")
    if entry.method == "DELETE":
        return Delete(type, parts[1], if_match=match)
    expect_type((entry.resource or {}).get("resourceType"), type)
    if entry.method == "POST":
        return Put(type, raw, if_none_exist=entry.if_none_exist or None, full_url=entry.full_url)
    match = 0 if entry.if_none_match == "*" else match
    return Put(type, raw, id=parts[1], if_match=match, full_url=entry.full_url)


def _read(server: Server, context: Context, entry: Entry, base: str) -> dict[str, Any]:
    """A read, vread, history or search of a batch."""
    address, _, query = entry.url.partition("?")
    parts = address.strip("/").split("/")
    type = server.type(parts[0])
    if len(parts) == 1:
        pairs = parse_qsl(query, keep_blank_values=True)
        refuse_private(server, type, pairs)
        found = context.search(type, pairs)
        matches, included = ([one.resource() for one in some] for some in (found.matches, found.included))
        return {
            "resource": bundles.searchset(base, matches, included, total=found.total),
            "response": {"status": "200"},
        }
    if len(parts) == 2 and not query:
        version = context.read(type, parts[1])
    elif len(parts) == 4 and parts[2] == "_history" and parts[3].isdigit() and not query:
        version = context.read_version(type, parts[1], int(parts[3]))
    else:
        raise refuse("unsupported", f"不支持 GET {address}", f"GET {address} is not supported", where=entry.where)
    if version.deleted:
        raise refuse("gone", "已删除", "deleted", where=version.reference)
    return {"resource": version.resource(), "response": {"status": "200", "etag": version.etag}}


def _answer(written: Written, base: str) -> dict[str, Any]:
    version = written.version
    at = f"{version.at:%Y-%m-%dT%H:%M:%S}.{version.at.microsecond // 1000:03d}Z"
    status = "204" if version.deleted else "201" if written.created else "200"
    location = f"{base}/{version.reference}/_history/{version.number}"
    return bundles.answer(status, location, version.etag, at)
