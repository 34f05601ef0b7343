"""What decides about key specialties: four dimensions by dated weights, naming, re-assessment. Pure and exact."""

import calendar
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.domains.quality.rules.cycles import line, points_of
from tongmai.fhir.facts import issuer
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
_WEIGHTS = room_table(__file__, "specialty_weights", "dimension")
_MONTHS = 12
DIMENSIONS = ("capability", "quality", "safety", "efficiency")


def weighted(points: Json, day: date) -> Decimal:
    """Points of 100 over the four dimensions, by the weights that hold on a day; they sum to 100."""
    rows = {row["dimension"]: Decimal(row["weight"]) for row in _WEIGHTS.on(day)}
    whole = sum(rows.values(), Decimal(0))
    return sum((Decimal(str(points[name])) * rows[name] for name in DIMENSIONS), Decimal(0)) / whole


def dimensions_of_hundred(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a review: four times points between 0 and 100."""
    return points_of(fields, DIMENSIONS)


def specialty_points(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the points in all."""
    return {"score": weighted(fields, today)}


def specialty_may_be_named(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of naming: enough points, a term that is ahead."""
    least = line("named_from", today)
    if Decimal(str(focus.get("score", 0))) < least:
        return [wrong("number", f"评审得分 {focus.get('score')}，未达 {least} 分", f"below {least} points")]
    if str(fields["until"]) <= today.isoformat():
        return [wrong("until", "有效期止应在今天之后", "the last day lies after today")]
    return []


def specialty_named(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives from when it holds, the day by which it is assessed again, and who issues the certificate."""
    return {"since": today.isoformat(), "due_on": _next(today), **issuer(fields["issuing"])}


def specialty_reassessed(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the entry of a re-assessment and the next day."""
    score = weighted(fields, today)
    kept = score >= line("kept_from", today)
    entry = {"on": today.isoformat(), "score": score, "result": "kept" if kept else "improve",
             "text": fields["opinion"]}  # fmt: skip
    return {"score": score, "entry": entry, "due_on": _next(today)}


def specialty_last_day(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of withdrawing: the last valid day lies between the naming and today."""
    if str(focus.get("from", "")) <= str(fields["until"]) <= today.isoformat():
        return []
    return [wrong("until", "最后有效日应在认定之后、今天之前", "between the naming and today")]


def _next(day: date) -> str:
    """The same day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + line("reassess_months", day), _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])).isoformat()
