"""What the pages of the fund show: where each yuan of a pool went, what is missing for a split, the printed sheet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongmai.base.money import yuan
from tongmai.base.words import Words
from tongmai.domains.insurance import rules
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import brought
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import (
    Cell,
    Chart,
    Chip,
    ChipRow,
    Chips,
    Course,
    Download,
    Downloads,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Notice,
    Point,
    Row,
    Sheet,
    Table,
    Tone,
)
from tongmai.model.page import Ask, Shown

Json = Mapping[str, Any]
Names = Mapping[str, Any]
TIER_WORDS = {
    "county": Words("县级（牵头医院）", "county (leading hospital)"),
    "township": Words("乡级（卫生院、社区中心）", "townships"),
    "village": Words("村级（卫生室、服务站）", "villages"),
}
_TEN_THOUSAND = 1_000_000  # cents
_MONEY = Head(Words("金额（元）", "yuan"), "right", tight=True)


@dataclass(frozen=True, slots=True)
class Standing:
    """A pool with what happened in it so far."""

    pool: Json
    cleared: rules.Cleared


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


def pool_table(
    ask: Ask, pools: Sequence[Json], batches: Sequence[Json], accounts: Sequence[Json], names: Names
) -> Table:
    """The pools of a year by county: prepaid, settled, left."""
    every = standings(pools, batches, accounts)
    found = [one for one in every if int(one.pool["year"]) == _year(ask, every)]
    brought((Shown("community", Words("医共体", "community"), "reference"),), [one.pool for one in found], names)
    heads = (
        Head(Words("医共体", "community"), wide=True), Head(Words("县市", "county"), phone=False),
        Head(Words("参保人数", "insured"), "right", phone=False), Head(Words("总额（元）", "pool (yuan)"), "right"),
        Head(Words("已预付（元）", "prepaid"), "right", phone=False), Head(Words("县域内（元）", "inside"), "right"),
        Head(Words("县域外（元）", "outside"), "right", phone=False), Head(Words("剩余（元）", "left"), "right"),
    )  # fmt: skip
    rows = tuple(_pool_row(one, names) for one in found)
    empty = Words("还没有基金包。医保经办在下面建立。", "There is no pool yet. The insurer opens one below.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def _pool_row(one: Standing, names: Names) -> Row:
    made, pool = one.cleared, one.pool
    area = names.get(str(pool.get("area", "")))
    return Row((
        Link(_called(names, pool["community"]), f"/pools/{pool['id']}"), area.name if area else "",
        f"{int(pool.get('insured') or 0):,}", yuan(made.total), yuan(made.prepaid), yuan(made.inside),
        yuan(made.outside), yuan(made.surplus),
    ), "bad" if made.surplus < 0 else "plain")  # fmt: skip


def _called(names: Names, reference: Any) -> str:
    text = str(reference.get("reference", "")) if isinstance(reference, Mapping) else ""
    found = names.get(text)
    return str(found.name) if found else ""


def course(ask: Ask, item: Item, batches: Sequence[Json], accounts: Sequence[Json]) -> Table | None:
    """Where the money of a pool goes, step by step; each sum leads to its records."""
    if not item.focus.get("totalCents"):
        return None
    pool = item.focus
    made = rules.cleared(pool, accounts, batches)
    people = Words(f"{int(pool['insured']):,} 人 × {Decimal(str(pool['perHead'])):,.2f} 元",
                   f"{int(pool['insured']):,} people × {Decimal(str(pool['perHead'])):,.2f}")  # fmt: skip
    return _sums(made, people, f"/pools/{pool['id']}")


def _sums(made: rules.Cleared, people: Words, pool: str) -> Table:
    """`pool`: the address of the pool; sums lead to its blocks of that page."""
    months, batches = f"{pool}#accounts", f"{pool}#batches"
    lines: tuple[tuple[Words, int, Tone, Cell], ...] = (
        (Words("基金包总额", "the pool"), made.total, "plain", Link(people, f"{pool}#facts")),
        (Words("－ 风险储备金", "− reserve"), made.reserve, "quiet",
         Link(Words("储备比例", "percent"), f"{pool}#facts")),
        (Words("－ 县域外已结算", "− settled outside"), made.outside, "warn", Link(Words("各月", "months"), months)),
        (Words("＝ 可用于县域内", "= for care inside the county"), made.available, "course", None),
        (Words("－ 县域内已结算", "− settled inside"), made.inside, "warn", Link(Words("各月", "months"), months)),
        (Words("＝ 剩余（负数为超支）", "= left (below zero: overspent)"), made.surplus,
         "bad" if made.surplus < 0 else "good", None),
        (Words("其中已预付到账（现金）", "prepaid and received (cash)"), made.prepaid, "plain",
         Link(Words("各批", "batches"), batches)),
    )  # fmt: skip
    rows = tuple(Row((title, yuan(sum_), _bar(sum_, made.total, tone, title), opens))
                 for title, sum_, tone, opens in lines)  # fmt: skip
    heads = (Head(Words("项目", "item"), wide=True), _MONEY, Head(Words("占总额", "of the pool"), phone=False),
             Head(Words("出处", "from"), phone=False))  # fmt: skip
    note = Words("总额 ＝ 储备金 ＋ 县域外 ＋ 县域内 ＋ 剩余，分文不差。现金与记账分开，本平台不支付。",
                 "Pool = reserve + outside + inside + left, to the cent. Nothing is paid here.")  # fmt: skip
    return Table(heads, (Group(rows),), note=note)


def _bar(part: int, whole: int, tone: Tone, title: Words) -> Course | None:
    if whole <= 0:
        return None
    percent = min(max(part, 0) * 100 / whole, 100.0)
    return Course(percent, None, tone, Words(f"{title.zh} {percent:.1f}%", f"{title.en} {percent:.1f}%"))


def spending(ask: Ask, item: Item, batches: Sequence[Json], accounts: Sequence[Json]) -> Chart | None:
    """What was settled inside the county, month upon month, against what is there for it."""
    agreed = sorted((one for one in accounts if one.get("state") == "agreed"), key=lambda one: str(one["month"]))
    if not agreed or not item.focus.get("totalCents"):
        return None
    made, so_far, points = rules.cleared(item.focus, accounts, batches), 0, []
    for one in agreed:
        so_far += int(one["insideCents"])
        points.append(Point(str(one["month"])[:7], so_far / _TEN_THOUSAND, _in_ten_thousands(so_far)))
    there = _in_ten_thousands(made.available)
    goal = Words(f"可用 {there} 万元", f"available: {there}")
    return Chart(tuple(points), made.available / _TEN_THOUSAND, goal, Words("万元", "10,000 yuan"),
                 Words("县域内累计结算", "settled inside the county so far"), False)  # fmt: skip


def _in_ten_thousands(cents: int) -> str:
    return f"{Decimal(cents) / _TEN_THOUSAND:,.2f}"


def batch_table(ask: Ask, items: Sequence[Item]) -> Table:
    """The batches of a pool in their order."""
    heads = (Head(Words("批次", "batch")), _MONEY, Head(Words("支付日期", "paid on"), phone=False),
             Head(Words("医保系统付款号", "insurer's number"), phone=False), Head(Words("状态", "state")))  # fmt: skip
    ordered = sorted(items, key=lambda item: int(item.focus["number"]))
    rows = tuple(
        Row((Link(Words(f"第 {one.focus['number']} 批", f"batch {one.focus['number']}"), one.href),
             yuan(rules.cents(one.focus["amount"])), str(one.focus["paidOn"]), str(one.focus["receipt"]),
             state_mark(one)))
        for one in ordered
    )  # fmt: skip
    empty = Words("还没有预付批次。", "There is no batch yet.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def account_table(ask: Ask, items: Sequence[Item]) -> Table:
    """The months of a pool in their order."""
    heads = (Head(Words("月份", "month")), Head(Words("县域内（元）", "inside (yuan)"), "right"),
             Head(Words("县域外（元）", "outside (yuan)"), "right"),
             Head(Words("清单行数", "lines"), "right", phone=False), Head(Words("状态", "state")))  # fmt: skip
    ordered = sorted(items, key=lambda item: str(item.focus["month"]))
    rows = tuple(
        Row((Link(str(one.focus["month"])[:7], one.href), yuan(int(one.focus.get("insideCents", 0))),
             yuan(int(one.focus.get("outsideCents", 0))), str(one.focus.get("lines", 0)), state_mark(one)))
        for one in ordered
    )  # fmt: skip
    empty = Words("还没有月结算。导入清单后按月记账。", "No month is booked yet. Import the list, then book it.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def clearing_table(ask: Ask, items: Sequence[Item]) -> Table:
    """The clearing of a pool, where there is one."""
    heads = (Head(Words("年度清算", "clearing")), Head(Words("结余（元）", "surplus (yuan)"), "right"),
             Head(Words("可分配（元）", "payable (yuan)"), "right"), Head(Words("状态", "state")))  # fmt: skip
    rows = tuple(
        Row((Link(Words(f"{one.focus['year']} 年度", f"of {one.focus['year']}"), one.href),
             yuan(int(one.focus["surplusCents"])), _payable(one.focus), state_mark(one)))
        for one in items
    )  # fmt: skip
    empty = Words("还没有清算。年度结束、各月双方确认后进行。", "Not cleared yet: when the year is over.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def _payable(clearing: Json) -> str:
    return yuan(int(clearing["payableCents"])) if "payableCents" in clearing else "—"


def line_table(ask: Ask, lines: Sequence[Json], names: Names) -> Table:
    """The lines of the insurer's list behind a month: each opens."""
    brought((Shown("institution", Words("机构", "institution"), "reference"),), lines, names)
    heads = (Head(Words("机构", "institution"), wide=True), Head(Words("类别", "category")),
             Head(Words("基金支付（元）", "fund (yuan)"), "right"),
             Head(Words("总费用（元）", "cost (yuan)"), "right", phone=False),
             Head(Words("出院人次", "discharges"), "right", phone=False))  # fmt: skip
    ordered = sorted(lines, key=lambda one: (one["scope"], -rules.cents(one["fund"]), str(one["id"])))
    groups = []
    for scope, title in (("inside", Words("县域内", "inside the county")), ("outside", Words("县域外", "outside"))):
        own = [one for one in ordered if one["scope"] == scope]
        total = yuan(sum(rules.cents(one["fund"]) for one in own))
        note = Words(f"合计 {total} 元", f"{total} yuan")
        if own:
            groups.append(Group(tuple(_line_row(one, names) for one in own), title, note))
    return Table(heads, tuple(groups), Words("没有清单行。", "There is no line."))


