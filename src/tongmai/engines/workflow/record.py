"""The Task of a workflow: how state and events stand in it, and how they are read back.

`code` is the workflow (urn:tongmai:workflow), `businessStatus` our state (urn:tongmai:state), `status` its R4 status,
`focus` the thing asked for. Each event is an extension urn:tongmai:step with step, at, role, institution, person,
before, after, late (where a clock ran), and a `field` for each thing filled in, so that a view sees the time of every
event.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from tongmai.access import Actor
from tongmai.base.words import Words
from tongmai.model.workflow import Workflow

WORKFLOW, STATE, STEP, LIVE = "urn:tongmai:workflow", "urn:tongmai:state", "urn:tongmai:step", "urn:tongmai:live"
EVENT = "urn:tongmai:event"
START, ESCALATE, RESTS, RESUMES = "start", "escalate", "rests", "resumes"
_TITLES = {
    START: Words("发起", "started"), ESCALATE: Words("超时提醒", "overdue"),
    RESTS: Words("档案已并入另一份", "its record was closed in favour of another"),
    RESUMES: Words("档案恢复", "its record stands again"),
}  # fmt: skip
ENGINE = tuple(_TITLES)
"""Events that no step names: the engine writes them itself."""

Json = dict[str, Any]
_decode = msgspec.json.Decoder(Json, float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `fields` are what was filled in; `institution` and `person` are references."""

    id: str  # <task>/<number>
    name: str  # <workflow>.<step>
    step: str
    title: Words
    at: datetime
    role: str
    institution: str
    person: str
    before: str
    after: str
    fields: Mapping[str, str]
    late: bool | None = None  # by its clock; None where none ran


def loads(body: bytes) -> Json:
    """A resource with its decimals as they were written."""
    return _decode(body)


def dumps(resource: Mapping[str, Any]) -> bytes:
    """The bytes of a resource; a Decimal becomes a number with its own digits."""
    return _encode(resource)


def instant(at: datetime) -> str:
    """A FHIR instant in UTC with milliseconds."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def workflow_of(task: Mapping[str, Any]) -> str:
    """The id of the workflow a Task belongs to; "" when it is no workflow's."""
    return _code(task.get("code"), WORKFLOW)


def state_of(task: Mapping[str, Any]) -> str:
    """Our state."""
    return _code(task.get("businessStatus"), STATE)


def focus_of(task: Mapping[str, Any]) -> tuple[str, str]:
    """(type, id) of the thing asked for."""
    type, _, id = str(task["focus"]["reference"]).partition("/")
    return type, id


def _code(concept: Any, system: str) -> str:
    codings = concept.get("coding", ()) if isinstance(concept, dict) else ()
    return next((str(coding.get("code", "")) for coding in codings if coding.get("system") == system), "")


def new_task(workflow: Workflow, id: str, focus: Mapping[str, Any], actor: Actor, now: str) -> Json:
    """A Task in the start state, without events yet."""
    task: Json = {
        "resourceType": "Task",
        "id": id,
        "status": workflow.state(workflow.start).status,
        "intent": "order",
        "code": {"coding": [{"system": WORKFLOW, "code": workflow.id}], "text": workflow.title.zh},
        "focus": {"reference": f"{focus['resourceType']}/{focus['id']}"},
        "authoredOn": now,
        "requester": actor.who,
    }
    about(task, focus)
    return task


def about(task: Json, focus: Mapping[str, Any]) -> None:
    """Note the patient of the focus in a Task that names none yet."""
    if "for" not in task and (patient := patient_of(focus)):
        task["for"] = {"reference": patient}


def patient_of(focus: Mapping[str, Any]) -> str:
    """The reference of the patient a focus is about; "" when it is about none."""
    if focus.get("resourceType") == "Patient":
        return f"Patient/{focus['id']}"
    for name in ("subject", "patient", "for", "beneficiary"):
        reference = focus.get(name, {}).get("reference", "") if isinstance(focus.get(name), dict) else ""
        if reference.startswith("Patient/"):
            return str(reference)
    return ""


