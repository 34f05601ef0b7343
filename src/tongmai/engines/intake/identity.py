"""Which record a line means: by its system number, else by its key; and when it means none or too many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.intake.found import Fault
from tongmai.engines.intake.names import Directories
from tongmai.engines.intake.present import Former, Key, Present, key_of, label_of
from tongmai.engines.intake.rows import Line
from tongmai.engines.intake.texts import narrow
from tongmai.model.sheet import Sheet


@dataclass(frozen=True)
class Known:
    """A line's record: its row now, and its row when the list was exported (the same when nobody changed it since)."""

    id: str
    version: int
    now: Mapping[str, Any]
    exported: Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """A fault with the column it belongs to."""

    name: str
    fault: Fault


class Identity:
    """Remembers which records and keys the lines of one file have claimed."""

    def __init__(
        self, sheet: Sheet, present: Sequence[Present], directories: Directories, former: Former | None
    ) -> None:
        self._sheet, self._directories, self._former = sheet, directories, former
        self._present = {one.id: one for one in present}
        self._keyed: dict[Key, list[Present]] = {}
        for one in present:
            key = key_of(sheet, one.row)
            if key is not None:
                self._keyed.setdefault(key, []).append(one)
        self.claimed: dict[str, int] = {}
        self._named: dict[Key, list[tuple[int, bool]]] = {}

    def by_id(self, line: Line, epoch_1904: bool) -> Known | Fault | None:
        """The record by the line's system number; None when it gives none."""
        id = narrow(line.id.written)
        if not id:
            return None
        one = self._present.get(id)
        if one is None:
            reason = Words(
                f"没有系统编号为“{id}”的记录（或您无权查看）", f"no record with the number {id!r}, or not yours to see"
            )
            return Fault(
                "id", reason, Words("系统编号请勿改动；新增的行请留空", "leave the number alone; empty for a new row")
            )
        if id in self.claimed:
            reason = Words(
                f"系统编号与第 {self.claimed[id]} 行相同（复制的行？）",
                f"the number of row {self.claimed[id]} again (a copied row?)",
            )
            return Fault("duplicate", reason, Words("新增的行请清空系统编号", "clear the number for a new row"))
        version = narrow(line.version.written)
        if version and (not version.isdecimal() or not 0 < int(version) <= one.version):
            reason = Words("版本号被改动", "the version number was altered")
            return Fault("stale", reason, Words("请重新导出", "export the list again"))
        self.claimed[id] = line.row
        return Known(id, one.version, one.row, self._exported(one, version))

    def _exported(self, one: Present, version: str) -> Mapping[str, Any]:
        if not version or int(version) == one.version or self._former is None:
            return one.row
        return self._former(one.id, int(version)) or one.row

    def by_key(self, line: Line, values: Mapping[str, Any]) -> Known | Fault | None:
        """The record with the line's key; None for a new one."""
        key = key_of(self._sheet, values)
        found = self._keyed.get(key, []) if key is not None else []
        if len(found) > 1:
            reason = Words(f"现有 {len(found)} 条记录与此相同", f"{len(found)} records are named like this")
            return Fault("ambiguous", reason, Words("请用导出的表（含系统编号）修改", "change it in an exported list"))
        if not found:
            return None
        one = found[0]
        if one.id in self.claimed:
            return self._twice(self.claimed[one.id])
        self.claimed[one.id] = line.row
        return Known(one.id, one.version, one.row, one.row)

    def _twice(self, row: int) -> Fault:
        titles = "、".join(self._sheet.column(name).title.zh for name in self._sheet.key)
        reason = Words(f"与第 {row} 行重复（{titles}相同）", f"the same as row {row}")
        return Fault("duplicate", reason, Words("请删掉或改正其中一行", "remove or correct one of them"))

    def settle(self, row: int, known: Known | None, values: Mapping[str, Any] | None) -> None:
        """Note what a line will be named; a wrong line keeps its record's name. Once for every line, before `clash`."""
        before = key_of(self._sheet, known.now) if known else None
        key = key_of(self._sheet, values) if values is not None else before
        if key is not None:
            self._named.setdefault(key, []).append((row, key == before))

    def clash(self, row: int, known: Known | None, values: Mapping[str, Any]) -> Clash | None:
        """A new or renamed row must not be named like another line or another record. Two records that exchange their
        names are refused too: it is what sorting does when the hidden columns stay where they were."""
        name = self._sheet.key[0]
        key = key_of(self._sheet, values)
        if key is None:
            reason = Words("识别用的列是空的", "the columns by which a row is recognised are empty")
            fault = Fault("required", reason, Words("请补填", "fill them in"))
            return Clash(name, fault) if known is None else None
        if known is not None and key == key_of(self._sheet, known.now):
            return None
        for other, kept in self._named.get(key, []):
            if other != row and (kept or other < row):
                return Clash(name, self._twice(other))
        others = self._keyed.get(key, [])
        return Clash(name, self._taken(others[0])) if others else None

    def _taken(self, other: Present) -> Fault:
        label = label_of(self._sheet, other.row, self._directories)
        reason = Words(f"已有另一条记录“{label}”", f"another record is {label!r} already")
        return Fault(
            "taken",
            reason,
            Words(
                "请核对是否改错了行；如排过序，请清空系统编号、版本号两列",
                "check the row; if the list was sorted, clear the hidden numbers",
            ),
        )
