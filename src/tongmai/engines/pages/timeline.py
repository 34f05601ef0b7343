"""A person's record over time: strands of several types, newest first, each entry with who wrote it and when. Pure.

A strand is one type of record; a room says by which parameter it is a person's, by which it is sorted, when it was and
what it tells. Pages follow each other by day: `before` is the day at which the next page begins, `skip` how many
entries of that day were shown already.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.dates import EARLIEST, interval
from tongmai.base.words import NO_WORDS, Words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.records import Names, cell, value_at
from tongmai.engines.pages.stories import deed_form
from tongmai.model.blocks import (
    Cell,
    Chip,
    ChipRow,
    Chips,
    Event,
    Facts,
    Forms,
    Group,
    Head,
    Link,
    Notice,
    Row,
    Stack,
    Table,
    Text,
    Timeline,
)
from tongmai.model.page import Ask, Shown

A_PAGE = 20
NOT_DATED = Words("日期不详", "undated")
ALL = Words("全部", "all")
UNREGISTERED = Words(
    "还没有您的健康档案。请携带身份证到就近的卫生院或社区卫生服务中心建档，建档后在这里查看。",
    "You have no record here yet. Take your identity card to the nearest township hospital or community centre.",
)
NO_OWN = Words(
    "这是居民本人的页面；医务人员在“查找居民”中打开居民的档案。",
    "This page is a resident's own; at work a record is opened under “Find a resident”.",
)


@dataclass(frozen=True, slots=True)
class Strand:
    """One type of a person's records. `owner` and `sort` are search parameters; `when` are paths, the first that has a
    value counts; `tells` says in a line what an entry is, `facts` what its own page shows, `place` where it was."""

    type: str
    title: Words
    owner: str
    sort: str
    when: tuple[str, ...]
    tells: tuple[Shown, ...]
    facts: tuple[Shown, ...]
    place: Shown | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One record with who wrote its newest version and when (civil time of the region). `href`: where it opens."""

    record: Mapping[str, Any]
    by: Words
    at: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: at a day, behind so many entries of it. Without a day: at the newest."""

    day: str = ""
    skip: int = 0


@dataclass(frozen=True)
class Stretch:
    """A page of entries; `next` where the following begins, None at the end. `begun`: it is not the first."""

    entries: tuple[Told, ...]
    next: Cursor | None = None
    begun: bool = False


def asked(strands: Sequence[Strand]) -> str:
    """The strands as the argument of a source: `Type owner sort when|when`, one behind the other."""
    return ";".join(f"{one.type} {one.owner} {one.sort} {'|'.join(one.when)}" for one in strands)


def cursor_of(ask: Ask) -> Cursor:
    """The cursor of an address; what is none is the beginning."""
    day, skip = ask.one("before"), ask.one("skip")
    try:
        date.fromisoformat(day)
    except ValueError:
        return Cursor()
    return Cursor(day, int(skip) if skip.isdecimal() and len(skip) < 5 else 0)


def began(record: Mapping[str, Any], paths: Iterable[str]) -> datetime:
    """When a record's matter began: the first path that has a value; the beginning of time for none."""
    for path in paths:
        if text := value_at(record, path):
            try:
                return interval(str(text)).start
            except ValueError:
                continue
    return EARLIEST


def civil(at: datetime) -> str:
    """The civil day of an instant; "" for the beginning of time."""
    return "" if at == EARLIEST else at.astimezone(REGION_ZONE).date().isoformat()


def merged(found: Sequence[tuple[Sequence[str], Sequence[Told]]], cursor: Cursor, size: int = A_PAGE) -> Stretch:
    """One page of several lists, each newest first and with the paths of its time. Entries of one instant keep the
    order of the lists, so that pages neither repeat nor leave out."""
    placed = [
        (began(told.record, paths), number, told) for number, (paths, every) in enumerate(found) for told in every
    ]
    placed.sort(key=lambda one: (-one[0].timestamp() if one[0] != EARLIEST else float("inf"), one[1]))
    if cursor.day:
        that_day = [one for one in placed if civil(one[0]) == cursor.day]
        passed = {id(one[2]) for one in that_day[: cursor.skip]}
        placed = [one for one in placed if id(one[2]) not in passed]
    shown = placed[:size]
    following = None
    if len(placed) > size:
        day = civil(shown[-1][0])
        on_it = sum(civil(one[0]) == day for one in shown)
        following = Cursor(day, on_it + (cursor.skip if day == cursor.day else 0)) if day else None
    return Stretch(tuple(one[2] for one in shown), following, bool(cursor.day))


def entries(strands: Sequence[Strand], empty: Words) -> Callable[..., Table | None]:
    """A shape: a stretch as a table by year; each entry opens what it is; left out for nobody's. Sources: the stretch,
    names."""
    known = {one.type: one for one in strands}

    def shape(ask: Ask, stretch: Stretch | None, names: Names) -> Table | None:
        if stretch is None:
            return None
        groups: dict[str, list[Row]] = {}
        for told in stretch.entries:
            strand = known[str(told.record["resourceType"])]
            day = civil(began(told.record, strand.when))
            groups.setdefault(day[:4], []).append(_entry(strand, told, day, names))
        following = stretch.next
        then = {"before": following.day, "skip": str(following.skip)} if following else {}
        begin = {"before": None, "skip": None}
        return Table(
            (
                Head(Words("日期", "date"), tight=True),
                Head(Words("类别", "kind"), tight=True),
                Head(Words("内容", "what")),
                Head(Words("机构", "where")),
                Head(Words("记录", "recorded"), phone=False),
            ),
            tuple(Group(tuple(rows), year or NOT_DATED) for year, rows in groups.items()),
            empty,
            next=ask.link(**then) if then else "",
            first=ask.link(**begin) if stretch.begun else "",
        )

    return shape


