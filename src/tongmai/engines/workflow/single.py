"""One live piece of work by some elements of its focus: counted by a key that stands on the Task as an identifier.

A Task that moves to another key (a request redirected) keeps its old identifiers; the last one says where it lives.
Ids count the Tasks of a key, and a move leaves a mark under the next id, so that of two at once the store refuses one.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from tongmai.access import Context, Put, Version
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.engines.workflow import record
from tongmai.engines.workflow.record import Json, dumps, loads
from tongmai.model.workflow import Workflow

_GO_ON = Words("请在工作台打开它继续办理，或先撤回", "open it on the desk and go on, or withdraw it first")


def key_of(workflow: Workflow, focus: Mapping[str, Any]) -> str:
    """The key by which only one may live."""
    parts = [workflow.id, *(repr(_unnamed(focus.get(name))) for name in workflow.one_live)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _unnamed(value: Any) -> Any:
    """A reference without what it displays: a name may change, the one it names stays."""
    if isinstance(value, list):
        return [_unnamed(one) for one in value]
    return {name: one for name, one in value.items() if name != "display"} if isinstance(value, dict) else value


def next_id(door: Context, workflow: Workflow, key: str) -> str:
    """The id for the next Task of a key. Refused: duplicate, while one lives."""
    before = door.search("Task", [("identifier", f"{record.LIVE}|{key}"), ("_count", "1000")]).matches
    for one in before:
        if _lives(workflow, loads(one.body), key):
            told, remedy = workflow.live_already or (
                Words(f"已有一件同样的{workflow.title.zh}在办", "one is live already"), _GO_ON
            )  # fmt: skip
            raise refuse("duplicate", told.zh, told.en, where=one.reference, remedy=(remedy.zh, remedy.en),
                         rule=f"{workflow.id}: one live by {', '.join(workflow.one_live)}")  # fmt: skip
    return f"{key}-{_highest(before, key) + 1}"


def _highest(before: Sequence[Version], key: str) -> int:
    own = [one.id.removeprefix(f"{key}-") for one in before if one.id.startswith(f"{key}-")]
    return max((int(number) for number in own), default=0)


def _lives(workflow: Workflow, task: Json, key: str) -> bool:
    ours = record.workflow_of(task) == workflow.id and _keys(task)[-1:] == [key]
    return ours and record.state_of(task) not in workflow.ends


def _keys(task: Json) -> list[str]:
    return [str(one["value"]) for one in task.get("identifier", ()) if one.get("system") == record.LIVE]


def moved(workflow: Workflow, task: Json, focus: Json, door: Context) -> list[Put]:
    """What follows when a step changed the elements by which only one may live: the Task gets the new key (in place),
    and a mark is left under it. Refused: duplicate, when one lives there already."""
    keys = _keys(task)
    key = key_of(workflow, focus) if workflow.one_live else ""
    if not key or keys[-1:] == [key]:
        return []
    id = next_id(door, workflow, key)
    identifier = {"system": record.LIVE, "value": key}
    task["identifier"] = [*(one for one in task["identifier"] if one.get("value") != key), identifier]
    mark = {
        "resourceType": "Task", "id": id, "status": "completed", "intent": "order", "identifier": [identifier],
        "partOf": [{"reference": f"Task/{task['id']}"}],
    }  # fmt: skip
    return [Put("Task", dumps(mark), id=id, if_match=0)]