def _line_row(one: Json, names: Names) -> Row:
    where = _called(names, one.get("institution")) or Words("县域外机构", "institutions outside")
    category = names.get(f"fund_categories/{one['category']}")
    return Row((
        Link(where, f"/fund-lines/{one['id']}"), category.kind if category else "", yuan(rules.cents(one["fund"])),
        yuan(rules.cents(one["cost"])), f"{int(one.get('admissions') or 0):,}",
    ))  # fmt: skip


def clearing_sums(ask: Ask, item: Item) -> Table:
    """The sums of a clearing as both sides agreed on them."""
    one = item.focus
    pool = f"/pools/{rules.named(one['pool'])}"
    return _sums(_cleared(one), Words("基金包", "the pool"), pool)


def _cleared(one: Json) -> rules.Cleared:
    return rules.Cleared(*(int(one[f"{name}Cents"]) for name in ("total", "reserve", "outside", "inside", "prepaid")))


def lacking(
    ask: Ask, item: Item, appraisals: Sequence[Json], split_rules: Sequence[Json], names: Names
) -> Notice | None:
    """What is missing before the surplus can be split, where something is."""
    one = item.focus
    if "payableCents" in one or int(one["surplusCents"]) <= 0 or item.ended:
        return None
    found = rules.lacking(one, appraisals, split_rules)
    area = names.get(str(one["area"]))
    if not found:
        return None
    zh = "；".join(f"{words.zh}。{remedy.zh}" for _, words, remedy in found)
    en = "; ".join(f"{words.en}: {remedy.en}" for _, words, remedy in found)
    place = str(area.name) if area else ""
    return Notice(Words(f"{place}暂不能分配：{zh}。", f"{place}: not divided. {en}."), "warn",
                  Link(Words("结余分配规则", "rows of the split rule"), "/split-rules"))  # fmt: skip


