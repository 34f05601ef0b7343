"""Records by declared columns: a room says which element stands under which heading; nothing else is shown."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from tongmai.base.clock import REGION_ZONE
from tongmai.base.money import cents, yuan
from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING, number
from tongmai.engines.pages.given import Area, Bringing, Item, Named
from tongmai.engines.pages.observed import observed
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import (
    NOTHING_HERE,
    Cell,
    Chip,
    ChipRow,
    Chips,
    Facts,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Row,
    Stack,
    Table,
    Text,
)
from tongmai.model.page import Ask, Shown, ShownKind

Model = TypeVar("Model")

FIGURES = ("number", "figure", "cents", "yuan")
Names = Mapping[str, Named]
"""`Type/id` or a 12-digit code to the name people call it."""


def value_at(record: Any, path: str) -> Any:
    """The element at a path, None where there is none."""
    found = record
    steps = path.split(".") if path else []
    for place, step in enumerate(steps, start=1):
        name, _, condition = step.partition("(")
        found = found.get(name) if isinstance(found, Mapping) else None
        if condition and isinstance(found, list):
            key, _, wanted = condition.rstrip(")").partition("=")
            found = next((entry for entry in found if str(entry.get(key, "")) == wanted), None)
        elif isinstance(found, list) and place < len(steps):
            found = found[0] if found else None
    return found


def cell(shown: Shown, record: Mapping[str, Any], names: Names) -> Cell:
    """What stands under a heading for one record."""
    found = value_at(record, shown.path)
    if found is None or found == "" or found == []:
        return NOTHING
    if shown.kind == "figure":
        return number(Fraction(str(found)), str(record.get("unit", "count")))
    return _CELLS[shown.kind](shown, found, names)


def _text(shown: Shown, found: Any, names: Names) -> Cell:
    text = str(found[0] if isinstance(found, list) else found)
    return Words(text + shown.unit.zh, text + shown.unit.en) if shown.unit.zh else text


def _number(shown: Shown, found: Any, names: Names) -> Cell:
    text = f"{found:,}" if isinstance(found, int | Decimal) else str(found)
    return Words(text + shown.unit.zh, text + shown.unit.en) if shown.unit.zh else text


def _code(shown: Shown, found: Any, names: Names) -> Cell:
    known = (names.get(f"{table}/{found}") for table in shown.table.split(","))
    return next((named.kind for named in known if named), NOTHING)


def _concept(shown: Shown, found: Any, names: Names) -> Cell:
    """A concept by its first coding that a table names, else by its own text."""
    concept = found[0] if isinstance(found, list) else found
    codes = [str(one.get("code", "")) for one in concept.get("coding", ())]
    known = (names.get(f"{table}/{code}") for code in codes for table in shown.table.split(","))
    return next((named.kind for named in known if named), str(concept.get("text", NOTHING)))


def _reference(shown: Shown, found: Any, names: Names) -> Cell:
    named = names.get(reference_in(found))
    if named is None:
        found = found[0] if isinstance(found, list) else found
        return str(found.get("display", NOTHING)) if isinstance(found, Mapping) else NOTHING
    if named.href and named.name == NOTHING:  # it may be opened and bears no name of its own
        return Link(Words("打开", "open"), named.href)
    return Link(named.name, named.href) if named.href else named.name


def _area(shown: Shown, found: Any, names: Names) -> Cell:
    named = names.get(str(found))
    return named.name if named else NOTHING


def _list(shown: Shown, found: Any, names: Names) -> Cell:
    entries = [entry if isinstance(entry, str) else str(entry.get("text", "")) for entry in found]
    return Stack(tuple(entry for entry in entries if entry)) if any(entries) else NOTHING


def moment(text: str) -> str:
    """A dateTime as the region's clock shows it; a bare date as it is."""
    return f"{datetime.fromisoformat(text).astimezone(REGION_ZONE):%Y-%m-%d %H:%M}" if "T" in text else text


def _period(shown: Shown, found: Any, names: Names) -> Cell:
    start, end = found.get("start", ""), found.get("end", "")
    return Words(f"{start} 至 {end}", f"{start} to {end}") if end else Words(f"{start} 起", f"from {start}")


def _yes_no(shown: Shown, found: Any, names: Names) -> Cell:
    return Words("是", "yes") if found else Words("否", "no")


