"""Pieces of work as the pages see them: a record that a workflow moves, what may be done with it and what happened."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from tongmai.access import Context, Version
from tongmai.base.clock import REGION_ZONE, today
from tongmai.base.money import cents, yuan
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.clients.web.services import Services
from tongmai.engines.pages.given import Deed, Happened, Item
from tongmai.engines.pages.records import Listing
from tongmai.engines.workflow import Choice, DeskItem, Event, state_of, workflow_of
from tongmai.model.page import Ask
from tongmai.model.workflow import Need, Workflow

Names = Mapping[str, Any]
Text = str | Words
Address = Callable[[str, str, str], str]
"""Type and id of a record, and the workflow that moves it, to the page that shows it."""
Offer = Callable[[Context, Ask, str], Sequence[tuple[str, Text]]]
"""A source of a page, to the options that it gives."""
ASIDE = frozenset({"on-hold", "rejected", "cancelled", "failed", "entered-in-error"})
PAGE = 50
"""Records on one page of a list."""
_AT_ONCE = 200
_OF_MONEY = Words("（元）", "(yuan)")
"""How the title of a need says that a number is a sum in yuan."""


class Tasks:
    """Reads records with a workflow, and their tasks, through the reader's context. The state of a record stands in
    its own element or, where its type has none, in its task."""

    def __init__(self, services: Services, address: Address, names: Callable[[Context], Names], offer: Offer) -> None:
        """`names`: what references are called; `offer`: the options of a field."""
        self._services, self._address, self._names, self._offer = services, address, names, offer
        flows = [flow for room in services.rooms for flow in room.workflows]
        self._by_id = {flow.id: flow for flow in flows}
        self._by_focus = {flow.focus: flow for flow in flows if flow.state_element}

    def every(self, context: Context, ask: Ask, argument: str) -> list[Item]:
        """The records that a search finds, `Type?plan=…`, as pieces of work; none for whom the type is closed."""
        type, _, query = argument.partition("?")
        flow = self._by_focus.get(type)
        if flow is None or not context.may("search", type):
            return []
        return [self._item(flow, version) for version in every_match(context, type, query)]

    def listed(self, context: Context, ask: Ask, argument: str) -> Listing:
        """As `every`, one page of it: for lists, which go on as long as there are records."""
        type, _, query = argument.partition("?")
        flow = self._by_focus.get(type)
        if flow is None or not context.may("search", type):
            return Listing([])
        found = context.search(type, query, after=ask.one("after") or None, count=PAGE)
        return Listing([self._item(flow, version) for version in found.matches], found.next or "", found.total)

    def pieces(self, context: Context, ask: Ask, argument: str) -> list[Item]:
        """All work under way of the workflows `a,b` that the reader may see, the most pressing first."""
        found = self._services.workflows.pieces(context, argument.split(","))
        return [self.piece(one) for one in found]

    def piece(self, one: DeskItem) -> Item:
        """A piece of work with its clock and the steps out of its state; its story is not read."""
        item = self._shaped(one.workflow, one.focus, one.state.name)
        return replace(
            item,
            task=one.task_id,
            version=one.version,
            deeds=tuple(self._deed(choice) for choice in one.choices),
            since=one.since,
            due=one.due,
            late=one.late,
            overdue=one.late,
            asked=str(one.task.get("authoredOn", "")),
        )

    def one(self, context: Context, ask: Ask, argument: str) -> Item:
        """`Type/id`: the record, the steps out of its present state and its story. Behind a space may stand the
        workflow that moves it; a record that another one moves is not found. Who may read the record and not its task
        (a patient's card outside the own institution) sees it without steps and story."""
        reference, _, wanted = argument.partition(" ")
        type, _, id = reference.partition("/")
        version = context.read(type, id)
        found = self._services.workflows.tasks(context, reference)
        flow = self._by_focus.get(type)
        moving = {workflow_of(task.resource()) for task in found} or ({flow.id} if flow else set())
        if wanted and wanted not in moving:
            raise refuse("not-found", "没有这个页面或记录", "there is no such page or record", where=id)
        if found:
            return self._whole(context, ask, version, found[0])
        if flow is None:
            raise refuse("not-found", "这条记录没有流程", "no workflow moves this record", where=type)
        return self._item(flow, version)

    def whole(self, context: Context, ask: Ask, item: Item) -> Item:
        """The item with its task, its steps and its story; as it is where no task was begun."""
        type, id = str(item.focus["resourceType"]), str(item.focus["id"])
        found = self._services.workflows.tasks(context, f"{type}/{id}")
        return self._whole(context, ask, context.read(type, id), found[0]) if found else item

    def _whole(self, context: Context, ask: Ask, version: Version, task: Version) -> Item:
        body = task.resource()
        flow = self._by_id[workflow_of(body)]
        story = self._services.workflows.story(context, task.id)
        names = self._names(context)
        choices = self._choices(context, task)
        dues = [choice.due for choice in choices if choice.due is not None]
        return replace(
            self._shaped(flow, version.resource(), state_of(body)),
            task=task.id,
            version=task.number,
            deeds=tuple(self._offered(context, ask, self._deed(choice)) for choice in choices),
            story=tuple(_happened(event, flow, names) for event in story),
            since=story[-1].at if story else None,
            due=min(dues, default=None),
            late=bool(dues) and min(dues) <= self._services.clock.now(),
        )

    def stories(self, context: Context, ask: Ask, argument: str) -> list[Item]:
        """As `every`, each with its story, of those whose record has the element named behind a space."""
        search, _, element = argument.partition(" ")
        chosen = [item for item in self.every(context, ask, search) if item.focus.get(element)]
        return [self.whole(context, ask, item) for item in chosen]

    def _choices(self, context: Context, task: Version) -> Sequence[Choice]:
        try:
            return self._services.workflows.choices(context, task)
        except Refused:
            return ()  # who may only look is offered nothing

    def _item(self, flow: Workflow, version: Version) -> Item:
        focus = version.resource()
        item = self._shaped(flow, focus, str(focus.get(flow.state_element or "state", flow.start)))
        term = str(focus.get("term", ""))[:10]
        return replace(item, term=term, overdue=bool(term) and not item.ended and term < self._today())

    def _shaped(self, flow: Workflow, focus: Mapping[str, Any], state_name: str) -> Item:
        state = flow.state(state_name)
        return Item(
            task="",
            workflow=flow.id,
            title=flow.title,
            state=state.name,
            state_title=state.title,
            ended=state.name in flow.ends,
            focus=focus,
            href=self._address(str(focus["resourceType"]), str(focus["id"]), flow.id),
            stages=tuple((one.name, one.title) for one in flow.states),
            aside=frozenset(one.name for one in flow.states if one.aside or one.status in ASIDE),
        )

    def _today(self) -> str:
        return today(self._services.clock).isoformat()

    def _deed(self, choice: Choice) -> Deed:
        needs = tuple(need for need in choice.step.needs if need.kind != "condition")
        return Deed(choice.step.name, choice.step.title, needs, choice.allowed, choice.why, choice.rule, choice.due)

    def _offered(self, context: Context, ask: Ask, deed: Deed) -> Deed:
        """The deed with the options of what it asks for, for whom it is offered to."""
        if not deed.allowed or not any(need.choices for need in deed.needs):
            return deed
        return replace(deed, needs=tuple(self.chosen(context, ask, need) for need in deed.needs))

    def chosen(self, context: Context, ask: Ask, need: Need) -> Need:
        """A need with the options that its source gives; a reference is offered with its type."""
        if not need.choices:
            return need
        type = need.choices.partition(":")[2].partition("?")[0] if need.kind == "reference" else ""
        offered = self._offer(context, ask, need.choices)
        options = tuple(
            (f"{type}/{value}" if type else value, text if isinstance(text, Words) else Words(text, text))
            for value, text in offered
        )
        return replace(need, options=options)


def every_match(context: Context, type: str, query: str) -> Iterator[Version]:
    """All that a search finds, however much: what is counted or decided from it must be whole. What is listed is listed
    page by page (`Tasks.listed`)."""
    after: str | None = None
    while True:
        found = context.search(type, query, after=after, count=_AT_ONCE)
        yield from found.matches
        after = found.next
        if after is None:
            return


def _happened(event: Event, flow: Workflow, names: Names) -> Happened:
    return Happened(
        f"{event.at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
        event.title,
        _called(event.person, names),
        _called(event.institution, names),
        written(event, flow),
        flow.state(event.after).title,
        event.step,
    )


def _said(need: Need, text: str) -> Words:
    """What was typed; a sum with its thousands apart, where it is one."""
    if need.kind == "number" and need.title.zh.endswith(_OF_MONEY.zh):
        with suppress(ValueError):
            text = yuan(cents(text))
    return Words(text, text)


def _called(reference: str, names: Names) -> str:
    named = names.get(reference)
    return str(named.name) if named is not None else ""


def written(event: Event, flow: Workflow) -> str | Words:
    """What was filled in, under the titles of the step's form, codes in words; of a reminder, which step is late. What
    a step derived by itself and which record was chosen stand in the record."""
    declared = next((step for step in flow.steps if step.name == event.step), None)
    if declared is None:
        late = next((step for step in flow.steps if step.name == event.fields.get("step")), None)
        return late.title if late else ""
    needs = {need.name: need for need in declared.needs if need.kind != "reference"}
    told = [
        (needs[name].title, dict(needs[name].options).get(text) or _said(needs[name], text))
        for name, text in event.fields.items()
        if text and name in needs
    ]
    if not told:
        return ""
    return Words(
        "；".join(f"{title.zh} {words.zh}" for title, words in told),
        "; ".join(f"{title.en}: {words.en}" for title, words in told),
    )
