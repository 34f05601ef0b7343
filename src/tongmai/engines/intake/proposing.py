"""A file becomes proposals: one for each list in it, kept with the file whether it waits or must be mended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson

from tongmai.access import Context, Put
from tongmai.base.clock import today
from tongmai.base.ids import new_id
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.engines.intake.compare import preview, wrong_at
from tongmai.engines.intake.found import ChangedRow, Fault, NewRow, Preview, Wrong
from tongmai.engines.intake.grid import Grid
from tongmai.engines.intake.heading import find_heading
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.listing import Listing, dumps
from tongmai.engines.intake.matching import match_sheets
from tongmai.engines.intake.names import Directories
from tongmai.engines.intake.opening import open_file
from tongmai.engines.intake.tasks import binary, instant, new_task, preview_bytes, set_state, state_for
from tongmai.model.sheet import Sheet

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {"xlsx": _XLSX, "csv": "text/csv"}
_ASKED = 3000  # records whose rights are looked up to tell what a list left out
_NOT_YOURS = Fault(
    "forbidden",
    Words("这条记录不在您的管理范围内", "this record is not yours to write"),
    Words("请由有权限的单位填报，或删掉这一行", "leave it to those who keep it, or remove the row"),
)


@dataclass(frozen=True)
class Seen:
    """One list of a file, compared; nothing is kept yet."""

    listing: Listing
    preview: Preview
    file: str
    sha256: str


def look(
    context: Context, file: str, data: bytes, listings: Sequence[Listing], directories: Directories, limits: Limits
) -> list[Seen]:
    """Compare every list of a file with what is recorded. Refused: a file that cannot be opened or matched."""
    sent = open_file(file, data, limits)
    by_sheet = {listing.sheet.id: listing for listing in listings}
    matches, unread = match_sheets(sent, [listing.sheet for listing in listings])
    seen = []
    for sheet, grid, told in matches:
        listing = by_sheet[sheet.id]
        found = _compared(context, listing, grid, directories)
        notices = (*sent.told, *unread, *told, *found.told)
        seen.append(Seen(listing, replace(found, told=notices), file, sent.sha256))
    return seen


def _compared(context: Context, listing: Listing, grid: Grid, directories: Directories) -> Preview:
    found = preview(
        listing.sheet,
        grid,
        listing.present(context),
        directories,
        former=listing.former(context),
        checks=listing.checks,
        day=today(context.clock),
    )
    return _permitted(context, listing, grid, _own_absent(context, listing, found))


def _own_absent(context: Context, listing: Listing, found: Preview) -> Preview:
    """A county is not told of all the records of other counties that its list does not mention."""
    if not 0 < len(found.absent) <= _ASKED:
        return found
    versions = context.read_many([(listing.type, one.id) for one in found.absent])
    mine = {id for (_, id), one in versions.items() if context.may("write", listing.type, one.resource())}
    return replace(found, absent=tuple(one for one in found.absent if one.id in mine))


def _permitted(context: Context, listing: Listing, grid: Grid, found: Preview) -> Preview:
    """Rows that the actor may not write are wrong at their first key cell."""
    wrong: list[Wrong] = []
    heading = find_heading(grid, listing.sheet)
    column = 1 if isinstance(heading, Fault) else heading.columns.get(listing.sheet.key[0], 1)
    rows: tuple[NewRow | ChangedRow, ...] = (*found.new, *found.changed)
    for one in rows:
        fault = _refusal(context, listing, one)
        if fault is not None:
            wrong.append(wrong_at(listing.sheet, grid, grid.at(one.row, column), "", fault))
    if not wrong:
        return found
    refused = {one.row for one in wrong}
    return replace(
        found,
        new=tuple(one for one in found.new if one.row not in refused),
        changed=tuple(one for one in found.changed if one.row not in refused),
        wrong=tuple(sorted((*found.wrong, *wrong), key=lambda one: (one.row, one.column.rjust(3)))),
        wrong_rows=tuple(sorted({*found.wrong_rows, *refused})),
    )


def _refusal(context: Context, listing: Listing, row: NewRow | ChangedRow) -> Fault | None:
    try:
        if isinstance(row, NewRow):
            resource = listing.made("new", row.values)
        else:
            version = context.read(listing.type, row.id)
            if not context.may("write", listing.type, version.resource()):
                return _NOT_YOURS
            resource = listing.changed(version, {change.name: change.new for change in row.changes})
    except Refused as refused:
        issue = refused.issues[0]
        return Fault("rule", issue.words, issue.remedy or Words("请联系管理员", "ask the keeper of the system"))
    return None if context.may("write", listing.type, orjson.loads(dumps(resource))) else _NOT_YOURS


def role_of(context: Context, roles: Sequence[str], sheet: Sheet, what: Words) -> str:
    """The role by which the actor may do something with a sheet. Refused: forbidden."""
    for role in roles:
        if context.actor.has(role):
            return role
    raise refuse(
        "forbidden", f"{context.actor.name}不能{what.zh}“{sheet.title.zh}”",
        f"{context.actor.id} may not {what.en} {sheet.title.en}", where=sheet.id, rule="who keeps the list",
        remedy=(f"可由以下角色办理：{'、'.join(roles)}", f"these roles may: {', '.join(roles)}"),
    )  # fmt: skip


def propose(context: Context, seen: Sequence[Seen], data: bytes) -> list[str]:
    """Keep every list of a file with its preview, in one transaction; the ids of the Tasks, in order."""
    writes: list[Put] = []
    ids: list[str] = []
    for one in seen:
        sheet = one.listing.sheet
        role = role_of(context, sheet.editors, sheet, Words("填报", "propose"))
        form = "xlsx" if data[:2] == b"PK" else "csv"
        ids.append(_kept(context, one, role, writes, (_KINDS[form], data)))
    context.under("intake: a sent list is kept with its preview").transact(writes)
    return ids


def _kept(
    context: Context, one: Seen, role: str, writes: list[Put], file: tuple[str, bytes] | None, reverts: str = ""
) -> str:
    id, now = new_id(context.clock), instant(context.clock.now())
    numbered = replace(one.preview, new=tuple(replace(row, id=new_id(context.clock)) for row in one.preview.new))
    attachments = {}
    put, attachments["preview"] = binary(
        new_id(context.clock), id, "application/json", "preview", preview_bytes(numbered)
    )
    writes.append(put)
    if file is not None:
        put, attachments["file"] = binary(new_id(context.clock), id, file[0], one.file, file[1])
        writes.append(put)
    task = new_task(id, one.listing.sheet, one.file, one.sha256, numbered, attachments)
    task["authoredOn"], task["requester"] = now, {**context.actor.who, "display": context.actor.name}
    if reverts:
        task["basedOn"] = [{"reference": f"Task/{reverts}"}]
    set_state(task, state_for(numbered), "propose", context.actor, role, now)
    writes.append(Put("Task", dumps(task), id=id, if_match=0))
    return id


def propose_reversal(context: Context, one: Seen, role: str, reverts: str) -> str:
    """Keep the proposal that takes back another one; there is no file."""
    writes: list[Put] = []
    id = _kept(context, one, role, writes, None, reverts)
    context.under("intake: a reversal is proposed").transact(writes)
    return id
