"""Remote teaching: announced for a day to come, a roster on which each person stands once."""

from datetime import date

from tongmai.base.outcome import Issue, wrong
from tongmai.domains.consultation.rules.records import Json
from tongmai.fhir.facts import named


def teaching_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an announcement: today or later."""
    if str(focus["planned"])[:10] < today.isoformat():
        return [wrong("day", "日期已过", "the day is over")]
    return []


def day_came(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of opening: its day has come."""
    planned = str(focus["planned"])[:10]
    return [wrong("planned", f"{planned} 当天才能开始", f"not before {planned}")] if planned > today.isoformat() else []


def not_there_yet(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of signing in: once a person."""
    there = {named(one.get("person")) for one in focus.get("attendance", ())}
    return [wrong("attendance", "您已签到", "you signed in already")] if named(fields["actor"]) in there else []


def somebody_came(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the end: somebody was there."""
    if focus.get("attendance"):
        return []
    return [wrong("summary", "还没有人签到，不能结束", "nobody signed in yet")]