def enter(task: Json, workflow: Workflow, state: str, now: str) -> None:
    """Move a Task to a state."""
    declared = workflow.state(state)
    task["status"] = declared.status
    task["businessStatus"] = {"coding": [{"system": STATE, "code": state}], "text": declared.title.zh}
    task["lastModified"] = now
    if state in workflow.ends:
        task["executionPeriod"] = {"start": task["authoredOn"], "end": now}
    else:
        task["executionPeriod"] = {"start": task["authoredOn"]}


def append_event(
    task: Json, step: str, now: str, role: str, actor: Actor, move: tuple[str, str], fields: Mapping[str, Any],
    late: bool | None = None,
) -> None:  # fmt: skip
    """Write what happened at the end of the list of events. `late`: by the step's clock; None where none ran."""
    parts: list[Json] = [{"url": "step", "valueCode": step}, {"url": "at", "valueInstant": now}]
    parts.append({"url": "role", "valueCode": role})
    if actor.organization:
        parts.append({"url": "institution", "valueReference": {"reference": f"Organization/{actor.organization}"}})
    parts.append({"url": "person", "valueReference": actor.who})
    parts += [{"url": "before", "valueCode": move[0]}] if move[0] else []
    parts.append({"url": "after", "valueCode": move[1]})
    parts += [{"url": "late", "valueBoolean": late}] if late is not None else []
    for name, value in fields.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if isinstance(one, dict) and "reference" not in one:
                continue  # what a step derives for the focus stands there
            text = [{"url": "name", "valueString": name}, {"url": "value", "valueString": _text(one)}]
            parts.append({"url": "field", "extension": text})
    task.setdefault("extension", []).append({"url": STEP, "extension": parts})


def _text(value: Any) -> str:
    return str(value["reference"]) if isinstance(value, dict) else str(value)


def events_of(workflow: Workflow, task: Mapping[str, Any]) -> list[Event]:
    """The events of a Task, oldest first."""
    found = [one["extension"] for one in task.get("extension", ()) if one.get("url") == STEP]
    return [_event(workflow, str(task["id"]), number, parts) for number, parts in enumerate(found, start=1)]


def _event(workflow: Workflow, task_id: str, number: int, parts: Sequence[Mapping[str, Any]]) -> Event:
    values: Json = {}
    fields: dict[str, str] = {}
    for part in parts:
        if part["url"] == "field":
            name, value = (str(one["valueString"]) for one in part["extension"])
            fields[name] = f"{fields[name]}; {value}" if name in fields else value
        else:
            values[part["url"]] = _value(part)
    step = str(values["step"])
    return Event(
        id=f"{task_id}/{number}",
        name=f"{workflow.id}.{step}",
        step=step,
        title=_TITLES[step] if step in _TITLES else workflow.step(step).title,
        at=datetime.fromisoformat(values["at"]),
        role=str(values.get("role", "")),
        institution=who(values.get("institution")),
        person=who(values.get("person")),
        before=str(values.get("before", "")),
        after=str(values["after"]),
        fields=fields,
        late=values.get("late"),
    )


def _value(part: Mapping[str, Any]) -> Any:
    """An extension's value[x]. Each event of a piece of work is read again with every look at it."""
    for key in part:
        if key != "url":
            return part[key]
    raise KeyError(f"an extension without a value: {part['url']}")


def who(reference: Any) -> str:
    """A Reference as one text: `Type/id`, or the value of its identifier."""
    if not isinstance(reference, dict):
        return ""
    return str(reference.get("reference") or reference.get("identifier", {}).get("value", ""))


def provenance(event: str, targets: Sequence[str], actor: Actor, now: str, policy: str) -> Json:
    """Who did it and why: one for each step. `policy` is the rule by which it was allowed."""
    agent: Json = {"who": actor.who}
    if actor.organization:
        agent["onBehalfOf"] = {"reference": f"Organization/{actor.organization}"}
    return {
        "resourceType": "Provenance",
        "target": [{"reference": target} for target in targets],
        "recorded": now,
        "activity": {"coding": [{"system": EVENT, "code": event}], "text": policy},
        "agent": [agent],
    }
