"""Who is posted where, for how many days of the year."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from tongmai.base.words import Words
from tongmai.domains.community import rules
from tongmai.domains.community.shapes.naming import Json, Names
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import said, worded
from tongmai.engines.pages.records import brought
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Cell, Facts, Figure, Figures, Group, Head, Link, Mark, Row, Table, Text
from tongmai.model.page import Ask, Shown

_PEOPLE = (Shown("person", Words("人员", "who"), "reference"), Shown("host", Words("派驻地", "where"), "reference"))


def posting_sums(ask: Ask, postings: Sequence[Json]) -> Figures:
    """Who is there, what waits, and who reached half a year."""
    last, now = ask.as_of.year - 1, ask.as_of.year
    there = sum(1 for one in postings if one.get("state") == "posted")
    waiting = sum(1 for one in postings if one.get("state") in ("proposed", "accepted", "approved"))
    unit = Words("人", "people")
    half = rules.number("half_year", ask.as_of)
    reached = Words(f"满{half}天", f"{half} days or more")
    return Figures((
        Figure(Words("派驻中", "there now"), f"{there:,}", unit=unit),
        Figure(Words("待同意、批准或到岗", "under way"), f"{waiting:,}", unit=unit),
        Figure(Words(f"{last} 年{reached.zh}", f"{last}: {reached.en}"),
               f"{len(rules.half_year(postings, last, ask.as_of)):,}", unit=unit),
        Figure(Words(f"{now} 年至今{reached.zh}", f"{now} so far: {reached.en}"),
               f"{len(rules.half_year(postings, now, ask.as_of)):,}", unit=unit),
    ))  # fmt: skip


def posting_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Postings by county: who, from where to where, days of this year."""
    brought(_PEOPLE, [one.focus for one in items], names)
    heads = (
        Head(Words("人员", "who")), Head(Words("派驻地", "where"), wide=True),
        Head(Words("派出机构", "from"), phone=False), Head(Words("方式", "how"), phone=False),
        Head(Words("期间", "period"), phone=False),
        Head(Words(f"{ask.as_of.year} 年天数", f"days of {ask.as_of.year}"), "right"), Head(Words("状态", "state")),
    )  # fmt: skip
    by_county: dict[str, list[Item]] = defaultdict(list)
    for one in sorted(items, key=lambda item: (item.ended, str(item.focus.get("period", {}).get("end", "")))):
        by_county[str(one.focus.get("area", ""))].append(one)
    groups = tuple(
        Group(tuple(_posting_row(ask, one, names) for one in by_county[area]), _area(names, area),
              Words(f"{len(by_county[area])} 人次", f"{len(by_county[area])} postings"))
        for area in sorted(by_county)
    )  # fmt: skip
    empty = Words("还没有派驻。医共体总医院在派出机构页面上提出，派驻单位同意、县卫健委批准后到岗。",
                  "Nobody is posted. Headquarters propose from an institution's page; the host accepts.")  # fmt: skip
    return Table(heads, groups, empty)


def _posting_row(ask: Ask, one: Item, names: Names) -> Row:
    told = one.focus
    days = rules.days_in_year(told, ask.as_of.year, ask.as_of)
    return Row((
        Link(said(names, told["person"]), one.href), said(names, told["host"]), said(names, told["home"]),
        worded(names, "posting_modes", told["mode"]), stretch(told), str(days) if told.get("arrivedOn") else NOTHING,
        state_mark(one),
    ), id=one.task)  # fmt: skip


def stretch(posting: Json) -> Words:
    """From when to when: as it was where it was, else as proposed."""
    told = posting.get("period", {})
    start = str(posting.get("arrivedOn") or told.get("start", ""))
    end = str(posting.get("returnedOn") or told.get("end", ""))
    return Words(f"{start} 至 {end}", f"{start} to {end}")


def _area(names: Names, area: str) -> Text:
    found = names.get(area)
    return found.name if found else NOTHING


def posting_days(ask: Ask, item: Item) -> Table | None:
    """The days of a posting year by year: they add up to the whole of it."""
    found = rules.stay(item.focus, ask.as_of)
    if found is None:
        return None
    first, last = found
    years = range(first.year, last.year + 1)
    counted = rules.counts(item.focus, ask.as_of)
    half = rules.number("half_year", ask.as_of)
    rows = []
    for year in years:
        days = rules.days_in_year(item.focus, year, ask.as_of)
        reached = counted and days >= half
        mark: Cell = Mark(Words("计入", "counts"), "good") if reached else Mark(Words("未满", "not yet"), "plain")
        rows.append(
            Row((str(year), str(days), mark if counted else Mark(Words("此方式不计", "no such kind"), "quiet")))
        )
    note = Words(
        f"合计 {rules.clipped(first, last, date.min, date.max)} 天，按统计年度截取，满 {half} 天计一人。",
        f"{rules.clipped(first, last, date.min, date.max)} days in all, clipped to years; {half} count.",
    )
    heads = (Head(Words("年度", "year")), Head(Words("天数", "days"), "right"), Head(Words("监测指标4", "indicator 4")))
    return Table(heads, (Group(tuple(rows)),), note=note)


def begins_from(ask: Ask, institution: Json) -> Facts:
    """From where somebody is posted."""
    return Facts(((Words("派出机构", "from"), str(institution.get("name", ""))),))
