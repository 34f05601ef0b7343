"""What the pages ask of the house. `app.House` keeps these promises; tests keep them with invented facts.

Everything here is cheap or cached by the pages themselves by `facts_version()`: a decision is made once for a state of
the facts, a day and a reading, never once a request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from tongmai.base.clock import Clock
from tongmai.base.words import Words
from tongmai.model.domain import Domain
from tongmai.model.measure import Measure
from tongmai.model.target import Decision, Plan


@dataclass(frozen=True, slots=True)
class Person:
    """One of the built-in people; `id` is the actor's id, which is also the role's."""

    id: str
    name: str
    title: Words
    institution: str  # its name, as people say it


@dataclass(frozen=True, slots=True)
class Area:
    """A county or functional zone in the order of the plan; `code` has 12 digits, `short` fits a narrow column."""

    code: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class PolicyItem:
    """One of the catalogue's items: its short quotation stands in `document`."""

    id: str
    kind: str
    title: Words
    document: str
    quotation: str


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """`text`: empty unless the user gave the folder of texts."""

    key: str
    title: Words
    number: str
    issuer: str
    issued: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A record behind a figure. `weight`: what it adds where a measure sums."""

    subject: str
    in_numerator: bool
    in_denominator: bool
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a target's series."""

    month: str
    numerator: int | None
    denominator: int | None
    value: Fraction | None


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


class Context(Protocol):
    """The door, opened for one person (tongmai.access)."""

    @property
    def actor(self) -> Any:
        """id, name, roles, organization, area, practitioner."""
        ...

    def read(self, type: str, id: str) -> Any: ...
    def history(self, type: str, id: str) -> Sequence[Any]: ...
    def search(self, type: str, query: Any = ()) -> Any: ...
    def may(self, verb: str, type: str, resource: Any = None) -> bool: ...


class Work(Protocol):
    """The workflow engine (tongmai.engines.workflow)."""

    def start(self, context: Any, workflow_id: str, focus: dict[str, Any], fields: dict[str, Any]) -> Any: ...
    def act(self, context: Any, task_id: str, step: str, fields: dict[str, Any], if_version: int) -> Any: ...
    def choices(self, context: Any, task: Any) -> Sequence[Any]: ...
    def desk(self, context: Any) -> Sequence[Any]: ...
    def story(self, context: Any, task_id: str) -> Any: ...


class Services(Protocol):
    """The house, as the pages see it."""

    clock: Clock
    rooms: Sequence[Domain]
    people: Sequence[Person]
    areas: Sequence[Area]  # the counties, zones last
    region_title: Words
    region_code: str  # 12 digits
    plans: Mapping[str, Plan]  # the region's own first
    measures: Mapping[str, Measure]
    documents: Sequence[PolicyDocument]
    items: Sequence[PolicyItem]
    tour: Sequence[TourStep]
    workflows: Work
    sheets: Any  # the intake engine (tongmai.engines.intake); see clients/web/imports.py
    secret: str  # key of the signed session cookie
    static: Path | None  # another place of the vendor files; None: beside the package
    demo: bool  # everything bears 演示数据

    def open(self, person: str) -> Context:
        """The door, opened for one of the people. Refused: an unknown person."""
        ...

    def facts_version(self) -> int:
        """Grows whenever a fact has changed and been counted; brings the lake up to date first, cheaply."""
        ...

    def decide(self, plan: str, as_of: date, readings: Mapping[str, str]) -> Sequence[Decision]:
        """Every target of a plan, decided on a day. `readings`: target id to the reading looked at in place of the one
        in force ("" the declared one; "total" and "county" too)."""
        ...

    def readings(self, plan: str, target: str) -> Sequence[tuple[str, Words]]:
        """The readings a person may switch to, the one in force first."""
        ...

    def members(self, plan: str, target: str, as_of: date, area: str, reading: str) -> Sequence[Member]:
        """The records behind a target's figure in an area (12 digits); empty where it is a formula of others."""
        ...

    def series(self, plan: str, target: str, as_of: date, months: int, reading: str) -> Sequence[Point]:
        """The last `months` months up to as_of, oldest first."""
        ...

    def template(self, room: str, name: str) -> Mapping[str, Any]:
        """A lens of a room."""
        ...

    def export(self, plan: str, kind: str, as_of: date, context: Context) -> File:
        """`kind`: xlsx, docx or zip. Refused: an unknown kind."""
        ...
