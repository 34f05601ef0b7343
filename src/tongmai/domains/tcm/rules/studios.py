"""Inheritance studios: a master who works there, apprentices, a plan and an assessment a year."""

from collections.abc import Iterable
from datetime import date

from tongmai.base.outcome import Issue, wrong
from tongmai.domains.tcm.rules.records import Json
from tongmai.fhir.facts import named


def _works(posts: Iterable[Json], today: date) -> bool:
    day = today.isoformat()
    return any(
        str(one.get("period", {}).get("start") or "0")[:10] <= day <= str(one.get("period", {}).get("end") or "9")[:10]
        for one in posts
        if one.get("active") is not False
    )


def master_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a studio: its master holds a post at the institution."""
    if _works(fields.get("posts", ()), today):
        return []
    return [wrong("master", "指导老师在该机构没有岗位", "the master holds no post there")]


def apprentice_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an apprentice: not the master, once, since a day that has come."""
    who = named(fields["person"])
    if who == named(focus["master"]):
        return [wrong("person", "指导老师不能同时为继承人", "the master is no apprentice")]
    if who in {named(one.get("person")) for one in focus.get("apprentice", ())}:
        return [wrong("person", "此人已是继承人", "an apprentice already")]
    return [wrong("since", "日期晚于今天", "in the future")] if str(fields["since"]) > today.isoformat() else []


def plan_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a plan: of a year from the studio's first on, once; with days on which the master teaches."""
    year, days = fields["year"], fields["days"]
    if not isinstance(year, int) or not int(str(focus["since"])[:4]) <= year <= today.year + 1:
        return [wrong("year", "年度应在成立年与明年之间", "from the first year to the next")]
    if year in {one["year"] for one in focus.get("plan", ())}:
        return [wrong("year", "该年度计划已有", "that year has its plan")]
    if not isinstance(days, int) or not 1 <= days <= 366:
        return [wrong("days", "带教天数应为 1 至 366", "between 1 and 366 days")]
    return []


def assessed(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an assessment: of a year that has its plan and is not in the future, once, with an apprentice; it
    does not pass with fewer days than planned."""
    plan = next((one for one in focus.get("plan", ()) if one["year"] == fields["year"]), None)
    if plan is None:
        return [wrong("year", "该年度没有计划", "that year has no plan")]
    if fields["year"] > today.year:
        return [wrong("year", "该年度还未开始", "the year has not begun")]
    if fields["year"] in {one["year"] for one in focus.get("assessment", ())}:
        return [wrong("year", "该年度已考核", "that year is assessed already")]
    if not focus.get("apprentice"):
        return [wrong("year", "还没有继承人", "there is no apprentice")]
    days = fields["days"]
    if not isinstance(days, int) or not 0 <= days <= 366:
        return [wrong("days", "带教天数应为 0 至 366", "between 0 and 366 days")]
    if fields["result"] == "passed" and days < plan["days"]:
        return [wrong("result", f"带教 {days} 天，少于计划的 {plan['days']} 天，不能评为合格",
                      f"{days} days of {plan['days']} planned: not passed")]  # fmt: skip
    return []


def end_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the end: not before the beginning, not in the future."""
    if str(focus["since"]) <= str(fields["until"]) <= today.isoformat():
        return []
    return [wrong("until", "应在成立日与今天之间", "between its first day and today")]
