"""How a sent list waits in the store: a Task, and two Binaries that hold the file and what the preview told.

R4 types only. A Task because it has what waiting needs: a requester, a state that others decide, the events that led
there. Its intent is "proposal". The file and the preview are Binaries (securityContext: the Task), because a list of
thousands of rows would make every search for open tasks carry it.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from tongmai.access import Actor, Put, Version
from tongmai.base.words import Words
from tongmai.engines.intake.found import Preview
from tongmai.engines.intake.listing import dumps, loads
from tongmai.model.sheet import Sheet

Json = dict[str, Any]
INTAKE, STATE, STEP = "urn:tongmai:intake", "urn:tongmai:state", "urn:tongmai:step"
SHA256 = "urn:tongmai:sha256"
STATES: dict[str, tuple[str, Words]] = {
    "to-mend": ("on-hold", Words("有误待改", "To be mended")),
    "idle": ("completed", Words("没有变化", "Nothing to change")),
    "proposed": ("requested", Words("待审核", "Waiting for approval")),
    "approved": ("completed", Words("已入库", "Written")),
    "rejected": ("rejected", Words("已退回", "Sent back")),
    "withdrawn": ("cancelled", Words("已撤回", "Withdrawn")),
}
"""Our state: its R4 Task.status and its title."""

_preview = msgspec.json.Decoder(Preview)


@dataclass(frozen=True, slots=True)
class Act:
    """Who did something with a sent list, when. `by` is the actor's id, `person` the reference of a practitioner."""

    step: str
    at: datetime
    by: str
    name: str
    role: str
    note: str = ""
    person: str = ""


@dataclass(frozen=True)
class Record:
    """A sent list without its rows. `version` is the Task's; `counts`: new, changed, same, wrong, absent, taken_back.
    `reverts`: the proposal whose effects this one takes back."""

    id: str
    version: int
    sheet: str
    title: str
    state: str
    file: str
    sha256: str
    acts: tuple[Act, ...]
    counts: Mapping[str, int]
    preview_id: str
    file_id: str
    reverts: str = ""

    @property
    def proposed(self) -> Act:
        return self.acts[0]

    @property
    def decided(self) -> Act | None:
        """The approval, rejection or withdrawal."""
        return self.acts[-1] if len(self.acts) > 1 else None

    @property
    def state_title(self) -> Words:
        return STATES[self.state][1]


@dataclass(frozen=True)
class Proposal:
    """A sent list with its preview."""

    record: Record
    preview: Preview


def counts_of(preview: Preview) -> dict[str, int]:
    """How many rows of each kind."""
    return {
        "new": len(preview.new),
        "changed": len(preview.changed),
        "same": len(preview.same),
        "wrong": len(preview.wrong),
        "absent": len(preview.absent),
        "taken_back": len(preview.taken_back),
    }


def state_for(preview: Preview) -> str:
    """The state in which a preview begins to wait."""
    if not preview.clean:
        return "to-mend"
    return "idle" if preview.idle else "proposed"


def named(actor: Actor) -> Json:
    """The actor as a Reference that says the name."""
    return {**actor.who, "display": actor.name}


def set_state(task: Json, state: str, step: str, actor: Actor, role: str, at: str, note: str = "") -> None:
    """Move a Task and write the event at the end of its list, in the form in which workflows write theirs."""
    task["status"] = STATES[state][0]
    task["businessStatus"] = {"coding": [{"system": STATE, "code": state}], "text": STATES[state][1].zh}
    task["lastModified"] = at
    parts: list[Json] = [{"url": "step", "valueCode": step}, {"url": "at", "valueInstant": at}]
    parts.append({"url": "role", "valueCode": role})
    if actor.organization:
        parts.append({"url": "institution", "valueReference": {"reference": f"Organization/{actor.organization}"}})
    parts.append({"url": "person", "valueReference": named(actor)})
    parts.append({"url": "actor", "valueString": actor.id})
    parts += [{"url": "note", "valueString": note}] if note else []
    task.setdefault("extension", []).append({"url": STEP, "extension": parts})


def new_task(id: str, sheet: Sheet, file: str, sha256: str, preview: Preview, attachments: Mapping[str, Json]) -> Json:
    """A Task without state yet. `attachments`: `preview` and `file`."""
    inputs: list[Json] = [
        {"type": {"text": name}, "valueAttachment": attachment} for name, attachment in attachments.items()
    ]
    inputs.append({"type": {"text": "sha256"}, "valueString": sha256})
    inputs += [{"type": {"text": name}, "valueInteger": count} for name, count in counts_of(preview).items()]
    return {
        "resourceType": "Task",
        "id": id,
        "intent": "proposal",
        "code": {"coding": [{"system": INTAKE, "code": sheet.id}], "text": sheet.title.zh},
        "description": file,
        "input": inputs,
    }


def binary(id: str, task: str, kind: str, title: str, content: bytes) -> tuple[Put, Json]:
    """A Binary and the Attachment that points to it. Attachment.hash is SHA-1, as R4 defines it."""
    resource = {
        "resourceType": "Binary",
        "id": id,
        "contentType": kind,
        "securityContext": {"reference": f"Task/{task}"},
        "data": base64.b64encode(content).decode(),
    }
    digest = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    attachment = {"contentType": kind, "url": f"Binary/{id}", "size": len(content), "hash": digest, "title": title}
    return Put("Binary", dumps(resource), id=id, if_match=0), attachment


def content_of(version: Version) -> bytes:
    """What a Binary holds."""
    return base64.b64decode(loads(version)["data"])


def preview_bytes(preview: Preview) -> bytes:
    """A preview as JSON."""
    return msgspec.json.encode(preview)


def preview_of(content: bytes) -> Preview:
    """The preview of such JSON."""
    return _preview.decode(content)


def record_of(version: Version) -> Record:
    """A Task of ours as a record."""
    task = loads(version)
    inputs = {one["type"]["text"]: one for one in task["input"]}
    acts = tuple(_act(one["extension"]) for one in task.get("extension", ()) if one["url"] == STEP)
    return Record(
        id=version.id,
        version=version.number,
        sheet=task["code"]["coding"][0]["code"],
        title=task["code"].get("text", ""),
        state=task["businessStatus"]["coding"][0]["code"],
        file=task["description"],
        sha256=inputs["sha256"]["valueString"],
        acts=acts,
        counts={name: one["valueInteger"] for name, one in inputs.items() if "valueInteger" in one},
        preview_id=_binary_id(inputs["preview"]),
        file_id=_binary_id(inputs["file"]) if "file" in inputs else "",
        reverts=next((one["reference"].removeprefix("Task/") for one in task.get("basedOn", ())), ""),
    )


def _binary_id(one: Json) -> str:
    return str(one["valueAttachment"]["url"]).removeprefix("Binary/")


def _act(parts: list[Json]) -> Act:
    values = {part["url"]: next(value for name, value in part.items() if name != "url") for part in parts}
    person = values["person"]
    return Act(
        step=values["step"],
        at=datetime.fromisoformat(values["at"]),
        by=values["actor"],
        name=person.get("display", ""),
        role=values.get("role", ""),
        note=values.get("note", ""),
        person=person.get("reference", ""),
    )


def instant(at: datetime) -> str:
    """A FHIR instant in UTC with milliseconds."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
