"""By which search parameters a type belongs to a person."""

import re

from tongmai.fhir.definitions import Definitions
from tongmai.store.protocol import Version

_OWN = ("patient", "subject")  # an own type that has one of these belongs to the patient it names
_PATIENT = re.compile(rb'"Patient/([A-Za-z0-9\-.]{1,64})["/]')
_ABOUT = re.compile(rb'"(?:subject|patient)"\s*:')


class Compartments:
    """The compartments of R4 with our own types in them."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def memberships(self, of: str, type: str) -> tuple[str, ...]:
        """The parameters that make a resource of `type` a member; `_id` for the type itself; empty when outside."""
        if (of, type) not in self._known:
            self._known[of, type] = self._looked_up(of, type)
        return self._known[of, type]

    def _looked_up(self, of: str, type: str) -> tuple[str, ...]:
        if type == of:
            return ("_id",)
        declared = self._definitions.parameters(type)
        names = self._definitions.compartment(of).get(type, ())
        if type in self._definitions.own_types:
            names = (*names, *(name for name in _OWN if name in declared and of in declared[name].targets))
        by_rows: dict[str, str] = {}
        for name in names:
            if name in declared:
                by_rows.setdefault(declared[name].rows_under, name)
        return tuple(by_rows.values())

    def person(self, version: Version) -> str | None:
        """The patient a record belongs to, "" when it is a person's but does not say whose, None when it is no
        person's. Where a record names several patients the first stands for all."""
        if version.type == "Patient":
            return version.id
        if not self.memberships("Patient", version.type):
            return None
        if match := _PATIENT.search(version.body):
            return match[1].decode()
        return "" if _ABOUT.search(version.body) else None

    def patients(self, version: Version) -> frozenset[str]:
        """Every patient that a record names, and itself when it is one."""
        named = {match.decode() for match in _PATIENT.findall(version.body)}
        return frozenset(named | {version.id} if version.type == "Patient" else named)
