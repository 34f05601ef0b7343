"""What the pages of the fund show: where each yuan of a pool went, what is missing for a split, the printed sheet."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tongmai.base.money import cents, yuan
from tongmai.base.words import Words
from tongmai.domains.insurance import rules
from tongmai.engines import ledger
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import brought, facts, value_at
from tongmai.model.blocks import (
    Cell,
    Chart,
    Chip,
    ChipRow,
    Chips,
    Course,
    Download,
    Downloads,
    Facts,
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
        {**one.pool, "name": _called(names, one.pool["community"]),
         "tone": "bad" if one.cleared.surplus < 0 else "plain",
         **{name: getattr(one.cleared, name) for name in ("total", "prepaid", "inside", "outside", "surplus")}}
        for one in every if int(one.pool["year"]) == _year(ask, every)
    ]  # fmt: skip


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


def _sums(made: ledger.Cleared, people: Words, pool: str) -> Table:
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
    goal = Words(f"可用 {there} 万元", f"Available: {there}")
    return Chart(tuple(points), made.available / _TEN_THOUSAND, goal, Words("万元", "10,000 yuan"),
                 Words("县域内累计结算", "settled inside the county so far"), False)  # fmt: skip


def _in_ten_thousands(sum_: int) -> str:
    return f"{Decimal(sum_) / _TEN_THOUSAND:,.2f}"


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
    where = _called(names, one.get("institution")) or Words("县域外机构", "institutions outside")
    category = names.get(f"fund_categories/{one['category']}")
    return Row((
        Link(where, f"/fund-lines/{one['id']}"), category.kind if category else "", yuan(cents(one["fund"])),
        yuan(cents(one["cost"])), f"{int(one.get('admissions') or 0):,}",
    ))  # fmt: skip


def clearing_sums(ask: Ask, item: Item) -> Table:
    """The sums of a clearing as both sides agreed on them."""
    one = item.focus
    pool = f"/pools/{rules.named(one['pool'])}"
    return _sums(_cleared(one), Words("基金包", "the pool"), pool)


def _cleared(one: Json) -> ledger.Cleared:
    return ledger.Cleared(*(int(one[f"{name}Cents"]) for name in ("total", "reserve", "outside", "inside", "prepaid")))


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
    due = ledger.balance(_cleared(one), int(one.get("payableCents", 0)))
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
        "balance": yuan(ledger.balance(_cleared(one), int(one.get("payableCents", 0)))), **money,
    })  # fmt: skip


# Settled cases by points.

LEVEL = "extension(url=urn:tongmai:level).valueCode"
_TENTH, _HUNDREDTH, _FINE = Decimal("0.1"), Decimal("0.01"), Decimal("0.0001")


def pointed(cases: Sequence[Json], hospitals: Sequence[Json]) -> list[rules.Pointed]:
    """Cases with their points, by month and number; a hospital's level as the registry has it."""
    levels = {str(one["id"]): str(value_at(one, LEVEL) or "") for one in hospitals}
    ordered = sorted(cases, key=lambda one: (str(one["month"]), str(one["number"]), str(one["id"])))
    return [rules.pointed(one, levels.get(rules.named(one["institution"]), "")) for one in ordered]


def _row(one: rules.Pointed) -> Json:
    """A case with what it was weighed by, as a table or a list of facts shows it."""
    group, level = one.group, one.level
    row = {**one.case, "way": one.weighed.kind if one.weighed else "no_level" if group else "no_group"}
    row |= {"score": group["score"], "mean": group["mean"]} if group else {}
    row |= {"level": level["dip_level"], "coefficient": level["coefficient"]} if level else {}
    row |= {"ratio": _rounded(one.ratio * 100, _TENTH)} if one.ratio is not None else {}
    return row | ({"points": _rounded(one.weighed.points, _HUNDREDTH)} if one.weighed else {})