def _entry(strand: Strand, told: Told, day: str, names: Names) -> Row:
    what = _line(strand.tells, told.record, names) or strand.title
    where = cell(strand.place, told.record, names) if strand.place else NOTHING
    recorded = Stack((told.by, told.at))
    return Row((day or NOT_DATED, strand.title, Link(what, told.href) if told.href else what, where, recorded))


def _line(shown: Sequence[Shown], record: Mapping[str, Any], names: Names) -> Text:
    """What is declared, in one line; "" when nothing of it is there."""
    found = [words for one in shown if (words := _words(cell(one, record, names))).zh]
    return Words(" · ".join(one.zh for one in found), " · ".join(one.en for one in found)) if found else ""


def _words(found: Cell) -> Words:
    text = found.text if isinstance(found, Link) else found
    if isinstance(text, Words):
        return text
    return Words(text, text) if isinstance(text, str) and text != NOTHING else NO_WORDS


def kinds(strands: Sequence[Strand]) -> Callable[..., Chips | None]:
    """A shape: filters by kind of record. Each begins at the newest. Sources: the person."""

    def shape(ask: Ask, person: Mapping[str, Any]) -> Chips | None:
        if not person:
            return None
        chosen, again = ask.one("kind"), {"before": None, "skip": None}
        chips = [Chip(ALL, ask.link(kind=None, **again), not chosen)]
        chips += [
            Chip(one.title, ask.link(kind=one.type.lower(), **again), chosen == one.type.lower()) for one in strands
        ]
        return Chips((ChipRow(Words("类别", "kind"), tuple(chips)),))

    return shape


def entry_facts(strands: Sequence[Strand]) -> Callable[..., Facts]:
    """A shape: one entry, what its strand declares. Sources: the record, names."""
    known = {one.type: one for one in strands}

    def shape(ask: Ask, record: Mapping[str, Any], names: Names) -> Facts:
        strand = known[str(record["resourceType"])]
        pairs: list[tuple[Text, Cell]] = [(Words("类别", "kind"), strand.title)]
        return Facts((*pairs, *((one.title, cell(one, record, names)) for one in strand.facts)), 2)

    return shape


def person_facts(shown: Sequence[Shown], maybe: Sequence[Shown] = ()) -> Callable[..., Facts | Notice]:
    """A shape: who somebody is, with the age, and by which contract they are looked after; for whoever has no record of
    the own, where records are found. `maybe`: told only of whom it is known. Sources: the person, the contracts in
    force, names."""

    def shape(
        ask: Ask, person: Mapping[str, Any], contracts: Sequence[Mapping[str, Any]], names: Names
    ) -> Facts | Notice:
        if not person:
            return Notice(UNREGISTERED, "warn") if ask.patient else Notice(NO_OWN, "quiet")
        known = [one for one in maybe if value_at(person, one.path) not in (None, "")]
        pairs: list[tuple[Text, Cell]] = [(one.title, cell(one, person, names)) for one in (*shown, *known)]
        pairs.insert(1, (Words("年龄", "age"), age_words(str(person.get("birthDate", "")), ask.as_of)))
        signed = tuple(_signed(one, names) for one in contracts)
        pairs.append((Words("家庭医生签约", "family-doctor contract"), Stack(signed) if signed else NOT_SIGNED))
        return Facts(tuple(pairs), 3)

    return shape


NOT_SIGNED = Words("未签约", "none")


def _signed(contract: Mapping[str, Any], names: Names) -> Words:
    named = names.get(str(contract.get("author", {}).get("reference", "")))
    end, where = str(contract.get("period", {}).get("end", ""))[:10], named.name if named else NOTHING
    return Words(f"{where}，至 {end or '长期'}", f"{where}, until {end or 'open'}")


def age(birth: str, day: date) -> int | None:
    """Completed years on a day; None where the date of birth does not say."""
    try:
        born = date.fromisoformat(birth)
    except ValueError:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_words(birth: str, day: date) -> Text:
    """ "66岁"."""
    years = age(birth, day)
    return NOTHING if years is None else Words(f"{years}岁", f"{years}")


def written(ask: Ask, versions: Sequence[Told]) -> Timeline | None:
    """Who wrote what is shown, version by version, the newest first."""
    if not versions:
        return None
    return Timeline(
        tuple(
            Event(
                told.at,
                told.by,
                Words(f"第 {told.record['version']} 版", f"version {told.record['version']}"),
                tone="course" if index == 0 else "plain",
            )
            for index, told in enumerate(versions)
        )
    )


def further_steps(ask: Ask, item: Any) -> Forms | None:
    """What the reader may do further with a piece of work that is done; None when there is nothing."""
    mine = item.mine if item is not None else ()
    return Forms(tuple(deed_form(ask, item, deed, folded=True) for deed in mine)) if mine else None


def goes_on(ask: Ask, item: Any) -> Notice | None:
    """Where an entry is worked on, for those who work there; None when no workflow moves it or it has no page."""
    if item is None or ask.patient or not item.href or item.href == ask.url:
        return None
    state = Words(f"当前：{item.state_title.zh}", f"State: {item.state_title.en}")
    return Notice(state, "course", Link(Words("打开办理页面", "open where it is worked on"), item.href))
