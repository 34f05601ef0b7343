"""The workflow engine: start, act, choices, desk, story, escalate, daily.

A step's Task, its focus, its effects and its Provenance are one change set, bound to the versions on which it was
decided: it happens whole or not at all, and of two at once only one happens.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from tongmai.access import Context, Put, Version
from tongmai.base.clock import today
from tongmai.base.ids import new_id
from tongmai.base.outcome import Issue, Refused
from tongmai.base.tables import DatedTable
from tongmai.engines.workflow import clocks, effects, merging, needs, record, single, slots
from tongmai.engines.workflow.daily import Round, begun
from tongmai.engines.workflow.declared import refuse_misfits
from tongmai.engines.workflow.desk import DeskItem, awaited, desk, pieces
from tongmai.engines.workflow.effects import Moment
from tongmai.engines.workflow.escalation import as_seen, escalate
from tongmai.engines.workflow.live import Choice, Live, declared, role_in, starter, step_of
from tongmai.engines.workflow.needs import Condition
from tongmai.engines.workflow.record import Event, Json, dumps, loads
from tongmai.engines.workflow.remembered import Remembered
from tongmai.engines.workflow.writing import (
    OVERTAKEN,
    Acted,
    focus_at_start,
    focus_put,
    moment_of,
    sight,
    task_id,
    written,
)
from tongmai.fhir.lens import Lens, lens
from tongmai.model.workflow import Step, Workflow


class Workflows:
    """Runs declarations. `functions`: conditions by name; `terms`: dated tables by workflow id; `templates`: lens
    templates by the name that a Create effect gives; `lenses`: the same made ready, by whoever opens several houses of
    them once. ValueError when they do not fit each other."""

    def __init__(
        self,
        declarations: Sequence[Workflow],
        functions: Mapping[str, Condition] | None = None,
        terms: Mapping[str, DatedTable] | None = None,
        templates: Mapping[str, Mapping[str, Any]] | None = None,
        lenses: Mapping[str, Lens] | None = None,
    ) -> None:
        self._functions, self._terms, templates = functions or {}, terms or {}, templates or {}
        self.declarations = refuse_misfits(declarations, self._terms, templates, self._functions)
        self._lenses = lenses or {name: lens(template) for name, template in templates.items()}
        self._remembered = Remembered(self.declarations, self._terms)

    def declared(self, workflow_id: str) -> Workflow:
        """A declaration by its id. Refused: not-found."""
        return declared(self.declarations, workflow_id)

    def start(
        self,
        context: Context,
        workflow_id: str,
        focus: Mapping[str, Any] | str,
        fields: Mapping[str, Any] | None = None,
        then: tuple[str, Mapping[str, Any]] | None = None,
    ) -> Acted:
        """Begin. `focus`: a new resource with its resourceType, or "Type/id" of one that is stored; the engine writes
        its state element. `fields` are kept with the event. `then`: a first step and its fields, taken in the same
        change set: both happen, or neither. Refused, changing nothing: forbidden (who starts), duplicate (one live),
        what the step or the store refuses. Who was overtaken by another is told by what stands then."""
        workflow = self.declared(workflow_id)
        try:
            return self._started(context, workflow, focus, fields or {}, then)
        except Refused as refused:
            if refused.kind not in OVERTAKEN:
                raise
            return self._started(context, workflow, focus, fields or {}, then)

    def _started(
        self,
        context: Context,
        workflow: Workflow,
        focus: Mapping[str, Any] | str,
        fields: Mapping[str, Any],
        then: tuple[str, Mapping[str, Any]] | None,
    ) -> Acted:
        door = context.under(f"deciding whether {workflow.id} may start")
        resource, pinned = focus_at_start(door, workflow, focus)
        rule = starter(context, workflow, resource)
        moment = moment_of(context)
        id, key = task_id(door, workflow, resource)
        given = {name: value for name, value in fields.items() if value not in (None, "", [])}
        if workflow.begins:
            typed = self._checked(context.under(rule), workflow.begins, given, resource)
            effects.on_focus(workflow.begins, resource, typed, moment)
            if key and single.key_of(workflow, resource) != key:  # the beginning itself sets what it lives by
                id, key = task_id(door, workflow, resource)
        task = record.new_task(workflow, id, resource, context.actor, moment.now)
        if key:
            task["identifier"] = [{"system": record.LIVE, "value": key}]
        move = ("", workflow.start)
        record.append_event(task, record.START, moment.now, role_in(rule), context.actor, move, given)
        record.enter(task, workflow, workflow.start, moment.now)
        if workflow.state_element:
            resource[workflow.state_element] = workflow.start
        live = Live(workflow, task, 0, resource, pinned)
        if then is not None:
            return self._taken(context, live, *then, starting=f"{workflow.id}.{record.START}")
        puts = [Put("Task", dumps(task), id=id, if_match=0), focus_put(live)]
        return written(context.under(rule), (f"{workflow.id}.{record.START}",), puts, workflow.start, moment, rule)

    def act(
        self,
        context: Context,
        task_id: str,
        step: str,
        fields: Mapping[str, Any] | None = None,
        if_version: int | None = None,
    ) -> Acted:
        """Take a step. `if_version`: the Task version that the person saw; that the house told of a clock since does
        not make it another. Refused, changing nothing: stale, forbidden (role, four eyes), rule (state, condition),
        required, value or code (a need; `where` is its name)."""
        looking = context.under(f"deciding the step {step}")
        live = self._live(looking, looking.read("Task", task_id))
        if if_version is not None and not as_seen(looking, live, if_version):
            raise live.stale(step)
        try:
            return self._taken(context, live, step, fields or {})
        except Refused as refused:
            if refused.kind not in OVERTAKEN:
                raise
            again = self._live(looking, looking.read("Task", task_id))
            if again.focus_version != live.focus_version or not as_seen(looking, again, live.version):
                raise
            return self._taken(context, again, step, fields or {})  # what moved on was neither, or a clock

    def _taken(self, context: Context, live: Live, step: str, fields: Mapping[str, Any], starting: str = "") -> Acted:
        """A step on a piece of work at hand, written; together with its beginning where `starting` names the event."""
        declared = step_of(live.workflow, step)
        rule, state = live.allowed(context, declared), live.state
        door, moment = context.under(rule), moment_of(context)
        typed = self._checked(door, declared, fields, live.focus)
        puts = self._puts(door, live, declared, typed, moment, role_in(rule))
        if starting and all((put.type, put.id) != (live.workflow.focus, live.focus["id"]) for put in puts):
            puts.append(focus_put(live))
        events = (*([starting] if starting else []), f"{live.workflow.id}.{step}")
        return written(door, events, puts, declared.after(state), moment, rule)

    def _checked(self, door: Context, step: Step, fields: Mapping[str, Any], focus: Json) -> dict[str, Any]:
        """The fields of a step with their types and what it derives, its conditions held."""
        return needs.checked(step, fields, focus, today(door.clock), self._functions, sight(door, step, focus))

    def _puts(
        self, door: Context, live: Live, step: Step, typed: Mapping[str, Any], moment: Moment, role: str
    ) -> list[Put]:
        """Task, focus and effects as they stand after the step."""
        workflow, task, focus = live.workflow, live.task, live.focus
        after, before = step.after(live.state), live.events
        due = clocks.due(self._terms.get(workflow.id), step, before, focus)
        late = due[0] <= door.clock.now() if due else None
        passing = {need.name for need in step.needs if need.passing}
        kept = {name: value for name, value in typed.items() if name not in passing}
        record.append_event(task, step.name, moment.now, role, moment.actor, (live.state, after), kept, late)
        record.enter(task, workflow, after, moment.now)
        effects.on_focus(step, focus, typed, moment)
        record.about(task, focus)  # who it is about may be known with this step only
        taken = slots.moved(workflow, step, focus, before, typed, door)
        marks = single.moved(workflow, task, focus, door)
        if workflow.state_element:
            focus[workflow.state_element] = after
        made = merging.joined(self.declarations, workflow, step, focus, door, moment)
        made += effects.created(step, focus, task, typed, moment, self._lenses, door)
        made += self._begun(door, step, focus, task, typed, moment, role)
        puts = [Put("Task", dumps(task), id=live.id, if_match=live.version)]
        if effects.touched(workflow, step):
            puts.append(Put(workflow.focus, dumps(focus), id=focus["id"], if_match=live.focus_version))
        return puts + made + taken + marks + effects.circles(workflow, step, focus, live.id, door, moment.now)

    def beforehand(self, context: Context, task_id: str, step: str, fields: Mapping[str, Any]) -> list[Issue]:
        """What stands against a step that is being filled in, of what may be asked before it is sent. Refused:
        forbidden, rule (state), not-found."""
        looking = context.under(f"deciding the step {step}")
        live = self._live(looking, looking.read("Task", task_id))
        declared = step_of(live.workflow, step)
        return self._beforehand(context.under(live.allowed(context, declared)), declared, fields, live.focus)

    def beforehand_first(
        self, context: Context, workflow_id: str, focus: Json, step: str, fields: Mapping[str, Any]
    ) -> list[Issue]:
        """As `beforehand`, of the first step of what is not begun yet. Refused: forbidden (who starts), not-found."""
        workflow = self.declared(workflow_id)
        door = context.under(starter(context, workflow, focus))
        return self._beforehand(door, step_of(workflow, step), fields, focus)

    def objections(
        self, context: Context, workflow_id: str, focus: Json, step: str, fields: Mapping[str, Any]
    ) -> list[Issue]:
        """What is wrong with the first step of what is not begun, because its record is not whole. Refused: forbidden
        (who starts), not-found."""
        workflow = self.declared(workflow_id)
        door, declared = context.under(starter(context, workflow, focus)), step_of(workflow, step)
        look = sight(door, declared, focus)
        return needs.objections(declared, fields, focus, today(door.clock), self._functions, look)

    def _beforehand(self, door: Context, step: Step, fields: Mapping[str, Any], focus: Json) -> list[Issue]:
        look = sight(door, step, focus)
        return needs.beforehand(step, fields, focus, today(door.clock), self._functions, look)

    def _begun(
        self, door: Context, step: Step, focus: Json, task: Json, typed: Mapping[str, Any], moment: Moment, role: str
    ) -> list[Put]:
        """The Tasks and records of what the step begins in other workflows."""
        puts = []
        for effect, resource in effects.beginnings(step, focus, task, typed, moment, self._lenses, door):
            workflow, id = self.declared(effect.workflow), new_id(door.clock)
            begun = record.new_task(workflow, id, resource, moment.actor, moment.now)
            record.append_event(begun, record.START, moment.now, role, moment.actor, ("", workflow.start), {})
            record.enter(begun, workflow, workflow.start, moment.now)
            if workflow.state_element:
                resource[workflow.state_element] = workflow.start
            puts += [Put("Task", dumps(begun), id=id, if_match=0),
                     Put(workflow.focus, dumps(resource), id=resource["id"], if_match=0)]  # fmt: skip
        return puts

    def choices(self, context: Context, task: Version | Mapping[str, Any] | str) -> list[Choice]:
        """Every step out of the present state, allowed or not, with its clock. `task`: a Task or its id."""
        id = task if isinstance(task, str) else task.id if isinstance(task, Version) else str(task["id"])
        return self._live(context, context.read("Task", id)).choices(context, self._terms)

    def desk(self, context: Context, workflow_id: str | None = None) -> list[DeskItem]:
        """What waits for this actor, the most pressing first."""
        wanted = [self.declared(workflow_id)] if workflow_id else list(self.declarations.values())
        return desk(context, wanted, self._remembered)

    def pieces(self, context: Context, workflow_ids: Sequence[str] = ()) -> list[DeskItem]:
        """All work under way that the actor may see, of these workflows or of all, the most pressing first."""
        wanted = [self.declared(id) for id in workflow_ids] or list(self.declarations.values())
        return pieces(context, wanted, self._remembered)

    def awaited(self, context: Context) -> list[DeskItem]:
        """What the actor began and others are to act on, the most pressing first."""
        return awaited(context, list(self.declarations.values()), self._remembered)

    def story(self, context: Context, task_id: str) -> list[Event]:
        """What happened, oldest first."""
        task = loads(context.read("Task", task_id).body)
        return record.events_of(self.declared(record.workflow_of(task)), task)

    def tasks(self, context: Context, focus: str) -> list[Version]:
        """The Tasks of workflows whose focus is `Type/id`, newest first, of those that the actor may search."""
        found = context.search("Task", [("focus", focus), ("_count", "500")]).matches
        ours = [one for one in found if record.workflow_of(loads(one.body)) in self.declarations]
        return sorted(ours, key=lambda one: one.change, reverse=True)

    def escalate(self, context: Context) -> list[Event]:
        """Write an event on each Task whose clock ran out; each clock is told once. For the house itself."""
        return escalate(context, list(self.declarations.values()), self._terms)

    def _live(self, context: Context, task: Version) -> Live:
        focus = context.read(*record.focus_of(loads(task.body)))
        return Live.of(self.declarations, task, focus)

    def daily(self, context: Context) -> int:
        """How many `rounds` began of what the rooms propose for today."""
        return sum(one.begun for one in self.rounds(context).values())

    def rounds(self, context: Context) -> dict[str, Round]:
        """Begin what the rooms propose for today: by workflow what was begun and what is left for the next day. To be
        called once a day or more often: what is begun already is not begun again. What one workflow is refused hinders
        no other; the first is raised when all are through. The house's own."""
        found, wrong = {}, []
        for id, flow in self.declarations.items():
            if flow.daily is None:
                continue
            try:
                found[id] = begun(context, flow, self._functions, partial(self._proposed, context, flow))
            except Refused as refused:
                wrong.append(refused)
        if wrong:
            raise wrong[0]
        return found

    def _proposed(self, context: Context, workflow: Workflow, elements: Json) -> Acted:
        """Begin one that a room proposes by the elements of its focus."""
        return self.start(context, workflow.id, {"resourceType": workflow.focus, **elements})
