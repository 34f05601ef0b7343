"""The arithmetic of plans: what was reported beside what is recorded, what is in force, what is asked of people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.ratio import shown
from tongmai.base.words import Words
from tongmai.model.blocks import Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Ask
from tongmai.model.target import Decision, Plan

_PER = {"%": 100, "percent": 100, "/1000": 1000, "per 1000": 1000}


@dataclass(frozen=True, slots=True)
class Difference:
    """Reported beside recorded for one area (or the whole region: ""). `by`: reported minus recorded, in units where
    both bring a numerator, else in the value's own unit; None while one of the two is missing. `numerator` and
    `denominator` are those reported."""

    target: str
    area: str
    reported: Fraction | None
    recorded: Fraction | None
    by: Fraction | None
    state: str = ""
    numerator: int | None = None
    denominator: int | None = None

    @property
    def differs(self) -> bool:
        return self.by is not None and self.by != 0


def exact(value: Any) -> Fraction | None:
    """A number as it came from JSON, from a form or from a cell, read by its decimal digits; None for none."""
    return None if value is None or value == "" else Fraction(str(value))


def latest(reported: Iterable[Mapping[str, Any]], period: str) -> dict[tuple[str, str], Mapping[str, Any]]:
    """By (target, area) what a county or the prefecture reported for a month; what a township or a village reported by
    itself is left out."""
    return {
        (str(one["target"]), str(one["area"])): one
        for one in reported
        if one.get("period") == period and str(one.get("area", "")).endswith("000000")
    }


def differences(decision: Decision, reported: Iterable[Mapping[str, Any]], period: str) -> list[Difference]:
    """One row for the region and one for each county of the decision, as far as anything was reported for the month."""
    given = latest((one for one in reported if one.get("plan") == decision.target.plan), period)
    mine = {area: one for (target, area), one in given.items() if target == decision.target.id}
    recorded = {part.area: (part.numerator, part.value) for part in decision.parts}
    found = [
        _difference(decision.target.id, area, one, *recorded.get(area, (None, None)))
        for area, one in sorted(mine.items())
        if not area.endswith("00000000")
    ]
    whole = next((one for area, one in mine.items() if area.endswith("00000000")), None)
    summed = (
        whole if whole is not None else _summed(list(mine.values()), len(decision.parts) + len(decision.hidden - {""}))
    )
    if summed is not None:
        found.insert(0, _difference(decision.target.id, "", summed, decision.numerator, decision.value))
    return found


def _difference(
    target: str, area: str, one: Mapping[str, Any], numerator: int | None, value: Fraction | None
) -> Difference:
    units = exact(one.get("numerator"))
    by: Fraction | None = None
    if units is not None and numerator is not None:
        by = units - numerator
    elif value is not None and (given := exact(one.get("value"))) is not None:
        by = given - value
    below = one.get("denominator")
    return Difference(
        target,
        area,
        exact(one.get("value")),
        value,
        by,
        str(one.get("state", "")),
        None if units is None else int(units),
        None if below is None else int(below),
    )


def _summed(given: Sequence[Mapping[str, Any]], counties: int) -> Mapping[str, Any] | None:
    """What the counties reported together, where every one of them did and all gave numerator and denominator."""
    numerators = [int(one["numerator"]) for one in given if one.get("numerator") is not None]
    denominators = [int(one["denominator"]) for one in given if one.get("denominator")]
    if not counties or not len(given) == len(numerators) == len(denominators) == counties:
        return None
    numerator, denominator = sum(numerators), sum(denominators)
    per = _PER.get(str(given[0].get("unit", "%")), 1)
    states = {str(one.get("state", "")) for one in given}
    return {
        "numerator": numerator,
        "denominator": denominator,
        "value": Fraction(numerator * per, denominator),
        "state": states.pop() if len(states) == 1 else "",
    }


def difference_words(difference: Difference) -> Words:
    """`一致`, `填报多 4`, `填报少 1`, `只有填报`."""
    if difference.by is None:
        return Words("只有填报", "reported only")
    if difference.by == 0:
        return Words("一致", "they agree")
    size = shown(abs(difference.by), 0 if difference.by.denominator == 1 else 2)
    if difference.by > 0:
        return Words(f"填报多 {size}", f"reported {size} more")
    return Words(f"填报少 {size}", f"reported {size} less")


def figures_fit(focus: Mapping[str, Any], fields: Mapping[str, Any], today: date) -> list[Issue]:
    """A condition of a reported value: a share is its numerator over its denominator at the digits written."""
    numerator, denominator = exact(fields.get("numerator")), exact(fields.get("denominator"))
    value = fields.get("value")
    if numerator is None or value is None:
        return []
    if numerator < 0 or (denominator is not None and denominator <= 0):
        words = Words("分子不能为负，分母须大于零", "a numerator is not negative, a denominator above zero")
        return [Issue("rule", words, where="numerator")]
    per = _PER.get(str(focus.get("unit", "")), 1)
    if per == 100 and denominator is not None and numerator > denominator:
        return [Issue("rule", Words("分子大于分母", "the numerator exceeds the denominator"), where="numerator")]
    computed = numerator * per / denominator if denominator is not None else numerator
    if abs(computed - Fraction(str(value))) <= _last_digit(value) / 2:
        return []
    said = shown(computed, 2)
    words = Words(f"分子分母得出 {said}，与填报值 {value} 不一致", f"numerator over denominator is {said}, not {value}")
    return [Issue("rule", words, where="value", remedy=Words("请核对三个数", "check the three figures"))]


def reported_row_fits(row: Mapping[str, Any]) -> list[Issue]:
    """A check of the Excel list: as `figures_fit`, for a row of it."""
    return figures_fit(row, row, date.min)


def _last_digit(value: Any) -> Fraction:
    """One unit of the last digit written: 87.5 is exact to 0.1."""
    exponent = Decimal(str(value)).as_tuple().exponent
    return Fraction(1, 10**-exponent) if isinstance(exponent, int) and exponent < 0 else Fraction(1)


def in_force(determinations: Iterable[Mapping[str, Any]], plan: str, subject: str, day: date) -> dict[str, str]:
    """By target the value that two people agreed on last, as of a day: `subject` is reading or responsible."""
    adopted = [
        one
        for one in determinations
        if one.get("plan") == plan
        and one.get("subject") == subject
        and one.get("state") == "adopted"
        and str(one.get("adopted", "")) <= day.isoformat()
    ]
    ordered = sorted(adopted, key=lambda one: (str(one.get("adopted", "")), str(one.get("id", ""))))
    return {str(one["target"]): str(one["value"]) for one in ordered}


def breakdown(ask: Ask, plan: Plan, decisions: Sequence[Decision], confirmed: Collection[str]) -> Table:
    """任务分解表, a shape: the targets by responsible unit, each confirmed or still proposed."""
    units = list(dict.fromkeys(one.target.responsible_proposed for one in decisions))
    groups = tuple(
        Group(
            tuple(
                _task(ask, plan, one, one.target.id in confirmed)
                for one in decisions
                if one.target.responsible_proposed == unit
            ),
            unit or Words("没有提出责任单位", "no unit proposed"),
        )
        for unit in units
    )
    left = len(decisions) - sum(one.target.id in confirmed for one in decisions)
    note = Words(f"共 {len(decisions)} 项，待确认 {left} 项", f"{len(decisions)} in all, {left} to be confirmed")
    return Table(_TASK_HEADS, groups, note=note, caption=Words("任务分解表", "breakdown of responsibility"))


def _task(ask: Ask, plan: Plan, one: Decision, confirmed: bool) -> Row:
    target = one.target
    href = f"/plans/{plan.id}/targets/{target.id}#acts"
    agreed = Mark(Words("已确认", "confirmed"), "good") if confirmed else Link(Words("待确认", "to be confirmed"), href)
    by = target.by.isoformat() if target.by else Words("未写明", "not stated")
    return Row((target.id, Link(target.title, href), plan.heading(target.chapter), by, agreed), id=target.id)


_TASK_HEADS = (
    Head(Words("编号", "no.")),
    Head(Words("目标", "target"), wide=True),
    Head(Words("章节", "chapter"), phone=False),
    Head(Words("期限", "by"), tight=True),
    Head(Words("责任", "responsibility")),
)
