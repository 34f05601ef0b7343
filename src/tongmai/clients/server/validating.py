"""Judging what clients send: with the profiles and the terminology that are stored. The house itself reads those, for
rules of the house hold for whoever writes.

What is loaded is read again when the store has changed a StructureDefinition, a ValueSet or a CodeSystem.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from tongmai.access import Access, Context, Delete, Put
from tongmai.base.outcome import Issue, Refused
from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.findings import errors
from tongmai.fhir.invariants import Invariants
from tongmai.fhir.terms import Library
from tongmai.fhir.validating import Validator

Json = dict[str, Any]
_KINDS = ("StructureDefinition", "ValueSet", "CodeSystem")


class Validating:
    """One for a server; thread-safe."""

    def __init__(self, access: Access, own: Sequence[Mapping[str, Any]] = ()) -> None:
        self._access, self._definitions, self._own = access, access.definitions, own
        self._lock = threading.Lock()
        self._made: Validator | None = None
        self._at = 0
        self._invariants: Invariants | None = None
        self._context: Context | None = None

    def validator(self) -> Validator:
        """The validator with what is loaded now."""
        with self._lock:
            context = self._context = self._context or self._access.system("profiles")
            if self._made is None:
                self._at, self._made = context.last_change(), self._anew(self._definitions, context)
            self._at, changed = context.changed(self._at, _KINDS)
            if changed:
                self._made = self._anew(self._definitions, context)
            return self._made

    def _anew(self, definitions: Definitions, context: Context) -> Validator:
        self._invariants = self._invariants or Invariants(definitions, self._own)

        def find(type: str, url: str, version: str = "") -> Json | None:
            pairs = [("url", url), ("_sort", "-_lastUpdated"), ("_count", "1")]
            pairs += [("version", version)] if version else []
            found = context.search(type, pairs).matches
            return found[0].resource() if found else None

        def profile(url: str) -> Json | None:
            return find("StructureDefinition", url)

        return Validator(definitions, Checker(definitions), self._invariants, profile, Library(find))

    def refuse_unsound(self, writes: Sequence[Put | Delete]) -> None:
        """Refused with every issue of every write, each naming its entry: what breaks an invariant, refers where it
        may not, or does not fit a loaded profile that it claims. What is no JSON is left for the door to name."""
        puts = [(place, write) for place, write in enumerate(writes) if isinstance(write, Put)]
        validator = self.validator() if puts else None
        issues: list[Issue] = []
        for place, put in puts:
            try:
                resource = orjson.loads(put.body)
            except orjson.JSONDecodeError:
                continue
            assert validator is not None
            found = errors(validator.findings(resource, warnings=False))
            issues += found if len(writes) == 1 else [at_entry(place, issue) for issue in found]
        if issues:
            raise Refused(tuple(issues))


def at_entry(place: int, issue: Issue) -> Issue:
    """An issue in one entry of a change set, placed as the door places it."""
    return replace(issue, where=f"entry[{place}].{issue.where}" if issue.where else f"entry[{place}]")
