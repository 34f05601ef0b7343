"""What pages show of funding: planned, paid and behind by line and by area; one line with its entries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from tongmai.base.money import ten_thousands
from tongmai.base.words import Words
from tongmai.domains.plans.rules import funding
from tongmai.domains.plans.shapes.words import TEN_THOUSAND, Json, exact
from tongmai.engines.pages.figures import NOTHING, number
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.pages.naming import area_name, worded
from tongmai.engines.pages.records import Names
from tongmai.model.blocks import (
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
    Mark,
    Row,
    Stack,
    Table,
)
from tongmai.model.page import Ask

_STATES = {
    "entered": Mark(Words("待核定", "To be booked"), "course"),
    "booked": Mark(Words("已核定", "Booked"), "good"),
    "refused": Mark(Words("未通过", "Refused"), "quiet"),
    "withdrawn": Mark(Words("已撤回", "Withdrawn"), "quiet"),
}


def worked_entry(shape: Callable[..., Any]) -> Callable[..., Any]:
    """A shape of a piece of work, left out where an entry came in from before and nobody works on it."""

    def shown(ask: Ask, item: Item) -> Any:
        return shape(ask, item) if item.task else None

    return shown


def year_of(ask: Ask) -> int:
    """The budget year that is asked for; the present one otherwise."""
    return int(ask.one("year")) if ask.one("year").isdecimal() else ask.as_of.year


def _told(ask: Ask, lines: Iterable[Json], entries: Sequence[Json]) -> list[tuple[Json, funding.Sums]]:
    """The lines of the year and county asked for, each with its sums."""
    by_line: dict[str, list[Json]] = defaultdict(list)
    for one in entries:
        by_line[str(one.get("line", {}).get("reference", "")).rpartition("/")[2]].append(one)
    year, county = year_of(ask), ask.one("county")
    return [(one, funding.line_sums(one, by_line[str(one["id"])])) for one in lines
            if int(one["year"]) == year and (not county or one["area"] == county)]  # fmt: skip


def _all(sums: Iterable[funding.Sums]) -> funding.Sums:
    return sum(sums, funding.Sums())


def _behind(ask: Ask, year: int, told: funding.Sums) -> int:
    """Cents that are due by now and not paid; 0 for none."""
    return max(0, funding.due_by(told.planned, year, ask.as_of) - told.paid)


def funding_sums(ask: Ask, lines: Sequence[Json], entries: Sequence[Json]) -> Figures:
    """The year: planned, paid, waiting, how much is behind, and the share for Chinese medicine and primary care."""
    found = _told(ask, lines, entries)
    told, year = _all(sums for _, sums in found), year_of(ask)
    preferred = sum(sums.planned for one, sums in found if one["purpose"] in funding.PREFERRED)
    behind = sum(_behind(ask, year, sums) for _, sums in found)
    paid = number(Fraction(told.paid * 100, told.planned) if told.planned else None, "percent")
    share = number(Fraction(preferred * 100, told.planned) if told.planned else None, "percent")
    return Figures((
        Figure(Words(f"{year} 年计划", f"planned {year}"), ten_thousands(told.planned),
               Words("含已核定调整", "with revisions"), unit=TEN_THOUSAND),
        Figure(Words("已拨", "paid"), ten_thousands(told.paid), Words(f"拨付率 {paid}", f"{paid} of the plan"),
               unit=TEN_THOUSAND),
        Figure(Words("待核定", "to be booked"), ten_thousands(told.waiting), "", unit=TEN_THOUSAND),
        Figure(Words("滞后", "behind"), ten_thousands(behind), Words("按月序时进度未拨部分", "due by now and not paid"),
               "warn" if behind else "good", unit=TEN_THOUSAND),
        Figure(Words("投向中医和基层", "Chinese medicine, primary care"), share, Words("占计划", "of the plan"),
               href="/indicators/plans.preferred-share"),
    ))  # fmt: skip


def funding_filters(ask: Ask, lines: Sequence[Json], areas: Sequence[Area]) -> Chips:
    """By year and by county."""
    chosen = year_of(ask)
    known = sorted({int(one["year"]) for one in lines} | {ask.as_of.year}, reverse=True)
    years = tuple(Chip(str(one), ask.link(year=str(one)), one == chosen) for one in known)
    counties = tuple(
        Chip(one.short, ask.link(county=None if ask.one("county") == one.code else one.code),
             ask.one("county") == one.code)
        for one in areas if one.code.isdecimal()
    )  # fmt: skip
    return Chips((ChipRow(Words("年度", "year"), years), ChipRow(Words("县市区", "county"), counties)))


_SUMS = (
    Head(Words("计划（万元）", "planned (10,000)"), "right"), Head(Words("已拨（万元）", "paid (10,000)"), "right"),
    Head(Words("拨付率", "share"), "right"), Head(Words("序时进度", "standing")),
)  # fmt: skip


def _cells(ask: Ask, year: int, told: funding.Sums, behind: int) -> tuple[Cell, ...]:
    share = number(Fraction(told.paid * 100, told.planned) if told.planned else None, "percent")
    mark = Mark(Words(f"滞后 {ten_thousands(behind)}", f"{ten_thousands(behind)} behind"), "warn") if behind else Mark(
        Words("按序时", "in time"), "good")  # fmt: skip
    return (ten_thousands(told.planned), ten_thousands(told.paid), share, mark if told.planned else NOTHING)


def _grouped(
    ask: Ask, found: Sequence[tuple[Json, funding.Sums]], key: str, named: Callable[[str], Cell], head: Words
) -> Table:
    """A row a line or an area; the last row is the sum of all."""
    year, groups = year_of(ask), defaultdict[str, list[funding.Sums]](list)
    for one, sums in found:
        groups[str(one[key])].append(sums)
    rows = [
        Row((named(name), *_cells(ask, year, _all(sums), sum(_behind(ask, year, one) for one in sums))))
        for name, sums in groups.items()
    ]
    if rows:
        every = [one for _, one in found]
        rows.append(Row((Words("合计", "in all"),
                         *_cells(ask, year, _all(every), sum(_behind(ask, year, one) for one in every)))))  # fmt: skip
    empty = Words("没有这一年度的投入计划。在“数据导入”中导入“政府投入计划”。",
                  "Nothing is planned for the year. Import the list of planned funding.")  # fmt: skip
    return Table((Head(head, wide=True), *_SUMS), (Group(tuple(rows)),) if rows else (), empty)


def by_line(ask: Ask, lines: Sequence[Json], entries: Sequence[Json], names: Names) -> Table:
    """The six lines."""
    found = sorted(_told(ask, lines, entries), key=lambda one: funding.LINES.index(str(one[0]["line"])))
    return _grouped(ask, found, "line", lambda line: worded(names, "funding_lines", line), Words("投入项目", "line"))


def by_area(ask: Ask, lines: Sequence[Json], entries: Sequence[Json], names: Names) -> Table:
    """The counties, and what the prefecture pays itself."""
    found = sorted(_told(ask, lines, entries), key=lambda one: str(one[0]["area"]))
    return _grouped(ask, found, "area", lambda code: Link(area_name(names, code), ask.link(county=code)),
                    Words("地区", "area"))  # fmt: skip


def line_table(ask: Ask, lines: Sequence[Json], entries: Sequence[Json], names: Names) -> Table:
    """Every line of the year, those behind first."""
    year = year_of(ask)
    found = sorted(_told(ask, lines, entries), key=lambda one: (-_behind(ask, year, one[1]), str(one[0]["id"])))
    rows = tuple(
        Row((Link(worded(names, "funding_lines", one["line"]), f"/funding/{one['id']}"), area_name(names, one["area"]),
             worded(names, "funding_purposes", one["purpose"]),
             *_cells(ask, year, sums, _behind(ask, year, sums))))
        for one, sums in found
    )  # fmt: skip
    heads = (Head(Words("投入项目", "line"), wide=True), Head(Words("地区", "area")),
             Head(Words("投向", "purpose"), phone=False), *_SUMS)  # fmt: skip
    empty = Words("没有符合条件的投入项目。", "No line meets this.")
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def line_facts(ask: Ask, line: Json, entries: Sequence[Json], names: Names) -> Facts:
    """One line: what was planned, revised, paid, what waits and what is left, in whole cents."""
    told, year = funding.line_sums(line, entries), int(line["year"])
    behind = _behind(ask, year, told)
    return Facts((
        (Words("地区", "area"), area_name(names, line["area"])), (Words("年度", "year"), str(year)),
        (Words("投入项目", "line"), worded(names, "funding_lines", line["line"])),
        (Words("投向", "purpose"), worded(names, "funding_purposes", line["purpose"])),
        (Words("年初计划（元）", "planned at first (yuan)"), exact(funding.line_sums(line, ()).planned)),
        (Words("现计划（元）", "planned now (yuan)"), exact(told.planned)),
        (Words("已拨（元）", "paid (yuan)"), exact(told.paid)),
        (Words("待核定（元）", "to be booked (yuan)"), exact(told.waiting)),
        (Words("还可拨（元）", "left (yuan)"), exact(told.left)),
        (Words("序时进度", "standing"), Mark(Words(f"滞后 {exact(behind)} 元", f"{exact(behind)} yuan behind"), "warn")
         if behind else Mark(Words("按序时", "in time"), "good")),
        (Words("依据", "basis"), str(line.get("basis", NOTHING))),
    ))  # fmt: skip


def entry_table(ask: Ask, entries: Sequence[Json], names: Names) -> Table:
    """The entries of a line, the latest first; a corrected instalment stands beside its correction."""
    found = sorted((one for one in entries if one.get("state") != "drafted"),
                   key=lambda one: (str(one.get("on", "")), str(one["id"])), reverse=True)  # fmt: skip
    rows = tuple(
        Row((str(one.get("on", NOTHING)), Link(worded(names, "funding_kinds", one.get("kind")),
                                               f"/funding-entries/{one['id']}"),
             exact(one.get("cents")), _shown_by(one), _STATES.get(str(one.get("state")), NOTHING)))
        for one in found
    )  # fmt: skip
    heads = (Head(Words("日期", "day"), tight=True), Head(Words("事项", "what")),
             Head(Words("金额（元）", "amount (yuan)"), "right"),
             Head(Words("凭证与原因", "voucher, reason"), wide=True),
             Head(Words("状态", "state")))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("还没有拨付。", "Nothing was paid yet."))


def _shown_by(one: Json) -> Cell:
    told = tuple(str(one[name]) for name in ("evidence", "reason") if one.get(name))
    return Stack(told) if len(told) > 1 else told[0] if told else NOTHING
