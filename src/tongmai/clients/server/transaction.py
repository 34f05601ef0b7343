"""A transaction: one change set, all or nothing. Source: FHIR R4 http.html#transaction, #trules.

    entries → understood → looked up → ids given → links rewritten → one change set (DELETE, POST, PUT, PATCH) → reads

Reads come last and see what was written; one that fails is told in its own entry. Where something that was looked up
changes before it is written, all of it is done anew.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from tongmai.access import Context, Written
from tongmai.base.outcome import Refused
from tongmai.clients.server import asking, within
from tongmai.clients.server.conditions import settled
from tongmai.clients.server.desk import Server
from tongmai.clients.server.placing import as_numbered
from tongmai.clients.server.placing import within as at
from tongmai.clients.server.planning import READS, Plan, Wanted, planned, wanted
from tongmai.fhir import bundles
from tongmai.fhir.bundles import Entry


async def transact(
    server: Server, request: Request, context: Context, listed: Sequence[Entry], raw: Sequence[bytes]
) -> list[dict[str, Any]]:
    """The entries of the answer, in the order of the request. A resource in them is its bytes."""
    asked = _understood(server, request, listed, raw)

    async def attempt() -> tuple[Plan, list[Written]]:
        plan = await server.in_pool(lambda: planned(context, asked, server.conduct.deletes))
        try:
            return plan, await server.write(context, plan.writes) if plan.writes else []
        except Refused as refused:
            raise as_numbered(refused, plan.places, listed) from refused

    plan, written = await settled(attempt)
    answers = _written(server, request, len(listed), plan, written)
    for place, entry in enumerate(listed):
        if entry.method in READS:
            answers[place] = within.told(await within.asked(server, request, entry, b""))
    return answers


def _understood(server: Server, request: Request, listed: Sequence[Entry], raw: Sequence[bytes]) -> list[Wanted]:
    """The entries that write. Refused: whatever cannot be understood, a read of an unknown type too."""
    found = []
    for place, (entry, body) in enumerate(zip(listed, raw, strict=True)):
        with at(entry.where):
            address = within.relative(server, request, entry)
            first = address.partition("?")[0].split("/")[0]
            if first and not first.startswith(("_", "$")):
                with at("request"):
                    server.type(first)
            if entry.method not in READS:
                found.append(wanted(place, entry, body, address, server.types))
    return found


def _written(
    server: Server, request: Request, count: int, plan: Plan, written: Sequence[Written]
) -> list[dict[str, Any]]:
    """What became of each entry. One that deleted nothing, or several, is told by its status alone."""
    answers: list[dict[str, Any]] = [{"response": {"status": "204"}} for _ in range(count)]
    base, wanted = server.base(request), asking.preferences(request).get("return", "minimal")
    many = Counter(plan.places)
    for place, one in zip(plan.places, written, strict=True):
        if many[place] == 1:
            answers[place] = _told(one, base, wanted)
    return answers


def _told(written: Written, base: str, wanted: str) -> dict[str, Any]:
    version = written.version
    status = "204" if version.deleted else "201" if written.created else "200"
    location = f"{base}/{version.reference}/_history/{version.number}"
    outcome = bundles.all_well() if wanted == "OperationOutcome" else None
    told: dict[str, Any] = {"response": bundles.answer(status, location, version.etag, version.instant, outcome)}
    if wanted == "representation" and not version.deleted:
        told["resource"] = version.served()
    return told
