"""What the fund's steps and lists decide: a pool's year, the points of settled cases. Pure; the ledger makes the sums.

What people and lists write stands in the records in yuan, as written; what is computed from it is whole cents.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from tongmai.access import covers
from tongmai.base.money import cents, yuan
from tongmai.base.outcome import Issue, wrong
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.engines.ledger import Cleared, Valued, Weighed, divided, opened, valued, weighed
from tongmai.engines.workflow import state_of
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
TIERS = ("county", "township", "village")
_RESERVE = room_table(__file__, "reserve", "reserve")
_GROUPS = room_table(__file__, "dip_groups", "dip_group")
_LEVELS = room_table(__file__, "dip_levels", "dip_level")
_FILINGS = room_table(__file__, "filing_kinds", "filing_kind")
_DEVIATION = room_table(__file__, "dip_deviation", "deviation")
_MONTHS = 12


def split_row(rules: Iterable[Json], area: str, day: date) -> Json | None:
    """The row of the split that holds for an area on a day: the nearest area that covers it."""
    found = [
        one for one in rules
        if covers(str(one["area"]), area) and str(one["since"]) <= day.isoformat() <= str(one.get("until") or "9999")
    ]  # fmt: skip
    return max(found, key=lambda one: (len(str(one["area"]).rstrip("0")), str(one["since"])), default=None)


def frozen_score(appraisals: Iterable[Json], community: str, year: int) -> Json | None:
    """The appraisal of a community for a year, as it was frozen; None while there is none."""
    found = [
        one for one in appraisals
        if named(one.get("community")) == community and one.get("year") == year and one.get("frozen")
    ]  # fmt: skip
    return max(found, key=lambda one: (str(one["frozen"]), str(one.get("id", ""))), default=None)


def named(reference: Any) -> str:
    """The id behind a reference, or as it stands."""
    text = str(reference.get("reference", "")) if isinstance(reference, Mapping) else str(reference or "")
    return text.rpartition("/")[2]


def last_day(pool: Json) -> date:
    """The day by which a pool's year is judged: the last of its period."""
    return date.fromisoformat(str(pool["period"]["end"])[:10])


# What steps ask for and derive.


def pool_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a pool: people, an amount a head in whole cents, a reserve within the dated bounds."""
    issues = []
    if int(focus.get("insured") or 0) <= 0:
        issues.append(wrong("insured", "参保人数须大于零", "somebody must be insured"))
    try:
        positive = cents(focus.get("perHead", "")) > 0
    except ValueError:
        positive = False
    if not positive:
        issues.append(wrong("per_head", "人均标准应为正数，精确到分", "an amount above zero, in whole cents"))
    row = _RESERVE.find(last_day(focus), reserve="total_prepayment")
    share = Fraction(str(focus.get("reservePercent", 0)))
    if row and not Fraction(row["low"]) <= share <= Fraction(row["high"]):
        zh = f"风险储备金比例应在 {row['low']}% 至 {row['high']}% 之间（{row.source}，{row.status}）"
        issues.append(wrong("reserve", zh, f"a reserve lies between {row['low']} and {row['high']} %"))
    return issues


def pool_new(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a pool: the community has none of the year and group, but one withdrawn."""
    same = _others(focus, fields.get("pools", ()), "year", "group")
    if any(one.get("state") != "withdrawn" for one in same):
        return [wrong("year", "该医共体本年度本人群已有基金包", "the community has a pool of the year and group")]
    return []


