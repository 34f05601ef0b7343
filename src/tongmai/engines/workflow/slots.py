"""Slots (an appointment, a bed): taken and given back by steps, in the change set of the step itself.

A Slot says whose it is (extension urn:tongmai:institution) and until when it is kept for those sent from below
(extension urn:tongmai:release); afterwards it is open to everybody and no step takes it any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from tongmai.access import Context, Put
from tongmai.base.dates import interval
from tongmai.base.outcome import Refused, refuse
from tongmai.engines.workflow.record import Event, Json, dumps, loads
from tongmai.engines.workflow.values import assign
from tongmai.model.workflow import Free, Step, Take, Workflow

OWNER, RELEASE = "urn:tongmai:institution", "urn:tongmai:release"
TAKEN = "busy"  # the status that only steps give to a slot and take from it


def moved(
    workflow: Workflow, step: Step, focus: Json, events: Sequence[Event], fields: Mapping[str, Any], door: Context
) -> list[Put]:
    """The Slots as they stand after the step; a start is set on the focus where a Take says so. `events`: those before
    the step. Refused, naming the field: a Slot that is not free, not the party's, over or released."""
    puts: dict[str, Put] = {}
    for effect in step.does:
        if isinstance(effect, Free) and (reference := held(workflow, events, effect.field)):
            slot = door.read("Slot", reference.removeprefix("Slot/"))
            body = {**loads(slot.body), "status": "free"}
            puts[slot.id] = Put("Slot", dumps(body), id=slot.id, if_match=slot.number)
    for effect in step.does:
        if isinstance(effect, Take) and fields.get(effect.field):
            _take(effect, focus, str(fields[effect.field]["reference"]), puts, door)
    return list(puts.values())


def held(workflow: Workflow, events: Iterable[Event], field: str) -> str:
    """The reference of the Slot that is held by a need; "" where none is."""
    now = ""
    for event in events:
        step = next((one for one in workflow.steps if one.name == event.step), None)
        for effect in step.does if step else ():
            if isinstance(effect, Free) and effect.field == field:
                now = ""
            if isinstance(effect, Take) and effect.field == field:
                now = event.fields.get(field, now)
    return now


def _take(effect: Take, focus: Json, reference: str, puts: dict[str, Put], door: Context) -> None:
    type, _, id = reference.partition("/")
    if type != "Slot":
        raise refuse("value", "应为号源或床位", "must be a slot", where=effect.field)
    version = door.read("Slot", id)
    slot = loads(version.body)
    if id in puts:
        del puts[id]  # given back and taken again in one step: it stays busy
    else:
        if slot.get("status") != "free":
            raise _refusal(effect, "该号源（床位）已被占用", "the slot is taken", "a slot is taken once")
        puts[id] = Put("Slot", dumps({**slot, "status": TAKEN}), id=id, if_match=version.number)
    _usable(effect, focus, slot, door.clock.now())
    if effect.into:
        assign(focus, effect.into, slot["start"])


def _usable(effect: Take, focus: Json, slot: Json, now: datetime) -> None:
    """Refused: not the party's, over, released."""
    named = focus.get(effect.of) if effect.of else None
    parties = [one.get("reference") for one in (named if isinstance(named, list) else [named]) if one]
    if parties and _extension(slot, OWNER, "valueReference", {}).get("reference") not in parties:
        raise _refusal(effect, "号源（床位）不是接收机构的", "the slot is another institution's", "a party's own slots")
    if interval(str(slot["end"])).start <= now:
        raise _refusal(effect, "该号源（床位）的时间已过", "the slot is over", "a slot is taken before it ends")
    release = _extension(slot, RELEASE, "valueInstant", "")
    if release and interval(release).start <= now:
        raise _refusal(effect, "预留时间已过，号源已对外释放", "it was released", "kept until its release time")


def kept_until(slot: Mapping[str, Any]) -> datetime:
    """Until when a slot or bed can be taken: its release or its end, whichever comes first."""
    release = _extension(slot, RELEASE, "valueInstant", "") or slot["end"]
    return min(_instant(str(release)), _instant(str(slot["end"])))


@lru_cache(maxsize=4096)
def _instant(text: str) -> datetime:
    """Lists of slots are counted again and again; the same instants stand in them."""
    return datetime.fromisoformat(text)


def _extension(slot: Mapping[str, Any], url: str, name: str, default: Any) -> Any:
    return next((one.get(name, default) for one in slot.get("extension", ()) if one.get("url") == url), default)


def _refusal(effect: Take, zh: str, en: str, rule: str) -> Refused:
    remedy = ("请另选号源或床位，或改派", "choose another one, or redirect")
    return refuse("rule", zh, en, where=effect.field, rule=rule, remedy=remedy)
