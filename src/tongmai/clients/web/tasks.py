"""Pieces of work as the pages see them: a record that a workflow moves, what may be done with it and what happened."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tongmai.access import Context, Version
from tongmai.base.clock import REGION_ZONE, today
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.web.services import Services
from tongmai.engines.pages.given import Deed, Happened, Item
from tongmai.engines.workflow import Choice, Event
from tongmai.model.page import Ask
from tongmai.model.workflow import Workflow

Names = Mapping[str, Any]
ASIDE = frozenset({"on-hold", "rejected", "cancelled", "failed", "entered-in-error"})
_A_PAGE, _MOST = 200, 2000


class Tasks:
    """Reads records with a workflow, and their tasks, through the reader's context."""

    def __init__(
        self, services: Services, address: Callable[[str, str], str], names: Callable[[Context], Names]
    ) -> None:
        """`address`: type and id of a record to the page that shows it; `names`: what references are called."""
        self._services, self._address, self._names = services, address, names
        self._flows = {flow.focus: flow for room in services.rooms for flow in room.workflows}
        self._conditions = frozenset(name for room in services.rooms for name in room.functions)

    def every(self, context: Context, ask: Ask, argument: str) -> list[Item]:
        """The records that a search finds, `Type?plan=…`, as pieces of work; none for whom the type is closed."""
        type, _, query = argument.partition("?")
        flow = self._flows.get(type)
        if flow is None or not context.may("search", type):
            return []
        return [self._item(flow, version) for version in every_match(context, type, query)]

    def one(self, context: Context, ask: Ask, argument: str) -> Item:
        """`Type/id`: the record, the steps out of its present state and its story."""
        type, _, id = argument.partition("/")
        flow = self._flows.get(type)
        if flow is None:
            raise refuse("not-found", "这类记录没有流程", "no workflow moves this type", where=type)
        return self.whole(context, self._item(flow, context.read(type, id)))

    def whole(self, context: Context, item: Item) -> Item:
        """The item with its task, its steps and its story; as it is where no task was begun."""
        flow = self._flows[str(item.focus["resourceType"])]
        found = self._services.workflows.tasks(context, f"{item.focus['resourceType']}/{item.focus['id']}")
        if not found:
            return item
        task = found[0]
        story = self._services.workflows.story(context, task.id)
        names = self._names(context)
        return replace(
            item,
            task=task.id,
            version=task.number,
            deeds=tuple(self._deed(choice) for choice in self._choices(context, task)),
            story=tuple(_happened(event, flow, names) for event in story),
        )

    def stories(self, context: Context, ask: Ask, argument: str) -> list[Item]:
        """As `every`, each with its story, of those whose record has the element named behind a space."""
        search, _, element = argument.partition(" ")
        chosen = [item for item in self.every(context, ask, search) if item.focus.get(element)]
        return [self.whole(context, item) for item in chosen]

    def _choices(self, context: Context, task: Version) -> Sequence[Choice]:
        try:
            return self._services.workflows.choices(context, task)
        except Refused:
            return ()  # who may only look is offered nothing

    def _item(self, flow: Workflow, version: Version) -> Item:
        focus = version.resource()
        name = str(focus.get(flow.state_element or "state", flow.start))
        state = flow.state(name)
        return Item(
            task="",
            workflow=flow.id,
            title=flow.title,
            state=state.name,
            state_title=state.title,
            ended=state.name in flow.ends,
            focus=focus,
            href=self._address(version.type, version.id),
            term=str(focus.get("term", ""))[:10],
            overdue=bool(focus.get("term")) and state.name not in flow.ends and str(focus["term"])[:10] < self._today(),
            stages=tuple((one.name, one.title) for one in flow.states),
            aside=frozenset(one.name for one in flow.states if one.status in ASIDE),
        )

    def _today(self) -> str:
        return today(self._services.clock).isoformat()

    def _deed(self, choice: Choice) -> Deed:
        needs = tuple(need for need in choice.step.needs if need.name not in self._conditions)
        return Deed(choice.step.name, choice.step.title, needs, choice.allowed, choice.why, choice.rule)


def every_match(context: Context, type: str, query: str) -> Iterator[Version]:
    """All that a search finds, page by page; never more than a page of the site could show."""
    after: str | None = None
    seen = 0
    while seen < _MOST:
        found = context.search(type, query, after=after, count=_A_PAGE)
        yield from found.matches
        seen += len(found.matches)
        after = found.next
        if after is None:
            return


def _happened(event: Event, flow: Workflow, names: Names) -> Happened:
    return Happened(
        f"{event.at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
        event.title,
        _called(event.person, names),
        _called(event.institution, names),
        _written(event, flow),
        flow.state(event.after).title,
    )


def _called(reference: str, names: Names) -> str:
    named = names.get(reference)
    return str(named.name) if named is not None else ""


def _written(event: Event, flow: Workflow) -> str:
    """What was filled in, under the titles of the step's form."""
    declared = next((step for step in flow.steps if step.name == event.step), None)
    titles = {need.name: need.title.zh for need in declared.needs} if declared else {}
    return "；".join(f"{titles.get(name, '')} {text}".strip() for name, text in event.fields.items() if text)
