"""What a preview tells. Plain records that turn into JSON and back, so that a proposal can wait for its approval."""

from dataclasses import dataclass, field
from typing import Any

from tongmai.base.words import Words

KINDS: dict[str, Words] = {
    "required": Words("必填未填", "missing"),
    "code": Words("不在选项内", "not one of the options"),
    "unknown": Words("查无此名", "no such name"),
    "ambiguous": Words("有歧义", "can be read in two ways"),
    "number": Words("不是数字", "not a number"),
    "whole": Words("应为整数", "not a whole number"),
    "range": Words("超出范围", "out of range"),
    "percent": Words("百分号不明", "unclear percentage"),
    "day": Words("日期有误", "not a date"),
    "moment": Words("日期时刻有误", "not a day with a time"),
    "pattern": Words("格式不符", "wrong form"),
    "digits": Words("位数丢失", "digits lost"),
    "converted": Words("被表格软件改写", "rewritten by the spreadsheet"),
    "formula": Words("公式无结果", "formula without a result"),
    "error-value": Words("公式出错", "formula error"),
    "merged": Words("合并单元格", "merged cells"),
    "duplicate": Words("表内重复", "twice in the file"),
    "taken": Words("与现有记录重复", "already recorded"),
    "stale": Words("已被他人修改", "changed by somebody meanwhile"),
    "id": Words("系统编号不符", "wrong system number"),
    "heading": Words("表头有误", "wrong headings"),
    "rule": Words("不合规则", "against a rule"),
    "closed": Words("不在表中修改", "not changed by a list"),
    "forbidden": Words("不在您的权限内", "not yours to write"),
    "too-long": Words("内容过长", "too long"),
}
"""Every kind of error a cell can have."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read, and what to do about it."""

    kind: str
    reason: Words
    remedy: Words

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of error: {self.kind}")


@dataclass(frozen=True, slots=True)
class Read:
    """A value, and why it is not written as a machine would have written it (None: it is)."""

    value: Any
    why: Words | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """An error at its cell. `column` is the letter, `name` the declared column (empty: none)."""

    sheet: str
    row: int
    column: str
    cell: str
    name: str
    field: Words
    written: str
    kind: str
    reason: Words
    remedy: Words


@dataclass(frozen=True, slots=True)
class ReadAs:
    """A cell that was read as something else than its characters."""

    row: int
    cell: str
    name: str
    field: Words
    written: str
    read: str
    why: Words


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the sender should know and need not mend. `row` 0: the whole sheet."""

    kind: str
    row: int
    cell: str
    words: Words


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row, old and new, as values and as a person reads them."""

    name: str
    field: Words
    cell: str
    old: Any
    new: Any
    old_shown: str
    new_shown: str


@dataclass(frozen=True, slots=True)
class NewRow:
    """`id`: of the record it will become; empty in a preview that is not kept."""

    row: int
    label: str
    values: dict[str, Any]
    id: str = ""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """`version`: the version number of the record the row was compared with."""

    row: int
    id: str
    version: int
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SameRow:
    row: int
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A record that the file does not mention. It stays as it is."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A record that an earlier import made and that its reversal takes back, if nobody changed it since."""

    row: int
    id: str
    version: int
    label: str


@dataclass(frozen=True)
class Preview:
    """Every row of the file is in exactly one of new, changed, same, wrong_rows, passed (totals, notes, headings)."""

    sheet: str
    grid: str
    heading_row: int
    new: tuple[NewRow, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    same: tuple[SameRow, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    wrong_rows: tuple[int, ...] = ()
    passed: tuple[int, ...] = ()
    absent: tuple[Absent, ...] = ()
    read_as: tuple[ReadAs, ...] = ()
    told: tuple[Notice, ...] = field(default_factory=tuple)
    taken_back: tuple[TakenBack, ...] = ()

    @property
    def clean(self) -> bool:
        """Nothing to mend."""
        return not self.wrong

    @property
    def idle(self) -> bool:
        """Nothing to do."""
        return self.clean and not (self.new or self.changed or self.taken_back)
