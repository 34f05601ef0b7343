"""The appraisal: indicators, points, a notice, a snapshot; the 2024 monitoring set."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.community.rules.records import Json, number
from tongmai.model.lists import room_table

_POINTS = room_table(__file__, "appraisal_points", "indicator")
_MONITORING = room_table(__file__, "monitoring", "indicator")


def indicators(year: int) -> dict[str, Mapping[str, str]]:
    """The rows by which a year is appraised: those that hold on its last day."""
    return {row["indicator"]: row.values for row in _POINTS.on(date(year, 12, 31))}


def every_indicator() -> dict[str, Words]:
    """Each indicator that any row names, for the fields of a form."""
    return {row["indicator"]: Words(f"{row['zh']}（{row['unit_zh']}）", f"{row['en']} ({row['unit_en']})")
            for row in _POINTS.rows}  # fmt: skip


def points(row: Mapping[str, str], value: Any) -> Decimal:
    """Points of a value: none at `zero`, all of the weight at `full` and beyond, in proportion between them; to the
    nearest tenth, halves up."""
    zero, full = Fraction(row["zero"]), Fraction(row["full"])
    share = min(max((Fraction(str(value)) - zero) / (full - zero), Fraction(0)), Fraction(1))
    tenths = int(share * int(row["weight"]) * 10 + Fraction(1, 2))
    return Decimal(tenths) / 10


def scored(lines: Iterable[Json], year: int) -> list[dict[str, Any]]:
    """The lines with the value that counts, what was given where nothing else was found, and its points."""
    rows = indicators(year)
    found = []
    for one in lines:
        value = one.get("value", one.get("own"))
        found.append({**one, "value": value, "points": points(rows[str(one["indicator"])], value)})
    return found


def total(lines: Iterable[Json]) -> Decimal:
    """The points of all lines."""
    return sum((Decimal(str(one["points"])) for one in lines), Decimal(0))


def year_over(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an appraisal: of a year that is over, that has its indicators, and that is not frozen unless it is
    said what is corrected."""
    year = int(focus["year"])
    if year >= today.year:
        return [wrong("year", "该年度还未结束", "the year is not over")]
    if not indicators(year):
        return [wrong("year", "该年度没有考核指标", "no indicator holds for the year")]
    done = any(one.get("year") == year and one.get("frozen") for one in fields.get("appraisals", ()))
    if done and not focus.get("correction"):
        return [wrong("year", "该年度考核已冻结", "the year is frozen",
                       Words("如确需订正，请填写订正原因", "say why it is corrected"))]  # fmt: skip
    return []


def opened_lines(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the lines of a new appraisal."""
    rows = indicators(int(focus["year"])).values()
    return {"lines": [{"indicator": row["indicator"], "weight": int(row["weight"])} for row in rows]}


def values_fit(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of values: of the year's indicators, none below zero where its scale is not."""
    known = indicators(int(focus["year"]))
    issues = []
    for name in every_indicator():
        if name in fields and name not in known:
            issues.append(wrong(name, "该年度没有这项指标", "the year has no such indicator"))
        elif name in fields and fields[name] < 0 and name != "cost_growth":
            issues.append(wrong(name, "不能为负数", "not below zero"))
    return issues


def own_values(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the lines with the values that were given; the others stay."""
    return {"lines": [
        {**one, "own": fields[one["indicator"]]} if one["indicator"] in fields else dict(one) for one in focus["line"]
    ]}  # fmt: skip


def own_complete(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an appraisal that is sent: every indicator has its value, and papers stand behind them."""
    rows = indicators(int(focus["year"]))
    missing = [rows[one["indicator"]] for one in focus["line"] if one.get("own") is None]
    if missing:
        return [wrong("line", f"还缺：{'、'.join(row['zh'] for row in missing)}",
                       f"missing: {', '.join(row['en'] for row in missing)}")]  # fmt: skip
    return [] if focus.get("evidence") else [wrong("evidence", "还缺佐证材料", "the papers are missing")]


def checked_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a value that was checked: of an indicator of the year; both or neither are given."""
    if ("indicator" in fields) != ("value" in fields):
        return [wrong("value", "指标与核定值须一并填写", "an indicator and its value go together")]
    if fields.get("indicator") not in (None, *indicators(int(focus["year"]))):
        return [wrong("indicator", "该年度没有这项指标", "the year has no such indicator")]
    return []


def checked_values(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the lines and the points, with one value as it was checked."""
    told = {fields["indicator"]: fields["value"]} if "indicator" in fields else {}
    lines = [
        {**one, **({"value": told[one["indicator"]]} if one["indicator"] in told else {})} for one in focus["line"]
    ]
    made = scored(lines, int(focus["year"]))
    return {"lines": made, "total": total(made)}


def notice_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a notice: its first day lies behind the year and not in the future."""
    if not f"{int(focus['year']) + 1}-01-01" <= str(fields["published"]) <= today.isoformat():
        return [wrong("published", "应在考核年度之后、今天或以前", "behind the year, not in the future")]
    return []


def publicity_over(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of freezing: the notice stood its days."""
    first = date.fromisoformat(str(focus["published"]))
    last = first + timedelta(days=number("publicity", first))
    if today < last:
        return [wrong("published", f"公示到 {last} 才满", f"the notice stands until {last}")]
    return []


def monitored(day: date) -> list[Mapping[str, str]]:
    """The rows of the monitoring set that hold on a day, in their order."""
    return [row.values for row in _MONITORING.on(day)]


def monitoring_measures() -> tuple[str, ...]:
    """The measures that any row names."""
    return tuple(dict.fromkeys(row["measures"] for row in _MONITORING.rows if row["measures"]))
