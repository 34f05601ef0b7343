"""Escalation: a job writes an event on each Task whose clock ran out, whether or not anybody opens a page."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from tongmai.access import Context, Put
from tongmai.base.outcome import Refused, refuse
from tongmai.base.tables import DatedTable
from tongmai.engines.workflow import clocks, record
from tongmai.engines.workflow.desk import search
from tongmai.engines.workflow.live import Live
from tongmai.engines.workflow.record import Event, Json, dumps, loads
from tongmai.model.workflow import Step, Workflow


def escalate(context: Context, workflows: Sequence[Workflow], terms: Mapping[str, DatedTable]) -> list[Event]:
    """One event for each clock that ran out, each told once; all of one Task's in one change set. A Task on which
    somebody takes a step meanwhile is looked at anew in the next round. The house's own."""
    if not context.actor.is_system:
        raise refuse("forbidden", "超时提醒由系统写入", "only the house escalates", rule="escalation is a job")
    told: list[Event] = []
    now = context.clock.now()
    for workflow in workflows:
        clocked = sorted({state for step in workflow.steps if step.within for state in step.sources})
        for live in list(search(context, [(workflow, clocked)])) if clocked else ():
            if late := _run_out(live, terms.get(workflow.id), now):
                told += _tell(context, live, late, now)
    return told


def _run_out(live: Live, table: DatedTable | None, now: datetime) -> list[tuple[Step, str]]:
    """The steps whose clocks ran out and were not told of yet, each with the event that its clock runs from. Steps that
    share a clock are told of once, by the first of them."""
    events, found = live.events, []
    told = {_clock(live, one) for one in events if one.step == record.ESCALATE}
    for step in live.workflow.steps:
        if live.state in step.sources and step.within:
            due = clocks.due(table, step, events, live.focus)
            if due and due[0] <= now and (step.within.name, due[1]) not in told:
                told.add((step.within.name, due[1]))
                found.append((step, due[1]))
    return found


def _clock(live: Live, told: Event) -> tuple[str, str]:
    """The term and the event from which the clock ran that an escalation told of."""
    step = next((one for one in live.workflow.steps if one.name == told.fields["step"]), None)
    return (step.within.name if step and step.within else "", told.fields["since"])


def _tell(context: Context, live: Live, late: Sequence[tuple[Step, str]], now: datetime) -> list[Event]:
    at, task = record.instant(now), live.task
    for step, since in late:
        fields = {"step": step.name, "since": since, "to": ",".join(live.workflow.escalate)}
        record.append_event(task, record.ESCALATE, at, "system", context.actor, (live.state, live.state), fields)
    task["lastModified"] = at
    name = f"{live.workflow.id}.{record.ESCALATE}"
    proof = record.provenance(name, [f"Task/{live.id}"], context.actor, at, "the clock ran out")
    puts = [Put("Task", dumps(task), id=live.id, if_match=live.version), Put("Provenance", dumps(proof))]
    try:
        context.transact(puts)
    except Refused as refused:
        if refused.kind != "stale":
            raise
        return []
    return record.events_of(live.workflow, task)[-len(late) :]


def as_seen(looking: Context, live: Live, number: int) -> bool:
    """Whether a version of the Task says what the newest says, but for clocks that the house told of since: whoever saw
    it decided on what stands."""
    if number == live.version:
        return True
    seen = next((one for one in looking.history("Task", live.id) if one.number == number), None)
    return seen is not None and not seen.deleted and _untold(loads(seen.body)) == _untold(live.task)


def _untold(task: Json) -> tuple[Json, list[Json]]:
    """What a Task says besides the clocks that ran out, and its events without those marks."""
    mark = {"url": "step", "valueCode": record.ESCALATE}
    events = [one for one in task.get("extension", ()) if mark not in one.get("extension", ())]
    meta = {name: it for name, it in task.get("meta", {}).items() if name not in ("versionId", "lastUpdated")}
    rest = {name: it for name, it in task.items() if name not in ("extension", "lastModified", "meta")}
    return {**rest, "meta": meta}, events
