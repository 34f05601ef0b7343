"""A drill: what is known of it beside its records, and how that is written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from tongmai.base.words import Words


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill in a store of its own.

    `begins`: the instant of the scenario at which it was opened, by which its clock was set; `opened`: when that was.
    `by`, `people`: ids of the people that are built in. `closed` is None while it is open; `counts`: live records by
    type that were made in it, written down when it closed.
    """

    id: str
    name: str
    begins: datetime
    opened: datetime
    by: str
    organization: str
    people: tuple[str, ...]
    scenario: str = ""
    seeded: int = 0  # the store's last change before anybody did anything in it
    closed: datetime | None = None
    closed_by: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The address under which everything of it stands."""
        return f"/drill/{self.id}"

    @property
    def cookie(self) -> str:
        """Who is signed in there has a cookie of its own."""
        return f"tongmai-{self.id}"


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken in a drill. `minutes`: whole ones since it was opened; `late`: by the step's clock, None
    where none ran."""

    at: datetime
    minutes: int
    work: Words
    step: Words
    institution: str
    person: str
    late: bool | None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a drill so far. `works`: by workflow how many pieces of work were begun and how many are under way;
    `looks`: rows of its own audit."""

    counts: Mapping[str, int]
    works: tuple[tuple[Words, int, int], ...]
    steps: tuple[Done, ...]
    looks: int


def written(drill: Drill) -> dict[str, Any]:
    """As it stands in its file."""
    told = asdict(drill)
    for name in ("begins", "opened", "closed"):
        told[name] = told[name].isoformat() if told[name] else ""
    return told


def read(told: Mapping[str, Any]) -> Drill:
    """What `written` wrote. KeyError, TypeError, ValueError: it is no drill's file."""
    times = {
        name: datetime.fromisoformat(told[name]) if told[name] else None for name in ("begins", "opened", "closed")
    }
    return Drill(**{**told, **times, "people": tuple(told["people"])})
