"""Pooled procurement of one drug at one institution: reported = agreed + refused, delivered never beyond agreed, used
never beyond delivered; money in cents, each batch its packages times the price, so that the parts add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.money import cents
from tongmai.base.outcome import Issue
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.domains.pharmacy.rules.common import Json, drug_row, fault, in_force
from tongmai.model.lists import codes, room_table

_RULES = room_table(__file__, "purchase_rules", "rule")
CHANNELS = codes(__file__, "purchase_channels", "channel")
_HUNDRED = 100
_MONTH = 7  # characters of a month, 2025-06


@dataclass(frozen=True, slots=True)
class Sums:
    """A line in packages and cents."""

    reported: int
    agreed: int
    refused: int
    delivered: int
    used: int
    price: int
    paid: int

    @property
    def to_come(self) -> int:
        return self.agreed - self.delivered

    @property
    def in_store(self) -> int:
        return self.delivered - self.used


def sums(line: Json) -> Sums:
    """What a line says of itself."""
    batches, uses = line.get("batch", ()), line.get("use", ())
    return Sums(
        int(line.get("reported", 0)), int(line.get("agreed", 0)), int(line.get("refused", 0)),
        sum(int(one["quantity"]) for one in batches), sum(int(one["quantity"]) for one in uses),
        int(line.get("priceCents", 0)), sum(int(one["amountCents"]) for one in batches),
    )  # fmt: skip


def figure(name: str, day: date) -> DatedRow:
    """A dated rule on a day. ValueError when none holds."""
    row = _RULES.find(day, rule=name)
    if row is None:
        raise ValueError(f"no rule {name} holds on {day}")
    return row


def _packages(fields: Json, name: str) -> int | None:
    """A whole positive number of packages; None for anything else."""
    try:
        given = fields.get(name)
        return int(given) if given is not None and int(given) == given and int(given) > 0 else None
    except (TypeError, ValueError):
        return None


def purchase_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of reporting a need: whole packages of a known drug, which the county's list holds where it has one
    (consumables are on no list). Look: `listed`."""
    drug = drug_row(str(focus.get("drug", "")), today)
    if drug is None:
        return fault("drug", "没有这种药品或耗材", "no such drug or consumable")
    if not isinstance(focus.get("reported"), int) or focus["reported"] < 1:
        return fault("reported", "需求量应为正整数", "a whole number of packages, at least one")
    county = str(focus.get("area", ""))[:6]
    near = [one for one in fields.get("listed", ()) if str(one.get("area", "")).startswith(county)
            and in_force(one, today)]  # fmt: skip
    if drug["kind"] == "drug" and near and not any(one["drug"] == drug["drug"] for one in near):
        return fault("drug", "不在本县统一药品目录内", "it is not on the unified list of the county",
                     ("先在“统一药品目录”申请增补", "ask for it on the unified list first"))  # fmt: skip
    return []


