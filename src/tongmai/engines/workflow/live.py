"""A piece of work at hand, and who may take which step of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tongmai.access import Actor, Context, Version
from tongmai.base.outcome import Refused, refuse
from tongmai.base.tables import DatedTable
from tongmai.base.words import Words
from tongmai.engines.workflow import clocks, parties, record
from tongmai.engines.workflow.record import Event, Json, loads
from tongmai.model.workflow import Step, Workflow


@dataclass(frozen=True, slots=True)
class Choice:
    """A step out of the present state. `why` says by which rule it is allowed, or what stands against it."""

    step: Step
    allowed: bool
    rule: str  # "plans.order/receive: headquarters@unit"
    why: Words
    due: datetime | None = None


@dataclass(frozen=True)
class Live:
    """A Task at hand with its declaration and its focus."""

    workflow: Workflow
    task: Json
    version: int
    focus: Json
    focus_version: int

    @staticmethod
    def of(workflows: Mapping[str, Workflow], task: Version, focus: Version) -> "Live":
        """Put together from what is stored. Refused: not-found, when it is no workflow's Task."""
        body = loads(task.body)
        workflow = declared(workflows, record.workflow_of(body))
        return Live(workflow, body, task.number, loads(focus.body), focus.number)

    @property
    def id(self) -> str:
        return str(self.task["id"])

    @property
    def state(self) -> str:
        return record.state_of(self.task)

    @cached_property
    def events(self) -> list[Event]:
        """What had happened when it was read, oldest first."""
        return record.events_of(self.workflow, self.task)

    def choices(self, context: Context, terms: Mapping[str, DatedTable]) -> list[Choice]:
        """Every step out of the present state, allowed or not, with its clock."""
        events, state, table, found = self.events, self.state, terms.get(self.workflow.id), []
        for step in self.workflow.steps:
            if state in step.sources:
                allowed, rule, why = self.judged(context, step)
                due = clocks.due(table, step, events, self.focus)
                found.append(Choice(step, allowed, rule, why, due[0] if due else None))
        return found

    def judged(self, context: Context, step: Step) -> tuple[bool, str, Words]:
        """Whether the actor may take a step, by which rule, in words."""
        name, asked = f"{self.workflow.id}/{step.name}", parties.named(step.parties)
        party = parties.standing(context.actor, step.parties, self.focus)
        if party is None:
            asks = titled(context, step.parties)
            return False, f"{name}: {asked}", Words(f"须由{asks.zh}办理", f"it takes the {asks.en}")
        if step.not_by and self._did(context.actor, step.not_by):
            other = next((one.title.en for one in self.workflow.steps if one.name == step.not_by), step.not_by)
            words = Words("须由另一人办理", f"it takes somebody else than whoever did “{other}”")
            return False, f"{name}: not by whoever did {step.not_by}", words
        rule = f"{name}: {parties.named([party])}"
        return True, rule, Words(f"由{titled(context, [party]).zh}办理", f"by the rule: {rule}")

    def _did(self, actor: Actor, step: str) -> bool:
        last = next((event for event in reversed(self.events) if event.step == step), None)
        return last is not None and last.person == record.who(actor.who)

    def allowed(self, context: Context, step: Step) -> str:
        """The rule by which the actor takes the step. Refused: forbidden, rule."""
        allowed, rule, why = self.judged(context, step)
        if not allowed:
            raise refuse("forbidden", *why, where=step.name, rule=rule)
        if self.state not in step.sources:
            now = self.workflow.state(self.state).title
            sources = " or ".join(f"“{self.workflow.state(source).title.en}”" for source in step.sources)
            raise refuse(
                "rule", f"当前为“{now.zh}”，不能办理“{step.title.zh or step.name}”",
                f"the state is “{now.en}”; {step.title.en or step.name} starts from {sources}",
                where=step.name, rule=f"{self.workflow.id}/{step.name}: {step.move}",
            )  # fmt: skip
        return rule

    def stale(self, step: str) -> Refused:
        """The refusal of a step on a version that is no longer the newest."""
        return refuse(
            "stale", "这件事已有新的进展，请刷新后再办", "it has moved on meanwhile; look again",
            where=f"Task/{self.id}", rule=f"{self.workflow.id}/{step}: on the version that was seen",
        )  # fmt: skip


def declared(workflows: Mapping[str, Workflow], id: str) -> Workflow:
    """A declaration by its id. Refused: not-found."""
    if id not in workflows:
        raise refuse("not-found", f"没有流程 {id}", f"no workflow {id}", where=id)
    return workflows[id]


def titled(context: Context, who: Iterable[parties.Party]) -> Words:
    """The roles of parties by their titles."""
    titles = tuple(dict.fromkeys(context.role_words(role) for role, _ in who))
    return Words("、".join(one.zh for one in titles), " or the ".join(one.en for one in titles))


def starter(context: Context, workflow: Workflow, focus: Json) -> str:
    """The rule by which the actor starts a workflow on a focus; the house itself starts what is begun daily. Refused:
    forbidden."""
    if context.actor.is_system and workflow.daily:
        return f"{workflow.id}/{record.START}: system@*"
    who: Sequence[parties.Party] = parties.starters(workflow)
    party, asked = parties.standing(context.actor, who, focus), parties.named(who)
    name = f"{workflow.id}/{record.START}"
    if party is None:
        raise refuse(
            "forbidden",
            f"须由{titled(context, who).zh}发起",
            f"it takes the {titled(context, who).en}",
            where=record.START,
            rule=f"{name}: {asked}",
        )
    return f"{name}: {parties.named([party])}"


def step_of(workflow: Workflow, name: str) -> Step:
    """A step by its name. Refused: not-found."""
    try:
        return workflow.step(name)
    except KeyError:
        raise refuse("not-found", f"没有这一步：{name}", f"{workflow.id} has no step {name}", where=name) from None


def role_in(rule: str) -> str:
    """The role that a rule names: "plans.order/receive: headquarters@unit" is "headquarters"."""
    return rule.rpartition(": ")[2].partition("@")[0]
