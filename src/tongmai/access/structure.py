"""The structure of what is written: nothing out of shape passes the door, whoever brings it."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from tongmai.base.outcome import Issue, Refused
from tongmai.fhir.check import Checker
from tongmai.store.protocol import Delete, Put


def refuse_misshapen(checker: Checker, writes: Sequence[Put | Delete]) -> None:
    """Refused with every issue of every write, each naming its entry. What is no JSON is left for the store to name."""
    issues: list[Issue] = []
    for place, write in enumerate(writes):
        if isinstance(write, Put) and (resource := _parsed(write.body)) is not None:
            found = checker.check(resource)
            issues += found if len(writes) == 1 else [_at(place, issue) for issue in found]
    if issues:
        raise Refused(tuple(issues))


def _parsed(body: bytes) -> dict[str, object] | None:
    try:
        resource = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return resource if isinstance(resource, dict) else None


def _at(place: int, issue: Issue) -> Issue:
    return replace(issue, where=f"entry[{place}].{issue.where}" if issue.where else f"entry[{place}]")