def split_table(
    ask: Ask, item: Item, appraisals: Sequence[Json], split_rules: Sequence[Json]
) -> Table | None:  # fmt: skip
    """The surplus, what of it is payable, each party's part and what is withheld."""
    one = item.focus
    if "payableCents" not in one:
        return None
    score = next((a for a in appraisals if a["id"] == rules.named(one.get("appraisal"))), None)
    row = next((r for r in split_rules if r["id"] == rules.named(one.get("splitRule"))), None)
    by_score: Cell = Link(Words(f"考核 {_points(score)} 分", f"{_points(score)} points"),
                          f"/appraisals/{score['id']}") if score else None  # fmt: skip
    by_rule: Cell = (
        Link(Words(f"规则 {_ratio(row)}", f"row {_ratio(row)}"), f"/split-rules/{row['id']}") if row else None
    )
    parts = tuple(Row((TIER_WORDS[tier], yuan(int(one[f"{tier}Cents"])), by_rule)) for tier in rules.TIERS)
    rows = (
        Row((Words("结余", "surplus"), yuan(int(one["surplusCents"])), None)),
        Row((Words("可分配（按考核）", "payable by the appraisal"), yuan(int(one["payableCents"])), by_score), "good"),
        *parts,
        Row((Words("扣留", "withheld"), yuan(int(one["withheldCents"])), by_score), "warn"),
    )
    note = Words("结余 ＝ 县级 ＋ 乡级 ＋ 村级 ＋ 扣留，最大余数法，分文不差。",
                 "Surplus = county + townships + villages + withheld, by largest remainder.")  # fmt: skip
    heads = (Head(Words("去向", "to whom"), wide=True), _MONEY, Head(Words("依据", "by")))
    return Table(heads, (Group(rows),), note=note)


