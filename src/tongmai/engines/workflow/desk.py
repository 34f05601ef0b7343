"""The desk: what waits for an actor, the most pressing first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongmai.access import Context, Version
from tongmai.engines.workflow import record
from tongmai.engines.workflow.live import Choice, Live
from tongmai.engines.workflow.record import Json, loads
from tongmai.engines.workflow.remembered import Remembered
from tongmai.model.workflow import State, Workflow

_PAGE = 500


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A piece of work under way. `due` is the earliest clock, `late` that it ran out."""

    task: Json
    version: int
    workflow: Workflow
    state: State
    focus: Json
    choices: tuple[Choice, ...]
    since: datetime
    due: datetime | None
    late: bool

    @property
    def task_id(self) -> str:
        return str(self.task["id"])


def desk(context: Context, workflows: Sequence[Workflow], remembered: Remembered) -> list[DeskItem]:
    """What waits for the actor, focus included: one search for all workflows whose states do not mistake each other."""
    if not context.may("search", "Task"):
        return []
    found = _found(context, remembered, [(workflow, _mine(context, workflow)) for workflow in workflows])
    items = [_item(context, remembered, task, focus, mine=True) for task, focus in found]
    mine = (item for item in items if any(choice.allowed for choice in item.choices) and _near(context, item))
    return sorted(mine, key=_pressing)


def pieces(context: Context, workflows: Sequence[Workflow], remembered: Remembered) -> list[DeskItem]:
    """All work under way that the actor may see, whoever is to act next, the most pressing first. `due` is then the
    earliest clock of anybody's."""
    if not context.may("search", "Task"):
        return []
    found = _found(context, remembered, [(workflow, _open(workflow)) for workflow in workflows])
    return sorted((_item(context, remembered, task, focus, mine=False) for task, focus in found), key=_pressing)


def awaited(context: Context, workflows: Sequence[Workflow], remembered: Remembered) -> list[DeskItem]:
    """The work under way that the actor began and on which the actor has no step to take now."""
    who = record.who(context.actor.who)
    if "/" not in who or not workflows or not context.may("search", "Task"):
        return []
    began = _matching(
        context, [(workflow, _open(workflow)) for workflow in workflows], (("requester", who),), remembered.task
    )
    items = [_item(context, remembered, task, focus, mine=False) for task, focus in began]
    return sorted((item for item in items if not any(choice.allowed for choice in item.choices)), key=_pressing)


def _open(workflow: Workflow) -> list[str]:
    """The states in which work is under way."""
    return sorted({state.name for state in workflow.states} - workflow.ends)


def _mine(context: Context, workflow: Workflow) -> list[str]:
    """The states out of which the actor's roles have a step."""
    mine = [step for step in workflow.steps if any(context.actor.has(role) for role, _ in step.parties)]
    return sorted({state for step in mine for state in step.sources} - workflow.ends)


def _near(context: Context, item: DeskItem) -> bool:
    """Whether its clock is so near that it belongs on a desk (`State.desk_days`)."""
    days = item.state.desk_days
    if days is None:
        return True
    return item.due is not None and item.due <= context.clock.now() + timedelta(days=days)


def _item(context: Context, remembered: Remembered, task: Version, focus: Version, mine: bool) -> DeskItem:
    live, choices = remembered.live(task, focus), remembered.choices(context, task, focus)
    due = min((one.due for one in choices if one.due and (one.allowed or not mine)), default=None)
    late = due is not None and due <= context.clock.now()
    state, since = live.workflow.state(live.state), live.events[-1].at
    return DeskItem(live.task, live.version, live.workflow, state, live.focus, choices, since, due, late)


def _pressing(item: DeskItem) -> tuple[object, ...]:
    return (item.due is None, item.due or item.since, item.since, item.task_id)


Wanted = Sequence[tuple[Workflow, Sequence[str]]]
"""Workflows, each with the states in which it is looked for."""


def _found(context: Context, remembered: Remembered, wanted: Wanted) -> Iterator[tuple[Version, Version]]:
    """Tasks with their focuses, in as few searches as read nothing that is not looked for."""
    for together in apart(wanted):
        yield from _matching(context, together, read=remembered.task)


def apart(wanted: Wanted) -> list[list[tuple[Workflow, Sequence[str]]]]:
    """Workflows in groups that one search can ask for: no state of one that is not looked for is called as one of
    another that is, so the search finds what is looked for and nothing else."""
    groups: list[list[tuple[Workflow, Sequence[str]]]] = []
    for flow, states in wanted:
        if not states:
            continue
        home = next((group for group in groups if all(_agree((flow, states), other) for other in group)), None)
        if home is None:
            groups.append([(flow, states)])
        else:
            home.append((flow, states))
    return groups


def _agree(one: tuple[Workflow, Sequence[str]], other: tuple[Workflow, Sequence[str]]) -> bool:
    """Whether each looks for every state of its own that the other looks for."""
    pairs = ((one, other), (other, one))
    return all(
        {state.name for state in flow.states}.intersection(others) <= set(states)
        for (flow, states), (_, others) in pairs
    )


def search(context: Context, wanted: Wanted, more: Sequence[tuple[str, str]] = ()) -> Iterator[Live]:
    """The Tasks of workflows, each in these of its states, that the actor may search, with their focus; each its own,
    so that a step may be taken on it. `more`: further pairs of the search."""
    flows = {flow.id: flow for flow, _ in wanted}
    for task, focus in _matching(context, wanted, more):
        yield Live.of(flows, task, focus)


def _read(task: Version) -> Json:
    return loads(task.body)


def _matching(
    context: Context, wanted: Wanted, more: Sequence[tuple[str, str]] = (), read: Callable[[Version], Json] = _read
) -> Iterator[tuple[Version, Version]]:
    """One search. Of several workflows a state's name counts for all of them in the store; what is another's is left
    out here: so few are asked together only where `more` leaves few, or where they are `apart`."""
    named = {flow.id: frozenset(states) for flow, states in wanted}
    pairs = [
        *more,
        ("code", ",".join(f"{record.WORKFLOW}|{id}" for id in named)),
        (
            "business-status",
            ",".join(f"{record.STATE}|{state}" for state in sorted(frozenset().union(*named.values()))),
        ),
        *(("_include", f"Task:focus:{focus}") for focus in dict.fromkeys(flow.focus for flow, _ in wanted)),
        ("_count", str(_PAGE)),
    ]
    after: str | None = None
    while True:
        page = context.search("Task", pairs, after=after)
        focuses = {(one.type, one.id): one for one in page.included}
        for version in page.matches:
            task = read(version)
            focus = focuses.get(record.focus_of(task))
            if focus is not None and record.state_of(task) in named.get(record.workflow_of(task), ()):
                yield version, focus
        after = page.next
        if after is None:
            return
