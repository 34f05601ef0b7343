"""What a step is decided on and what is written of it: the seen, the moment, the change set with its Provenance."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongmai.access import Context, Put, Version
from tongmai.base.clock import civil_day
from tongmai.base.ids import new_id
from tongmai.base.outcome import refuse
from tongmai.engines.workflow import record, single
from tongmai.engines.workflow.effects import Moment
from tongmai.engines.workflow.live import Live
from tongmai.engines.workflow.looks import seen
from tongmai.engines.workflow.needs import Sight
from tongmai.engines.workflow.record import Json, dumps, loads
from tongmai.model.workflow import Step, Workflow

OVERTAKEN = ("stale", "several")
"""Kinds of refusal by which the store says that another wrote since this was decided: a version moved on, or what may
be there once is there now."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What became of a start or a step: the new versions of the Task and of its focus."""

    task: Version
    focus: Version
    state: str


def sight(door: Context, step: Step, focus: Json) -> Sight:
    """What decides on a step sees besides what is typed, before it is sent and when it is: who takes it (`actor`, their
    reference; `organization`, its id), the instant (`now`) and what the step looks at. In the
    queries of its looks `{organization}` is that of who takes it, unless focus or form have such an element."""
    taker = {"actor": door.actor.who.get("reference", ""), "organization": door.actor.organization,
             "now": record.instant(door.clock.now())}  # fmt: skip
    whose = {"organization": door.actor.organization, **focus}
    return lambda typed: {**taker, **seen(door, step.looks, whose, typed)}


def moment_of(context: Context) -> Moment:
    now = context.clock.now()
    return Moment(context.actor, civil_day(now).isoformat(), record.instant(now))


def focus_at_start(door: Context, workflow: Workflow, focus: Mapping[str, Any] | str) -> tuple[Json, int]:
    """The focus as a resource, and the version it must have when it is written (0: none)."""
    if isinstance(focus, str):
        type, _, id = focus.partition("/")
        version = door.read(type, id)
        resource, pinned = loads(version.body), version.number
    else:
        resource, pinned = {**copy.deepcopy(dict(focus)), "id": focus.get("id") or new_id(door.clock)}, 0
    if resource.get("resourceType") != workflow.focus:
        raise refuse("value", f"应为 {workflow.focus}", f"must be a {workflow.focus}", where="focus")
    return resource, pinned


def task_id(door: Context, workflow: Workflow, focus: Json) -> tuple[str, str]:
    """The id of a new Task, and its key where only one may live. With a key the id counts the Tasks before it, so that
    two starts at once ask for one id and the store refuses the later."""
    if not workflow.one_live:
        return new_id(door.clock), ""
    key = single.key_of(workflow, focus)
    return single.next_id(door, workflow, key), key


def focus_put(live: Live) -> Put:
    return Put(live.workflow.focus, dumps(live.focus), id=live.focus["id"], if_match=live.focus_version)


def written(door: Context, events: Sequence[str], puts: Sequence[Put], state: str, moment: Moment, rule: str) -> Acted:
    """The change set with a Provenance for each event, written. The first of `puts` is the Task."""
    targets = [f"{put.type}/{put.id}" for put in puts]
    proofs = [record.provenance(event, targets, moment.actor, moment.now, rule) for event in events]
    written = door.transact([*puts, *(Put("Provenance", dumps(proof)) for proof in proofs)])
    task = written[0].version
    key = record.focus_of(loads(task.body))
    focus = next((one.version for one in written if (one.version.type, one.version.id) == key), None)
    return Acted(task, focus or door.read(*key), state)
