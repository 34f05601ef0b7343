"""A plan and its targets as data, with the closed grammar of goals."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from tongmai.base.words import Words

Comparison = Literal[">=", "<=", "=", "between", "all", "done", "rises"]
_AT_LEAST = re.compile(r"(>=|<=|=)\s*(\d+(?:\.\d+)?)\s*%?")
_BETWEEN = re.compile(r"(\d+)\.\.(\d+) a year")
_FIGURES = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True)
class Goal:
    """`>= 90 %`, `<= 2`, `= 5`, `1..2 a year`, `all` (every one, 100 %), `done` (as `all`), `rises`."""

    text: str
    comparison: Comparison
    low: Fraction | None = None
    high: Fraction | None = None

    @staticmethod
    def parse(text: str) -> "Goal":
        """Read a goal; ValueError quotes the text that is none."""
        if text in ("all", "done"):
            return Goal(text, "all" if text == "all" else "done", Fraction(100))
        if text == "rises":
            return Goal(text, "rises")
        if match := _BETWEEN.fullmatch(text):
            return Goal(text, "between", Fraction(match[1]), Fraction(match[2]))
        if match := _AT_LEAST.fullmatch(text):
            sign, bound = match[1], Fraction(match[2])
            if sign == ">=":
                return Goal(text, ">=", bound)
            return Goal(text, "<=", None, bound) if sign == "<=" else Goal(text, "=", bound, bound)
        raise ValueError(f"not a goal: {text!r}")


@dataclass(frozen=True)
class Target:
    """One sentence of the plan. `measure` empty: not decided, and `missing` says what it waits for.

    `each`: "total", "county" (every county by itself reaches the goal), "institution" is written as a share with goal
    `all`. `alternatives`: names of the measure's readings, or "total"/"county", that a person may switch to.
    """

    id: str
    plan: str
    title: Words
    chapter: str
    quotation: str
    goal: Goal | None
    measure: str = ""
    each: Literal["total", "county"] = "total"
    by: date | None = None
    hard: bool = True
    since: str = ""  # a directional target's baseline month; empty: the plan's date
    baseline: Fraction | None = None
    responsible_proposed: str = ""
    alternatives: tuple[str, ...] = ()
    missing: Words | None = None
    note: Words | None = None
    reading: Words | None = None

    def __post_init__(self) -> None:
        if not self.measure and self.missing is None:
            raise ValueError(f"target {self.id}: without a measure it must say what is missing")
        if self.measure and self.goal is None:
            raise ValueError(f"target {self.id}: a measure without a goal decides nothing")


@dataclass(frozen=True)
class Plan:
    """A plan: one folder of a region."""

    id: str
    title: Words
    number: str
    issued: date
    document: str  # key of the policy document: 002
    issuer: str
    targets: tuple[Target, ...]
    chapters: Mapping[str, Words] = field(default_factory=dict)
    """A chapter's number as the targets give it to its heading in the document."""

    def heading(self, chapter: str) -> Words:
        """Number and heading of a chapter: "二(三) 强化县级医院龙头作用", "2(3) County hospitals as the head"."""
        number, heading = chapter.translate(_FIGURES), self.chapters.get(chapter)
        return Words(f"{chapter} {heading.zh}", f"{number} {heading.en}") if heading else Words(chapter, number)

    def in_order(self, chapters: Iterable[str]) -> list[str]:
        """Different chapters in the order of the document; unknown ones last, as they came."""
        known = list(self.chapters)
        return sorted(dict.fromkeys(chapters), key=lambda one: known.index(one) if one in known else len(known))

    def elsewhere(self, place: Words) -> "Plan":
        """The plan as another region sees it: to be read, decided by nothing that is recorded here."""
        why = Words(f"{place.zh}的规划，等该地区的记录判定，本地记录不作判定",
                    f"a plan of {place.en}: waits for its records; those kept here decide nothing")  # fmt: skip
        told = [replace(one, measure="", alternatives=(), missing=one.missing or why) for one in self.targets]
        return replace(self, targets=tuple(told))

    def target(self, id: str) -> Target:
        for target in self.targets:
            if target.id == id:
                return target
        raise KeyError(id)


Status = Literal["met", "on_course", "behind", "overdue", "unreported", "undefined", "striving"]
STATUS_WORDS: dict[Status, Words] = {
    "met": Words("达标", "met"),
    "on_course": Words("序时推进", "on course"),
    "behind": Words("滞后", "behind"),
    "overdue": Words("逾期未达标", "overdue"),
    "unreported": Words("未填报", "not reported"),
    "undefined": Words("口径待定", "definition open"),
    "striving": Words("力争(进展)", "striving"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One county's share in a decision."""

    area: str
    name: str
    numerator: int
    denominator: int | None
    value: Fraction | None
    met: bool | None
    short: int  # units missing to its goal; 0 when met


@dataclass(frozen=True)
class Decision:
    """A target decided on a day. Exact; `shown` strings are made by pages and exports."""

    target: Target
    as_of: date
    status: Status
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    unit: str
    short: int | None  # how many units are missing under the reading in force
    short_total: int | None  # … for the region as one
    expected: Fraction | None  # where the straight line stands today
    baseline: Fraction | None
    change: Fraction | None  # since a month before
    parts: tuple[Part, ...] = ()
    hidden: frozenset[str] = frozenset()  # areas whose count is too small for the reader to see; "": the region
    reading: str = ""
    missing: Words | None = None
    counts: str = ""  # "cents": what is counted and what is short are money

    @property
    def of(self) -> str:
        """As `counts`, of the denominator: money in a share of money, what is paid for where it is so much for each."""
        return "" if self.unit == "cents" else self.counts
