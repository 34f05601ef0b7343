"""Duty round the clock: which department has nobody on which day, what is opened before it happens, who may fill it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.emergency.rules.common import DEPARTMENTS, Json, limit, within, words_in
from tongmai.fhir.facts import code_in, extended, named

PLACE, DEPARTMENT = "urn:tongmai:emergency-place", "urn:tongmai:duty-department"
Post = tuple[str, str]
"""Institution and department."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A day of a department: who is on duty, and the gap that is open."""

    day: date
    shift: Json | None
    gap: Json | None

    @property
    def kept(self) -> bool:
        return self.shift is not None and self.gap is None


def duty_posts(services: Iterable[Json], day: date) -> list[Post]:
    """The departments that keep duty on a day, in the order of the register."""
    return [
        (named(one["providedBy"]), code_in(one.get("type"), DEPARTMENT))
        for one in services
        if code_in(one.get("category"), PLACE) == "duty_department" and within(one, day)
    ]


def _of(records: Iterable[Json]) -> dict[tuple[str, str, str], Json]:
    """Records by institution, department and day; the last of several holds."""
    return {(named(one["institution"]), str(one["department"]), str(one["day"])): one for one in records}


def watches(post: Post, shifts: Sequence[Json], gaps: Sequence[Json], today: date, days: int) -> list[Watch]:
    """A department from today on, day by day."""
    there, open_ = _of(shifts), _of(one for one in gaps if one.get("state") == "open")
    found = (today + timedelta(days=ahead) for ahead in range(days))
    return [Watch(day, there.get((*post, day.isoformat())), open_.get((*post, day.isoformat()))) for day in found]


def duty_gaps_due(focus: Json, fields: Json, today: date) -> list[dict[str, Any]]:
    """What the house opens: each day of the next two weeks on which a department has nobody and no gap stands open."""
    villages = {str(one["id"]): extended(one, "village") for one in fields["places"]}
    days = limit("board_days", today)
    return [
        {"institution": {"reference": f"Organization/{post[0]}"}, "department": post[1], "area": villages.get(post[0]),
         "day": one.day.isoformat(), "cause": "none"}
        for post in duty_posts(fields["services"], today)
        for one in watches(post, fields["shifts"], fields["gaps"], today, days)
        if one.shift is None and one.gap is None
    ]  # fmt: skip


def gap_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of opening a gap: a day of the next two weeks, a department that keeps duty, and nobody on duty who
    does not say that they cannot come."""
    day, days = date.fromisoformat(str(focus["day"])), limit("board_days", today)
    if not today <= day < today + timedelta(days=days):
        last = today + timedelta(days=days - 1)
        return [wrong("day", f"应在今天至 {last} 之间", f"between today and {last}")]
    post = (named(focus["institution"]), str(focus["department"]))
    if post not in duty_posts(fields["services"], today):
        words = words_in(DEPARTMENTS.find(today, department=post[1]), post[1])
        remedy = Words("请先登记为 24 小时值班重点科室", "enter it in the register of key departments first")
        return [wrong("department", f"本机构的{words.zh}没有登记值班", f"{words.en} keeps no duty here", remedy)]
    here = _of(fields["shifts"]).get((*post, day.isoformat()))
    if here is not None and not focus.get("reason"):
        return [
            wrong("reason", "当日已有人值班，请写明不能到岗的原因", "somebody is on duty: say why they cannot come")
        ]
    return []


def gap_opened(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives by when it is filled, its cause, and who was put down."""
    day = date.fromisoformat(str(focus["day"]))
    due = max(today, day - timedelta(days=limit("fill_days", today)))
    post = (named(focus["institution"]), str(focus["department"]))
    here = _of(fields["shifts"]).get((*post, day.isoformat()))
    found: dict[str, Any] = {"due_day": due.isoformat(), "why_open": "left" if here else "none"}
    return found | ({"who_left": here["person"]} if here else {})


def may_fill(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of filling a gap: somebody who works there, is not who cannot come, and has no duty on that day, the
    day before or the day after."""
    person, day = named(fields["person"]), date.fromisoformat(str(focus["day"]))
    if day < today:
        return [wrong("", "这一天已经过去，请办理“已过期”", "that day is over: enter it as passed")]
    if person == named(focus.get("left")):
        remedy = Words("请选择其他人", "choose somebody else")
        return [wrong("person", "正是不能到岗的值班人", "that is who cannot come", remedy)]
    if not any(named(one["practitioner"]) == person and within(one, day) for one in fields["posts"]):
        return [wrong("person", "当日不在本机构任职", "holds no post here on that day")]
    near = {(day + timedelta(days=ahead)).isoformat() for ahead in (-1, 0, 1)}
    held = sorted(
        str(one["day"]) for one in fields["own"] if named(one["person"]) == person and str(one["day"]) in near
    )
    if held:
        remedy = Words("24 小时值班前后应有休息，请选择其他人", "duty lasts 24 hours: choose somebody who had rest")
        return [wrong("person", f"{held[0]} 已有值班", f"on duty on {held[0]} already", remedy)]
    return []


def gap_is_over(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of noting that nobody came: the day is over."""
    if str(focus["day"]) >= today.isoformat():
        remedy = Words("请办理“安排值班人”", "put somebody down")
        return [wrong("", "这一天还没有过去", "that day is not over", remedy)]
    return []


def duty_shift_fits(row: Json) -> list[Issue]:
    """A check of the list of duties: a department that is known on its day."""
    day = date.fromisoformat(str(row["day"])) if row.get("day") else None
    if day and row.get("department") and DEPARTMENTS.find(day, department=str(row["department"])) is None:
        return [wrong("department", "当日的目录中没有这个科室", "no such department on that day")]
    return []
