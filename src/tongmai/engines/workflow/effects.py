"""What a step does besides moving the state: values set and appended, resources made, circles opened and closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tongmai.access import Actor, Context, Put, circle_row
from tongmai.base.ids import new_id
from tongmai.base.outcome import refuse
from tongmai.engines.workflow.record import Json, dumps, loads, patient_of
from tongmai.engines.workflow.values import assign, extend, filled, flat, parsed, row
from tongmai.model.workflow import Append, Begin, Circle, Create, Revise, Set, Step, Take, Workflow

Lens = Callable[[Mapping[str, Any]], Json]
"""A template of a room made ready: from a row to a resource."""


@dataclass(frozen=True)
class Moment:
    """When and by whom a step is taken. `today` is the civil day, `now` an instant."""

    actor: Actor
    today: str
    now: str


def touched(workflow: Workflow, step: Step) -> bool:
    """Whether a step changes the focus itself."""
    return bool(workflow.state_element) or any(
        isinstance(effect, Set | Append) or (isinstance(effect, Take) and bool(effect.into)) for effect in step.does
    )


def on_focus(step: Step, focus: Json, fields: Mapping[str, Any], moment: Moment) -> None:
    """Set and append on the focus, in place. An absent value leaves the focus as it is."""
    values = row(moment.actor, moment.today, moment.now, fields)
    for effect in step.does:
        if isinstance(effect, Set | Append):
            value = filled(parsed(effect.value), values)
            if value is not None:
                (assign if isinstance(effect, Set) else extend)(focus, effect.element, value)


def created(
    step: Step, focus: Json, task: Json, fields: Mapping[str, Any], moment: Moment,
    lenses: Mapping[str, Lens], door: Context,
) -> list[Put]:  # fmt: skip
    """The resources a step makes or makes anew from lenses; what it makes is noted as the Task's output. A lens sees
    the focus' and the form's plain elements, references (their ids) and concepts (their codes), and today, now, actor,
    organization, focus, task and the id."""
    puts = []
    for effect in step.does:
        if isinstance(effect, Create | Revise):
            id, there = (new_id(door.clock), 0) if isinstance(effect, Create) else _made(task, effect.type, door)
            own = {
                "id": id, "task": task["id"], "focus": focus["id"], "today": moment.today, "now": moment.now,
                "actor": moment.actor.practitioner, "organization": moment.actor.organization,
            }  # fmt: skip
            resource = lenses[effect.template](flat(focus) | flat(fields) | own)
            puts.append(Put(effect.type, dumps({**resource, "id": id}), id=id, if_match=there))
            if not there:
                output = {"type": {"text": step.name}, "valueReference": {"reference": f"{effect.type}/{id}"}}
                task.setdefault("output", []).append(output)
    return puts


def beginnings(
    step: Step, focus: Json, task: Json, fields: Mapping[str, Any], moment: Moment,
    lenses: Mapping[str, Lens], door: Context,
) -> list[tuple[Begin, Json]]:  # fmt: skip
    """What a step begins in other workflows, each with its new record, which is noted as the Task's output."""
    found = []
    for effect in step.does:
        if isinstance(effect, Begin) and fields.get(effect.of) not in (None, "", []):
            id = new_id(door.clock)
            own = {
                "id": id, "task": task["id"], "focus": focus["id"], "today": moment.today, "now": moment.now,
                "actor": moment.actor.practitioner, "organization": moment.actor.organization,
                "given": flat(fields)[effect.of],
            }  # fmt: skip
            resource = {**lenses[effect.template](flat(focus) | flat(fields) | own), "id": id}
            output = {"type": {"text": step.name}, "valueReference": {"reference": f"{resource['resourceType']}/{id}"}}
            task.setdefault("output", []).append(output)
            found.append((effect, resource))
    return found


def _made(task: Json, type: str, door: Context) -> tuple[str, int]:
    """The id and the version of the last resource of a type that a step of this work made. Refused: not-found."""
    made = [str(one["valueReference"]["reference"]).partition("/") for one in task.get("output", ())]
    id = next((id for kind, _, id in reversed(made) if kind == type), "")
    if not id:
        raise refuse("not-found", "没有可以更正的记录", "there is nothing to make anew", where=type)
    return id, door.read(type, id).number


def circles(workflow: Workflow, step: Step, focus: Json, task_id: str, door: Context, now: str) -> list[Put]:
    """The circle rows that open with this step, and those that close with it or with the end of the work. A relation
    that names several opens a row for each of them."""
    patient = patient_of(focus).removeprefix("Patient/")
    puts = [
        put
        for number, effect in enumerate(step.does)
        if isinstance(effect, Circle) and effect.until != step.name
        for put in _opened(workflow, effect, f"{task_id}.{step.name}.{number}", patient, focus, now)
    ]
    closing = [
        id
        for other in workflow.steps
        if other is not step
        for number, effect in enumerate(other.does)
        if isinstance(effect, Circle) and (effect.until == step.name or step.target in workflow.ends)
        for id in _rows(f"{task_id}.{other.name}.{number}", focus, effect)
    ]
    if closing:
        stored = door.read_many([("CareTeam", id) for id in closing])
        puts += [
            Put("CareTeam", dumps(closed), id=version.id, if_match=version.number)
            for version in stored.values()
            if (closed := _closed(loads(version.body), now))
        ]
    return puts


def _named(focus: Json, effect: Circle) -> list[str]:
    """The parties that a relation names, each once, in their order."""
    named = focus.get(effect.relation)
    members = [one for one in (named if isinstance(named, list) else [named]) if isinstance(one, dict)]
    return list(dict.fromkeys(str(one["reference"]) for one in members if one.get("reference")))


def _rows(first: str, focus: Json, effect: Circle) -> dict[str, str]:
    """The ids of an effect's rows, each with its party: the first bears the step's own, the others are numbered."""
    parties = _named(focus, effect)
    return {first if place == 0 else f"{first}.{place}": party for place, party in enumerate(parties)}


def _opened(workflow: Workflow, effect: Circle, id: str, patient: str, focus: Json, now: str) -> list[Put]:
    rows = _rows(id, focus, effect)
    if not patient or not rows:
        raise refuse("rule", "缺少患者或机构", "no patient or no party for a circle", where=effect.relation)
    because = workflow.id.partition(".")[0]
    return [
        Put("CareTeam", dumps(circle_row(one, patient, party, because, now)), id=one) for one, party in rows.items()
    ]


def _closed(row: Json, now: str) -> Json | None:
    if row.get("period", {}).get("end"):
        return None
    return {**row, "status": "inactive", "period": {**row.get("period", {}), "end": now}}
