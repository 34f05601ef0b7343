"""The circle of care: which patients stand in whose circle, because of what, from when to when.

A row is a CareTeam: `subject` the patient, `participant.member` the organization or practitioner, `category` the reason
(system urn:tongmai:because), `period` from and to. Workflow steps and contracts write the rows; this index follows the
change feed, so that a decision sees every row that was committed before it was asked for.
"""

import json
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from tongmai.access.actors import Actor
from tongmai.access.guard import Guard
from tongmai.base.dates import EARLIEST, LATEST, Interval, period
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


class Members(NamedTuple):
    """The patients of a circle: as ids and as references, each in order. The same object while nothing changes."""

    ids: tuple[str, ...]
    references: tuple[str, ...]


class _Kept(NamedTuple):
    """A set and from when to when it stays as it is, if no row changes."""

    members: Members
    since: datetime
    until: datetime
    generation: int


NOBODY = Members((), ())


def members_of(ids: Collection[str]) -> Members:
    """Patients by id."""
    ordered = tuple(sorted(ids))
    return Members(ordered, tuple(f"Patient/{id}" for id in ordered)) if ordered else NOBODY


class Circles:
    """The index; thread-safe."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, threading.Lock()
        self._rows: dict[str, list[Row]] = {}
        self._by_member: dict[str, dict[str, list[Row]]] = {}  # member, patient
        self._kept: dict[tuple[tuple[str, ...], frozenset[str]], _Kept] = {}
        self._seen, self._generation = -1, 0

    def make_ready(self) -> None:
        """Read the rows now."""
        with self._lock:
            self._follow()

    def all(self, actor: Actor, because: Collection[str], at: datetime) -> Members:
        """Every patient in the actor's circle for one of the reasons at an instant."""
        return self.several(actor, (because,), at)[0]

    def several(self, actor: Actor, becauses: Sequence[Collection[str]], at: datetime) -> tuple[Members, ...]:
        """As `all`, for several lists of reasons, of one state of the rows."""
        if not actor.references:
            return tuple(NOBODY for _ in becauses)
        with self._lock:
            self._follow()
            return tuple(self._inside(actor.references, frozenset(because), at) for because in becauses)

    def _inside(self, references: tuple[str, ...], reasons: frozenset[str], at: datetime) -> Members:
        if not reasons:
            return NOBODY
        key = (references, reasons)
        kept = self._kept.get(key)
        if kept is None or kept.generation != self._generation or not kept.since <= at < kept.until:
            kept = self._kept[key] = self._formed(*key, at)
        return kept.members

    def among(self, actor: Actor, because: Collection[str], at: datetime, asked: frozenset[str]) -> frozenset[str]:
        """Which of these patients are in the actor's circle for one of the reasons at an instant."""
        if not because or not actor.references:
            return frozenset()
        reasons = frozenset(because)
        with self._lock:
            self._follow()
            return frozenset(
                patient
                for patient in asked
                for member in actor.references
                if any(_holds(row, reasons, at) for row in self._by_member.get(member, {}).get(patient, ()))
            )

    def _formed(self, members: tuple[str, ...], reasons: frozenset[str], at: datetime) -> _Kept:
        """The set at an instant, and the turns of its rows between which it holds."""
        of_members = (self._by_member.get(member, {}).values() for member in members)
        rows = [row for patients in of_members for own in patients for row in own if row.because in reasons]
        turns = [turn for row in rows for turn in (row.valid.start, row.valid.end)]
        since = max((turn for turn in turns if turn <= at), default=EARLIEST)
        until = min((turn for turn in turns if turn > at), default=LATEST)
        inside = {row.patient for row in rows if _holds(row, reasons, at)}
        return _Kept(members_of(inside), since, until, self._generation)

    def _follow(self) -> None:
        """Catch up with the change feed."""
        last = self._store.last_change()
        if self._seen < 0 or last - self._seen > _REBUILD:
            self._rows.clear()
            self._by_member.clear()
            self._generation += 1
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
        self._generation += 1
        for row in self._rows.pop(version.id, ()):
            self._by_member[row.member][row.patient].remove(row)
        rows = [] if version.deleted else rows_of(json.loads(version.body))
        if rows:
            self._rows[version.id] = rows
        for row in rows:
            self._by_member.setdefault(row.member, {}).setdefault(row.patient, []).append(row)


def _holds(row: Row, reasons: frozenset[str], at: datetime) -> bool:
    return row.because in reasons and row.valid.start <= at < row.valid.end
