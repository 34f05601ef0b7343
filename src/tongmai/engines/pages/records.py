"""Records by declared columns: a room says which element stands under which heading; nothing else is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from tongmai.base.words import NO_WORDS, Words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item, Named
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import NOTHING_HERE, Cell, Facts, Group, Head, Link, Row, Stack, Table
from tongmai.model.page import Ask

Kind = Literal["text", "number", "day", "code", "reference", "area", "list", "state", "record", "period", "yes_no"]


@dataclass(frozen=True)
class Shown:
    """One element of a record under a heading. `path`: names joined by "."; a list on the way gives its first entry,
    `name(key=value)` the entry of a list whose element `key` is `value`. `table`: the dated table with the words of a
    code. `prefix` makes a link: the address before the record's id."""

    path: str
    title: Words
    kind: Kind = "text"
    table: str = ""
    prefix: str = ""
    wide: bool = False
    phone: bool = True
    unit: Words = NO_WORDS


Names = Mapping[str, Named]
"""`Type/id` or a 12-digit code to the name people call it."""


def value_at(record: Any, path: str) -> Any:
    """The element at a path, None where there is none."""
    found = record
    for step in path.split(".") if path else ():
        name, _, condition = step.partition("(")
        found = found.get(name) if isinstance(found, Mapping) else None
        if condition and isinstance(found, list):
            key, _, wanted = condition.rstrip(")").partition("=")
            found = next((entry for entry in found if str(entry.get(key, "")) == wanted), None)
        elif isinstance(found, list) and step != path.split(".")[-1]:
            found = found[0] if found else None
    return found


def cell(shown: Shown, record: Mapping[str, Any], names: Names) -> Cell:
    """What stands under a heading for one record."""
    found = value_at(record, shown.path)
    if found is None or found == "" or found == []:
        return NOTHING
    return _CELLS[shown.kind](shown, found, names)


def _text(shown: Shown, found: Any, names: Names) -> Cell:
    text = str(found[0] if isinstance(found, list) else found)
    return Words(text + shown.unit.zh, text + shown.unit.en) if shown.unit.zh else text


def _number(shown: Shown, found: Any, names: Names) -> Cell:
    text = f"{found:,}" if isinstance(found, int | Decimal) else str(found)
    return Words(text + shown.unit.zh, text + shown.unit.en) if shown.unit.zh else text


def _code(shown: Shown, found: Any, names: Names) -> Cell:
    named = names.get(f"{shown.table}/{found}")
    return named.kind if named else NOTHING


def _reference(shown: Shown, found: Any, names: Names) -> Cell:
    reference = str(found.get("reference", "")) if isinstance(found, Mapping) else str(found)
    named = names.get(reference)
    if named is None:
        return str(found.get("display", NOTHING)) if isinstance(found, Mapping) else NOTHING
    return Link(named.name, named.href) if named.href else named.name


def _area(shown: Shown, found: Any, names: Names) -> Cell:
    named = names.get(str(found))
    return named.name if named else NOTHING


def _list(shown: Shown, found: Any, names: Names) -> Cell:
    entries = [entry if isinstance(entry, str) else str(entry.get("text", "")) for entry in found]
    return Stack(tuple(entry for entry in entries if entry)) if any(entries) else NOTHING


def _period(shown: Shown, found: Any, names: Names) -> Cell:
    start, end = found.get("start", ""), found.get("end", "")
    return Words(f"{start} 至 {end or '长期'}", f"{start} to {end or 'open'}")


def _yes_no(shown: Shown, found: Any, names: Names) -> Cell:
    return Words("是", "yes") if found else Words("否", "no")


_CELLS: dict[Kind, Callable[[Shown, Any, Names], Cell]] = {
    "text": _text,
    "number": _number,
    "day": lambda shown, found, names: str(found)[:10],
    "code": _code,
    "reference": _reference,
    "area": _area,
    "list": _list,
    "period": _period,
    "yes_no": _yes_no,
}


def facts(shown: Sequence[Shown], columns: int = 2) -> Callable[..., Facts]:
    """A shape: one record as pairs of label and value. Sources: the record, names."""

    def shape(ask: Ask, record: Mapping[str, Any], names: Names) -> Facts:
        return Facts(tuple((one.title, cell(one, record, names)) for one in shown), columns)

    return shape


def item_facts(shown: Sequence[Shown], columns: int = 2) -> Callable[..., Facts]:
    """A shape: what a piece of work is about. Sources: the item, names."""

    def shape(ask: Ask, item: Item, names: Names) -> Facts:
        state = (Words("状态", "state"), state_mark(item))
        pairs = tuple((one.title, cell(one, item.focus, names)) for one in shown)
        return Facts((state, *pairs), columns)

    return shape


@dataclass(frozen=True)
class Listing:
    """A page of records. `next`: where the following page begins (opaque), "" at the end."""

    records: Sequence[Mapping[str, Any]]
    next: str = ""
    total: int | None = None


def table(shown: Sequence[Shown], empty: Words = NOTHING_HERE) -> Callable[..., Table]:
    """A shape: a page of records as a table. Sources: a Listing, names. A column of kind `record` links the record."""

    def shape(ask: Ask, listing: Listing, names: Names) -> Table:
        rows = tuple(Row(tuple(_linked(one, record, names) for one in shown)) for record in listing.records)
        note = Words(f"共 {listing.total}", f"{listing.total} in all") if listing.total is not None else ""
        after = ask.link(after=listing.next) if listing.next else ""
        first = ask.link() if ask.one("after") else ""
        return Table(heads(shown), (Group(rows),) if rows else (), empty, after, first, note)

    return shape


def item_table(shown: Sequence[Shown], empty: Words = NOTHING_HERE) -> Callable[..., Table]:
    """A shape: pieces of work as a table, each linked to its story. Sources: items, names."""

    def shape(ask: Ask, items: Sequence[Item], names: Names) -> Table:
        rows = tuple(Row(tuple(_of_item(one, item, names) for one in shown), id=item.task) for item in items)
        return Table(heads(shown), (Group(rows),) if rows else (), empty)

    return shape


def heads(shown: Sequence[Shown]) -> tuple[Head, ...]:
    return tuple(Head(one.title, "right" if one.kind == "number" else "left", one.phone, one.wide) for one in shown)


def _linked(shown: Shown, record: Mapping[str, Any], names: Names) -> Cell:
    if shown.kind == "record":
        text = value_at(record, shown.path)
        return Link(str(text or NOTHING), f"{shown.prefix}/{record.get('id', '')}")
    return cell(shown, record, names)


def _of_item(shown: Shown, item: Item, names: Names) -> Cell:
    if shown.kind == "state":
        return state_mark(item)
    if shown.kind == "record":
        inner = Shown(shown.path, shown.title, "text")
        text = cell(inner, item.focus, names)
        return Link(text if isinstance(text, str | Words) else NOTHING, item.href)
    return cell(shown, item.focus, names)
