"""The second person's word: rows become records, all or none, and the history says from which row of which file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tongmai.access import ChangeSet, Context, Delete, Put, Version, Written
from tongmai.base.ids import new_id
from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.base.words import Words
from tongmai.engines.intake.found import Preview
from tongmai.engines.intake.history import ROW
from tongmai.engines.intake.listing import Listing, dumps, loads
from tongmai.engines.intake.present import key_of
from tongmai.engines.intake.proposing import role_of
from tongmai.engines.intake.tasks import INTAKE, SHA256, Json, Proposal, Record, instant, named, set_state

FOUR_EYES = "four eyes: who proposes does not approve"
_AGAIN = Words("请重新导出、修改、上传", "export the list again, change it and send it")


@dataclass(frozen=True)
class Outcome:
    """What was written: the records by row, and the Provenance that tells it."""

    proposal: str
    provenance: str
    written: tuple[Written, ...]


def approve(context: Context, listing: Listing, proposal: Proposal) -> Outcome:
    """Write a clean, waiting proposal in one change set. Refused, and nothing written: forbidden (role, four eyes,
    rights to the record), rule (not waiting, with errors), stale (row by row: the record was changed since)."""
    record, preview = proposal.record, proposal.preview
    role = role_of(context, listing.sheet.approvers, listing.sheet, Words("审核", "approve"))
    _check_waiting(proposal)
    _check_four_eyes(context, proposal)
    versions = _current(context, listing, preview)
    _check_keys(context, listing, preview)
    writes = _writes(listing, preview, versions)
    _check_rights(context, listing, writes)
    door = context.under(f"intake: {listing.sheet.id} approved by a second person")
    now, source = instant(context.clock.now()), new_id(context.clock)
    provenance = _provenance(source, listing, proposal, context, now)
    task = loads(door.read("Task", record.id))
    task["output"] = [{"type": {"text": "provenance"}, "valueReference": {"reference": f"Provenance/{source}"}}]
    set_state(task, "approved", "approve", context.actor, role, now)
    written = door.transact(
        ChangeSet(
            (
                *(write for _, write in writes),
                Put("Provenance", dumps(provenance), id=source, if_match=0),
                Put("Task", dumps(task), id=record.id, if_match=record.version),
            )
        )
    )
    return Outcome(record.id, source, tuple(written[: len(writes)]))


def move(context: Context, record: Record, state: str, step: str, role: str, note: str) -> None:
    """Reject or withdraw: only the Task moves."""
    door = context.under(f"intake: {step}")
    task = loads(door.read("Task", record.id))
    set_state(task, state, step, context.actor, role, instant(context.clock.now()), note)
    door.transact([Put("Task", dumps(task), id=record.id, if_match=record.version)])


def _check_four_eyes(context: Context, proposal: Proposal) -> None:
    proposed, actor = proposal.record.proposed, context.actor
    person = actor.who.get("reference", "")
    if proposed.by == actor.id or (person and proposed.person == person):
        raise refuse(
            "rule", "填报人不能审核自己的填报", "who proposes a list does not approve it", where=proposal.record.id,
            rule=FOUR_EYES, remedy=("请由另一人审核", "let another person approve it"),
        )  # fmt: skip


def _check_waiting(proposal: Proposal) -> None:
    record = proposal.record
    if record.state != "proposed":
        raise refuse(
            "rule", f"这次填报的状态是“{record.state_title.zh}”，不能办理",
            f"its state is “{record.state_title.en}”: it no longer waits", where=record.id,
            rule="only what waits is decided",
        )  # fmt: skip
    if not proposal.preview.clean:
        raise refuse("rule", "仍有错误", "it still has errors", where=record.id, rule="only what is clean is approved")


def _rows(preview: Preview) -> list[tuple[int, str, int]]:
    """(row, id, version) of the records that must still be what they were."""
    changed = [(one.row, one.id, one.version) for one in preview.changed]
    return changed + [(one.row, one.id, one.version) for one in preview.taken_back]


def _current(context: Context, listing: Listing, preview: Preview) -> dict[str, Version]:
    """The records to be changed as they are. Refused: stale, naming every row whose record moved on."""
    wanted = _rows(preview)
    found = context.read_many([(listing.type, id) for _, id, _ in wanted])
    issues = []
    for row, id, number in wanted:
        version = found.get((listing.type, id))
        if version is None:
            words = Words("记录已不存在，或您无权查看", "the record is gone, or not yours to see")
            issues.append(Issue("stale", words, where=f"第{row}行 row {row}", remedy=_AGAIN))
        elif version.number != number:
            words = Words(
                f"预览时是第 {number} 版，现为第 {version.number} 版",
                f"previewed at version {number}, now at version {version.number}",
            )
            issues.append(Issue("stale", words, where=f"第{row}行 row {row}", remedy=_AGAIN))
    if issues:
        raise Refused(tuple(issues))
    return {id: found[listing.type, id] for _, id, _ in wanted}


def _check_keys(context: Context, listing: Listing, preview: Preview) -> None:
    """New rows must still be new: nobody entered the same meanwhile."""
    if not preview.new:
        return
    taken = {key_of(listing.sheet, one.row) for one in listing.present(context)}
    issues = [
        Issue("stale", Words(f"“{one.label}”已被他人登记", f"{one.label} was entered meanwhile"),
              where=f"第{one.row}行 row {one.row}", remedy=_AGAIN)
        for one in preview.new
        if key_of(listing.sheet, one.values) in taken
    ]  # fmt: skip
    if issues:
        raise Refused(tuple(issues))


Write = Put | Delete


def _writes(listing: Listing, preview: Preview, versions: Mapping[str, Version]) -> list[tuple[int, Write]]:
    """(row, write): new records, changed ones with the version they were compared with, and those taken back."""
    writes: list[tuple[int, Write]] = []
    for new in preview.new:
        body = dumps(listing.made(new.id, new.values))
        writes.append((new.row, Put(listing.type, body, id=new.id, if_match=0)))
    for one in preview.changed:
        values = {change.name: change.new for change in one.changes}
        body = dumps(listing.changed(versions[one.id], values))
        writes.append((one.row, Put(listing.type, body, id=one.id, if_match=one.version)))
    gone = [(one.row, Delete(listing.type, one.id, if_match=one.version)) for one in preview.taken_back]
    return writes + gone


def _check_rights(context: Context, listing: Listing, writes: Sequence[tuple[int, Write]]) -> None:
    """The approver, too, must be allowed to write each record."""
    words = Words("这条记录不在您的管理范围内", "this record is not yours to write")
    issues = [
        Issue("forbidden", words, where=f"第{row}行 row {row}", rule="who keeps the record")
        for row, write in writes
        if not context.may("write", listing.type, _content(context, write))
    ]
    if issues:
        raise Refused(tuple(issues))


def _content(context: Context, write: Write) -> Json:
    """The record as it would be; one to be taken back as it is."""
    if isinstance(write, Delete):
        return context.read(write.type, str(write.id)).resource()
    found: Json = orjson.loads(write.body)
    return found


def _provenance(id: str, listing: Listing, proposal: Proposal, context: Context, now: str) -> Json:
    """Who proposed and who approved, from which file, and which record came from which row."""
    record = proposal.record
    preview = proposal.preview
    rows = [(new.row, new.id) for new in preview.new] + [(row, id) for row, id, _ in _rows(preview)]
    kind = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
    proposer: Json = {"identifier": {"system": "urn:tongmai:actor", "value": record.proposed.by}}
    return {
        "resourceType": "Provenance",
        "id": id,
        "target": [_target(listing.type, row, key) for row, key in rows],
        "recorded": now,
        "activity": {"coding": [{"system": INTAKE, "code": listing.sheet.id}], "text": listing.sheet.title.zh},
        "agent": [
            {
                "type": {"coding": [{"system": kind, "code": "author"}]},
                "who": {**proposer, "display": record.proposed.name},
            },
            {"type": {"coding": [{"system": kind, "code": "verifier"}]}, "who": named(context.actor)},
        ],
        "entity": [
            {
                "role": "source",
                "what": {
                    "reference": f"Task/{record.id}",
                    "identifier": {"system": SHA256, "value": record.sha256 or record.reverts},
                    "display": record.file,
                },
            }
        ],
    }


def _target(type: str, row: int, id: str) -> dict[str, Any]:
    return {"extension": [{"url": ROW, "valueInteger": row}], "reference": f"{type}/{id}"}
