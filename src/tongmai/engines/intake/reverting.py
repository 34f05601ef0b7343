"""Taking an import back: another list of changes, from the new values to the old ones, which a second person approves.

Nothing disappears: fields get their former values in a new version, records that the import made get a tombstone. What
somebody changed since stays and is told.
"""

from tongmai.access import Context, Version
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.engines.intake.found import Change, ChangedRow, NewRow, Notice, Preview, TakenBack
from tongmai.engines.intake.listing import Listing
from tongmai.engines.intake.showing import equal
from tongmai.engines.intake.tasks import Proposal


def reversal(context: Context, listing: Listing, proposal: Proposal) -> Preview:
    """What taking back an approved proposal would do now. Refused: rule, when it was never approved."""
    record, preview = proposal.record, proposal.preview
    if record.state != "approved":
        raise refuse(
            "rule", "没有入库的填报无需撤销", "what was not approved cannot be taken back", where=record.id,
            rule="only what is approved is reverted",
        )  # fmt: skip
    ids = [one.id for one in preview.changed] + [one.id for one in preview.new]
    ids += [one.id for one in preview.taken_back]
    found = context.read_many([(listing.type, id) for id in ids])
    told: list[Notice] = []
    changed = [_back(listing, one, found.get((listing.type, one.id)), told) for one in preview.changed]
    gone = [_taken(one, found.get((listing.type, one.id)), told) for one in preview.new]
    told += [_left(one.row, "撤回的记录请重新导入", "import it again to restore it") for one in preview.taken_back]
    return Preview(
        preview.sheet,
        preview.grid,
        preview.heading_row,
        changed=tuple(one for one in changed if one is not None),
        taken_back=tuple(one for one in gone if one is not None),
        told=tuple(told),
    )


def _left(row: int, zh: str, en: str) -> Notice:
    return Notice("left", row, "", Words(f"第 {row} 行：{zh}", f"row {row}: {en}"))


def _back(listing: Listing, one: ChangedRow, version: Version | None, told: list[Notice]) -> ChangedRow | None:
    row = listing.row(version) if version is not None else None
    if version is None or row is None:
        told.append(_left(one.row, "记录已不存在，保持原样", "the record is gone and stays so"))
        return None
    changes = []
    for change in one.changes:
        if equal(listing.sheet.column(change.name), row.get(change.name), change.new):
            old, new = change.new_shown, change.old_shown
            changes.append(Change(change.name, change.field, change.cell, change.new, change.old, old, new))
        else:
            zh, en = change.field
            told.append(_left(one.row, f"“{zh}”后来又被修改，保持现值", f"{en} was changed since and stays"))
    return ChangedRow(one.row, one.id, version.number, one.label, tuple(changes)) if changes else None


def _taken(one: NewRow, version: Version | None, told: list[Notice]) -> TakenBack | None:
    if version is None:
        told.append(_left(one.row, "记录已不存在", "the record is gone"))
        return None
    if version.number != 1:
        told.append(_left(one.row, "新增的记录后来又被修改，保留", "the new record was changed since and stays"))
        return None
    return TakenBack(one.row, one.id, version.number, one.label)
