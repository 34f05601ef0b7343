"""Pieces of work as the pages see them: a task of a workflow with its record, what may be done and what happened."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tongmai.access import Context, Version
from tongmai.base.clock import REGION_ZONE
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.web.services import Services
from tongmai.engines.pages.given import Deed, Happened, Item
from tongmai.engines.workflow import Choice, Event
from tongmai.model.page import Ask
from tongmai.model.workflow import Workflow

WORKFLOW, STATE = "urn:tongmai:workflow", "urn:tongmai:state"
MOST = 500


class Tasks:
    """Reads tasks through the reader's context."""

    def __init__(self, services: Services, address: Callable[[str, str], str]) -> None:
        """`address`: workflow and task to the page that shows it."""
        self._services, self._address = services, address
        self.declared = {flow.id: flow for room in services.rooms for flow in room.workflows}

    def of_workflow(self, context: Context, ask: Ask, argument: str) -> Sequence[Item]:
        """Tasks of a workflow, the latest first; `workflow?plan=…&target=…` keeps those whose record says so."""
        workflow, _, wanted = argument.partition("?")
        if not context.may("search", "Task"):
            return ()
        found = context.search("Task", f"code={WORKFLOW}|{workflow}&_sort=-_lastUpdated", count=MOST)
        items = self._items(context, found.matches)
        conditions = [pair.partition("=")[::2] for pair in wanted.split("&") if pair]
        return [
            item for item in items if all(str(item.focus.get(name, "")) == value for name, value in conditions if value)
        ]

    def one(self, context: Context, ask: Ask, argument: str) -> Item:
        """One task with its steps and its story."""
        version = context.read("Task", argument)
        return self.full(context, version)

    def full(self, context: Context, version: Version) -> Item:
        """An item with what the reader may do and what happened."""
        items = self._items(context, (version,))
        if not items:
            raise refuse("not-found", "没有这个事项", "there is no such piece of work")
        item = items[0]
        choices = self._services.workflows.choices(context, version)
        story = self._services.workflows.story(context, version.id)
        flow = self.declared[item.workflow]
        happened = tuple(_happened(event, flow) for event in story)
        return replace(item, deeds=tuple(map(_deed, choices)), story=happened)

    def _items(self, context: Context, versions: Sequence[Version]) -> list[Item]:
        tasks = [(version, version.resource()) for version in versions]
        wanted = [_split(task.get("focus", {}).get("reference", "")) for _, task in tasks]
        focuses = context.read_many([reference for reference in wanted if reference[1]])
        items = []
        for (version, task), reference in zip(tasks, wanted, strict=True):
            flow = self.declared.get(_coded(task.get("code"), WORKFLOW))
            if flow is None:
                continue
            focus = focuses.get(reference)
            items.append(self._item(flow, version, task, focus.resource() if focus else {}))
        return items

    def _item(self, flow: Workflow, version: Version, task: dict[str, Any], focus: dict[str, Any]) -> Item:
        state = flow.state(_coded(task.get("businessStatus"), STATE))
        return Item(
            task=version.id,
            workflow=flow.id,
            title=flow.title,
            state=state.name,
            state_title=state.title,
            ended=state.name in flow.ends,
            focus=focus,
            href=self._address(flow.id, version.id),
            version=version.number,
            term=str(focus.get("term", ""))[:10],
            stages=tuple((one.name, one.title) for one in flow.states),
        )


def _split(reference: str) -> tuple[str, str]:
    type, _, id = reference.partition("/")
    return type, id


def _coded(concept: Any, system: str) -> str:
    codings = concept.get("coding", []) if isinstance(concept, dict) else []
    return next((str(coding.get("code", "")) for coding in codings if coding.get("system") == system), "")


def _deed(choice: Choice) -> Deed:
    why = Words(f"{choice.why.zh}（{choice.rule}）", f"{choice.why.en} ({choice.rule})")
    return Deed(choice.step.name, choice.step.title, choice.step.needs, choice.allowed, why)


def _happened(event: Event, flow: Workflow) -> Happened:
    return Happened(
        f"{event.at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
        event.title,
        event.person,
        event.institution,
        "；".join(text for text in event.fields.values() if text),
        flow.state(event.after).title,
    )
