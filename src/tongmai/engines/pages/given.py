"""What the pages are given about the world: small frozen rows, fetched through the context before a shape sees them."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from tongmai.base.words import NO_WORDS, Words
from tongmai.model.measure import Measure
from tongmai.model.workflow import Need


@dataclass(frozen=True, slots=True)
class Area:
    """A county or functional zone in the order of the plan; `code` has 12 digits, `short` fits a narrow column. Its
    tile on the schematic map stands at `column` and `row`, counted from 1; 0 where it is not drawn."""

    code: str
    name: str
    short: str
    column: int = 0
    row: int = 0
    width: int = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A record by the name people call it; `area` is its county's code; `called`: the words for one that has no name
    but what it is about."""

    type: str
    id: str
    name: str
    area: str = ""
    kind: Words = NO_WORDS
    href: str = ""
    called: Words = NO_WORDS


class Bringing(Mapping[str, Named]):
    """Names of which some are read when they are asked for."""

    @abstractmethod
    def bring(self, references: Iterable[str]) -> None:
        """Read what is not known yet of these, `Type/id` each, at once instead of one by one."""


@dataclass(frozen=True, slots=True)
class Member:
    """A record behind a figure. `weight`: what it adds where a measure sums."""

    subject: str
    in_numerator: bool
    in_denominator: bool
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A member with its name, as a page shows it."""

    member: Member
    named: Named


@dataclass(frozen=True, slots=True)
class Membership:
    """A stretch of the records behind a figure, those not counted first; how many there are of both kinds in all.
    `sums`: each adds an amount, `counts` "cents" where it is money."""

    shown: tuple[Listed, ...]
    missing: int
    counted: int
    start: int = 0
    closed: bool = False  # how many there are is hidden from the reader
    sums: bool = False
    counts: str = ""

    @property
    def next(self) -> int | None:
        """Where the following stretch begins; None at the end."""
        end = self.start + len(self.shown)
        return end if end < self.missing + self.counted else None


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure in an area; `denominator` None: a count or a sum."""

    numerator: int
    denominator: int | None
    value: Fraction | None


@dataclass(frozen=True)
class Measured:
    """A measure as it stands on a day, by county ("": the whole region); what counts nothing is not given. `hidden`:
    where there is a figure that is too small for the reader to see."""

    measure: Measure
    period: str
    values: Mapping[str, Counted]
    hidden: frozenset[str] = frozenset()

    def tells(self, area: str) -> bool:
        """Whether there is a figure, be it a hidden one."""
        return area in self.values or area in self.hidden


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A month of a target's series."""

    month: str
    numerator: int | None
    denominator: int | None
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class PolicyItem:
    """One of the catalogue's items: its short quotation stands in `document`. `kind`: S, M or W. `declined`: why it is
    not done here, and `instead` the system where it belongs; without words for all others."""

    id: str
    kind: str
    title: Words
    document: str
    quotation: str
    declined: Words = NO_WORDS
    instead: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """`text`: empty unless the user gave the folder of texts."""

    key: str
    title: Words
    number: str
    issuer: str
    issued: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """A step that the reader may take on a piece of work, or why not (the rule by name)."""

    step: str
    title: Words
    needs: tuple[Need, ...] = ()
    allowed: bool = True
    why_not: Words = NO_WORDS
    rule: str = ""  # its name, for those who look for it
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """A step that was taken: `at` is a civil time of the region, `note` what was written."""

    at: str
    what: Words
    who: str
    institution: str = ""
    note: str | Words = ""
    state: Words = NO_WORDS
    step: str = ""


@dataclass(frozen=True)
class Item:
    """A piece of work: a task of a workflow with the record it is about."""

    task: str
    workflow: str
    title: Words
    state: str
    state_title: Words
    ended: bool
    focus: Mapping[str, Any]
    href: str
    version: int = 0
    term: str = ""
    overdue: bool = False
    deeds: tuple[Deed, ...] = field(default_factory=tuple)
    story: tuple[Happened, ...] = field(default_factory=tuple)
    stages: tuple[tuple[str, Words], ...] = field(default_factory=tuple)
    """The states in the order of the declaration: the way it goes."""
    aside: frozenset[str] = frozenset()  # states beside the way: returned, rejected, withdrawn
    since: datetime | None = None  # when it came into its state
    due: datetime | None = None  # the earliest clock of whoever is to act
    late: bool = False
    asked: str = ""  # when it was begun

    @property
    def mine(self) -> tuple[Deed, ...]:
        """The steps that the reader may take now, what has a clock first: in the order of the forms on its page."""
        return tuple(sorted((deed for deed in self.deeds if deed.allowed), key=lambda deed: deed.due is None))
