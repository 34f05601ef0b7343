"""The ledger of mutual recognition: what was used, what was repeated, what it saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongmai.base.money import yuan
from tongmai.base.words import Words
from tongmai.domains.diagnostics.rules import extensions
from tongmai.domains.diagnostics.shapes.requests import Json, verdict_words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.records import Listing, Names, paged
from tongmai.model.blocks import (
    Cell,
    Chart,
    Chip,
    ChipRow,
    Chips,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Point,
    Row,
    Table,
    Text,
)
from tongmai.model.page import Ask

HIDDEN = Words("少量", "few")
"""In place of a count of so few people that one would know them."""
DECISIONS = (
    ("recognised", Words("采用", "used")),
    ("repeated", Words("复查", "repeated")),
    ("not_recognised", Words("不可互认", "not recognised")),
)


ALL = "all"


@dataclass(frozen=True)
class Sum:
    """Counts by decision and cents; a count is None where all there is may not be told."""

    counts: Mapping[str, int | None]
    saved: int
    spent: int
    hidden: bool

    def counted(self, decision: str) -> int:
        return self.counts[decision] or 0


def summed(rows: Sequence[Json]) -> Sum:
    """What the rows of the ledger that may be told come to; no sum holds what a row hides, so that no subtraction
    tells it."""
    counts: dict[str, int | None] = {}
    for decision, _ in DECISIONS:
        told = [row[decision] for row in rows if row[decision] is not None]
        counts[decision] = None if len(told) < len(rows) and not sum(told) else sum(told)
    hidden = any(row[decision] is None for row in rows for decision, _ in DECISIONS)
    saved, spent = (sum(row[name] or 0 for row in rows) for name in ("saved_cents", "repeated_cents"))
    return Sum(counts, saved, spent, hidden)


def chosen(ask: Ask, rows: Sequence[Json]) -> list[Json]:
    """The rows of the month and the county that the address names."""
    month = ask.one("month")
    return [row for row in _local(ask, rows) if not month or row["period"] == month]


def _local(ask: Ask, rows: Sequence[Json]) -> list[Json]:
    """The rows of the county that the address names; of the reader's own where it names none."""
    county = _county(ask)
    return [row for row in rows if county == ALL or str(row["village"]).startswith(county[:6])]


def _county(ask: Ask) -> str:
    """The county that is looked at, by its code."""
    return ask.one("county") or (f"{ask.area[:6]}000000" if ask.area[4:6] not in ("", "00") else ALL)


def ledger_figures(ask: Ask, rows: Sequence[Json]) -> Figures:
    """What was used, what was repeated, and the money of both."""
    total = summed(chosen(ask, rows))
    possible = total.counted("recognised") + total.counted("repeated")
    note = Words("只含可公开的数", "of what may be told") if total.hidden else Words("", "")
    share = Words(f"可互认的 {possible} 件次中", f"of {possible} that could be used")
    return Figures(
        (
            Figure(Words("互认采用", "results used"), _count(total.counts["recognised"]), share, "good"),
            Figure(Words("可互认而复查", "repeated"), _count(total.counts["repeated"]), note, "warn"),
            Figure(Words("节约费用(元)", "saved (yuan)"), yuan(total.saved), note, "good"),
            Figure(Words("复查费用(元)", "spent on repeats (yuan)"), yuan(total.spent), note, "warn"),
        )
    )


def _count(value: int | None) -> str:
    return NOTHING if value is None else f"{value:,}"


def ledger_chips(ask: Ask, rows: Sequence[Json], areas: Sequence[Any]) -> Chips:
    """By month and by county."""
    months = sorted({str(row["period"]) for row in rows}, reverse=True)[:12]
    counties = [(area.code, area.short) for area in areas if area.code.isdecimal()]
    counties += [(ALL, Words(ask.whole.zh, "all"))]
    return Chips(
        (
            ChipRow(
                Words("月份", "month"), tuple(_chip(ask, "month", month, month, ask.one("month")) for month in months)
            ),
            ChipRow(Words("县市区", "county"), tuple(_chip(ask, "county", *one, _county(ask)) for one in counties)),
        )
    )


def _chip(ask: Ask, name: str, value: str, text: Text, chosen: str) -> Chip:
    on = chosen == value
    return Chip(text, ask.link(**{name: None if on else value}), on)


LEDGER_HEADS = (
    Head(Words("采用(件次)", "used"), "right"),
    Head(Words("复查(件次)", "repeated"), "right"),
    Head(Words("不可互认(件次)", "not recognised"), "right", phone=False),
    Head(Words("节约(元)", "saved (yuan)"), "right"),
    Head(Words("复查费用(元)", "repeats (yuan)"), "right", phone=False),
)


def by_month(ask: Ask, rows: Sequence[Json]) -> Table:
    """The ledger month by month, the latest first."""
    local = _local(ask, rows)
    months = sorted({str(row["period"]) for row in local}, reverse=True)
    lines = tuple(
        Row((month, *_money(summed([row for row in local if row["period"] == month]))), id=month) for month in months
    )
    return Table((Head(Words("月份", "month")), *LEDGER_HEADS), (Group(lines),) if lines else ())


