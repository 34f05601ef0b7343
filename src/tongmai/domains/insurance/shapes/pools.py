"""Pools by county, one pool with its course, the lines of a month."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tongmai.base.money import cents, ten_thousands, yuan
from tongmai.base.words import Words
from tongmai.domains.insurance import rules
from tongmai.domains.insurance.shapes.sums import Json, Names, name_of, sums_table
from tongmai.engines import ledger
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import brought
from tongmai.model.blocks import Chart, Chip, ChipRow, Chips, Figure, Figures, Group, Head, Link, Point, Row, Table
from tongmai.model.page import Ask, Shown

_TEN_THOUSAND = 1_000_000  # cents


@dataclass(frozen=True, slots=True)
class Standing:
    """A pool with what happened in it so far."""

    pool: Json
    cleared: ledger.Cleared


def standings(pools: Sequence[Json], batches: Sequence[Json], accounts: Sequence[Json]) -> list[Standing]:
    """Every pool in force with its batches and months, the latest year first, then by county."""
    own: dict[str, list[Json]] = defaultdict(list)
    months: dict[str, list[Json]] = defaultdict(list)
    for one in batches:
        own[rules.named(one["pool"])].append(one)
    for one in accounts:
        months[rules.named(one["pool"])].append(one)
    known = [pool for pool in pools if pool.get("totalCents") and pool.get("state") != "withdrawn"]
    known.sort(key=lambda pool: (-int(pool["year"]), str(pool.get("area", "")), str(pool["id"])))
    return [Standing(pool, rules.cleared(pool, months[str(pool["id"])], own[str(pool["id"])])) for pool in known]


def _year(ask: Ask, found: Sequence[Standing]) -> int:
    asked = ask.one("year")
    return int(asked) if asked.isdecimal() else max((int(one.pool["year"]) for one in found), default=ask.as_of.year)


def years(ask: Ask, pools: Sequence[Json]) -> Chips | None:
    """The years that have pools, as filters."""
    known = sorted({int(one["year"]) for one in pools if one.get("totalCents")}, reverse=True)
    on = ask.one("year") or (str(known[0]) if known else "")
    row = tuple(Chip(str(year), ask.link(year=str(year)), str(year) == on) for year in known)
    return Chips((ChipRow(Words("年度", "year"), row),)) if row else None


def totals(ask: Ask, pools: Sequence[Json], batches: Sequence[Json], accounts: Sequence[Json]) -> Figures | None:
    """A year's pools together: prepaid, booked, left."""
    every = standings(pools, batches, accounts)
    found = [one.cleared for one in every if int(one.pool["year"]) == _year(ask, every)]
    if not found:
        return None
    left = sum(one.surplus for one in found)
    unit = Words("元", "yuan")
    return Figures((
        Figure(Words("基金包总额", "in the pools"), yuan(sum(one.total for one in found)), unit=unit),
        Figure(Words("已预付到账（现金）", "prepaid and received (cash)"),
               yuan(sum(one.prepaid for one in found)), unit=unit),
        Figure(Words("县域内已结算（记账）", "settled in the county (book)"),
               yuan(sum(one.inside for one in found)), unit=unit),
        Figure(Words("县域外已结算（记账）", "settled outside (book)"),
               yuan(sum(one.outside for one in found)), unit=unit),
        Figure(Words("剩余", "left"), yuan(left), tone="bad" if left < 0 else "plain", unit=unit),
    ))  # fmt: skip


def pool_rows(
    ask: Ask, pools: Sequence[Json], batches: Sequence[Json], accounts: Sequence[Json], names: Names
) -> list[Json]:
    """The pools of a year by county, in cents: prepaid, settled, left; an overspent one stands out."""
    every = standings(pools, batches, accounts)
    return [
        {**one.pool, "name": name_of(names, one.pool["community"]),
         "tone": "bad" if one.cleared.surplus < 0 else "plain",
         **{name: getattr(one.cleared, name) for name in ("total", "prepaid", "inside", "outside", "surplus")}}
        for one in every if int(one.pool["year"]) == _year(ask, every)
    ]  # fmt: skip


def course(ask: Ask, item: Item, batches: Sequence[Json], accounts: Sequence[Json]) -> Table | None:
    """Where the money of a pool goes, step by step; each sum leads to its records."""
    if not item.focus.get("totalCents"):
        return None
    pool = item.focus
    made = rules.cleared(pool, accounts, batches)
    people = Words(f"{int(pool['insured']):,} 人 × {Decimal(str(pool['perHead'])):,.2f} 元",
                   f"{int(pool['insured']):,} people × {Decimal(str(pool['perHead'])):,.2f}")  # fmt: skip
    return sums_table(made, people, f"/pools/{pool['id']}")


def spending(ask: Ask, item: Item, batches: Sequence[Json], accounts: Sequence[Json]) -> Chart | None:
    """What was settled inside the county, month upon month, against what is there for it."""
    agreed = sorted((one for one in accounts if one.get("state") == "agreed"), key=lambda one: str(one["month"]))
    if not agreed or not item.focus.get("totalCents"):
        return None
    made, so_far, points = rules.cleared(item.focus, accounts, batches), 0, []
    for one in agreed:
        so_far += int(one["insideCents"])
        points.append(Point(str(one["month"])[:7], so_far / _TEN_THOUSAND, ten_thousands(so_far)))
    there = ten_thousands(made.available)
    goal = Words(f"可用 {there} 万元", f"Available: {there}")
    return Chart(tuple(points), made.available / _TEN_THOUSAND, goal, Words("万元", "10,000 yuan"),
                 Words("县域内累计结算", "settled inside the county so far"), False)  # fmt: skip


def line_table(ask: Ask, lines: Sequence[Json], names: Names) -> Table:
    """The lines of the insurer's list behind a month: each opens."""
    brought((Shown("institution", Words("机构", "institution"), "reference"),), lines, names)
    heads = (Head(Words("机构", "institution"), wide=True), Head(Words("类别", "category")),
             Head(Words("基金支付（元）", "fund (yuan)"), "right"),
             Head(Words("总费用（元）", "cost (yuan)"), "right", phone=False),
             Head(Words("出院人次", "discharges"), "right", phone=False))  # fmt: skip
    ordered = sorted(lines, key=lambda one: (one["scope"], -cents(one["fund"]), str(one["id"])))
    groups = []
    for scope, title in (("inside", Words("县域内", "inside the county")), ("outside", Words("县域外", "outside"))):
        own = [one for one in ordered if one["scope"] == scope]
        total = yuan(sum(cents(one["fund"]) for one in own))
        note = Words(f"合计 {total} 元", f"{total} yuan")
        if own:
            groups.append(Group(tuple(_line_row(one, names) for one in own), title, note))
    return Table(heads, tuple(groups), Words("没有清单行。", "There is no line."))


def _line_row(one: Json, names: Names) -> Row:
    where = name_of(names, one.get("institution")) or Words("县域外机构", "institutions outside")
    category = names.get(f"fund_categories/{one['category']}")
    return Row((
        Link(where, f"/fund-lines/{one['id']}"), category.kind if category else "", yuan(cents(one["fund"])),
        yuan(cents(one["cost"])), f"{int(one.get('admissions') or 0):,}",
    ))  # fmt: skip
