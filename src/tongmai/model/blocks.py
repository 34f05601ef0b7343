"""What a page is drawn from: a closed vocabulary of blocks. They hold text and tones, never markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tongmai.base.words import Words

Text = str | Words
NOTHING_HERE = Words("没有记录", "nothing here")
NOTHING_YET = Words("还没有记录", "nothing yet")
Tone = Literal["good", "course", "warn", "bad", "quiet", "striving", "plain"]
"""met · on course · behind · overdue or wrong · nothing known · striving · neutral"""


@dataclass(frozen=True, slots=True)
class Link:
    """`href` begins with "/"; it carries ids, codes, dates and states only."""

    text: Text
    href: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A short word on a coloured ground."""

    text: Text
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Course:
    """A small bar: `done` and `expected` in percent of the way from baseline to goal, 0 to 100; `tip` tells it."""

    done: float
    expected: float | None
    tone: Tone
    tip: Text


@dataclass(frozen=True, slots=True)
class Heat:
    """One small cell: `text` is what stands in it, `tip` its text alternative."""

    text: str
    tone: Tone
    tip: Text
    href: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """Several things in one cell, one under the other; the first leads."""

    lines: tuple["Cell", ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Several small things in one cell, side by side."""

    items: tuple["Cell", ...]


Cell = Text | Link | Mark | Course | Heat | Stack | Strip | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence written by the system."""

    parts: tuple[Cell, ...]
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Notice:
    text: Text
    tone: Tone = "plain"
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    label: Text
    value: str
    note: Text = ""
    tone: Tone = "plain"
    href: str = ""
    unit: Text = ""


@dataclass(frozen=True, slots=True)
class Figures:
    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    text: Text
    href: str
    on: bool = False
    count: int | None = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class ChipRow:
    """`folded`: long, and shown when asked for or when one of its chips is on."""

    label: Text
    chips: tuple[Chip, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Chips:
    """Filters; each is an address."""

    rows: tuple[ChipRow, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column. `align`: numbers stand right. `phone` False: left out on a narrow screen.
    `tight`: never broken into lines."""

    title: Text
    align: Literal["left", "right", "centre"] = "left"
    phone: bool = True
    wide: bool = False
    tight: bool = False
    tip: Text = ""


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    tone: Tone = "plain"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    rows: tuple[Row, ...]
    title: Text = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`empty` is what is said when there is no row; `next` is the address of the following page."""

    heads: tuple[Head, ...]
    groups: tuple[Group, ...]
    empty: Text = NOTHING_HERE
    next: str = ""
    first: str = ""
    note: Text = ""
    caption: Text = ""
    total: int | None = None  # rows on all pages, where that is known

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value."""

    items: tuple[tuple[Text, Cell], ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Point:
    """`value` for the drawing, `text` for reading."""

    label: str
    value: float | None
    text: str
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over time with the goal as a line, `goal_text` at it; drawn on the server, with its table."""

    points: tuple[Point, ...]
    goal: float | None
    goal_text: Text
    unit: Text
    what: Text
    higher: bool = True
    caption: "Cell" = None  # said above the drawing: what is drawn, where it leads


@dataclass(frozen=True, slots=True)
class Tile:
    """An area on the map, at a column and row counted from 1. `value` stands in it, `tip` tells it in a sentence."""

    name: str
    column: int
    row: int
    value: str
    tone: Tone
    tip: Text
    href: str = ""
    width: int = 1


@dataclass(frozen=True, slots=True)
class Map:
    """A schematic map of areas as tiles; drawn on the server, with its table. `what` says what the values are."""

    tiles: tuple[Tile, ...]
    what: Text
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several readings with what it would decide."""

    title: Text
    text: Text
    mark: Mark
    href: str
    on: bool = False
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Options:
    items: tuple[Option, ...]
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Event:
    when: str
    who: Text
    what: Text
    text: Text = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Timeline:
    events: tuple[Event, ...]
    empty: Text = NOTHING_YET


@dataclass(frozen=True, slots=True)
class Stage:
    title: Text
    state: Literal["done", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Path:
    """Where something stands on its way."""

    stages: tuple[Stage, ...]


FieldKind = Literal["text", "lines", "choice", "pick", "day", "month", "integer", "decimal", "file", "ticks", "hidden"]


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `options`: (value, words); `choices` names a source that gives them. A `pick` is typed: the code, the
    words or their pinyin initials. `ticks` are boxes named `<name>-<value>`; `value` says which are ticked, `a,b`.
    `fault`: what was wrong with what was sent."""

    name: str
    title: Text
    kind: FieldKind = "text"
    required: bool = False
    value: str = ""
    options: tuple[tuple[str, Text], ...] = ()
    hint: Text = ""
    low: str = ""
    high: str = ""
    choices: str = ""
    fault: Text = ""
    private: bool = False  # never kept as a draft: a name or a number of a person
    longest: int = 0  # characters; 0: no limit
    asks: bool = False  # what is chosen is judged at once, before the form is sent
    offers: tuple[tuple[str, str, Text], ...] = ()  # ways out of the fault: (field, value, words)


@dataclass(frozen=True, slots=True)
class Form:
    """`act` is posted with the fields to `action` (the page itself when empty). `why_not`: shown instead of the button
    to whom it is not permitted, with the rule's name."""

    act: str
    title: Text
    fields: tuple[Field, ...]
    button: Text
    why_not: Text = ""
    action: str = ""
    tone: Literal["primary", "secondary", "danger"] = "primary"
    lead: Text = ""
    folded: bool = False
    rule: str = ""  # its name, told where the pointer rests


@dataclass(frozen=True, slots=True)
class Slip:
    """A piece of work on a board: what it is, who and when, and its clock."""

    title: Link | Text
    lines: tuple[Cell, ...] = ()
    clock: Mark | None = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of a board: one state or several, the most pressing first."""

    title: Text
    slips: tuple[Slip, ...] = ()
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Lanes:
    """A board by state."""

    lanes: tuple[Lane, ...]
    empty: Text = NOTHING_HERE


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a printed form is filled with: its fields by name. The room's own template draws it."""

    fields: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Code:
    """A text drawn as a QR code, to be read by a machine; it stands below the drawing too, for whoever types it."""

    text: str
    title: Text
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Forms:
    items: tuple[Form, ...]
    empty: Text = ""


@dataclass(frozen=True, slots=True)
class Download:
    """Something to be taken along, or (`file` False) a page to go to."""

    title: Text
    href: str
    what: Text
    file: bool = True


@dataclass(frozen=True, slots=True)
class Downloads:
    items: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class Card:
    title: Text
    text: Text = ""
    href: str = ""
    mark: Mark | None = None
    facts: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    items: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph; with an id it is highlighted and can be jumped to."""

    text: str
    id: str = ""
    href: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Prose:
    paragraphs: tuple[tuple[Piece, ...], ...]
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """One step of the tour: `role` is taken up, `href` opened, `expect` is what will be read there."""

    number: int
    title: Text
    text: Text
    role: str
    role_title: Text
    href: str
    expect: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Walks:
    items: tuple[Walk, ...]


Model = (
    Sentence | Notice | Figures | Chips | Table | Facts | Chart | Options | Timeline | Path | Form | Forms | Downloads
    | Cards | Prose | Walks | Lanes | Sheet | Map | Code
)  # fmt: skip
KINDS: Sequence[str] = (
    "sentence", "notice", "figures", "chips", "table", "facts", "chart", "options", "timeline", "path", "form", "forms",
    "downloads", "cards", "prose", "walks", "lanes", "sheet", "map",
    "code",
)  # fmt: skip


def kind_of(model: Model) -> str:
    """The block kind that draws a model."""
    return type(model).__name__.lower()
