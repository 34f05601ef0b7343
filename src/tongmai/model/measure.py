"""An indicator as data: expressions over the rows of one view."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tongmai.base.words import Words

Kind = Literal["state", "flow"]
Better = Literal["higher", "lower", "none"]
Window = Literal["month", "quarter", "year_to_date", "year", "twelve_months"]
_ID = re.compile(r"[a-z_]+\.[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way to read the same sentence: replaces the expressions it names."""

    title: Words
    numerator: str | None = None
    denominator: str | None = None


@dataclass(frozen=True)
class Measure:
    """`numerator` and `denominator` are SQL expressions over the view `rows`: a boolean counts rows, an integer sums.

    `kind`: a state holds on the last day of the period, a flow happened in it. `window`: over which kind of period the
    figure is taken when it decides. `place`: the column that says where a row counts. `subject`: the column with the
    id of the record behind a row; `opens`: that record's resource type. `unit`: percent, count, cents, days, minutes
    or "per 1000"; `counts`: "cents" where a share is one of money, so that its two figures are told in yuan. `base`:
    recorded and anonymous count persons, whose small counts are hidden (`access.small_counts`). A `formula` measure is
    arithmetic over other measures in the same cell (`least(a, b)`).
    """

    id: str
    title: Words
    rows: str = ""
    numerator: str = ""
    denominator: str = ""  # empty: a count or a sum without denominator
    kind: Kind = "state"
    window: Window = "month"
    place: str = "village"
    subject: str = "id"
    opens: str = "Organization"
    base: Literal["census", "recorded", "anonymous"] = "census"
    unit: str = "percent"
    counts: Literal["", "cents"] = ""
    better: Better = "higher"
    distinct: str = ""  # count distinct values of this column among numerator rows instead of rows
    formula: str = ""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    source: str = ""
    status: Literal["verified", "unverified", "assumed"] = "assumed"
    catalogue: tuple[str, ...] = ()  # items of the catalogue that this figure makes measurable: ("D02",)

    @property
    def adds(self) -> Literal["", "cents"]:
        """What is counted: "cents" of an amount, and on both sides of a share of money (`counts`)."""
        return "cents" if self.unit == "cents" else self.counts

    def __post_init__(self) -> None:
        problems = self.problems()
        if problems:
            raise ValueError(f"measure {self.id}: " + "; ".join(problems))

    def problems(self) -> list[str]:
        found = [] if _ID.fullmatch(self.id) else ["its id must read room.name"]
        if bool(self.formula) == bool(self.rows):
            found.append("it needs either rows or a formula")
        if self.rows and not (self.numerator or self.distinct):
            found.append("it has no numerator")
        if self.unit == "percent" and self.rows and not self.denominator:
            found.append("a percentage needs a denominator")
        if not self.source:
            found.append("it names no source")
        return found

    @property
    def named(self) -> tuple[str, ...]:
        """The measures that its formula names, in the order of first mention; empty without a formula."""
        return tuple(dict.fromkeys(_ID.findall(self.formula)))

    @property
    def per(self) -> int:
        """What a ratio is multiplied with: 100 for percent, 1000 for "per 1000", 1 otherwise."""
        if self.unit == "percent":
            return 100
        return int(self.unit.removeprefix("per ")) if self.unit.startswith("per ") else 1