_CELLS: dict[ShownKind, Callable[[Shown, Any, Names], Cell]] = {
    "text": _text,
    "number": _number,
    "day": lambda shown, found, names: str(found)[:10],
    "time": lambda shown, found, names: moment(str(found)),
    "code": _code,
    "concept": _concept,
    "reference": _reference,
    "area": _area,
    "list": _list,
    "period": _period,
    "yes_no": _yes_no,
    "measured": lambda shown, found, names: observed(found),
    "cents": lambda shown, found, names: _text(shown, yuan(int(found)), names),
    "yuan": lambda shown, found, names: _text(shown, yuan(cents(found)), names),
    "said": lambda shown, found, names: Stack(tuple(str(one.get("contentString", "")) for one in found)),
}


def facts(shown: Sequence[Shown], columns: int = 2) -> Callable[..., Facts]:
    """A shape: one record as pairs of label and value. Sources: the record, names."""

    def shape(ask: Ask, record: Mapping[str, Any], names: Names) -> Facts:
        return Facts(tuple((one.title, cell(one, record, names)) for one in shown), columns)

    return shape


def item_facts(shown: Sequence[Shown], columns: int = 2, maybe: Sequence[Shown] = ()) -> Callable[..., Facts]:
    """A shape: what a piece of work is about. `maybe`: what is left out where there is nothing, or nothing
    that the reader may see. Sources: the item, names."""

    def shape(ask: Ask, item: Item, names: Names) -> Facts:
        state = (Words("状态", "state"), state_mark(item))
        pairs = [(one.title, cell(one, item.focus, names)) for one in shown]
        pairs += [(one.title, told) for one in maybe if (told := cell(one, item.focus, names)) != NOTHING]
        return Facts((state, *pairs), columns)

    return shape


@dataclass(frozen=True)
class Listing:
    """A page of records, or of pieces of work. `next`: where the following page begins (opaque), "" at the end."""

    records: Sequence[Any]
    next: str = ""
    total: int | None = None


def table(shown: Sequence[Shown], empty: Words = NOTHING_HERE) -> Callable[..., Table]:
    """A shape: a page of records as a table. Sources: a Listing, names. A column of kind `record` links the record."""

    def shape(ask: Ask, listing: Listing, names: Names) -> Table:
        brought(shown, listing.records, names)
        rows = tuple(Row(tuple(_linked(one, record, names) for one in shown)) for record in listing.records)
        return paged(ask, listing, Table(heads(shown), (Group(rows),) if rows else (), empty))

    return shape


def brought(shown: Sequence[Shown], records: Iterable[Mapping[str, Any]], names: Names) -> None:
    """See that the names in the columns of references are read at once: a table asks as much for fifty rows as for
    one."""
    if isinstance(names, Bringing):
        columns = [one.path for one in shown if one.kind == "reference"]
        names.bring(filter(None, (reference_in(value_at(record, path)) for record in records for path in columns)))


def reference_in(found: Any) -> str:
    """`Type/id` of a Reference, of the first of several, or as it stands; "" for none."""
    first = (found or [None])[0] if isinstance(found, list) else found
    return str(first.get("reference", "")) if isinstance(first, Mapping) else str(first or "")


def paged(ask: Ask, listing: Listing, made: Table) -> Table:
    """The table of a page of records with the ways to the following page and back to the first."""
    after = ask.link(after=listing.next) if listing.next else ""
    return replace(made, next=after, first=ask.link() if ask.one("after") else "", total=listing.total)


def list_table(shown: Sequence[Shown], empty: Words = NOTHING_HERE) -> Callable[..., Table]:
    """A shape: a short list of records as a table. Sources: records, names."""

    def shape(ask: Ask, found: Sequence[Mapping[str, Any]], names: Names) -> Table:
        brought(shown, found, names)
        rows = tuple(Row(tuple(_linked(one, record, names) for one in shown)) for record in found)
        return Table(heads(shown), (Group(rows),) if rows else (), empty)

    return shape


def made(
    rows: Callable[..., Sequence[Mapping[str, Any]]], shown: Sequence[Shown], empty: Words = NOTHING_HERE,
    note: Text = "", optional: bool = False,
) -> Callable[..., Table | None]:  # fmt: skip
    """A shape: a table of what a pure function (ask, *fetched) makes of records; a row may carry its `tone`. Sources:
    the function's, the last of them names. `optional`: left out where there is no row."""

    def shape(ask: Ask, *fetched: Any) -> Table | None:
        names: Names = fetched[-1]
        found = rows(ask, *fetched)
        brought(shown, found, names)
        drawn = tuple(Row(tuple(_linked(one, row, names) for one in shown), row.get("tone", "plain")) for row in found)
        return (
            Table(heads(shown), (Group(drawn),) if drawn else (), empty, note=note) if drawn or not optional else None
        )

    return shape


