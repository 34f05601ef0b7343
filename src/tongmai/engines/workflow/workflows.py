"""The workflow engine: start, act, choices, desk, story."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongmai.access import Context, Version
from tongmai.base.outcome import Issue
from tongmai.base.tables import DatedTable
from tongmai.base.words import Words
from tongmai.model.workflow import State, Step, Workflow

Condition = Callable[[Mapping[str, Any], Mapping[str, Any], date], Sequence[Issue]]
"""A condition of a room's rules: (focus, fields, today) -> issues; none means it holds."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A step out of the present state. `why` says by which rule it is allowed, or what stands against it."""

    step: Step
    allowed: bool
    rule: str  # "plans.order/receive: headquarters@unit"
    why: Words
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `fields` are what was filled in; references are `Type/id`."""

    id: str  # <task>/<number>
    name: str  # <workflow>.<step>
    step: str
    title: Words
    at: datetime
    role: str
    institution: str
    person: str
    before: str
    after: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Acted:
    """What became of a start or a step: the new versions of the Task and of its focus."""

    task: Version
    focus: Version
    state: str


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A piece of work that waits for this actor. `due` is the earliest clock, `late` that it ran out."""

    task: dict[str, Any]
    version: int
    workflow: Workflow
    state: State
    focus: dict[str, Any]
    choices: tuple[Choice, ...]
    since: datetime
    due: datetime | None
    late: bool

    @property
    def task_id(self) -> str:
        return str(self.task["id"])


class Workflows:
    """Runs declarations. `functions`: conditions by name; `terms`: dated tables by workflow id; `templates`: lens
    templates by the name that a Create effect gives."""

    def __init__(
        self,
        declarations: Sequence[Workflow],
        functions: Mapping[str, Condition] | None = None,
        terms: Mapping[str, DatedTable] | None = None,
        templates: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        raise NotImplementedError

    def start(
        self, context: Context, workflow_id: str, focus: Mapping[str, Any] | str, fields: Mapping[str, Any] | None = None
    ) -> Acted:
        """Begin. `focus`: a new resource (with resourceType; the engine sets its state element), or "Type/id" of one
        that is stored. Refused: forbidden (role), duplicate (one live), what the store refuses; nothing changed then."""
        raise NotImplementedError

    def act(
        self,
        context: Context,
        task_id: str,
        step: str,
        fields: Mapping[str, Any] | None = None,
        if_version: int | None = None,
    ) -> Acted:
        """Take a step. `if_version`: the Task version that the person saw. Refused, changing nothing: forbidden (role,
        four eyes), rule (state, condition), required or value (a need; `where` is its name), stale."""
        raise NotImplementedError

    def choices(self, context: Context, task: Version | Mapping[str, Any] | str) -> list[Choice]:
        """Every step out of the present state, allowed or not. `task`: a Task, or its id."""
        raise NotImplementedError

    def desk(self, context: Context, workflow_id: str | None = None) -> list[DeskItem]:
        """What waits for this actor, the most pressing first."""
        raise NotImplementedError

    def story(self, context: Context, task_id: str) -> list[Event]:
        """What happened, oldest first."""
        raise NotImplementedError

    def tasks(self, context: Context, focus: str) -> list[Version]:
        """The Tasks whose focus is `Type/id`, newest first (those the actor may search)."""
        raise NotImplementedError

    def escalate(self, context: Context) -> list[Event]:
        """Write an event on every Task whose clock ran out since; each clock is told once."""
        raise NotImplementedError
