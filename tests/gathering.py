"""The parties of a room's workflows over a store in memory, with the policies of the whole house: what tests of steps
share. A room's own parties derive from `Gathered` and add the words for what they do."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from tongmai.access import Access, Actor, Context, NoAudit, Put
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.declared import ROOMS_FOLDER, Declared
from tongmai.engines.workflow import Workflows, grants, guards, read_terms
from tongmai.engines.workflow.record import dumps, state_of
from tongmai.model.domain import functions_of
from tongmai.model.workflow import Workflow
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]
P = TypeVar("P", bound="Gathered")


@contextmanager
def refused(words: str) -> Iterator[None]:
    """Refused, and one of the issues says so in Chinese."""
    with pytest.raises(Refused) as told:
        yield
    said = [one.words.zh for one in told.value.issues]
    assert any(words in one for one in said), said


@dataclass
class Gathered:
    """The house, and short words for what everybody does."""

    store: MemoryStore
    access: Access
    flows: Workflows
    clock: SetClock
    templates: dict[str, Json]

    def open(self, actor: str) -> Context:
        return self.access.open(actor)

    def add(self, *resources: Json) -> None:
        puts = [Put(one["resourceType"], dumps(one), id=one["id"]) for one in resources]
        self.access.system("seed").transact(puts)

    def act(self, actor: str, task: str, step: str, **fields: Any) -> Any:
        return self.flows.act(self.open(actor), task, step, fields)

    def state(self, task: str) -> str:
        return state_of(self.store.read("Task", task).resource())

    def focus(self, task: str) -> Json:
        type, _, id = self.store.read("Task", task).resource()["focus"]["reference"].partition("/")
        return self.store.read(type, id).resource()

    def wait(self, **time: float) -> None:
        self.clock.at += timedelta(**time)


def gathered(kind: type[P], it: Declared, room: str, flows: Sequence[Workflow], actors: Mapping[str, Actor]) -> P:
    """Parties with no record yet, at ten in the morning of the demonstration's day. `flows`: those of the room."""
    every = [flow for domain in it.domains for flow in domain.workflows]
    rules = [rule for domain in it.domains for rule in domain.rules]
    rules += [rule for flow in every for rule in grants(flow, it.definitions)]
    terms = read_terms(ROOMS_FOLDER / room / "tables" / "terms.csv")
    templates = {name: dict(found) for name, found in it.room(room).templates.items()}
    named = {f"templates/{name}.json": found for name, found in templates.items()}
    engine = Workflows(flows, functions_of(it.domains), {flow.id: terms for flow in flows if flow.terms}, named)
    clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))
    store = MemoryStore(it.definitions, clock)
    access = Access(store, None, rules, actors, NoAudit(), clock, definitions=it.definitions, guards=guards(every))
    return kind(store, access, engine, clock, templates)
