"""One request on its way: earlier results that may serve, the steps, the report, a new request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.diagnostics.rules import extensions, kind_of
from tongmai.engines.pages import lanes, stories
from tongmai.engines.pages.acting import Proposal
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Deed, Item
from tongmai.engines.pages.records import Listing, Names, cell, heads
from tongmai.model.blocks import (
    Cell,
    Download,
    Downloads,
    Facts,
    Field,
    Form,
    Forms,
    Group,
    Head,
    Link,
    Mark,
    Path,
    Row,
    Table,
    Text,
)
from tongmai.model.lists import room_table
from tongmai.model.page import Ask, Shown

Json = Mapping[str, Any]
VERDICTS = room_table(__file__, "verdicts", "verdict")
WAY = frozenset({"drafted", "ordered", "sent", "accepted", "reported"})
"""The states of a test that goes as it should; the others are shown when it came there."""


def path(ask: Ask, item: Item) -> Path:
    """Where a request stands on its way."""
    every = frozenset(name for name, _ in item.stages)
    beside = every if item.ended and item.state not in WAY else every - WAY
    beside |= {"reported"} if item.state == "critical" else set()
    return stories.path(ask, replace(item, aside=beside))


def recent(ask: Ask, item: Item, names: Names) -> Table | None:
    """The earlier results of the item as they were shown before ordering, each recognised or not, and why."""
    if item.state != "drafted" and not extensions(item.focus, "recent"):
        return None
    rows = tuple(_recent_row(one, names) for one in extensions(item.focus, "recent"))
    columns = (
        Head(Words("采样或检查日期", "taken")),
        Head(Words("结果", "result"), wide=True),
        Head(Words("出具机构", "made by")),
        Head(Words("能否互认", "recognised")),
        Head(Words("依据", "why"), phone=False),
    )
    empty = Words("没有同一项目的近期结果，可直接开单。", "No recent result of this item: it may be ordered.")
    return Table(columns, (Group(rows),) if rows else (), empty)


def _recent_row(one: Json, names: Names) -> Row:
    report, maker = str(one["report"]["reference"]), names.get(str(one["maker"]["reference"]))
    mark = Mark(Words("可互认", "recognised"), "good") if one["recognised"] else Mark(Words("不可互认", "not"), "warn")
    cells: tuple[Cell, ...] = (
        Link(str(one["taken"]), f"/diagnostics/reports/{report.partition('/')[2]}"),
        str(one.get("conclusion", NOTHING)),
        maker.name if maker else NOTHING,
        mark,
        verdict_words(str(one["rule"])),
    )
    return Row(cells, "good" if one["recognised"] else "plain", report)


def verdict_words(rule: str) -> Text:
    """A verdict's rule in words."""
    row = next((row for row in VERDICTS.rows if row["verdict"] == rule), None)
    return Words(row["zh"], row["en"]) if row else rule


def steps(ask: Ask, item: Item) -> Forms:
    """The steps out of the present state. Where an earlier result stands, it is offered for use and a repeat asks for
    its reason; where none does, neither is asked."""
    usable = tuple(
        (str(one["report"]["reference"]), _called(one)) for one in extensions(item.focus, "recent") if one["recognised"]
    )
    deeds = sorted((deed for deed in item.deeds if usable or deed.step != "use"), key=_usual)
    if item.ended:
        deeds = [deed for deed in deeds if deed.allowed]
    if not usable:
        deeds = [replace(deed, needs=()) if deed.step == "order" else deed for deed in deeds]
    drawn = stories.deeds(ask, replace(item, deeds=tuple(deeds), ended=item.ended and not deeds))
    forms = tuple(_offering(form, usable) for form in drawn.items)
    return replace(drawn, items=tuple(replace(form, folded=True) for form in forms) if item.ended else forms)


def _usual(deed: Deed) -> int:
    """What is usually done first stands open: using before ordering, reading before rejecting."""
    return {"use": -1, "reject": 1, "withdraw": 1}.get(deed.step, 0)


def _called(one: Json) -> Words:
    result = str(one.get("conclusion", ""))
    return Words(f"{one['taken']} {result}", f"{one['taken']} {result}")