def open_cash(ask: Ask, item: Item) -> Figures | None:
    """What is still open in cash after a clearing."""
    one = item.focus
    if item.state == "drawn" or "surplusCents" not in one:
        return None
    due = rules.balance(_cleared(one), int(one.get("payableCents", 0)))
    words = Words("清算后应补付（由医保系统支付）", "still to be paid by the insurer's system")
    if due < 0:
        words = Words("清算后应退回", "to be given back")
    return Figures((Figure(words, yuan(abs(due)), unit=Words("元", "yuan")),))


def _points(score: Json) -> str:
    return f"{Decimal(str(score['score'])).normalize():f}"


def _ratio(row: Json) -> str:
    return ":".join(str(row[tier]) for tier in rules.TIERS)


def papers(ask: Ask, item: Item) -> Downloads:
    """The printed clearing sheet."""
    return Downloads((Download(Words("年度清算表", "Clearing sheet"), f"{item.href}/sheet",
                               Words("可打印，双方签章", "to be printed and signed"), False),))  # fmt: skip


def clearing_sheet(ask: Ask, item: Item, names: Names) -> Sheet:
    """The fields of the printed sheet; empty where nothing is split yet."""
    one = item.focus
    area = names.get(str(one["area"]))
    sums = ("total", "reserve", "outside", "available", "inside", "surplus", "prepaid", "payable", "withheld",
            "county", "township", "village")  # fmt: skip
    money = {name: yuan(int(one[f"{name}Cents"])) if f"{name}Cents" in one else "" for name in sums}
    return Sheet({
        "community": _called(names, one.get("community")), "area": str(area.name) if area else "",
        "year": str(one.get("year", "")), "state": item.state_title.zh, "day": ask.as_of.isoformat(),
        "balance": yuan(rules.balance(_cleared(one), int(one.get("payableCents", 0)))), **money,
    })  # fmt: skip
