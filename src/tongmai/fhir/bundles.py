"""Bundles and OperationOutcomes. Sources: FHIR R4 Bundle (2.36), http 3.1.0.11 (transaction), 3.1.1.5 (search
results), OperationOutcome (2.28)."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from tongmai.base.outcome import Issue, refuse

Json = dict[str, Any]


_write = msgspec.json.Encoder().encode


class Entry(NamedTuple):
    """One entry of a transaction or batch. `where` names it in messages: `Bundle.entry[3]`."""

    where: str
    method: str
    url: str
    resource: Json | None
    full_url: str
    if_match: str
    if_none_match: str
    if_none_exist: str
    if_modified_since: str = ""


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


def entries(bundle: Json) -> list[Entry]:
    """The entries of a transaction or batch in their own order. Refused: another kind of bundle, an entry without
    request, method, url or resource."""
    if bundle.get("resourceType") != "Bundle" or bundle.get("type") not in ("transaction", "batch"):
        raise refuse(
            "structure", "应为 transaction 或 batch 类型的 Bundle", "a Bundle of type transaction or batch is wanted",
            where="Bundle.type",
        )  # fmt: skip
    return [_entry(f"Bundle.entry[{index}]", one) for index, one in enumerate(bundle.get("entry", ()))]


def _entry(where: str, entry: Json) -> Entry:
    request = entry.get("request") or {}
    method, url = request.get("method"), request.get("url")
    if method not in _METHODS or not url:
        raise refuse("required", "缺少 request.method 或 request.url", "request.method or request.url is missing",
                     where=f"{where}.request")  # fmt: skip
    resource = entry.get("resource")
    if method in ("POST", "PUT") and not isinstance(resource, dict):
        raise refuse("required", "缺少资源内容", "the resource is missing", where=f"{where}.resource")
    return Entry(
        where, method, url, resource, entry.get("fullUrl", ""),
        request.get("ifMatch", ""), request.get("ifNoneMatch", ""), request.get("ifNoneExist", ""),
        request.get("ifModifiedSince", ""),
    )  # fmt: skip


_ORDER = {"DELETE": 0, "POST": 1, "PUT": 2, "PATCH": 2, "GET": 3, "HEAD": 3}


def processing_order(listed: Sequence[Entry]) -> list[int]:
    """The positions of a transaction's entries as they are to be processed (3.1.0.11.2): deletes, creates, updates,
    reads."""
    return sorted(range(len(listed)), key=lambda index: _ORDER[listed[index].method])


def searchset(
    base: str,
    matches: Iterable[tuple[str, bytes]],
    included: Iterable[tuple[str, bytes]] = (),
    *,
    links: Sequence[tuple[str, str]] = (),
    total: int | None = None,
    outcome: Json | None = None,
) -> bytes:
    """A page of search results as bytes. A result is ("Type/id", the resource in its own bytes): these are spliced in
    as they are. `links` are (relation, url); `outcome` says what was not done."""
    head: Json = {"resourceType": "Bundle", "type": "searchset"}
    if total is not None:
        head["total"] = total
    if links:
        head["link"] = [{"relation": relation, "url": url} for relation, url in links]
    place = _write(f"{base}/")[:-1]  # a text without its last quotation mark
    found = [_result(place, *one, b"match") for one in matches]
    found += [_result(place, *one, b"include") for one in included]
    if outcome is not None:
        found.append(_write({"resource": outcome, "search": {"mode": "outcome"}}))
    if not found:
        return _write(head)
    return b'%s,"entry":[%s]}' % (_write(head)[:-1], b",".join(found))


def _result(place: bytes, reference: str, resource: bytes, mode: bytes) -> bytes:
    return b'{"fullUrl":%s%s","resource":%s,"search":{"mode":"%s"}}' % (place, reference.encode(), resource, mode)


def history_page(
    base: str,
    versions: Iterable[tuple[bytes | None, str, int, str, str]],
    links: Sequence[tuple[str, str]],
    total: int | None,
) -> bytes:
    """A page of a history as bytes: versions are (resource in its own bytes, None when deleted; "Type/id"; version
    number; method; instant), newest first."""
    found = []
    for resource, reference, number, method, at in versions:
        status = {"DELETE": "204", "POST": "201"}.get(method, "200")
        found.append({
            "fullUrl": f"{base}/{reference}",
            **({} if resource is None else {"resource": msgspec.Raw(resource)}),
            "request": {"method": method, "url": reference.partition("/")[0] if method == "POST" else reference},
            "response": {"status": status, "etag": f'W/"{number}"', "lastModified": at},
        })  # fmt: skip
    bundle: Json = {"resourceType": "Bundle", "type": "history", "total": total}
    bundle["link"] = [{"relation": relation, "url": url} for relation, url in links]
    bundle["entry"] = found
    return _write({name: value for name, value in bundle.items() if value not in (None, [])})


def answer(
    status: str, location: str = "", etag: str = "", last_modified: str = "", outcome: Json | None = None
) -> Json:
    """One `entry.response`; what is empty is left out."""
    given = {"status": status, "location": location, "etag": etag, "lastModified": last_modified, "outcome": outcome}
    return {key: value for key, value in given.items() if value}


def operation_outcome(issues: Iterable[Issue], language: str = "zh") -> Json:
    """An OperationOutcome of issues: code by the one table of outcomes, text in the language, place as expression."""
    return {"resourceType": "OperationOutcome", "issue": [_issue(issue, language) for issue in issues]}


def _issue(issue: Issue, language: str) -> Json:
    severity = "fatal" if issue.ending.status >= 500 else "error"
    told: Json = {"severity": severity, "code": issue.ending.issue, "details": {"text": _details(issue, language)}}
    diagnostics = "; ".join(part for part in (issue.rule and f"rule: {issue.rule}", issue.words.en) if part)
    told["diagnostics"] = diagnostics
    if issue.where:
        told["expression"] = [issue.where]
    return told


def _details(issue: Issue, language: str) -> str:
    text = issue.words.in_language(language)
    if issue.remedy is None:
        return text
    return text + ("；" if language.startswith("zh") else "; ") + issue.remedy.in_language(language)


def all_well(zh: str = "成功", en: str = "all well") -> Json:
    """The OperationOutcome of an act that went well."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "information", "code": "informational", "details": {"text": zh}, "diagnostics": en}],
    }