def saved_by_month(ask: Ask, rows: Sequence[Json]) -> Chart | None:
    """What recognition saved in each month, as a line; left out below two months."""
    local = _local(ask, rows)
    sums = {month: summed([row for row in local if row["period"] == month]) for month in
            sorted({str(row["period"]) for row in local})}  # fmt: skip
    if len(sums) < 2:
        return None
    points = tuple(
        Point(month, total.saved / 100, f"{yuan(total.saved)}", Words(
            f"采用 {_count(total.counts['recognised'])} 件次", f"{_count(total.counts['recognised'])} used"))
        for month, total in sums.items()
    )  # fmt: skip
    what = Words("互认节约的费用（元），按月", "yuan saved by recognition, by month")
    return Chart(points, None, "", Words("元", "yuan"), what)


def ledger(ask: Ask, rows: Sequence[Json], names: Names) -> Table:
    """The ledger by institution and item. A number opens into its requests for the institution that asked."""
    found = chosen(ask, rows)
    groups = []
    for institution in sorted({str(row["institution"]) for row in found}):
        own = [row for row in found if row["institution"] == institution]
        items = sorted({str(row["item"]) for row in own})
        lines = tuple(_ledger_row(ask, institution, item, own, names) for item in items)
        named = names.get(f"Organization/{institution}")
        groups.append(Group(lines, named.name if named else NOTHING, _saved(summed(own))))
    empty = Words("这一范围还没有互认或复查的记录。", "Nothing was recognised or repeated here.")
    return Table((Head(Words("项目", "item"), wide=True), *LEDGER_HEADS), tuple(groups), empty)


def _saved(total: Sum) -> Words:
    few = Words("（另有少量不显示）", " (few not shown)") if total.hidden else Words("", "")
    return Words(f"节约 {yuan(total.saved)} 元{few.zh}", f"{yuan(total.saved)} yuan saved{few.en}")


def _ledger_row(ask: Ask, institution: str, item: str, rows: Sequence[Json], names: Names) -> Row:
    total, named = summed([row for row in rows if row["item"] == item]), names.get(f"recognition/{item}")
    used, repeated, *others = _money(total)
    if institution == ask.organization:
        month = f"&month={ask.one('month')}" if ask.one("month") else ""
        address = f"/diagnostics/ledger/{institution}?item={item}{month}&decision="
        used, repeated = (
            Link(text, address + decision) if isinstance(text, str) and text not in ("0", NOTHING) else text
            for text, decision in ((used, "recognised"), (repeated, "repeated"))
        )
    return Row((named.kind if named else item, used, repeated, *others), id=f"{institution}-{item}")


def _money(total: Sum) -> tuple[Cell, ...]:
    counts = tuple(
        HIDDEN if total.counts[decision] is None else f"{total.counts[decision]:,}" for decision, _ in DECISIONS
    )
    money = (
        NOTHING if total.counts[decision] is None else yuan(cents)
        for decision, cents in (("recognised", total.saved), ("repeated", total.spent))
    )
    return (*counts, *money)


ENTRY_HEADS = (
    Head(Words("日期", "day")),
    Head(Words("患者", "patient")),
    Head(Words("项目", "item")),
    Head(Words("处理", "decision")),
    Head(Words("理由或依据", "reason or rule"), phone=False),
    Head(Words("金额(元)", "yuan"), "right"),
)


def entries(ask: Ask, listing: Listing, names: Names) -> Table:
    """The requests behind the numbers of an institution, as far as the reader may see them: those of one page of its
    requests, the newest first, that bear on what is asked."""
    rows = [
        (entry, request)
        for request in listing.records
        for entry in extensions(request, "recognition")
        if entry["decision"] == (ask.one("decision") or entry["decision"])
        and str(entry["day"]).startswith(ask.one("month"))
    ]
    rows.sort(key=lambda pair: (str(pair[0]["day"]), str(pair[1]["id"])), reverse=True)
    empty = Words("没有您可以打开的申请。", "There is no request here that you may open.")
    if listing.next:
        empty = Words("这一页申请中没有符合条件的，请看下一页。", "None of this page's requests is asked for; go on.")
    lines = tuple(_entry(entry, request, names) for entry, request in rows)
    return paged(ask, listing, Table(ENTRY_HEADS, (Group(lines),) if lines else (), empty))


def _entry(entry: Json, request: Json, names: Names) -> Row:
    reason, item = names.get(f"re_exam_reasons/{entry.get('reason')}"), request["code"]["coding"][0]["code"]
    decision, named = dict(DECISIONS)[entry["decision"]], names.get(f"recognition/{item}")
    cells: tuple[Cell, ...] = (
        Link(str(entry["day"]), f"/diagnostics/requests/{request['id']}"),
        str(request["subject"].get("display", NOTHING)),
        named.kind if named else str(item),
        Mark(decision, "good" if entry["decision"] == "recognised" else "warn"),
        reason.kind if reason else verdict_words(str(entry["rule"])),
        yuan(int(entry["cents"])),
    )
    return Row(cells, id=str(request["id"]))
