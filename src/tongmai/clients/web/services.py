"""What the pages ask of the house. `app.House` keeps these promises; tests keep them with invented facts.

Everything here is cheap or cached by the pages themselves by `facts_version()`: a decision is made once for a state of
the facts, a day and a reading, never once a request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from tongmai.access import Context
from tongmai.base.clock import Clock
from tongmai.base.tables import DatedTable
from tongmai.base.words import Words
from tongmai.engines.intake.front import FrontDoor
from tongmai.engines.pages.given import Area, Measured, Member, PolicyDocument, PolicyItem, SeriesPoint
from tongmai.engines.workflow import Workflows
from tongmai.model.domain import Domain
from tongmai.model.drill import Drill, Report
from tongmai.model.measure import Measure
from tongmai.model.target import Decision, Plan

__all__ = [
    "Area",
    "Drills",
    "File",
    "Member",
    "Person",
    "PolicyDocument",
    "PolicyItem",
    "SeriesPoint",
    "Services",
    "TourStep",
]


@dataclass(frozen=True, slots=True)
class File:
    """A download. `name` without personal data; `kind` is its media type."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TourStep:
    """One row of the region's tour.yaml. `do`: what a person types and clicks, for the browser journey."""

    title: Words
    text: Words
    role: str
    page: str
    expect: tuple[Words, ...]
    do: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)


class Person(Protocol):
    """One of the built-in people."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Words: ...
    @property
    def title(self) -> Words: ...
    @property
    def roles(self) -> Sequence[str]: ...
    @property
    def organization(self) -> str:
        """The id of the institution; "" for a resident."""
        ...


class Drills(Protocol):
    """The drills beside the house. Every method may refuse; what was refused leaves nothing behind."""

    @property
    def most(self) -> int:
        """How many may be open at once."""
        ...

    @property
    def scenarios(self) -> Mapping[str, Words]:
        """What may be played, by id."""
        ...

    def may_open(self, person: str) -> bool: ...
    def open_ones(self) -> Sequence[Drill]: ...
    def closed_ones(self) -> Sequence[Drill]: ...
    def one(self, id: str) -> Drill: ...
    def open(self, person: str, name: str, day: date, people: Sequence[str], scenario: str = "") -> Drill: ...
    def close(self, person: str, id: str, keep: bool) -> None:
        """`keep`: its folder is put aside; else it is deleted."""
        ...

    def report(self, person: str, id: str) -> Report: ...
    def stop(self) -> None:
        """Let go of all of them; they stay open for the next start."""
        ...


class Services(Protocol):
    """The house, as the pages see it."""

    @property
    def drill(self) -> Drill | None:
        """The drill that this house is for; None for the main one."""
        ...

    @property
    def drills(self) -> Drills | None:
        """The drills beside this house; None where none can be held: in a drill, or where nothing is served."""
        ...

    @property
    def clock(self) -> Clock: ...
    @property
    def rooms(self) -> Sequence[Domain]: ...
    @property
    def people(self) -> Sequence[Person]: ...
    @property
    def areas(self) -> Sequence[Area]:
        """The counties, zones last."""
        ...

    @property
    def places(self) -> Mapping[str, str]:
        """Every area's code to its name with the township before it."""
        ...

    @property
    def region_title(self) -> Words: ...
    @property
    def region_whole(self) -> Words:
        """What it is called as one: the whole prefecture, the whole city."""
        ...

    @property
    def region_code(self) -> str:
        """12 digits."""
        ...

    @property
    def plans(self) -> Mapping[str, Plan]:
        """The region's own first."""
        ...

    @property
    def measures(self) -> Mapping[str, Measure]: ...
    @property
    def tables(self) -> Mapping[str, DatedTable]:
        """Named "room.table": every dated table; those with words name codes."""
        ...

    @property
    def documents(self) -> Sequence[PolicyDocument]: ...
    @property
    def items(self) -> Sequence[PolicyItem]: ...
    @property
    def tour(self) -> Sequence[TourStep]: ...
    @property
    def workflows(self) -> Workflows: ...
    @property
    def sheets(self) -> FrontDoor:
        """The lists that come in as Excel."""
        ...

    @property
    def secret(self) -> str:
        """Key of the signed session cookie."""
        ...

    @property
    def static(self) -> Path | None:
        """Another place of the vendor files; None: beside the package."""
        ...

    @property
    def demo(self) -> bool:
        """Everything bears 演示数据."""
        ...

    def open(self, person: str) -> Context:
        """The door, opened for one of the people. Refused: an unknown person."""
        ...

    def facts_version(self) -> int:
        """Grows whenever a fact has changed and been counted; brings the lake up to date first, cheaply."""
        ...

    def decide(
        self, plan: str, as_of: date, readings: Mapping[str, str], targets: Sequence[str] = ()
    ) -> Sequence[Decision]:
        """Targets of a plan (empty: every one), decided on a day. `readings`: target id to the reading looked at in
        place of the one in force ("" the declared one; "total" and "county" too)."""
        ...

    def readings(self, plan: str, target: str) -> Sequence[tuple[str, Words]]:
        """The readings a person may switch to (name, title), the one in force first with the name ""."""
        ...

    def types_behind(self, measure: str) -> frozenset[str]:
        """The resource types whose records a measure counts or asks, through every view behind it."""
        ...

    def settled(self, plan: str, subject: str, as_of: date) -> Mapping[str, str]:
        """By target what two people agreed on last: `subject` is reading or responsible."""
        ...

    def members(self, plan: str, target: str, as_of: date, area: str, reading: str) -> Sequence[Member]:
        """The records behind a target's figure in an area (12 digits); empty where it is a formula of others."""
        ...

    def series(self, plan: str, target: str, as_of: date, months: int, reading: str) -> Sequence[SeriesPoint]:
        """The last `months` months up to as_of, oldest first."""
        ...

    def measured(self, measure: str, as_of: date) -> Measured:
        """A measure over its own window on a day, by county and for the region."""
        ...

    def behind(self, measure: str, as_of: date, area: str) -> Sequence[Member]:
        """The records behind it in an area (12 digits)."""
        ...

    def rows(self, view: str) -> Sequence[Mapping[str, Any]]:
        """The rows of a view of the lake. Refused: not-found."""
        ...

    @property
    def printed(self) -> Mapping[str, str]:
        """The rooms' printed forms as templates, by `room/name`."""
        ...

    def template(self, room: str, name: str) -> Mapping[str, Any]:
        """A lens of a room."""
        ...

    def export(self, plan: str, kind: str, as_of: date, context: Context) -> File:
        """`kind`: xlsx, docx or zip. Refused: an unknown kind."""
        ...
