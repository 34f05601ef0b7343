"""Where the terminology operations find what they are asked about: what is stored and the client may read, else R4's
own."""

from typing import Any

from tongmai.access import Context
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server.operations import Given
from tongmai.fhir.terms import Library

Json = dict[str, Any]


def library(context: Context) -> Library:
    """For one call. Of several stored versions the one written last counts, unless one is named."""

    def find(type: str, url: str, version: str) -> Json | None:
        pairs = [
            ("url", url),
            *([("version", version)] if version else []),
            ("_sort", "-_lastUpdated"),
            ("_count", "1"),
        ]
        try:
            found = context.search(type, pairs).matches
        except Refused as refused:
            if refused.kind != "forbidden":
                raise
            return None
        return found[0].resource() if found else None

    return Library(find)


def value_set(given: Given, context: Context, found: Library) -> Json:
    """The value set that a call speaks of: the resource it is asked on, one that it brings along, or that of a url.
    Refused: required, not-found, value (a resource of another type)."""
    if given.id:
        return context.read("ValueSet", given.id).resource()
    brought: Json | None = given.one("valueSet", dict)
    if brought is not None:
        if brought.get("resourceType") != "ValueSet":
            raise refuse("value", "valueSet 应为 ValueSet 资源", "valueSet must be a ValueSet", where="valueSet")
        return brought
    url, version = given.one("url"), given.one("valueSetVersion")
    if url is None:
        raise refuse("required", "缺少 url 或 valueSet", "url or valueSet is missing", where="url")
    return found.value_set(f"{url}|{version}" if version else url)
