"""The three yardsticks: a row of the list of deaths, whether a visit may be judged by who was there, the share of the
satisfied."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.plans.rules.common import Json
from tongmai.fhir.facts import named
from tongmai.model.lists import codes, room_table

OPINIONS = codes(__file__, "opinions", "opinion")
GROUPS = codes(__file__, "age_groups", "age")
_RULES = room_table(__file__, "opinion_rules", "rule")
ITEM = "satisfaction"
"""The one question's link."""


def mortality_row_fits(row: Json) -> list[Issue]:
    """A check of the list of deaths: a five-year group from 30 to 69, no more deaths than people."""
    issues, (deaths, people) = [], (row.get("deaths"), row.get("people"))
    if str(row.get("age")) not in {code for code, _ in GROUPS}:
        issues.append(wrong("age", "年龄组应为 30、35 … 65 岁起的五岁组", "a five-year group from 30, 35 … 65"))
    if deaths is not None and people is not None and int(deaths) > int(people):
        issues.append(wrong("deaths", "死亡数大于平均人口数", "more deaths than people"))
    return issues


def may_be_judged(visit: Json, answers: Sequence[Json], day: date) -> bool:
    """Whether a visit is over, not long ago, and not judged yet."""
    return not _why_not(visit, answers, day)


def visit_of(answer: Json) -> str:
    """The visit that an answer is about."""
    return named(answer.get("encounter"))


def opinion_words(answer: Json) -> Words:
    """What was answered, in words."""
    items = [one for one in answer.get("item", ()) if one.get("linkId") == ITEM]
    given = str(items[0]["answer"][0]["valueInteger"]) if items else ""
    return next((words for code, words in OPINIONS if code == given), Words("—", "—"))


def least(day: date) -> int:
    """How many answers there must be before a share is shown."""
    rule = _RULES.find(day, rule="least_answers")
    return int(rule["value"]) if rule else 0


def _ended(visit: Json) -> date | None:
    period = visit.get("period") or {}
    return day_of(period.get("end") or period.get("start"))


def _why_not(visit: Json, answers: Sequence[Json], day: date) -> list[Issue]:
    over, rule = _ended(visit), _RULES.find(day, rule="days_after")
    days = int(rule["value"]) if rule else 0
    if visit.get("status") != "finished" or over is None or over > day:
        return [wrong(ITEM, "这次就诊还没有结束", "the visit is not over")]
    if day > over + timedelta(days=days):
        return [wrong(ITEM, f"就诊已超过 {days} 天，不再评价", f"it is more than {days} days ago")]
    if any(named(one.get("encounter")) == str(visit["id"]) for one in answers):
        return [wrong(ITEM, "这次就诊您已评价过，一次就诊只评价一次", "you judged this visit already: once a visit",
                         ("对处理不满意，可在“投诉”中反映", "what is wrong can be complained of"))]  # fmt: skip
    return []


def visit_judged_once(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an answer: the visit is one's own, over, and not judged yet. Looks: `visits`, `answers`."""
    own = named(focus.get("subject"))
    visit = next((one for one in fields.get("visits", ()) if named(one.get("subject")) == own), None)
    if visit is None:
        return [wrong(ITEM, "不是您的就诊", "the visit is not yours")]
    return _why_not(visit, fields.get("answers", ()), today)


def opinion_given(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: the answer as the form's one item, and where the visit was."""
    visit = fields["visits"][0]
    return {
        "answered": [{"linkId": ITEM, "answer": [{"valueInteger": int(fields[ITEM])}]}],
        "visited": [{"url": "urn:tongmai:institution", "valueReference": visit["serviceProvider"]}],
    }
