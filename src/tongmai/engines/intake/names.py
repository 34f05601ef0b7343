"""Directories of names: people write a code or a name, the house keeps the id."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tongmai.base.words import Words
from tongmai.engines.intake.found import Fault, Read
from tongmai.engines.intake.texts import likeness, nearest, plain

_WITH_CODE = re.compile(r"(.+?)[\s(（\[【]+([0-9A-Za-z\-]+)[)）\]】]?")
_CODE_BEFORE = re.compile(r"([0-9A-Za-z\-]+)[\s:：_]+(.+)")


@dataclass(frozen=True, slots=True)
class Name:
    """One entry: its id, the code people know it by, its full name, and other names (short forms, former names)."""

    id: str
    code: str
    name: str
    also: tuple[str, ...] = ()


@dataclass
class Directory:
    """Finds an entry by id, code or name. Names are matched without regard to width, case and spaces."""

    title: Words
    entries: tuple[Name, ...]
    _by_id: dict[str, Name] = field(init=False, repr=False)
    _by_code: dict[str, list[Name]] = field(init=False, repr=False)
    _by_name: dict[str, list[Name]] = field(init=False, repr=False)
    _by_other: dict[str, list[Name]] = field(init=False, repr=False)
    _suggested: dict[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_id = {entry.id: entry for entry in self.entries}
        self._by_code, self._by_name, self._by_other, self._suggested = {}, {}, {}, {}
        for entry in self.entries:
            if entry.code:
                self._by_code.setdefault(likeness(entry.code), []).append(entry)
            self._by_name.setdefault(likeness(entry.name), []).append(entry)
            for other in entry.also:
                self._by_other.setdefault(likeness(other), []).append(entry)

    def shown(self, id: str) -> str:
        """What to write in a cell: the name, with the code where two share it; the id itself where it is unknown."""
        entry = self._by_id.get(id)
        if entry is None:
            return id
        same = self._by_name[likeness(entry.name)]
        return entry.name if len(same) == 1 else f"{entry.name}（{entry.code or entry.id}）"

    def find(self, text: str) -> Read | Fault:
        """The id for what was written."""
        form = likeness(text)
        entry = self._by_id.get(plain(text))
        found = [entry] if entry is not None else self._by_code.get(form) or self._by_name.get(form) or []
        why = None
        if not found:
            found, why = self._by_other.get(form, []), Words("按别名识别", "by another of its names")
        if not found:
            found, why = self._with_code(text), Words("按名称和代码识别", "by name and code")
        if len(found) == 1:
            exact = plain(text) in (found[0].name, found[0].code, found[0].id, self.shown(found[0].id))
            return Read(found[0].id, None if exact else why or Words("写法统一", "written in one form"))
        return self._several(found) if found else self._unknown(text)

    def _with_code(self, text: str) -> list[Name]:
        """“某镇卫生院（123456100）”, or the code before the name; both must mean the same entry."""
        for match, name, code in ((_WITH_CODE, 1, 2), (_CODE_BEFORE, 2, 1)):
            if parts := match.fullmatch(plain(text)):
                coded = self._by_code.get(likeness(parts[code])) or [
                    entry for entry in (self._by_id.get(parts[code]),) if entry is not None
                ]
                both = [entry for entry in coded if likeness(entry.name) == likeness(parts[name])]
                if both:
                    return both
        return []

    def _several(self, found: list[Name]) -> Fault:
        listed = "、".join(f"{entry.name}（{entry.code or entry.id}）" for entry in found[:5])
        return Fault(
            "ambiguous",
            Words(
                f"“{found[0].name}”对应 {len(found)} 条记录：{listed}", f"{len(found)} records of this name: {listed}"
            ),
            Words("请改填代码", "write the code instead"),
        )

    def _unknown(self, text: str) -> Fault:
        near = self._near(text)
        reason = Words(f"{self.title.zh}中没有“{plain(text)}”", f"no {plain(text)!r} among {self.title.en}")
        if near:
            listed = "、".join(near)
            return Fault(
                "unknown",
                reason,
                Words(f"是不是：{listed}？请填准确名称或代码", f"perhaps {listed}? Write the exact name or code"),
            )
        return Fault(
            "unknown",
            reason,
            Words("请先登记，或填准确名称或代码", "register it first, or write the exact name or code"),
        )

    def _near(self, text: str) -> tuple[str, ...]:
        form = likeness(text)
        if form not in self._suggested:
            within = len(self._suggested) < 500  # a list of wrong names must not take minutes
            self._suggested[form] = tuple(nearest(text, (entry.name for entry in self.entries))) if within else ()
        return self._suggested[form]


Directories = Mapping[str, Directory]


def directory(zh: str, en: str, entries: Iterable[Name]) -> Directory:
    """A directory with its title."""
    return Directory(Words(zh, en), tuple(entries))
