"""The circle of care: which patients stand in whose circle, because of what, from when to when.

A row is a CareTeam: `subject` the patient, `participant.member` the organization or practitioner, `category` the reason
(system urn:tongmai:because), `period` from and to. Workflow steps and contracts write the rows; this index follows the
change feed, so that a decision sees every row that was committed before it was asked for.
"""

import json
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongmai.access.actors import Actor
from tongmai.access.guard import Guard
from tongmai.base.dates import Interval, period
from tongmai.store.protocol import Store, Version

BECAUSE = "urn:tongmai:because"
CIRCLE_GUARD = Guard("CareTeam", (), mark=BECAUSE)
"""Nobody enters a circle by writing a row: contracts and workflow steps do."""
_REBUILD = 5_000  # versions behind which the rows are read afresh instead of following the feed


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a circle."""

    member: str
    patient: str
    because: str
    valid: Interval


def circle_row(id: str, patient: str, member: str, because: str, start: str, end: str | None = None) -> dict[str, Any]:
    """A circle row as a resource. `patient` is an id, `member` a reference (`Organization/x`), `start` a dateTime."""
    span = {"start": start} | ({"end": end} if end else {})
    return {
        "resourceType": "CareTeam",
        "id": id,
        "status": "inactive" if end else "active",
        "category": [{"coding": [{"system": BECAUSE, "code": because}]}],
        "subject": {"reference": f"Patient/{patient}"},
        "period": span,
        "participant": [{"member": {"reference": member}}],
    }


def rows_of(resource: Mapping[str, Any]) -> list[Row]:
    """The circle rows that a CareTeam stands for; none when it is a care team of another kind."""
    subject = str(resource.get("subject", {}).get("reference", ""))
    reasons = [
        coding.get("code", "")
        for category in resource.get("category", ())
        for coding in category.get("coding", ())
        if coding.get("system") == BECAUSE
    ]
    if not subject.startswith("Patient/") or resource.get("status") == "entered-in-error":
        return []
    span = resource.get("period", {})
    valid = period(span.get("start"), span.get("end"))
    members = [one.get("member", {}).get("reference", "") for one in resource.get("participant", ())]
    return [
        Row(member, subject.removeprefix("Patient/"), reason, valid)
        for member in members
        for reason in reasons
        if member and reason
    ]


class Circles:
    """The index; thread-safe."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, threading.Lock()
        self._rows: dict[str, list[Row]] = {}
        self._by_member: dict[str, dict[Row, int]] = {}
        self._seen = -1

    def patients(self, actor: Actor, because: Collection[str], at: datetime) -> frozenset[str]:
        """The patients in the actor's circle for one of the reasons at an instant."""
        if not because or not actor.references:
            return frozenset()
        with self._lock:
            self._follow()
            return frozenset(
                row.patient
                for member in actor.references
                for row in self._by_member.get(member, ())
                if row.because in because and row.valid.start <= at < row.valid.end
            )

    def _follow(self) -> None:
        last = self._store.last_change()
        if self._seen < 0 or last - self._seen > _REBUILD:
            self._rows.clear()
            self._by_member.clear()
            for version in self._store.current("CareTeam"):
                self._take(version)
            self._seen = last
        while self._seen < last:
            versions = self._store.changes(self._seen, 1000)
            for version in versions:
                if version.type == "CareTeam":
                    self._take(version)
            self._seen = versions[-1].change if versions else last

    def _take(self, version: Version) -> None:
        for row in self._rows.pop(version.id, ()):
            counts = self._by_member[row.member]
            counts[row] -= 1
            if not counts[row]:
                del counts[row]
        rows = [] if version.deleted else rows_of(json.loads(version.body))
        if rows:
            self._rows[version.id] = rows
        for row in rows:
            counts = self._by_member.setdefault(row.member, {})
            counts[row] = counts.get(row, 0) + 1
