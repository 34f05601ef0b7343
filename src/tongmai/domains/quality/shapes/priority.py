"""The priority of specialties: every disease with its five figures, each opening into the cases behind it."""

from collections.abc import Sequence
from typing import Any

from tongmai.base.dates import month_days, months_back
from tongmai.base.money import yuan
from tongmai.base.ratio import shown
from tongmai.base.words import Words
from tongmai.domains.quality.rules import priority
from tongmai.domains.quality.shapes.words import CASES, STATUS, YUAN, Json, by_category, code_of, disease
from tongmai.engines.pages.figures import FEW, NOTHING, number
from tongmai.engines.pages.records import Names
from tongmai.model.blocks import Cell, Facts, Figure, Figures, Group, Head, Link, Row, Table
from tongmai.model.page import Ask

TOP = 5
EMPTY = Words("还没有可排序的病种。在“数据导入”中导入“病种分组”“住院病案首页”和“异地住院结算”。",
              "No disease to rank yet. Import the groups of cases, the front pages and the stays outside.")  # fmt: skip


def _ranked(ask: Ask, rows: Sequence[Json]) -> list[priority.Disease]:
    """The diseases of the twelve months to the day's month, of all residents or those of a county."""
    county = ask.one("home")[:6]
    chosen = [row for row in rows if row["period"] == f"{ask.month}/12" and str(row["village"]).startswith(county)]
    return priority.ranked(priority.diseases(chosen), ask.as_of)


def _span(ask: Ask) -> tuple[str, str]:
    """First and last day of the twelve months."""
    return month_days(months_back(ask.month, 11))[0].isoformat(), month_days(ask.month)[1].isoformat()


def _cases(ask: Ask, category: str, outside: bool = False, died: bool = False) -> str:
    """The address of the cases behind a cell: the same days, county and outcome."""
    since, until = _span(ask)
    query = f"since=ge{since}&until=le{until}"
    query += f"&home={ask.one('home')}" if ask.one("home") else ""
    query += ("&died=true" if outside else "&leaving=5") if died else ""
    return f"/priority/{category}{'/outside' if outside else ''}?{query}"


def table(ask: Ask, rows: Sequence[Json], groups: list[Json], names: Names) -> Table:
    """Every disease, what should be built up first at the top."""
    known, ranked = by_category(groups), _ranked(ask, rows)
    drawn = tuple(_row(ask, place, one, known, names) for place, one in enumerate(ranked, start=1))
    hidden = any(one.hidden for one in ranked)
    note = Words("“少量”为不足 5 例，辖区外不显示，未计入合计和排序。",
                 "“few”: under five cases, shown in their area only, left out of sums and order.")  # fmt: skip
    return Table(_heads(), (Group(drawn),) if drawn else (), EMPTY, note=note if hidden else "")


def top(ask: Ask, rows: Sequence[Json], groups: list[Json], names: Names) -> Table:
    """The first few, for the room's home page."""
    known = by_category(groups)
    first = _ranked(ask, rows)[:TOP]
    drawn = tuple(_row(ask, place, one, known, names) for place, one in enumerate(first, start=1))
    return Table(_heads(), (Group(drawn),) if drawn else (), EMPTY)


def _heads() -> tuple[Head, ...]:
    return (
        Head(Words("序", "rank"), "right", tight=True, phone=False), Head(Words("病种", "disease"), wide=True),
        Head(Words("专科", "specialty"), phone=False), Head(Words("例数", "cases"), "right"),
        Head(Words("异地", "elsewhere"), "right", phone=False), Head(Words("外转占比", "share elsewhere"), "right"),
        Head(Words("死亡", "died"), "right", phone=False), Head(Words("病死率", "fatality"), "right"),
        Head(Words("外流费用（元）", "money leaving (yuan)"), "right", phone=False),
        Head(Words("得分", "points"), "right"),
    )  # fmt: skip


def _row(ask: Ask, place: int, one: priority.Disease, groups: Any, names: Names) -> Row:
    inside, outside = _cases(ask, one.category), _cases(ask, one.category, outside=True)
    specialty = groups.get(one.category, {}).get("specialty", "")
    died: Cell = NOTHING if not one.died else Link(f"{one.died:,}", _cases(ask, one.category, died=True))
    few = FEW if one.hidden else NOTHING
    return Row((
        f"{place}", Link(f"{one.category} {disease(groups, one.category)}", inside),
        code_of(names, "case_specialties", specialty),
        Link(f"{one.cases:,}", inside) if one.cases else few,
        Link(f"{one.outside:,}", outside) if one.outside else few,
        Link(number(one.away * 100, "percent"), outside) if one.outside else few, died,
        Link(number(one.fatality * 100, "percent"), _cases(ask, one.category, died=True)) if one.died else few,
        Link(yuan(one.cents_away), outside) if one.cents_away else few, shown(one.score),
    ), id=one.category)  # fmt: skip


def weights(ask: Ask) -> Facts:
    """By which dated weights the order is made."""
    rows = priority.weights(ask.as_of).values()
    told = [
        (Words(row["zh"], row["en"]), Words(f"{row['weight']}（{STATUS[row.status].zh}，自 {row.valid_from} 起）",
                                            f"{row['weight']} ({STATUS[row.status].en}, from {row.valid_from})"))
        for row in rows
    ]  # fmt: skip
    return Facts(tuple(told), 2)


def behind(ask: Ask, rows: Sequence[Json], groups: list[Json], names: Names) -> Figures:
    """One disease in the region and elsewhere, each way to its cases."""
    category = ask.path["category"]
    found = next((one for one in _ranked(ask, rows) if one.category == category), priority.Disease(category))
    name = disease(by_category(groups), category)
    ways = (
        Figure(Words(f"{name} · 本地住院", f"{name}: in the region"), f"{found.inside:,}", unit=CASES,
               href=_cases(ask, category)),
        Figure(Words("异地住院", "elsewhere"), f"{found.outside:,}", unit=CASES, href=_cases(ask, category, True)),
        Figure(Words("本地死亡", "died in the region"), f"{found.died_inside:,}", unit=CASES,
               href=_cases(ask, category, died=True)),
        Figure(Words("异地死亡", "died elsewhere"), f"{found.died_outside:,}", unit=CASES,
               href=_cases(ask, category, True, True)),
        Figure(Words("外流费用", "money leaving"), yuan(found.cents_away), unit=YUAN,
               href=_cases(ask, category, True)),
    )  # fmt: skip
    return Figures(ways)