def purchase_marks(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived at the report: whether it is an essential medicine by the county's list."""
    county = str(focus.get("area", ""))[:6]
    marks = [bool(one.get("essential")) for one in fields.get("listed", ())
             if one["drug"] == focus.get("drug") and str(one.get("area", "")).startswith(county)
             and in_force(one, today)]  # fmt: skip
    return {"is_essential": any(marks)} if marks else {}


def agreed_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of agreeing: whole packages, not beyond what was reported."""
    agreed = _packages(fields, "agreed")
    if agreed is None:
        return fault("agreed", "约定量应为正整数", "a whole number of packages, at least one",
                     ("全部不同意时用“不予约定”", "to agree to none, refuse the line"))  # fmt: skip
    if agreed > int(focus["reported"]):
        return fault("agreed", f"约定量不能超过需求量 {focus['reported']}",
                     f"not more than the {focus['reported']} that were reported")  # fmt: skip
    return []


def purchase_agreement(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: packages agreed and refused; together what was reported."""
    agreed = int(fields.get("agreed", 0))
    return {"agreed_packages": agreed, "refused_packages": int(focus["reported"]) - agreed}


def purchase_refusal(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: nothing is agreed, all of it refused."""
    return {"agreed_packages": 0, "refused_packages": int(focus["reported"])}


def usual_agreement(reported: int, day: date) -> tuple[int, int]:
    """The packages between which an agreement usually lies: the dated percentages of what was reported."""
    least, most = (int(figure(f"agreed_{end}_percent", day)["value"]) for end in ("least", "most"))
    return -(-reported * least // _HUNDRED), reported * most // _HUNDRED


def contract_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the contract: prices in whole cents, an end that has not passed."""
    issues = []
    for name in ("price", "reference"):
        try:
            if cents(fields[name]) < 1:
                issues += fault(name, "单价应大于零", "a price above nothing")
        except ValueError:
            issues += fault(name, "单价应为元，最多两位小数", "yuan with two decimals at most")
    end = day_of(fields.get("until"))
    if end is not None and end <= today:
        issues += fault("until", "合同期止应在今天之后", "the contract ends after today")
    return issues


def contract_terms(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: prices in cents and the term of the contract."""
    term = {"start": today.isoformat(), "end": str(fields["until"])}
    return {"price_cents": cents(fields["price"]), "reference_cents": cents(fields["reference"]), "term": term}


def delivery_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a delivery: whole packages, not beyond what is agreed, a lot once, not in the future."""
    quantity, line = _packages(fields, "quantity"), sums(focus)
    if quantity is None:
        return fault("quantity", "到货量应为正整数", "a whole number of packages, at least one")
    issues = []
    if quantity > line.to_come:
        issues += fault("quantity", f"超过约定量：还可到货 {line.to_come}",
                        f"beyond what is agreed: {line.to_come} are to come",
                        ("约定之外的采购不在此登记", "what is bought beyond it is not entered here"))  # fmt: skip
    if any(one["number"] == str(fields.get("lot")) for one in focus.get("batch", ())):
        issues += fault("lot", "该批号已登记", "this lot is entered already")
    on = day_of(fields.get("on"))
    if on is not None and on > today:
        issues += fault("on", "到货日期不能晚于今天", "not after today")
    return issues


def batch_entry(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: the delivery with what it costs."""
    quantity = int(fields["quantity"])
    return {"entry": {"number": str(fields["lot"]), "on": str(fields["on"]), "quantity": quantity,
                      "amountCents": quantity * sums(focus).price}}  # fmt: skip


def use_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a month's use: a month that has begun, once, not beyond what was delivered."""
    quantity, line, month = _packages(fields, "quantity"), sums(focus), str(fields.get("month", ""))
    if quantity is None:
        return fault("quantity", "使用量应为正整数", "a whole number of packages, at least one")
    issues = []
    if quantity > line.in_store:
        issues += fault("quantity", f"超过到货量：在库 {line.in_store}", f"beyond what came: {line.in_store} in store")
    if not _is_month(month):
        issues += fault("month", "月份写作 2025-06", "a month such as 2025-06")
    elif month > f"{today:%Y-%m}":
        issues += fault("month", "不能填报以后的月份", "not a month to come")
    elif any(one["month"] == month for one in focus.get("use", ())):
        issues += fault("month", "该月已填报", "this month is entered already")
    return issues


def _is_month(text: str) -> bool:
    try:
        return len(text) == _MONTH and bool(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return False


def month_use(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: a month's use."""
    return {"entry": {"month": str(fields["month"]), "quantity": int(fields["quantity"])}}


def purchase_settles(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of settling: the agreed volume is used up, or the contract is over."""
    line, end = sums(focus), day_of((focus.get("period") or {}).get("end"))
    if line.used >= line.agreed or (end is not None and end <= today):
        return []
    return fault("opinion", f"约定量未用完（{line.used}/{line.agreed}），合同期未满",
                 f"{line.used} of {line.agreed} are used and the contract runs on",
                 (f"用完或到 {end} 后结算", f"settled when it is used up or after {end}"))  # fmt: skip


def purchase_settlement(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: what the fall of the price saved, and what the institution keeps of it by the rule of the day."""
    saved = (int(focus["referenceCents"]) - int(focus["priceCents"])) * sums(focus).used
    kept = retained(saved, _RULES.find(today, rule="retained_percent"))
    return {"saved": saved} if kept is None else {"saved": saved, "kept": kept}


def retained(saved: int, rule: DatedRow | None) -> int | None:
    """Cents that an institution keeps of what was saved, rounded down; None where no verified rule holds, nothing of a
    loss."""
    if rule is None or rule.status != "verified":
        return None
    return max(0, saved) * int(rule["value"]) // _HUNDRED


def told_rule(day: date) -> Words:
    """How surplus is retained on a day, in words."""
    row = _RULES.find(day, rule="retained_percent")
    if row is None or row.status != "verified":
        return Words("结余留用规则未核实，暂不计算", "no verified rule of retained surplus, nothing is computed")
    return Words(f"结余留用 {row['value']} %", f"{row['value']} % of the surplus is retained")