def narrowing(coded: Sequence[tuple[str, Words, str]], area: tuple[str, Words]) -> Callable[..., Chips]:
    """A shape: filters by codes, (parameter, label, table) each, and by county. Sources: names, areas."""

    def shape(ask: Ask, names: Names, areas: Sequence[Area]) -> Chips:
        rows = []
        for parameter, label, table in coded:
            codes = [named for key, named in names.items() if key.startswith(f"{table}/")]
            rows.append(ChipRow(label, tuple(_chip(ask, parameter, one.id, one.kind) for one in codes)))
        counties = tuple(_chip(ask, area[0], one.code, one.short) for one in areas if one.code.isdecimal())
        return Chips((*rows, ChipRow(area[1], counties)))

    return shape


def _chip(ask: Ask, parameter: str, value: str, text: Text) -> Chip:
    on = ask.one(parameter) == value
    return Chip(text, ask.link(**{parameter: None if on else value}), on)


def item_table(shown: Sequence[Shown], empty: Words = NOTHING_HERE) -> Callable[..., Table]:
    """A shape: pieces of work as a table, each linked to its story. Sources: all items or a Listing of them, names."""

    def shape(ask: Ask, found: Listing | Sequence[Item], names: Names) -> Table:
        listing = found if isinstance(found, Listing) else Listing(found)
        brought(shown, [item.focus for item in listing.records], names)
        rows = tuple(Row(tuple(_of_item(one, item, names) for one in shown), id=item.task) for item in listing.records)
        return paged(ask, listing, Table(heads(shown), (Group(rows),) if rows else (), empty))

    return shape


def heads(shown: Sequence[Shown]) -> tuple[Head, ...]:
    return tuple(Head(one.title, "right" if one.kind in FIGURES else "left", one.phone, one.wide) for one in shown)


def _linked(shown: Shown, record: Mapping[str, Any], names: Names) -> Cell:
    if shown.kind == "record":
        return Link(_words(shown, record, names), f"{shown.prefix}/{record.get('id', '')}")
    return cell(shown, record, names)


def _words(shown: Shown, record: Mapping[str, Any], names: Names) -> Text:
    """The words of a record's own column: a code's where it names a table."""
    inner = replace(shown, kind="code" if shown.table else "text")
    found = cell(inner, record, names)
    return found if isinstance(found, str | Words) else NOTHING


def _of_item(shown: Shown, item: Item, names: Names) -> Cell:
    if shown.kind == "state":
        return state_mark(item)
    if shown.kind == "record":
        return Link(_words(shown, item.focus, names), item.href)
    return cell(shown, item.focus, names)


def brief(shown: Sequence[Shown], record: Mapping[str, Any], names: Names) -> Words:
    """What a record is about in one line: its declared elements one after the other."""
    zh, en = [], []
    for one in shown:
        found = cell(one, record, names)
        text = found.text if isinstance(found, Link) else found
        if isinstance(text, str | Words) and text != NOTHING:
            zh.append(text.zh if isinstance(text, Words) else text)
            en.append(text.en[:1].upper() + text.en[1:] if isinstance(text, Words) else text)
    return Words(" · ".join(zh), " · ".join(en))


def of_whom(shape: Callable[..., Model | None]) -> Callable[..., Model | None]:
    """What `shape` draws, where the record is there that it is about: else there is nothing to tell or to act on.
    Sources: that record; then those of `shape`."""

    def within(ask: Ask, about: Any, *fetched: Any) -> Model | None:
        return shape(ask, *fetched) if about else None

    return within


def tally(
    path: str, table: str, note: Words, since: str = "period.start", until: str = "period.end"
) -> Callable[..., Figures]:
    """A shape: how many records of each code are in force today. Sources: records, names."""

    def shape(ask: Ask, records: Sequence[Mapping[str, Any]], names: Names) -> Figures:
        day = ask.as_of.isoformat()
        valid = [one for one in records if in_force(one, since, until, day)]
        count = Counter(str(value_at(one, path)) for one in valid)
        items = [Figure(Words("合计", "in all"), f"{len(valid):,}", note)]
        for code, many in count.most_common():
            named = names.get(f"{table}/{code}")
            items.append(Figure(named.kind if named else Words("其他", "other"), f"{many:,}"))
        return Figures(tuple(items))

    return shape


def in_force(record: Mapping[str, Any], since: str, until: str, day: str) -> bool:
    """Whether a record's period holds on a day; an absent end is open."""
    start, end = value_at(record, since), value_at(record, until)
    return (not start or str(start) <= day) and (not end or str(end) >= day)
