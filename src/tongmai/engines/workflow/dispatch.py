"""Events from the change feed, after commit: at least once, keyed by id, so that a handler can tell a repetition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tongmai.access import Context, Version
from tongmai.engines.workflow import record
from tongmai.engines.workflow.record import Event, loads
from tongmai.model.workflow import Workflow

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with the references of its Task and its focus. `event.id` is the key of the delivery."""

    event: Event
    task: str
    focus: str


Handler = Callable[[Happened], None]


class Dispatcher:
    """Hands events to who listens. ValueError names a handler for an event that no workflow writes."""

    def __init__(self, workflows: Mapping[str, Workflow], handlers: Mapping[str, Iterable[Handler]]) -> None:
        self._workflows = dict(workflows)
        self._handlers = {name: tuple(listening) for name, listening in handlers.items()}
        if lost := dangling(self._workflows.values(), self._handlers):
            raise ValueError(f"nothing writes the event {', '.join(lost)}")

    def deliver(self, context: Context, after: int = 0) -> int:
        """Deliver what happened behind a change number; the number to go on from. A handler that raises stops the
        delivery before its change: the next run repeats that change. For the house itself."""
        while versions := context.changes(after, _PAGE):
            for version in versions:
                for happened in self._happened(context, version):
                    for handler in self._handlers.get(happened.event.name, ()):
                        handler(happened)
                after = version.change
        return after

    def _happened(self, context: Context, version: Version) -> list[Happened]:
        """The events that one version of a Task added."""
        if version.type != "Task" or version.deleted:
            return []
        task = loads(version.body)
        workflow = self._workflows.get(record.workflow_of(task))
        if workflow is None:
            return []
        events = record.events_of(workflow, task)
        if version.number > 1:
            before = context.read_version("Task", version.id, version.number - 1)
            known = 0 if before.deleted else len(record.events_of(workflow, loads(before.body)))
            events = events[known:]
        focus = str(task["focus"]["reference"])
        return [Happened(event, version.reference, focus) for event in events]


def dangling(workflows: Iterable[Workflow], events: Iterable[str]) -> list[str]:
    """The events among these that no step writes."""
    written = {
        f"{workflow.id}.{name}"
        for workflow in workflows
        for name in (*record.ENGINE, *(step.name for step in workflow.steps))
    }
    return sorted(set(events) - written)