def _rounded(value: Fraction, place: Decimal) -> Decimal:
    """For people; nothing is computed from it."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(place)


def case_rows(ask: Ask, cases: Sequence[Json], hospitals: Sequence[Json], names: Names) -> list[Json]:
    """Cases with their points."""
    return [_row(one) for one in pointed(cases, hospitals)]


def left_rows(ask: Ask, cases: Sequence[Json], hospitals: Sequence[Json], names: Names) -> list[Json]:
    """The cases that are left out: without points."""
    return [_row(one) for one in pointed(cases, hospitals) if not one.weighed]


def case_facts(shown: Sequence[Shown]) -> Callable[..., Facts]:
    """A shape: one case and what it was weighed by. Sources: the case, its hospital, names."""
    drawn = facts(shown)

    def shape(ask: Ask, case: Json, hospitals: Sequence[Json], names: Names) -> Facts:
        return drawn(ask, _row(pointed([case], hospitals)[0]), names)

    return shape


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooling area's year: its budget where there is one, its cases and what they come to."""

    area: str
    budget: Json | None
    cases: Sequence[rules.Pointed]
    sums: ledger.Valued


def pooled(budgets: Sequence[Json], cases: Sequence[Json], hospitals: Sequence[Json]) -> list[Pooled]:
    """The cases of a year by pooling area."""
    every = pointed(cases, hospitals)
    known = {str(one["area"]): one for one in sorted(budgets, key=lambda one: str(one["id"]), reverse=True)}
    found = []
    for area in sorted({*known, *(str(one.case["area"]) for one in every)}):
        own, budget = [one for one in every if one.case["area"] == area], known.get(area)
        found.append(Pooled(area, budget, own, rules.paid(budget or {"amount": 0}, own)))
    return found


def point_sums(
    ask: Ask, budgets: Sequence[Json], cases: Sequence[Json], hospitals: Sequence[Json], names: Names
) -> Figures | None:
    """A year by pooling area: budget, points, what a point is worth, how many cases are left out."""
    items: list[Figure] = []
    for one in pooled(budgets, cases, hospitals):
        area, unit = names.get(one.area), Words("元", "yuan")
        place, value = str(area.name) if area else "", one.sums.value if one.budget else None
        left = sum(not case.weighed for case in one.cases)
        worth = "—" if value is None else f"{_rounded(value / 100, _FINE):,}"
        items += [
            Figure(Words("年度预算", "budget"), yuan(one.sums.budget) if one.budget else "—", place, unit=unit),
            Figure(Words("结算病例", "settled cases"), f"{len(one.cases):,}", place),
            Figure(Words("未计分病例", "left out, without points"), f"{left:,}", place, "warn" if left else "plain"),
            Figure(Words("总分值", "points in all"), f"{_rounded(one.sums.points, _HUNDREDTH):,}", place),
            Figure(Words("点值", "a point is worth"), worth, place, unit=unit),
        ]  # fmt: skip
    return Figures(tuple(items)) if items else None


def hospital_rows(
    ask: Ask, budgets: Sequence[Json], cases: Sequence[Json], hospitals: Sequence[Json], names: Names
) -> list[Json]:
    """What each hospital's cases come to, its part in cents where there is a budget; it opens into its cases."""
    called = {str(one["id"]): str(one.get("name", "")) for one in hospitals}
    return [
        {"id": f"{ask.path['year']}/{share.hospital}", "name": called.get(share.hospital, share.hospital),
         "area": one.area, "cases": share.cases, "points": _rounded(share.points, _HUNDREDTH),
         **({"cents": share.cents} if one.budget else {})}
        for one in pooled(budgets, cases, hospitals)
        for share in sorted(one.sums.shares, key=lambda share: (-share.points, share.hospital))
    ]  # fmt: skip


def budget_rows(ask: Ask, budgets: Sequence[Json], names: Names) -> list[Json]:
    """Budgets, the latest year first; each opens into its year."""
    ordered = sorted(budgets, key=lambda one: (-int(one["year"]), str(one["area"])))
    return [{**one, "id": one["year"]} for one in ordered]


def score_rows(ask: Ask, names: Names) -> list[Json]:
    """The disease groups that hold today."""
    return [{**row.values, "status": row.status} for row in rules.scores(ask.as_of)]
