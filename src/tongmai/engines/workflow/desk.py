"""The desk: what waits for an actor, the most pressing first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongmai.access import Context
from tongmai.base.tables import DatedTable
from tongmai.engines.workflow import record
from tongmai.engines.workflow.live import Choice, Live
from tongmai.engines.workflow.record import Json, loads
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


def desk(context: Context, workflows: Sequence[Workflow], terms: Mapping[str, DatedTable]) -> list[DeskItem]:
    """One search for each workflow that has a part for the actor, focus included."""
    if not context.may("search", "Task"):
        return []
    items = [item for workflow in workflows for item in _of(context, workflow, terms)]
    return sorted(items, key=_pressing)


def pieces(context: Context, workflows: Sequence[Workflow], terms: Mapping[str, DatedTable]) -> list[DeskItem]:
    """All work under way that the actor may see, whoever is to act next, the most pressing first. `due` is then the
    earliest clock of anybody's."""
    if not context.may("search", "Task"):
        return []
    items = []
    for workflow in workflows:
        items += [_item(context, live, terms, mine=False) for live in search(context, [(workflow, _open(workflow))])]
    return sorted(items, key=_pressing)


def awaited(context: Context, workflows: Sequence[Workflow], terms: Mapping[str, DatedTable]) -> list[DeskItem]:
    """The work under way that the actor began and on which the actor has no step to take now."""
    who = record.who(context.actor.who)
    if "/" not in who or not context.may("search", "Task"):
        return []
    began = search(context, [(workflow, _open(workflow)) for workflow in workflows], (("requester", who),))
    items = [_item(context, live, terms, mine=False) for live in began] if workflows else []
    return sorted((item for item in items if not any(choice.allowed for choice in item.choices)), key=_pressing)


def _open(workflow: Workflow) -> list[str]:
    """The states in which work is under way."""
    return sorted({state.name for state in workflow.states} - workflow.ends)


def _of(context: Context, workflow: Workflow, terms: Mapping[str, DatedTable]) -> Iterator[DeskItem]:
    actor = context.actor
    mine = [step for step in workflow.steps if any(actor.has(role) for role, _ in step.parties)]
    states = sorted({state for step in mine for state in step.sources} - workflow.ends)
    for live in search(context, [(workflow, states)]) if states else ():
        item = _item(context, live, terms, mine=True)
        if any(choice.allowed for choice in item.choices) and _near(context, item):
            yield item


def _near(context: Context, item: DeskItem) -> bool:
    """Whether its clock is so near that it belongs on a desk (`State.desk_days`)."""
    days = item.state.desk_days
    if days is None:
        return True
    return item.due is not None and item.due <= context.clock.now() + timedelta(days=days)


def _item(context: Context, live: Live, terms: Mapping[str, DatedTable], mine: bool) -> DeskItem:
    choices = tuple(live.choices(context, terms))
    due = min((one.due for one in choices if one.due and (one.allowed or not mine)), default=None)
    late = due is not None and due <= context.clock.now()
    state, since = live.workflow.state(live.state), live.events[-1].at
    return DeskItem(live.task, live.version, live.workflow, state, live.focus, choices, since, due, late)


def _pressing(item: DeskItem) -> tuple[object, ...]:
    return (item.due is None, item.due or item.since, item.since, item.task_id)


def search(
    context: Context, wanted: Sequence[tuple[Workflow, Sequence[str]]], more: Sequence[tuple[str, str]] = ()
) -> Iterator[Live]:
    """The Tasks of workflows, each in these of its states, that the actor may search, with their focus. `more`: further
    pairs of the search. Of several workflows in one search a state's name counts for all of them in the store; what is
    another's is left out here: so few are asked together only where `more` leaves few."""
    flows = {flow.id: flow for flow, _ in wanted}
    named = {flow.id: frozenset(states) for flow, states in wanted}
    pairs = [
        *more,
        ("code", ",".join(f"{record.WORKFLOW}|{id}" for id in flows)),
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
            task = loads(version.body)
            focus, flow = focuses.get(record.focus_of(task)), flows.get(record.workflow_of(task))
            if focus is not None and flow is not None and record.state_of(task) in named[flow.id]:
                yield Live(flow, task, version.number, loads(focus.body), focus.number)
        after = page.next
        if after is None:
            return
