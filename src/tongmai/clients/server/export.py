"""Bulk export. Sources: FHIR R4 async.html; HL7 Bulk Data Access 2.0, `$export` on the base, on Patient and on Group.

Everybody exports what a search would show them, all of it as it stood at the transaction time. Kick-off, status, files
and deletion are each refused to everybody but the actor who asked.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from tongmai.access import Context
from tongmai.access.exporting import exported, patients_of
from tongmai.base.dates import interval
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import ALWAYS, RETRY_AFTER, empty, json_answer
from tongmai.clients.server.desk import Server
from tongmai.clients.server.operations import Given, Operation

NDJSON = "application/fhir+ndjson"
_FORMATS = (NDJSON, "application/ndjson", "ndjson")
_TAKES = frozenset({"_outputFormat", "_since", "_type"})
Bodies = Iterator[tuple[str, list[bytes]]]


async def of_base(server: Server, request: Request) -> Response:
    """GET [base]/$export: every type."""
    context = server.context(request)
    values = {name: tuple(request.query_params.getlist(name)) for name in request.query_params}
    asking.only(request.query_params, _TAKES)
    return await _begin(server, request, context, Given("", "", values), sorted(server.types), None)


async def of_patients(server: Server, request: Request, given: Given) -> Response:
    """Patient/$export: patients and what lies in their compartments."""
    return await _begin(server, request, server.context(request), given, _near_patients(server), None)


async def of_group(server: Server, request: Request, given: Given) -> Response:
    """Group/[id]/$export: the same of the patients who are members."""
    context = server.context(request)
    group = context.read("Group", given.id).resource()
    entities = (
        one.get("entity", {}).get("reference", "") for one in group.get("member", ()) if not one.get("inactive")
    )
    members = frozenset(text.removeprefix("Patient/") for text in entities if text.startswith("Patient/"))
    return await _begin(server, request, context, given, _near_patients(server), members)


def _near_patients(server: Server) -> list[str]:
    return sorted(({"Patient"} | server.definitions.compartment("Patient").keys()) & server.types)


async def _begin(
    server: Server, request: Request, context: Context, given: Given, types: Sequence[str], of: frozenset[str] | None
) -> Response:
    """Begin to gather; 202 with the address of its status. Refused: required, value, busy."""
    if "respond-async" not in asking.preferences(request):
        raise refuse("required", "导出须用 Prefer: respond-async", "an export is asynchronous", where="Prefer",
                     remedy=("Prefer: respond-async", "Prefer: respond-async"))  # fmt: skip
    if (given.one("_outputFormat") or NDJSON).replace(" ", "+") not in _FORMATS:
        raise refuse("value", f"只导出 {NDJSON}", f"{NDJSON} only", where="_outputFormat")
    wanted, since = _types(given, types), _since(given)
    change, at = context.last_change(), context.clock.now()
    export = server.exports.begin(context.actor.id, str(request.url), at)
    lines = _lines(context, wanted, change, since, of)
    server.keep(asyncio.create_task(server.in_pool(lambda: server.exports.write(export, lines))))
    return empty(202, {"content-location": f"{server.base(request)}/$export-status/{export.word}"})


def _types(given: Given, types: Sequence[str]) -> list[str]:
    listed = [name for text in given.values.get("_type", ()) for name in str(text).split(",") if name]
    if strange := [name for name in listed if name not in types]:
        raise refuse("value", f"不能导出 {strange[0]}", f"{strange[0]} is not exported here", where="_type")
    return listed or list(types)


def _since(given: Given) -> datetime | None:
    text = given.one("_since")
    if text is None:
        return None
    try:
        return interval(text.replace(" ", "+")).start
    except ValueError as error:
        raise refuse("value", f"不是时刻：{text}", f"not an instant: {text}", where="_since") from error


def _lines(
    context: Context, types: Sequence[str], change: int, since: datetime | None, of: frozenset[str] | None
) -> Bodies:
    """Bodies by type; of types that no rule opens there is nothing."""
    for type in types:
        if context.may("search", type):
            for versions in exported(context, type, change, since):
                kept = [one for one in versions if of is None or patients_of(context, one) & of]
                yield type, [one.served() for one in kept]


async def status(server: Server, request: Request) -> Response:
    """GET $export-status/[word]: 202 while it is under way, then 200 with the files; DELETE ends it."""
    context, word = server.context(request), request.path_params["word"]
    export = server.exports.find(word, context.actor.id)
    if request.method == "DELETE":
        server.exports.drop(word)
        return empty(202)
    if not export.done:
        return empty(202, RETRY_AFTER | {"x-progress": f"{sum(export.counts.values())} resources"})
    files = f"{server.base(request)}/$export-file/{word}"
    manifest: dict[str, Any] = {
        "transactionTime": export.at.isoformat(timespec="milliseconds"),
        "request": export.request,
        "requiresAccessToken": True,
        "output": [{"type": type, "url": f"{files}/{type}.ndjson", "count": n} for type, n in export.counts.items()],
        "error": [],
    }
    answer = json_answer(request, manifest)
    answer.headers["content-type"] = "application/json"
    return answer


async def file(server: Server, request: Request) -> Response:
    """GET $export-file/[word]/[type].ndjson."""
    context, word, name = server.context(request), request.path_params["word"], request.path_params["name"]
    export = server.exports.find(word, context.actor.id)
    type = name.removesuffix(".ndjson")
    if not export.done or type not in export.counts:
        raise refuse("not-found", f"没有文件 {name}", f"no file {name}", where="$export-file")
    return FileResponse(export.file(type), media_type=NDJSON, headers=ALWAYS)


_BULK = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition"
EXPORT_PATIENTS = Operation(
    "export", "Patient", of_patients, _TAKES, on_instance=False, definition=f"{_BULK}/patient-export"
)
EXPORT_GROUP = Operation("export", "Group", of_group, _TAKES, on_type=False, definition=f"{_BULK}/group-export")
