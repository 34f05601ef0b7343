"""Judging what clients send: with the profiles and the terminology that are stored or that rooms bring. The house
itself reads what is stored, for rules of the house hold for whoever writes; a server that is given no such context
knows R4's own and the rooms' alone.

What is loaded is read again when the store has changed a StructureDefinition, a ValueSet or a CodeSystem.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from tongmai.access import Context, Delete, Put
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

    def __init__(
        self, definitions: Definitions, own: Sequence[Mapping[str, Any]] = (), house: Context | None = None
    ) -> None:
        self._definitions, self._own, self._house = definitions, own, house
        self._lock = threading.Lock()
        self._made: Validator | None = None
        self._at = 0
        self._invariants: Invariants | None = None

    def validator(self) -> Validator:
        """The validator with what is loaded now."""
        with self._lock:
            house = self._house
            if self._made is None:
                self._at = house.last_change() if house else 0
                self._made = self._anew()
            elif house is not None:
                self._at, changed = house.changed(self._at, _KINDS)
                self._made = self._anew() if changed else self._made
            return self._made

    def _anew(self) -> Validator:
        definitions, house = self._definitions, self._house
        self._invariants = self._invariants or Invariants(definitions, self._own)

        def find(type: str, url: str, version: str = "") -> Json | None:
            return stored(type, url, version) or self._of_rooms(type, url, version)

        def stored(type: str, url: str, version: str) -> Json | None:
            if house is None:
                return None
            pairs = [("url", url), ("_sort", "-_lastUpdated"), ("_count", "1")]
            pairs += [("version", version)] if version else []
            found = house.search(type, pairs).matches
            return found[0].resource() if found else None

        def profile(url: str) -> Json | None:
            return find("StructureDefinition", url)

        return Validator(definitions, Checker(definitions), self._invariants, profile, Library(find))

    def _of_rooms(self, type: str, url: str, version: str) -> Json | None:
        """What the rooms bring; what is stored goes before it. A type of theirs is no profile."""
        for one in self._own:
            here = (one["resourceType"], one.get("url")) == (type, url) and version in ("", one.get("version", ""))
            if here and one.get("derivation") != "specialization":
                return dict(one)
        return None

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
