"""Answers: resources with their headers, and OperationOutcomes."""

from collections.abc import Mapping
from email.utils import format_datetime
from typing import Any

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Version
from tongmai.base.outcome import Issue, Refused
from tongmai.base.words import Words
from tongmai.clients.server import asking
from tongmai.clients.server.asking import FHIR_JSON, language
from tongmai.fhir.bundles import all_well, operation_outcome

CONTENT_TYPE = f"{FHIR_JSON}; charset=utf-8"
ALWAYS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
RETRY_AFTER = {"retry-after": "1"}


def versioned(version: Version) -> dict[str, str]:
    """ETag and Last-Modified."""
    return {"etag": version.etag, "last-modified": format_datetime(version.at, usegmt=True)}


def json_answer(
    request: Request, content: Mapping[str, Any] | bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """JSON, indented where the client asked for `_pretty=true`. Bytes go out as they are: no number is read and written
    again, so that 1.50 stays 1.50."""
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    if request.query_params.get("_pretty") == "true":
        body = msgspec.json.format(body, indent=2)
    return Response(body, status, {**ALWAYS, **(headers or {})}, media_type=CONTENT_TYPE)


def empty(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """An answer without a body."""
    return Response(None, status, {**ALWAYS, **(headers or {})})


def written(request: Request, version: Version, base: str, status: int) -> Response:
    """The answer to a write, as the client prefers it: representation, minimal or OperationOutcome (http.html#ops)."""
    headers = versioned(version) | {"location": f"{base}/{version.reference}/_history/{version.number}"}
    wanted = asking.preferences(request).get("return", "representation")
    if wanted == "minimal" or version.deleted:
        return empty(status, headers)
    if wanted == "OperationOutcome":
        return json_answer(request, all_well(), status, headers)
    return json_answer(request, version.served(), status, headers)


def refusal(request: Request, error: Exception) -> Response:
    """An OperationOutcome; its status is that of its first issue."""
    assert isinstance(error, Refused)
    headers = RETRY_AFTER if error.status == 503 else {}
    return json_answer(request, operation_outcome(error.issues, language(request)), error.status, headers)


def fault(request: Request, error: Exception) -> Response:
    """A fault of ours: told as such, without its inside."""
    issue = Issue("broken", Words("系统故障，已记录", "a fault of ours"))
    return json_answer(request, operation_outcome([issue], language(request)), issue.ending.status)
