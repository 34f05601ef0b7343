"""What a row of a front page must say: days in order, an operation whole or none, costs that add up. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tongmai.base.money import cents, yuan
from tongmai.base.outcome import Issue
from tongmai.base.words import Words

COSTS = (
    "services", "diagnostics", "treatment", "rehabilitation", "tcm_treatment", "western_drugs", "tcm_drugs", "blood",
    "consumables", "other_cost",
)  # fmt: skip
"""The parts of a stay's cost by the groups of the national form."""
_OF_OPERATION = ("operated", "level", "timing")
_ONLY_OPERATED = (
    *_OF_OPERATION, "minimally_invasive", "day_surgery", "incision", "healing", "other_operations",
)  # fmt: skip
DAY_SURGERY_DAYS = 1
"""Day surgery leaves on the day after at the latest (48 hours at most; the front page has days, not hours)."""

Row = Mapping[str, Any]


def category(code: str) -> str:
    """The category of a diagnosis: its first three characters."""
    return code[:3]


def front_page_fits(row: Row) -> Sequence[Issue]:
    """A check of a row: every issue at its column."""
    return [*_days(row), *_diagnoses(row), *_operation(row), *_others(row), *_costs(row)]


def outside_stay_fits(row: Row) -> Sequence[Issue]:
    """A check of a stay elsewhere: an amount in whole cents."""
    return _whole(row, "total")


def group_fits(row: Row) -> Sequence[Issue]:
    """A check of a row of the grouping: the term in order, a weight above zero with at most three decimals."""
    issues = []
    if row.get("until") and str(row["until"]) < str(row["since"]):
        issues.append(_wrong("until", "失效日期早于生效日期", "it ends before it begins"))
    weight = Decimal(str(row["weight"]))
    if weight <= 0 or weight * 1000 != (weight * 1000).to_integral_value():
        issues.append(_wrong("weight", "权重应为正数，最多三位小数", "a weight above zero with at most three decimals"))
    return issues


def _days(row: Row) -> list[Issue]:
    came, left = str(row["admitted"]), str(row["discharged"])
    if left < came:
        zh, en = f"出院日期早于入院日期 {came}", f"discharged before the admission on {came}"
        return [_wrong("discharged", zh, en, Words("请核对两个日期", "check both days"))]
    issues = []
    operated = row.get("operated")
    if operated and not came <= str(operated) <= left:
        issues.append(_wrong("operated", f"手术日期不在 {came} 至 {left} 之间", f"not between {came} and {left}"))
    stayed = (date.fromisoformat(left) - date.fromisoformat(came)).days
    if row.get("day_surgery") and stayed > DAY_SURGERY_DAYS:
        issues.append(_wrong("day_surgery", f"日间手术却住院 {stayed} 天", f"day surgery with a stay of {stayed} days"))
    return issues


def _diagnoses(row: Row) -> list[Issue]:
    return [
        _wrong(name, "与主要诊断重复", "the main diagnosis again")
        for name in ("other", "arisen")
        if row["main"] in str(row.get(name) or "").split(";")
    ]


def _operation(row: Row) -> list[Issue]:
    if not row.get("operation"):
        told = [name for name in _ONLY_OPERATED if row.get(name) not in (None, "", False)]
        if not told:
            return []
        return [_wrong("operation", "填了手术信息却没有手术编码", "an operation is told of without its code",
                       Words("请补手术编码，或清空手术各列",
                             "give the code, or clear the columns of the operation"))]  # fmt: skip
    issues = [
        _wrong(name, "有手术的须填此项", "wanted where there is an operation")
        for name in _OF_OPERATION if not row.get(name)
    ]  # fmt: skip
    if row.get("healing") and not row.get("incision"):
        issues.append(_wrong("incision", "填了愈合却没有切口类别", "healing without the class of the incision"))
    return issues


def _others(row: Row) -> list[Issue]:
    """The operations beside the main one: a level for each, and nothing of them without their codes."""
    codes, levels = _listed(row, "other_operations"), _listed(row, "other_levels")
    if not codes:
        told = [name for name in ("other_levels", "other_minimally_invasive") if row.get(name)]
        return [_wrong(name, "没有其他手术编码", "there is no code of another operation") for name in told]
    if len(codes) == len(levels):
        return []
    zh = f"其他手术有 {len(codes)} 项，级别填了 {len(levels)} 项"
    return [_wrong("other_levels", zh, f"{len(codes)} other operations have {len(levels)} levels",
                   Words("请按其他手术的顺序逐项填级别", "give a level for each in their order"))]  # fmt: skip


def _listed(row: Row, name: str) -> list[str]:
    return [one for one in str(row.get(name) or "").split(";") if one]


def _costs(row: Row) -> list[Issue]:
    issues = [issue for name in ("total", *COSTS) for issue in _whole(row, name)]
    given = [name for name in COSTS if row.get(name) is not None]
    if issues or not given:
        return issues
    total, parts = cents(row["total"]), sum(cents(row[name]) for name in given)
    if total == parts:
        return []
    zh = f"各项费用合计 {yuan(parts)} 元，与总费用相差 {yuan(total - parts)} 元"
    return [_wrong("total", zh, f"the parts add up to {yuan(parts)}, which differs by {yuan(total - parts)}",
                   Words("请核对总费用和分项", "check the total and its parts"))]  # fmt: skip


def _whole(row: Row, name: str) -> list[Issue]:
    if row.get(name) is None:
        return []
    try:
        cents(row[name])
    except ValueError:
        return [_wrong(name, "金额应精确到分", "an amount in whole cents")]
    return []


def _wrong(where: str, zh: str, en: str, remedy: Words | None = None) -> Issue:
    return Issue("rule", Words(zh, en), where=where, remedy=remedy or Words("请核对", "check it"))
