"""A sent list beside what is recorded: every row new, changed, the same or wrong."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.engines.intake.fields import read_cell
from tongmai.engines.intake.found import (
    Absent,
    Change,
    ChangedRow,
    Fault,
    NewRow,
    Notice,
    Preview,
    Read,
    ReadAs,
    SameRow,
    Wrong,
)
from tongmai.engines.intake.grid import Cell, Grid
from tongmai.engines.intake.heading import ID_TITLE, Heading, find_heading
from tongmai.engines.intake.identity import Identity, Known
from tongmai.engines.intake.lookalikes import lookalikes
from tongmai.engines.intake.names import Directories
from tongmai.engines.intake.present import Former, Present, label_of, name_of
from tongmai.engines.intake.rows import Line, read_lines
from tongmai.engines.intake.showing import equal, shown_text, untouched
from tongmai.engines.intake.texts import plain
from tongmai.model.sheet import Column, Sheet

Check = Callable[[Mapping[str, Any]], Sequence[Issue]]
_MEND = Words("请核对", "check it")
_MEANT = 20_000  # texts whose meaning is remembered
_SHOWN = 200  # characters of a written cell that are repeated to its sender


def preview(
    sheet: Sheet,
    grid: Grid,
    present: Sequence[Present],
    directories: Directories,
    *,
    former: Former | None = None,
    checks: Sequence[Check] = (),
    day: date | None = None,
) -> Preview:
    """Compare one worksheet with what is recorded; changes nothing.

    `former` gives the row of an earlier version, so that a list exported before somebody else's change does not undo
    it: a field counts as changed when it differs from what was exported. `day`: the civil day on which it is looked at.
    """
    heading = find_heading(grid, sheet)
    if isinstance(heading, Fault):
        return _headless(sheet, grid, heading)
    return _Comparison(sheet, grid, heading, present, directories, former, checks, day).done()


def _headless(sheet: Sheet, grid: Grid, fault: Fault) -> Preview:
    first = next((cells[0] for cells in grid.rows.values()), Cell(1, 1, None))
    wrong = wrong_at(sheet, grid, first, "", fault)
    return Preview(sheet.id, grid.name, 0, wrong=(wrong,), wrong_rows=tuple(grid.rows))


def wrong_at(sheet: Sheet, grid: Grid, cell: Cell, name: str, fault: Fault) -> Wrong:
    """A fault with its place."""
    whole = ID_TITLE if fault.kind in ("id", "stale", "duplicate") else sheet.title
    title = sheet.column(name).title if name else whole
    written = plain(cell.written)[:_SHOWN]
    letter, place = (cell.letter, cell.place) if cell.column else ("", f"{cell.row}")
    return Wrong(grid.name, cell.row, letter, place, name, title, written, fault.kind, fault.reason, fault.remedy)


class _Comparison:
    """One pass over the lines; keeps the lists that become the preview."""

    def __init__(
        self,
        sheet: Sheet,
        grid: Grid,
        heading: Heading,
        present: Sequence[Present],
        directories: Directories,
        former: Former | None,
        checks: Sequence[Check],
        day: date | None,
    ) -> None:
        self.sheet, self.grid, self.heading, self.directories, self.checks = sheet, grid, heading, directories, checks
        self.present, self.day = present, day
        self.identity = Identity(sheet, present, directories, former)
        self.wrong = [wrong_at(sheet, grid, cell, name, fault) for cell, name, fault in heading.faults]
        self.wrong_rows: list[int] = []
        self.read_as: list[ReadAs] = []
        self.new: list[NewRow] = []
        self.changed: list[ChangedRow] = []
        self.same: list[SameRow] = []
        self.meant: dict[tuple[str, str], Read | Fault] = {}

    def done(self) -> Preview:
        lines = read_lines(self.grid, self.heading)
        outcomes = [(line.row, *self._values(line)) for line in lines.lines]
        for row, known, values, _ in outcomes:
            self.identity.settle(row, known, values)
        for place, (row, known, values, changes) in enumerate(outcomes):
            if values is not None and (fault := self.identity.clash(row, known, values)):
                self._fault(lines.lines[place], fault.name, fault.fault)
            elif values is not None:
                self._accept(row, known, values, changes)
        absent = [one for one in self.present if one.id not in self.identity.claimed]
        told = [*self.heading.told, *lines.told, *self._alike(absent)]
        return Preview(
            self.sheet.id,
            self.grid.name,
            self.heading.row,
            tuple(self.new),
            tuple(self.changed),
            tuple(self.same),
            tuple(sorted(self.wrong, key=lambda one: (one.row, one.column.rjust(3)))),
            tuple(sorted(set(self.wrong_rows))),
            lines.passed,
            tuple(Absent(one.id, self._label(one.row)) for one in absent),
            tuple(self.read_as),
            tuple(told),
        )

    def _values(self, line: Line) -> tuple[Known | None, dict[str, Any] | None, list[Change]]:
        """(the record, all values, what changed); no values when the line is wrong."""
        known = self.identity.by_id(line, self.grid.epoch_1904)
        if isinstance(known, Fault):
            self._fault(line, "", known, line.version if known.kind == "stale" else line.id)
            return None, None, []
        found: dict[str, Any] = {}
        if known is None:
            faults = self._read_all(line, found)
            known = None if faults else self.identity.by_key(line, found)
            if isinstance(known, Fault):
                faults, known = [(self.sheet.key[0], known)], None
        else:
            faults = self._read_touched(line, known, found)
        changes = self._changes(line, known, found, faults) if known is not None else []
        values = {**(known.now if known else {}), **found}
        if not faults and (known is None or changes):
            faults = self._judged(line, known, values)
        for name, fault in faults:
            self._fault(line, name, fault)
        return known, None if faults else values, changes

    def _read_all(self, line: Line, found: dict[str, Any]) -> list[tuple[str, Fault]]:
        faults = []
        for name, cell in line.cells.items():
            if fault := self._read(line, self.sheet.column(name), cell, found):
                faults.append((name, fault))
        return faults

    def _read_touched(self, line: Line, known: Known, found: dict[str, Any]) -> list[tuple[str, Fault]]:
        """Cells that still say what was exported keep what is recorded; the others are read."""
        faults = []
        for name, cell in line.cells.items():
            column = self.sheet.column(name)
            if untouched(column, cell, known.exported.get(name), self.directories):
                continue
            if untouched(column, cell, known.now.get(name), self.directories):
                continue
            if fault := self._read(line, column, cell, found):
                faults.append((name, fault))
        return faults

    def _read(self, line: Line, column: Column, cell: Cell, found: dict[str, Any]) -> Fault | None:
        read = self._meaning(column, cell)
        if isinstance(read, Fault):
            return read
        found[column.name] = read.value
        if read.why is not None:
            shown = shown_text(column, read.value, self.directories)
            written = plain(cell.written)[:_SHOWN]
            self.read_as.append(ReadAs(line.row, cell.place, column.name, column.title, written, shown, read.why))
        return None

    def _meaning(self, column: Column, cell: Cell) -> Read | Fault:
        """A text of a CSV means the same in every row of its column."""
        if cell.typed or cell.trouble or not isinstance(cell.value, str):
            return read_cell(column, cell, self.directories, self.grid.epoch_1904)
        key = (column.name, cell.value)
        if key not in self.meant:
            if len(self.meant) >= _MEANT:
                self.meant.clear()
            self.meant[key] = read_cell(column, cell, self.directories, self.grid.epoch_1904)
        return self.meant[key]

    def _changes(
        self, line: Line, known: Known, found: dict[str, Any], faults: list[tuple[str, Fault]]
    ) -> list[Change]:
        changes = []
        for name in list(found):
            column, new, old = self.sheet.column(name), found[name], known.now.get(name)
            if equal(column, new, old):
                found[name] = old
                continue
            before = known.exported.get(name)
            if not equal(column, before, old):
                faults.append((name, self._overtaken(column, before, old)))
                continue
            if fault := self._shut(name, known):
                faults.append((name, fault))
                continue
            shown = [shown_text(column, value, self.directories) for value in (old, new)]
            changes.append(Change(name, column.title, line.cells[name].place, old, new, *shown))
        return changes

    def _shut(self, name: str, known: Known) -> Fault | None:
        """Why a list does not change this column of this record: a workflow owns it, or the record is closed."""
        if name in self.sheet.fixed:
            reason = Words("这一列由流程办理，不在表中修改", "a workflow moves this, not a list")
            return Fault(
                "closed", reason, Words("请恢复原值，到相应流程办理", "put the old value back; take the step instead")
            )
        for column, codes in self.sheet.closed:
            if known.now.get(column) in codes:
                state = shown_text(self.sheet.column(column), known.now.get(column), self.directories)
                reason = Words(f"记录“{state}”，不在表中修改", f"the record is {state!r} and closed to lists")
                return Fault(
                    "closed", reason, Words("请恢复原值，到相应流程订正", "put the old value back; correct it there")
                )
        return None

    def _overtaken(self, column: Column, before: Any, now: Any) -> Fault:
        was, has = (shown_text(column, value, self.directories) for value in (before, now))
        reason = Words(f"导出后已被他人由“{was}”改为“{has}”", f"changed from {was!r} to {has!r} since the export")
        return Fault("stale", reason, Words("请重新导出后再修改", "export the list again and repeat the change"))

    def _judged(self, line: Line, known: Known | None, values: Mapping[str, Any]) -> list[tuple[str, Fault]]:
        """Required cells and the room's checks, for a row that would be written."""
        faults: list[tuple[str, Fault]] = []
        for column in self.sheet.columns:
            if not column.required or not _nothing(values.get(column.name)) or column.name not in line.cells:
                continue
            if known is not None and _nothing(known.now.get(column.name)):
                continue  # was empty before: this list did not make it worse
            reason = Words(f"“{column.title.zh}”必填", f"{column.title.en} must be filled in")
            faults.append((column.name, Fault("required", reason, Words("请补填", "fill it in"))))
        faults += self._not_come(values)
        if faults:
            return faults
        return [
            (issue.where if issue.where in line.cells else "", Fault("rule", issue.words, issue.remedy or _MEND))
            for check in self.checks
            for issue in check(values)
        ]

    def _not_come(self, values: Mapping[str, Any]) -> list[tuple[str, Fault]]:
        """Days that lie in the future where only one that has come can be true."""
        today = self.day.isoformat() if self.day else ""
        return [
            (column.name, Fault("range", Words(f"晚于今天 {today}", f"after today, {today}"), _MEND))
            for column in self.sheet.columns
            if column.past and today and str(values.get(column.name) or "") > today
        ]

    def _fault(self, line: Line, name: str, fault: Fault, cell: Cell | None = None) -> None:
        place = cell if cell is not None and cell.column else line.cell(self.sheet, name)
        self.wrong.append(wrong_at(self.sheet, self.grid, place, name, fault))
        self.wrong_rows.append(line.row)

    def _accept(self, row: int, known: Known | None, values: dict[str, Any], changes: list[Change]) -> None:
        label = self._label(values)
        if known is None:
            own = {column.name: values.get(column.name) for column in self.sheet.columns}
            self.new.append(NewRow(row, label, own))
        elif changes:
            self.changed.append(ChangedRow(row, known.id, known.version, label, tuple(changes)))
        else:
            self.same.append(SameRow(row, known.id, label))

    def _label(self, row: Mapping[str, Any]) -> str:
        return label_of(self.sheet, row, self.directories)

    def _alike(self, absent: list[Present]) -> list[Notice]:
        new = [(one.row, name_of(self.sheet, one.values, self.directories)) for one in self.new]
        return lookalikes(new, [name_of(self.sheet, one.row, self.directories) for one in absent])


def _nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not plain(value))
