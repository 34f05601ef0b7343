"""Tasks of a trusteeship or pairing, and rounds to villages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.domains.community.rules.records import TIES, Json, tied
from tongmai.fhir.facts import named


def task_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a task: of a trusteeship or pairing in force between the two, its term within its year."""
    issues, due = [], str(focus.get("due", ""))
    if _bond(focus, fields) is None:
        issues.append(wrong("partnership", "没有有效的托管或结对关系", "no trusteeship or pairing holds by then"))
    if due[:4] != str(focus.get("year")):
        issues.append(wrong("due", f"完成时限应在 {focus.get('year')} 年内", "by a day of its year"))
    return issues


def _bond(focus: Json, fields: Json) -> Json | None:
    """The trusteeship or pairing that holds on the day by which a task is due."""
    ends, day = (named(focus["trustee"]), named(focus["entrusted"])), date.fromisoformat(str(focus["due"]))
    return next((one for one in fields.get("bonds", ()) if tied(one, *ends, tuple(TIES), day)), None)


def of_bond(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives within which trusteeship or pairing a task stands."""
    found = _bond(focus, fields)
    return {"bond": {"reference": f"OrganizationAffiliation/{found['id']}"}} if found else {}


def done_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a report: done in its year or later, not in the future."""
    if not f"{focus.get('year')}-01-01" <= str(fields["done"]) <= today.isoformat():
        return [wrong("done", f"应在 {focus.get('year')} 年初与今天之间", "between its year's first day and today")]
    return []


def overdue(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a task that was missed: its term is over."""
    return [] if str(focus["due"]) < today.isoformat() else [wrong("due", "还未到期", "its term is not over")]


def round_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a round: to come, by a unit of the community, to a village of its county."""
    own, unit = named(focus["community"]), named(focus["unit"])
    issues = []
    if str(focus.get("plannedOn", "")) < today.isoformat():
        issues.append(wrong("planned", "应为今天或以后", "today or later"))
    if not any(tied(one, own, unit, ("member",), today) for one in fields.get("ties", ())):
        issues.append(wrong("unit", "不是本医共体成员", "no member of the community"))
    return issues


def moved_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of another day: to come."""
    return [] if str(fields["planned"]) >= today.isoformat() else [wrong("planned", "应为今天或以后", "today or later")]


def held_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a round that was held: not in the future, a number of people."""
    if str(fields["held"]) > today.isoformat():
        return [wrong("held", "不能晚于今天", "not in the future")]
    seen = fields["seen"]
    return [] if isinstance(seen, int) and seen >= 0 else [wrong("seen", "服务人次应为整数", "a number of people")]