def opened_pool(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives a pool's total and reserve in cents."""
    made = opened(int(focus["insured"]), cents(focus["perHead"]), Decimal(str(focus["reservePercent"])))
    return {"total": made.total, "kept": made.reserve}


def pool_runs(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of whatever happens in a pool: it stands in the reader's area and is agreed."""
    pool = _pool(fields)
    if pool is None:
        return [wrong("pool", "没有这个基金包，或不在本人辖区", "there is no such pool in your area")]
    if pool.get("state") not in ("agreed", "cleared"):
        return [wrong("pool", "基金包还未经医共体确认", "the community has not agreed to the pool",
                       Words("请先由医共体总医院确认", "headquarters agree first"))]  # fmt: skip
    return []


def of_pool(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives whose pool it is."""
    pool = fields["pools"][0]
    return {"whose": pool["community"], "where": pool["area"], "of_year": pool["year"]}


def batch_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a batch: an amount in whole cents, paid by today, its number new, all batches within what may be
    used of the pool."""
    pool = _pool(fields)
    try:
        amount = cents(focus.get("amount", ""))
    except ValueError:
        amount = 0
    if amount <= 0:
        return [wrong("amount", "金额应为正数，精确到分", "an amount above zero, in whole cents")]
    if str(focus.get("paidOn", "")) > today.isoformat():
        return [wrong("paid_on", "到账日期不能晚于今天", "it cannot have been paid after today")]
    others = [one for one in fields.get("prepayments", ()) if one.get("id") != focus.get("id")]
    if any(one.get("number") == focus.get("number") for one in others):
        return [wrong("number", "本基金包已有这一批次", "the pool has a batch of this number")]
    before = sum(cents(one["amount"]) for one in others if one.get("state") != "withdrawn")
    usable = int(pool["totalCents"]) - int(pool["reserveCents"]) if pool else 0
    if pool and before + amount > usable:
        zh = f"各批合计将超出可用额度，最多还可预付 {yuan(usable - before)} 元"
        return [wrong("amount", zh, f"more than the pool holds; {yuan(usable - before)} yuan are left")]
    return []


def month_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a month's account: a month of the pool's year that is over, and lines of it are there."""
    pool, month = _pool(fields), str(focus.get("month", ""))
    if pool and month[:4] != str(pool["year"]):
        return [wrong("month", f"应为 {pool['year']} 年的月份", f"a month of {pool['year']}")]
    if month >= f"{today:%Y-%m}":
        return [wrong("month", "该月还未结束", "the month is not over")]
    if _others(focus, fields.get("accounts", ()), "month"):
        return [wrong("month", "该月已经记过账", "the month is booked already",
                       Words("请在原有月结算上办理", "go on with the account that there is"))]  # fmt: skip
    if pool and not _lines(fields, pool, month):
        return [wrong("month", "该月没有导入的医保结算清单", "no list of the insurer was imported for the month",
                       Words("请先在“数据导入”中导入", "import it first"))]  # fmt: skip
    return []


def booked_month(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives a month's sums in cents from the imported lines: booked, never paid."""
    pool = fields["pools"][0]
    lines = _lines(fields, pool, str(focus["month"]))
    return {
        "inside": sum(cents(one["fund"]) for one in lines if one["scope"] == "inside"),
        "outside": sum(cents(one["fund"]) for one in lines if one["scope"] == "outside"),
        "lines_booked": len(lines),
        "booked_lines": [{"reference": f"FundLine/{one['id']}"} for one in lines],
    }


def year_complete(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a clearing: the pool's period is over, each of its months agreed, no batch in dispute."""
    pool = _pool(fields)
    if pool is None:
        return []
    if _others(focus, fields.get("clearings", ())):
        return [wrong("pool", "这个基金包已有清算", "the pool has a clearing already")]
    if last_day(pool) >= today:
        return [wrong("pool", "年度还未结束", "the year is not over")]
    agreed = {str(one["month"]) for one in fields["accounts"] if one.get("state") == "agreed"}
    missing = [month for month in months_of(pool) if month not in agreed]
    if missing:
        return [wrong("pool", f"以下月份还没有双方确认的月结算：{'、'.join(missing)}",
                       f"months without an agreed account: {', '.join(missing)}")]  # fmt: skip
    if any(one.get("state") == "disputed" for one in fields["prepayments"]):
        return [wrong("pool", "有预付批次存在异议", "a batch is disputed")]
    return []


def months_of(pool: Json) -> list[str]:
    """The months of a pool's period."""
    start, end = str(pool["period"]["start"])[:7], str(pool["period"]["end"])[:7]
    every = (f"{pool['year']}-{number:02d}" for number in range(1, _MONTHS + 1))
    return [month for month in every if start <= month <= end]


def cleared_year(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the sums of a clearing in cents from pool, agreed months and batches received."""
    made = cleared(fields["pools"][0], fields["accounts"], fields["prepayments"])
    return {
        "total": made.total, "kept": made.reserve, "outside": made.outside, "inside": made.inside,
        "prepaid": made.prepaid, "available": made.available, "surplus": made.surplus,
    }  # fmt: skip


def cleared(pool: Json, accounts: Iterable[Json], prepayments: Iterable[Json]) -> Cleared:
    """A pool's year so far: months that both sides agreed on, batches that were received."""
    agreed = [one for one in accounts if one.get("state") == "agreed"]
    received = [one for one in prepayments if one.get("state") == "received"]
    return Cleared(
        int(pool.get("totalCents") or 0),
        int(pool.get("reserveCents") or 0),
        sum(int(one["outsideCents"]) for one in agreed),
        sum(int(one["insideCents"]) for one in agreed),
        sum(cents(one["amount"]) for one in received),
    )


def can_be_split(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the split: something is left, the appraisal is frozen, a dated row says how."""
    if int(focus["surplusCents"]) <= 0:
        out = Words("超支只记录，不自动扣减；请选择“记录不分配”", "an overspend is recorded, not deducted")
        return [wrong("surplus", "没有结余可分", "there is no surplus to divide", out)]
    return [Issue("rule", words, where=where, rule="insurance.split", remedy=remedy)
            for where, words, remedy in lacking(focus, fields["appraisals"], fields["split_rules"])]  # fmt: skip


def lacking(clearing: Json, appraisals: Iterable[Json], rules: Iterable[Json]) -> list[tuple[str, Words, Words]]:
    """What keeps a surplus from being divided: (field, what is missing, the way out) each."""
    found, day = [], year_end(clearing)
    year, area = int(clearing["year"]), str(clearing["area"])
    if frozen_score(appraisals, named(clearing["community"]), year) is None:
        found.append(("appraisal", Words(f"缺少 {year} 年度已冻结的绩效考核结果", f"no frozen appraisal of {year}"),
                      Words("考核公布并冻结后才能分配", "divide when it is published and frozen")))  # fmt: skip
    if split_row(rules, area, day) is None:
        zh = f"缺少一行结余分配规则：地区 {area}（或其上级），在 {day} 有效"
        found.append(("split_rule", Words(zh, f"no row of the split rule for {area} on {day}"),
                      Words("规则行导入前不分配", "nothing is divided until the row is there")))  # fmt: skip
    return found


def year_end(clearing: Json) -> date:
    """The day by which the split rule is read: the last of the clearing's year."""
    return date(int(clearing["year"]), 12, 31)


def split_surplus(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the parts of a surplus in cents, and which appraisal and row gave them."""
    score = frozen_score(fields["appraisals"], named(focus["community"]), int(focus["year"]))
    row = split_row(fields["split_rules"], str(focus["area"]), year_end(focus))
    if score is None or row is None:
        raise ValueError("asked to divide without appraisal or row")
    weights = [int(row[tier]) for tier in TIERS]
    made = divided(int(focus["surplusCents"]), Fraction(str(score["score"])), weights)
    county, township, village = made.parts
    return {
        "payable": made.payable, "withheld": made.withheld, "county": county, "township": township,
        "village": village, "by_appraisal": {"reference": f"Appraisal/{score['id']}"},
        "by_rule": {"reference": f"SplitRule/{row['id']}"},
    }  # fmt: skip


def line_fits(row: Json) -> list[Issue]:
    """A check of the imported list: amounts in whole cents, fund not above cost, an institution for what was inside."""
    issues = []
    for name in ("fund", "cost"):
        try:
            cents(row.get(name) or 0)
        except ValueError:
            issues.append(wrong(name, "金额应精确到分", "an amount in whole cents"))
    if not issues and cents(row.get("fund") or 0) > cents(row.get("cost") or 0):
        issues.append(wrong("fund", "基金支付大于总费用", "the fund paid more than it cost"))
    if row.get("scope") == "inside" and not row.get("institution"):
        issues.append(wrong("institution", "县域内须填机构", "inside the county an institution is named"))
    return issues


def weights_fit(row: Json) -> list[Issue]:
    """A check of a row of the split rule: some weight, and a period in order."""
    if not any(int(row.get(tier) or 0) for tier in TIERS):
        return [wrong("county", "三级权重不能都为零", "some weight is above zero")]
    if row.get("until") and str(row["until"]) < str(row["since"]):
        return [wrong("until", "失效日期早于生效日期", "it ends before it begins")]
    return []


# Settled cases by points.


class Pointed(NamedTuple):
    """A settled case, the rows that it was weighed by, and its points; without points where it fell into no group that
    holds in its month, or the hospital's level has no coefficient then: it is left out, and that is told."""

    case: Json
    group: DatedRow | None
    level: DatedRow | None
    weighed: Weighed | None

    @property
    def ratio(self) -> Fraction | None:
        """What it cost over the mean of its group."""
        return Fraction(cents(self.case["cost"]), cents(self.group["mean"])) if self.group else None


def pointed(case: Json, level: str) -> Pointed:
    """A case by the rows of the first day of its month. `level`: the hospital's, "" where it has none."""
    day = date.fromisoformat(f"{str(case['month'])[:7]}-01")
    found = Pointed(case, _GROUPS.find(day, dip_group=str(case.get("group", ""))),
                    _LEVELS.find(day, dip_level=level or "0"), None)  # fmt: skip
    bounds, ratio = _DEVIATION.find(day, deviation="cost"), found.ratio
    if not found.group or not found.level or not bounds or ratio is None:
        return found
    numbers = (found.group["score"], found.level["coefficient"], bounds["low"], bounds["high"])
    score, coefficient, low, high = map(Fraction, numbers)
    return found._replace(weighed=weighed(score, coefficient, ratio, low, high))


def paid(budget: Json, cases: Iterable[Pointed]) -> Valued:
    """A year's budget by the points of its area's cases; those without points are left out."""
    points = ((named(one.case["institution"]), one.weighed.points) for one in cases if one.weighed)
    return valued(cents(budget["amount"]), points)


def scores(day: date) -> list[DatedRow]:
    """The disease groups that hold on a day, with score and mean in yuan."""
    return _GROUPS.on(day)


def amount_fits(row: Json) -> list[Issue]:
    """A check of the lists of cases and of budgets: cost or amount above zero, in whole cents."""
    name = "cost" if "cost" in row else "amount"
    try:
        fits = cents(row.get(name) or 0) > 0
    except ValueError:
        fits = False
    return [] if fits else [wrong(name, "金额应为正数，精确到分", "an amount above zero, in whole cents")]


# The filing of care elsewhere.


def filing_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a filing: its kind holds, its term does not begin before the kind allows, counted from the day of
    the application, and it ends after it began, not before today, and not later than the kind allows."""
    row = _FILINGS.find(today, filing_kind=str(focus.get("kind", "")))
    if row is None:
        return [wrong("filing_kind", "没有这一备案类别", "there is no such kind")]
    applied = date.fromisoformat(str(focus.get("applied") or today))
    since = date.fromisoformat(str(fields.get("since") or focus["since"]))
    end, back = str(fields.get("until") or focus.get("until") or ""), int(row["afterwards_days"])
    if back and since > applied:
        return [wrong("since", "补办的备案，开始日期不能晚于申请日", "filed afterwards, it began before it was filed")]
    if since < applied - timedelta(days=back):
        zh = f"须在开始就医后 {back} 日内补办" if back else "期限已经开始：须在就医前备案"
        return [wrong("since", zh, f"filed {back} days afterwards at most" if back else "it is filed before the care")]
    if end and end < max(since, today).isoformat():
        return [wrong("until", "结束日期已过或早于开始日期", "it ends before it begins or before today")]
    longest = int(row["longest_days"] or 0)
    if longest and not since.isoformat() <= end <= (since + timedelta(days=longest)).isoformat():
        return [wrong("until", f"此类备案须填写结束日期，最长 {longest} 天", f"it ends within {longest} days")]
    return []


def filing_open(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of accepting: the term is not over."""
    if str(focus.get("until") or "9999") < today.isoformat():
        return [wrong("until", "备案期限已过，请退回补正", "its term is over: return it")]
    return []


def referred_outside(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the referral that a filing for referral follows from: the latest that is with an institution outside."""
    outside = {named(one["focus"]) for one in fields["referral_tasks"] if state_of(one) == "outside"}
    found = [one for one in fields["referrals"] if one["id"] in outside and focus.get("kind") == "referral"]
    if not found:
        return {}
    return {"from_referral": {"reference": f"ServiceRequest/{found[0]['id']}"}}


def _pool(fields: Json) -> Json | None:
    found: Sequence[Json] = fields.get("pools") or ()
    return found[0] if found else None


def _others(focus: Json, found: Iterable[Json], *alike: str) -> list[Json]:
    """The records beside the focus that are like it in these elements."""
    return [one for one in found if one.get("id") != focus.get("id")
            and all(one.get(name) == focus.get(name) for name in alike)]  # fmt: skip


def _lines(fields: Json, pool: Json, month: str) -> list[Json]:
    own = pool.get("group", "all")
    return [one for one in fields.get("lines", ()) if one["month"] == month and one.get("group", "all") == own]


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (
        pool_fits, pool_new, opened_pool, pool_runs, of_pool, batch_fits, month_fits, booked_month, year_complete,
        cleared_year, can_be_split, split_surplus, line_fits, weights_fit, amount_fits,
        filing_fits, filing_open, referred_outside,
    )
}  # fmt: skip
