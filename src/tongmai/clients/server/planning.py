"""What a transaction is to write. Source: FHIR R4 http.html#transaction, #trules.

Ids are given here, so that links can be rewritten before anything is written; only what a conditional create will turn
out to be is left to the store, which decides it in the transaction.
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tongmai.access import Context, Delete, Put
from tongmai.access.conditional import matches
from tongmai.base.ids import new_id
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.conditions import pairs_of, written_out
from tongmai.clients.server.delete import deletes_matching
from tongmai.clients.server.patch import only_match, operations_in, put_patched
from tongmai.clients.server.placing import within
from tongmai.clients.server.reading import expect_type
from tongmai.clients.server.update import put_matching
from tongmai.clients.server.within import patch_in
from tongmai.fhir import bundles, lossless
from tongmai.fhir.bundles import Entry
from tongmai.fhir.linking import Linker

READS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry that writes: of `type`, by `id` or by `condition` ("" for none); `raw` are its resource's own bytes."""

    place: int
    entry: Entry
    raw: bytes
    type: str
    id: str
    condition: str


@dataclass
class Plan:
    """The writes in their order, and for each the entry it came from."""

    writes: list[Put | Delete] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


def wanted(place: int, entry: Entry, raw: bytes, address: str, types: Iterable[str]) -> Wanted:
    """An entry as it is understood. Refused (unsupported): another address than its method takes; (invalid): a body of
    another type."""
    path, mark, query = address.partition("?")
    parts = path.strip("/").split("/")
    by_id, by_condition = len(parts) == 2 and not mark, len(parts) == 1 and bool(mark)
    fits = len(parts) == 1 and not mark if entry.method == "POST" else by_id or by_condition
    if not fits or any(part.startswith(("_", "$")) for part in parts) or parts[0] not in types:
        raise refuse("unsupported", f"事务中不支持 {entry.method} {path}", f"no {entry.method} {path} in a transaction",
                     where="request", remedy=("用 batch", "use a batch"))  # fmt: skip
    condition = written_out(parts[0], pairs_of(query)) if by_condition else ""
    if entry.method in ("POST", "PUT"):
        with within("resource"):
            expect_type((entry.resource or {}).get("resourceType"), parts[0])
    return Wanted(place, entry, raw, parts[0], parts[1] if by_id else "", condition)


def planned(context: Context, listed: Sequence[Wanted], most_deletes: int) -> Plan:
    """The change set of the entries. Refused: whatever one of them is refused for; duplicate (a fullUrl twice)."""
    order = bundles.processing_order([one.entry for one in listed])
    plan, going = Plan(), set[tuple[str, str]]()
    for one in (listed[index] for index in order):
        with within(one.entry.where):
            writes = (
                _deletes(context, one, most_deletes) if one.entry.method == "DELETE" else [_put(context, one, going)]
            )
        going |= {(write.type, write.id) for write in writes if isinstance(write, Delete)}
        plan.writes += writes
        plan.places += [one.place] * len(writes)
    by_place = {one.place: one for one in listed}
    pairs = [(write, by_place[place]) for write, place in zip(plan.writes, plan.places, strict=True)]
    plan.writes = _linked(context, pairs)
    return plan


def _deletes(context: Context, one: Wanted, most: int) -> Sequence[Put | Delete]:
    match = asking.version_in(one.entry.if_match, "request.ifMatch")
    if one.condition:
        return deletes_matching(context, one.type, one.condition, match, most)
    return [Delete(one.type, one.id, if_match=match)]


def _put(context: Context, one: Wanted, going: set[tuple[str, str]]) -> Put:
    entry = one.entry
    expected = asking.version_in(entry.if_match, "request.ifMatch")
    if entry.method == "PATCH":
        operations = operations_in(patch_in(entry))
        version = only_match(context, one.type, one.condition) if one.condition else context.read(one.type, one.id)
        return put_patched(version, operations, expected)
    if entry.method == "POST":
        return Put(one.type, one.raw, id=new_id(context.clock), if_none_exist=entry.if_none_exist or None)
    expected = 0 if entry.if_none_match == "*" else expected
    if not one.condition:
        if (entry.resource or {}).get("id") != one.id:
            raise refuse(
                "invalid", f"内容中的标识应为 {one.id}", f"the body's id must be {one.id}", where="resource.id"
            )
        return Put(one.type, one.raw, id=one.id, if_match=expected)
    said_id = (entry.resource or {}).get("id")
    found = matches(context, one.type, one.condition, without=going)
    put = put_matching(one.type, one.condition, one.raw, said_id, expected, found)
    return put if put.id else replace(put, id=new_id(context.clock))


def _linked(context: Context, pairs: Sequence[tuple[Put | Delete, Wanted]]) -> list[Put | Delete]:
    """The writes with every link between them rewritten."""
    references: dict[str, str] = {}
    links: dict[str, str] = {}
    puts = [(write, one) for write, one in pairs if isinstance(write, Put)]
    for put, one in puts:
        url = one.entry.full_url
        if url in references:
            raise refuse(
                "duplicate", f"fullUrl 重复：{url}", f"a fullUrl twice: {url}", where=f"{one.entry.where}.fullUrl"
            )
        if url:
            references[url] = _stand_in(url) if put.if_none_exist else f"{put.type}/{put.id}"
            links[url] = f"{put.type}/{put.id}"
            if put.if_none_exist and _is_linked(url, [other.raw for _, other in puts]):
                links[url] = _already(context, put) or links[url]
    linker = Linker(context.definitions, references, links)
    return [_as_sent(write, one, linker) if isinstance(write, Put) else write for write, one in pairs]


def _stand_in(url: str) -> str:
    """What the store takes for the full url of an entry."""
    return url if url.startswith(("urn:uuid:", "urn:oid:")) else f"urn:uuid:{uuid.uuid4()}"


def _is_linked(url: str, bodies: Iterable[bytes]) -> bool:
    """Whether a url stands anywhere but in a reference."""
    whole = url.encode()
    plain = re.compile(rb'"reference"\s*:\s*"' + re.escape(whole) + rb'"')
    return any(whole in plain.sub(b"", body) for body in bodies)


def _already(context: Context, put: Put) -> str:
    """What a conditional create finds now; "" for nothing."""
    found = matches(context, put.type, put.if_none_exist or "").found
    return found[0].reference if len(found) == 1 else ""


def _as_sent(put: Put, one: Wanted, linker: Linker) -> Put:
    """A put with its links rewritten and its id in its body."""
    url = one.entry.full_url
    stand_in = linker.references[url] if url and put.if_none_exist else ""
    body = linker.pointed(put.body, url)
    if body is None and linker.touches(put.body, url):
        tree = lossless.read(put.body)
        linker.link(tree, url)
        tree["id"] = put.id
        return replace(put, body=lossless.write(tree), full_url=stand_in)
    body = put.body if body is None else body
    if one.entry.method == "POST" or one.condition:
        body = lossless.with_member(body, "id", put.id)
    return replace(put, body=body, full_url=stand_in)
