"""What a row of the registry must obey. Pure: a row in, issues out."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.model.lists import room_table

Row = Mapping[str, Any]
_GRADES = {row["standard"]: row["grades"] for row in room_table(__file__, "standards", "standard").rows}
_TIERS = {row["kind"]: row["tiers"].split("|") for row in room_table(__file__, "kinds", "kind").rows if row["tiers"]}
_GRANTED = ("certified", "expired")
_BOUNDARY = room_table(__file__, "boundary", "record")
KEPT = ("full", "part", "none")
"""How much is kept of what a statutory system says of a record: number, time and receipt, some of them, none."""


def boundary(day: date) -> list[DatedRow]:
    """The records that live in a statutory system on a day."""
    return _BOUNDARY.on(day)


def _in_order(row: Row, first: str, last: str, what: Words) -> list[Issue]:
    start, end = row.get(first), row.get(last)
    if start and end and str(end) < str(start)[: len(str(end))]:
        return [
            Issue(
                "value",
                Words(f"{what.zh}的止期早于起期", f"{what.en} ends before it begins"),
                where=last,
                remedy=Words("请核对两个日期", "check both days"),
            )
        ]
    return []


def period_in_order(row: Row) -> list[Issue]:
    """`from_day` is not after `to_day`."""
    return _in_order(row, "from_day", "to_day", Words("有效期", "the period"))


def licence_in_order(row: Row) -> list[Issue]:
    """The licence's first day is not after its last one, and a dated licence has a number."""
    found = _in_order(row, "licence_from", "licence_to", Words("执业许可", "the licence"))
    if not row.get("licence") and (row.get("licence_from") or row.get("licence_to")):
        words = Words("有许可日期而无许可证号", "a licence is dated but has no number")
        found.append(Issue("required", words, where="licence", remedy=Words("请填许可证号", "write its number")))
    return found


def village_code(row: Row) -> list[Issue]:
    """An institution stands at a village-level code, not at a county's or a township's."""
    code = str(row.get("village") or "")
    if re.fullmatch(r"\d{12}", code) and not code.endswith("000"):
        return []
    words = Words("所在地应为12位村级（社区）代码", "the place is a village-level code of 12 digits")
    return [Issue("value", words, where="village", remedy=Words("请从区划表中选择", "take it from the list of areas"))]


def tier_fits_kind(row: Row) -> list[Issue]:
    """A village room is of the village tier, and so on: tables/kinds.csv."""
    kind, tier = str(row.get("kind")), str(row.get("tier"))
    allowed = _TIERS.get(kind, [])
    if not allowed or tier in allowed:
        return []
    words = Words("机构层级与类别不符", "the tier does not fit the kind")
    remedy = Words("请改层级或类别", "change the tier or the kind")
    return [Issue("value", words, where="tier", rule="registry.tier_fits_kind", remedy=remedy)]


def certificate_complete(row: Row) -> list[Issue]:
    """What is certified says from when to when; what is only claimed has no validity yet."""
    granted = row.get("state") in _GRANTED
    if granted and not (row.get("from_day") and row.get("to_day")):
        words = Words("已认定的资质须有有效期起止", "what is certified has a first and a last day")
        return [Issue("required", words, where="from_day", remedy=Words("请填起止日期", "write both days"))]
    if not granted and (row.get("from_day") or row.get("to_day")):
        words = Words("未认定的资质不应有有效期", "what is not certified has no validity")
        return [Issue("value", words, where="from_day", remedy=Words("请清空日期或改状态", "clear the days"))]
    return []


def grade_in_range(row: Row) -> list[Issue]:
    """A grade only where the standard has grades, and within them: tables/standards.csv."""
    grades = _GRADES.get(str(row.get("standard")), "")
    grade = row.get("grade")
    if not grades:
        if grade is None:
            return []
        words = Words("此项标准不分等级", "this standard has no grades")
        return [Issue("value", words, where="grade", remedy=Words("请清空等级", "clear the grade"))]
    low, high = (int(part) for part in grades.split(".."))
    if isinstance(grade, int) and low <= grade <= high:
        return []
    words = Words(f"等级应在{low}到{high}之间", f"the grade is between {low} and {high}")
    return [Issue("value", words, where="grade", remedy=Words("请核对等级", "check the grade"))]


def grade_fits(focus: Row, fields: Row, today: date) -> list[Issue]:
    """Before a review: the claimed grade is one that the standard knows."""
    return grade_in_range(focus)


def days_in_order(focus: Row, fields: Row, today: date) -> list[Issue]:
    """A certificate's last day is not before its first: the one given now, or the one it was certified from."""
    first = fields.get("from") or (focus.get("period") or {}).get("start")
    dated = {"from": first, "until": fields.get("until")}
    return _in_order(dated, "from", "until", Words("有效期", "the validity"))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "period_in_order": period_in_order,
    "licence_in_order": licence_in_order,
    "tier_fits_kind": tier_fits_kind,
    "certificate_complete": certificate_complete,
    "grade_in_range": grade_in_range,
    "grade_fits": grade_fits,
    "days_in_order": days_in_order,
    "village_code": village_code,
}