def _offering(form: Form, usable: Sequence[tuple[str, Words]]) -> Form:
    """The form of `use` with the results that stand, the newest chosen."""

    def offered(field: Field) -> Field:
        if form.act != "use" or field.name != "result":
            return field
        return replace(field, kind="choice", options=tuple(usable), value=field.value or usable[0][0])

    return replace(form, fields=tuple(offered(field) for field in form.fields))


def report(shown: Sequence[Shown]) -> Callable[..., Facts | None]:
    """A shape: the report of a request, when there is one. Sources: reports, names."""

    def shape(ask: Ask, found: Sequence[Json], names: Names) -> Facts | None:
        if not found:
            return None
        last = found[-1]
        link = Link(Words("打开报告", "open the report"), f"/diagnostics/reports/{last['id']}")
        pairs = [(one.title, cell(one, last, names)) for one in shown]
        kept = [pair for pair in pairs if pair[1] != NOTHING]
        return Facts((*kept, (Words("报告", "report"), link)))

    return shape


idle = lanes.idle(
    Words(
        "现在没有在办的检查检验。医生从居民档案开单，标本或影像送到中心，报告回到这里。",
        "No test is under way. A doctor orders one from a resident's record; the report of the centre comes here.",
    )
)
"""Where no test is under way: how one begins."""


def ways(ask: Ask) -> Downloads:
    """Where a test is ordered, for whom that is, and where its money is told."""
    order = Download(
        Words("开检查检验单", "Order a test"), "/residents", Words("先查找居民，再开单", "find the resident first")
    )
    ledger = Download(
        Words("互认台账", "Ledger of recognition"),
        "/diagnostics/ledger",
        Words("采用、复查和节约的费用", "what was used, repeated and saved"),
        file=False,
    )
    shifts = Download(
        Words("交接班", "Hand-over"),
        "/diagnostics/handover",
        Words("未了的检查检验交给下一班", "open tests, to the next shift"),
        file=False,
    )
    return Downloads((order, shifts, ledger) if "clinician" in ask.roles else (shifts, ledger))


def reported(shown: Sequence[Shown]) -> Callable[..., Table | None]:
    """A shape: reports, each linked to its request; left out where there is none. Sources: a Listing, names."""

    def shape(ask: Ask, listing: Listing, names: Names) -> Table | None:
        if not listing.records and not ask.one("after"):
            return None
        rows = tuple(_reported_row(record, shown, names) for record in listing.records)
        after = ask.link(after=listing.next) if listing.next else ""
        return Table(heads(shown), (Group(rows),), next=after, first=ask.link() if ask.one("after") else "")

    return shape


def _reported_row(record: Json, shown: Sequence[Shown], names: Names) -> Row:
    request = str((record.get("basedOn") or [{}])[0].get("reference", "")).partition("/")[2]
    first, *others = (cell(one, record, names) for one in shown)
    href = f"/diagnostics/requests/{request}" if request else f"/diagnostics/reports/{record['id']}"
    text = first if isinstance(first, str | Words) else NOTHING
    return Row((Link(text, href), *others), id=str(record["id"]))


def proposing(centre: str) -> Callable[..., Proposal]:
    """What an order of one kind begins with: who can read it, the county's own shared centre first, then general
    hospitals, those of the county first. Source: institutions."""

    def proposal(ask: Ask, institutions: Sequence[Json]) -> Proposal:
        able = [
            one for one in institutions if kind_of(one) in (centre, "general_hospital") and _at_work(one, ask.as_of)
        ]
        able.sort(key=lambda one: (_village(one)[:6] != ask.area[:6], kind_of(one) != centre, str(one["id"])))
        options = [(str(one["id"]), str(one["name"])) for one in able]
        return Proposal({"performer": options[0][0]} if options else {}, {"performer": options})

    return proposal


def _village(institution: Json) -> str:
    found = (one for one in institution.get("extension", ()) if one["url"] == "urn:tongmai:village")
    return str(next((one["valueCode"] for one in found), ""))


def _at_work(institution: Json, day: date) -> bool:
    spans = (one["valuePeriod"] for one in institution.get("extension", ()) if one["url"] == "urn:tongmai:period")
    span: Json = next(spans, {})
    begun, ended = str(span.get("start", "")), str(span.get("end", ""))
    return (
        bool(institution.get("active", True)) and begun <= day.isoformat() and (not ended or ended >= day.isoformat())
    )
