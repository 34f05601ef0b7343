"""The front door, whole: templates out, files in, a second person's word, history, and the way back."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tongmai.access import Context
from tongmai.base.clock import Clock, today
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.engines.intake import approving
from tongmai.engines.intake.history import Line, story
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.listing import Listing, loads
from tongmai.engines.intake.marking import marked
from tongmai.engines.intake.names import Directory
from tongmai.engines.intake.proposing import Seen, look, propose, propose_reversal, role_of
from tongmai.engines.intake.reverting import reversal
from tongmai.engines.intake.tasks import (
    INTAKE,
    STATES,
    Proposal,
    Record,
    content_of,
    preview_of,
    record_of,
)
from tongmai.engines.intake.template import Filled, workbook
from tongmai.model.sheet import Sheet

_READING = "intake: who keeps a list sees what was sent for it"
_USUAL = Limits()
_LOCK = threading.Lock()  # one approval at a time: two lists must not enter the same new record side by side


@dataclass(frozen=True)
class FrontDoor:
    """`directories`: the names that people write, as the actor may know them. `mark`: 演示数据, or empty."""

    listings: Sequence[Listing]
    directories: Callable[[Context], Mapping[str, Directory]]
    region: Words
    clock: Clock
    mark: str = ""
    limits: Limits = _USUAL

    @property
    def sheets(self) -> list[Sheet]:
        """Every list, in the order of the rooms."""
        return [listing.sheet for listing in self.listings]

    def listing(self, sheet: str) -> Listing:
        """Refused: not-found."""
        for one in self.listings:
            if one.sheet.id == sheet:
                return one
        zh, en = "、".join(one.id for one in self.sheets), ", ".join(one.id for one in self.sheets)
        remedy = (f"可用：{zh}", f"there are: {en}")
        raise refuse("not-found", f"没有这张清单：{sheet}", f"no list {sheet}", where="sheet", remedy=remedy)

    def may_propose(self, context: Context, sheet: str) -> bool:
        """Whether one of the actor's roles edits the list."""
        return any(context.actor.has(role) for role in self.listing(sheet).sheet.editors)

    def may_approve(self, context: Context, sheet: str) -> bool:
        """Whether one of the actor's roles approves it (and he did not propose it himself: asked when he does)."""
        return any(context.actor.has(role) for role in self.listing(sheet).sheet.approvers)

    def shown(self, context: Context) -> list[Sheet]:
        """The lists whose records the actor may see."""
        return [one.sheet for one in self.listings if context.may("search", one.type)]

    def concerns(self, roles: Iterable[str]) -> bool:
        """Whether one of these roles edits or approves any list."""
        return not set(roles).isdisjoint(role for one in self.sheets for role in (*one.editors, *one.approvers))

    def template(self, context: Context, sheets: Sequence[str] = (), *, mine: bool = False) -> bytes:
        """An .xlsx of lists with their present rows, as far as the actor may see them (`mine`: may write them); no ids:
        all lists."""
        chosen = [self.listing(sheet) for sheet in sheets] or self.listings
        return self._workbook(context, [Filled(one.sheet, one.present(context, mine=mine)) for one in chosen])

    def absent(self, context: Context, id: str) -> bytes:
        """An .xlsx of the records that a sent list did not mention, to be closed or mended in their turn."""
        proposal = self.proposal(context, id)
        listing = self.listing(proposal.record.sheet)
        lost = {one.id for one in proposal.preview.absent}
        rows = [one for one in listing.present(context) if one.id in lost]
        return self._workbook(context, [Filled(listing.sheet, rows)])

    def _workbook(self, context: Context, filled: Sequence[Filled]) -> bytes:
        day = today(self.clock).isoformat()
        return workbook(filled, self.directories(context), self.region, mark=self.mark, exported=day)

    def look(self, context: Context, file: str, data: bytes, sheets: Sequence[str] = ()) -> list[Seen]:
        """Preview every list in a file; nothing is kept. `sheets`: only these lists are looked for."""
        chosen = [self.listing(sheet) for sheet in sheets] or self.listings
        return look(context, file, data, chosen, self.directories(context), self.limits)

    def send(self, context: Context, file: str, data: bytes, sheets: Sequence[str] = ()) -> list[Proposal]:
        """Preview a file and keep it: what is clean waits for approval, what is not waits to be mended."""
        ids = propose(context, self.look(context, file, data, sheets), data)
        return [self.proposal(context, id) for id in ids]

    def records(self, context: Context, sheet: str = "", state: str = "") -> list[Record]:
        """What was sent, last moved first, for the lists that the actor edits or approves."""
        wanted = [sheet] if sheet else [one.id for one in self.sheets]
        codes = ",".join(f"{INTAKE}|{id}" for id in wanted if self._keeps(context, id))
        if not codes:
            return []
        door, found, after = context.under(_READING), [], None
        while True:
            page = door.search("Task", [("code", codes)], after=after, count=200)
            found += [(version.change, record_of(version)) for version in page.matches]
            after = page.next
            if after is None:
                moved = [record for _, record in sorted(found, key=lambda pair: -pair[0])]
                return [one for one in moved if state in ("", one.state)]

    def _keeps(self, context: Context, sheet: str) -> bool:
        return self.may_propose(context, sheet) or self.may_approve(context, sheet)

    def record(self, context: Context, id: str) -> Record:
        """One of them. Refused: not-found, forbidden."""
        version = context.under(_READING).read("Task", id)
        if not any(one["system"] == INTAKE for one in loads(version)["code"].get("coding", ())):
            raise refuse("not-found", "没有这次填报", "no such list was sent", where=id)
        record = record_of(version)
        sheet = self.listing(record.sheet).sheet
        role_of(context, (*sheet.editors, *sheet.approvers), sheet, Words("查看", "see what was sent for"))
        return record

    def proposal(self, context: Context, id: str) -> Proposal:
        """With its preview."""
        record = self.record(context, id)
        content = content_of(context.under(_READING).read("Binary", record.preview_id))
        return Proposal(record, preview_of(content))

    def file(self, context: Context, id: str) -> bytes:
        """The file as it was sent. Refused: not-found for a reversal, which has none."""
        record = self.record(context, id)
        if not record.file_id:
            raise refuse("not-found", "撤销没有附件", "a reversal has no file", where=id)
        return content_of(context.under(_READING).read("Binary", record.file_id))

    def marked(self, context: Context, id: str) -> bytes:
        """The file handed back as .xlsx with its errors at their cells."""
        return self.marked_file(self.file(context, id), [self.proposal(context, id)])

    def marked_file(self, data: bytes, seen: Sequence[Seen | Proposal]) -> bytes:
        """The same for previews that were not kept."""
        file = seen[0].file if isinstance(seen[0], Seen) else seen[0].record.file
        return marked(file, data, [one.preview for one in seen])

    def approve(self, context: Context, id: str) -> approving.Outcome:
        """A second person's word. Refused, and nothing written: forbidden, rule, stale (row by row)."""
        proposal = self.proposal(context, id)
        with _LOCK:
            return approving.approve(context, self.listing(proposal.record.sheet), proposal)

    def reject(self, context: Context, id: str, reason: str) -> Record:
        """Send it back with a reason."""
        if not reason.strip():
            raise refuse("required", "请写明退回原因", "say why it is sent back", where="reason")
        record = self.record(context, id)
        sheet = self.listing(record.sheet).sheet
        role = role_of(context, sheet.approvers, sheet, Words("审核", "approve"))
        return self._move(context, record, "rejected", "reject", role, reason.strip())

    def withdraw(self, context: Context, id: str) -> Record:
        """Its sender takes it back before anybody decided."""
        record = self.record(context, id)
        if record.proposed.by != context.actor.id:
            raise refuse(
                "forbidden", "只有填报人可以撤回", "only its sender withdraws it", where=id, rule="who sent it"
            )
        return self._move(context, record, "withdrawn", "withdraw", record.proposed.role, "")

    def _move(self, context: Context, record: Record, state: str, step: str, role: str, note: str) -> Record:
        if record.state not in ("proposed", "to-mend"):
            raise refuse(
                "rule", f"这次填报的状态是“{record.state_title.zh}”，不能再改为“{STATES[state][1].zh}”",
                f"its state is “{record.state_title.en}” and cannot become “{STATES[state][1].en}”", where=record.id,
                rule="only what waits is decided",
            )  # fmt: skip
        approving.move(context, record, state, step, role, note)
        return self.record(context, record.id)

    def revert(self, context: Context, id: str) -> Proposal:
        """Propose to take back what an approved list did; a second person approves it like any other."""
        done = self.proposal(context, id)
        listing = self.listing(done.record.sheet)
        role = role_of(context, listing.sheet.editors, listing.sheet, Words("填报", "propose"))
        back = reversal(context, listing, done)
        title = f"撤销：{done.record.file}"
        seen = Seen(listing, back, title, done.record.sha256)
        return self.proposal(context, propose_reversal(context, seen, role, id))

    def history(self, context: Context, sheet: str) -> list[Record]:
        """Everything that was sent for a list, last moved first."""
        return self.records(context, sheet)

    def story(self, context: Context, type: str, id: str) -> list[Line]:
        """From which files a record's facts came: who proposed and approved which row, newest first. Refused: when the
        actor may not read the record."""
        context.read(type, id)
        return story(context.under(_READING), type, id)
