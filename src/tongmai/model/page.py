"""Pages as data: a room declares blocks and what they are made of; the engine fetches; the web draws.

A block names its sources (what is fetched for it) and its shape: a pure function `shape(ask, *fetched) -> model`, where
the model is one of `tongmai.model.blocks`. A page names the deeds a person may start on it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from tongmai.base.words import NO_WORDS, Words
from tongmai.model.blocks import Field
from tongmai.model.workflow import Step

PageKind = Literal["list", "record", "form", "board", "story", "print", "dashboard"]
Place = Literal["", "above", "below"]
Width = Literal["full", "two-thirds", "half", "third"]
_PATH = re.compile(r"(/([a-z0-9-]+|\{[a-z]+\}))+|/")


_WHOLE = Words("全地区", "the region")


@dataclass(frozen=True)
class Ask:
    """What a person asks for. `path`, `query` and `form` are what the browser sent, already decoded; `query` and `path`
    hold ids, codes, dates and states only. `as_of` is the day on which everything is decided, `month` its month.
    `roles`, `organization` and `area` are the actor's (`area` of 12 digits)."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    as_of: date = date(1970, 1, 1)
    now: datetime | None = None
    actor: str = ""
    roles: tuple[str, ...] = ()
    organization: str = ""
    area: str = ""
    practitioner: str = ""
    patient: str = ""
    url: str = ""
    whole: Words = _WHOLE
    """What the region calls itself as a whole."""
    faults: Mapping[str, Words] = field(default_factory=dict)
    """What was wrong with the form that was sent, by field; its values stand in `form`."""
    offers: Mapping[str, tuple[tuple[str, str, Words], ...]] = field(default_factory=dict)
    """Ways out of what was wrong, by the field at which it stands: (field, value, words) each."""

    @property
    def month(self) -> str:
        return f"{self.as_of:%Y-%m}"

    def one(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        values = self.query.get(name, ())
        return values[-1] if values else default

    def link(self, **changes: str | None) -> str:
        """This page's address with some query parameters replaced; None or "" takes one away."""
        kept = {name: values for name, values in self.query.items() if name not in changes and name != "after"}
        pairs = [(name, value) for name, values in kept.items() for value in values]
        pairs += [(name, value) for name, value in changes.items() if value]
        return self.url + ("?" + "&".join(f"{name}={value}" for name, value in pairs) if pairs else "")


Shape = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page. `kind` is the lower-case name of the model class that `shape` returns. A shape may answer None:
    then the block is left out for this reader."""

    id: str
    kind: str
    shape: Shape
    sources: tuple[str, ...] = ()
    title: Words = NO_WORDS
    width: Width = "full"


ShownKind = Literal[
    "text",
    "number",
    "day",
    "time",
    "code",
    "concept",
    "reference",
    "area",
    "list",
    "state",
    "record",
    "period",
    "yes_no",
    "figure",
    "cents",
    "yuan",
    "said",
    "measured",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """One element of a record under a heading. `kind` cents, yuan: money, as the house counts it or as people wrote it.
    `path`: names joined by "."; a list on the way gives its first entry,
    `name(key=value)` the entry of a list whose element `key` is `value`. `table`: the dated table with the words of a
    code. `measured` tells what an observation found, its components too, and has no path. `prefix` makes a link: the
    address before the record's id."""

    path: str
    title: Words
    kind: ShownKind = "text"
    table: str = ""
    prefix: str = ""
    wide: bool = False
    phone: bool = True
    unit: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Act:
    """A deed on a page: it starts `workflow`. The focus is the room's lens `templates/<template>.json` filled with the
    page's path, the form's `fields`, `fixed` texts (with {today}, {month}, {actor}, {patient}, {organization}, {area},
    and {field.area} for the county of a chosen institution) and what is `fetched` by source. Nothing else that a
    browser sends is taken. `then`: a first step taken in the same change set; the form asks for what it needs. `roles`:
    who is offered it; whether it is permitted is decided by the workflow, by name."""

    id: str
    title: Words
    workflow: str
    template: str
    fields: tuple[Field, ...] = ()
    roles: tuple[str, ...] = ()
    lead: Words = NO_WORDS
    fixed: tuple[tuple[str, str], ...] = ()
    fetched: tuple[tuple[str, str], ...] = ()
    then: Step | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The items of the catalogue of which a page keeps records. `query`: "Type?…", the records in force; their element
    `element` names the item, and so does the parameter of that name that narrows the page to one."""

    items: tuple[str, ...]
    query: str
    element: str = "item"


@dataclass(frozen=True)
class Page:
    """`path`: "/plans/{plan}/targets/{target}". `roles`: who is offered it in the menu; empty: everybody. `catalogue`:
    the items that can be worked on here."""

    id: str
    title: Words
    path: str
    kind: PageKind
    blocks: tuple[Block, ...]
    roles: tuple[str, ...] = ()
    menu: int = 0  # its place in the menu from 1 on; 0: not in it
    offered: tuple[str, ...] = ()  # whose menu it stands in, where others of its roles come another way; empty: all
    catalogue: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    shows: str = ""  # the type whose records have this page; the address ends with the record's id
    flows: tuple[str, ...] = ()  # only those records of the type which these workflows move; empty: all others
    begins: str = ""  # the type of the records for which something is begun here; the address ends with one's id
    brief: tuple[Shown, ...] = ()  # what such a record is about in one line
    heading: str = ""  # a source whose value heads the page in place of its title
    lead: Words = NO_WORDS
    printed: str = ""  # a printed form: the room's template `templates/<printed>.html`, filled by its sheet blocks
    home: Place = ""  # a dashboard that stands on the home page of its roles, above or below what waits for them
    live: tuple[str, ...] = ()  # types to be watched besides the pieces of work that its sources fetch
    register: Register | None = None  # items of which records are kept here, whoever works on them elsewhere
    under: str = ""  # the address of the page above it, where its own address does not lie under that

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise ValueError(f"page {self.id}: no address {self.path!r}")
        names = [block.id for block in self.blocks] + [act.id for act in self.acts]
        if len(set(names)) != len(names):
            raise ValueError(f"page {self.id}: two blocks or acts share a name")
        if self.flows and not self.shows:
            raise ValueError(f"page {self.id}: it names workflows but no type that it shows")
        if self.home and self.kind != "dashboard":
            raise ValueError(f"page {self.id}: only a dashboard stands on the home page")
        if not self.title.zh or not self.title.en:
            raise ValueError(f"page {self.id}: its title needs both languages")

    def act(self, id: str) -> Act | None:
        return next((act for act in self.acts if act.id == id), None)
