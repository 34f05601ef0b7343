"""Teams: who stands on the roster, whose certificate holds, who is available; what a call-out may ask of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.emergency.rules.common import Json, code_options, limit, within
from tongmai.fhir.facts import code_in, named

LICENCE, TRAINED = "urn:tongmai:licence", "emergency_response"
POSTS = {"team": "emergency_team", "tcm": "tcm_emergency_team"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A member on a day. `until`: the last day of the certificate, None without one; `away`: the absence that holds."""

    person: str
    since: str
    certified: bool
    until: str | None
    away: Json | None

    @property
    def fit(self) -> bool:
        """Whether the member may be called out."""
        return self.certified and self.away is None


def standing(posts: Iterable[Json], staff: Iterable[Json], absences: Sequence[Json], day: date) -> list[Standing]:
    """Who stands on a roster on a day, each person once, in the order of the posts."""
    people = {str(one["id"]): one for one in staff}
    found: dict[str, Standing] = {}
    for post in posts:
        person = named(post["practitioner"])
        if not within(post, day) or person in found:
            continue
        until = _certified(people.get(person, {}), day)
        away = next((one for one in absences if named(one["person"]) == person and _holds(one, day)), None)
        valid = until is not None and until >= day.isoformat()
        found[person] = Standing(person, str(post.get("period", {}).get("start", "")), valid, until, away)
    return list(found.values())


def _holds(absence: Json, day: date) -> bool:
    return absence.get("state") == "declared" and within(absence, day)


def _certified(person: Json, day: date) -> str | None:
    """The last day of the certificate of emergency response that begins by a day; far away where it has no end."""
    ends = [
        str(one.get("period", {}).get("end") or "9999-12-31")[:10]
        for one in person.get("qualification", ())
        if code_in(one.get("code"), LICENCE) == TRAINED
        and str(one.get("period", {}).get("start") or "0000")[:10] <= day.isoformat()
    ]
    return max(ends, default=None)


def strength(tier: str, day: date) -> int:
    """How many members a team of a tier is to have; 0 where the plan says nothing."""
    return limit(f"team_{tier}", day) if tier in ("county", "prefecture") else 0


def _roster(fields: Json, today: date) -> list[Standing]:
    return standing(fields["roster"], fields["staff"], fields["absences"], today)


def _busy(focus: Json, fields: Json) -> frozenset[str]:
    """Who is out by another call of the team."""
    others = [one for one in fields["calls"] if one["id"] != focus.get("id")]
    return frozenset(named(entry["person"]) for one in others for entry in one.get("member", ()))


def _free(focus: Json, fields: Json, today: date) -> list[Standing]:
    busy = _busy(focus, fields)
    return [one for one in _roster(fields, today) if one.fit and one.person not in busy]


def may_call(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of calling out: a whole number of members, and the team has as many who may be called."""
    wanted = focus.get("wanted")
    if not isinstance(wanted, int) or wanted < 1:
        return [wrong("wanted", "出动人数应为正整数", "a whole number of members")]
    if fields["events"] and fields["events"][0].get("state") not in ("reported", "graded", "responding"):
        return [wrong("event", "事件还没有报告或已结束", "the event is not reported, or over")]
    every, fit = _roster(fields, today), _free(focus, fields, today)
    if len(fit) >= wanted:
        return []
    out = sum(one.person in _busy(focus, fields) for one in every)
    lapsed, away = sum(not one.certified for one in every), sum(one.away is not None for one in every)
    why = f"资质失效 {lapsed} 人，不可用 {away} 人，任务在身 {out} 人"
    zh = f"在册 {len(every)} 人，可出动 {len(fit)} 人，不足 {wanted} 人（{why}）"
    en = f"{len(every)} on the roster, {len(fit)} may be called, {wanted} asked for"
    remedy = Words("请减少人数，或同时调派地市级队伍", "ask for fewer, or call the prefecture-level team too")
    return [wrong("wanted", zh, f"{en} ({lapsed} without certificate, {away} not available, {out} out)", remedy)]


def called_members(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives who is called: the first of the roster who may, as many as are asked for; the
    term of the answer; where the event is."""
    fit = _free(focus, fields, today)[: int(focus["wanted"])]
    return {
        "members": [_entry(one.person, today) for one in fit],
        "minutes": limit("acknowledge_minutes", today),
        "where": next((one["area"] for one in fields["events"]), focus["area"]),
    }


def _entry(person: str, today: date) -> dict[str, Any]:
    return {"person": {"reference": f"Practitioner/{person}"}, "since": today.isoformat()}


def may_name(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of calling one more member: on the roster, certified, available, not called already."""
    person = named(fields["person"])
    if any(named(one["person"]) == person for one in focus.get("member", ())):
        return [wrong("person", "已在调派名单内", "called already")]
    here = next((one for one in _roster(fields, today) if one.person == person), None)
    if here is None:
        remedy = Words("请先在“岗位”清单中列入队伍", "enter the post of the team in the list of posts first")
        return [wrong("person", "不是该队在册队员", "not on the roster of the team", remedy)]
    if not here.certified:
        zh = f"应急资质已于 {here.until} 到期，不能调派" if here.until else "没有应急资质，不能调派"
        remedy = Words("请调派其他队员；复训合格后在“人员”清单中更新", "call another; renew it in the list of staff")
        return [wrong("person", zh, f"without a valid certificate of emergency response (until {here.until})", remedy)]
    if here.away is not None:
        told, until = dict(code_options("absence")), here.away["period"].get("end")
        why = told.get(str(here.away["reason"]), Words("", ""))
        remedy = Words("请调派其他队员，或先办理“提前结束”", "call another, or end the absence first")
        zh, en = f"至 {until} 不可用（{why.zh}），不能调派", f"not available until {until} ({why.en})"
        return [wrong("person", zh, en, remedy)]
    if person in _busy(focus, fields):
        remedy = Words("请调派其他队员", "call another")
        return [wrong("person", "正在执行另一次调派", "out by another call", remedy)]
    return []


def with_named(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the members with one more."""
    return {"members": [*focus.get("member", ()), _entry(named(fields["person"]), today)]}


def may_excuse(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of excusing a member: one of those who are called."""
    if not any(named(one["person"]) == named(fields["person"]) for one in focus.get("member", ())):
        return [wrong("person", "不在调派名单内", "not among those who are called")]
    return []


def without_excused(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the members without one, and the entry that tells why."""
    person = named(fields["person"])
    entry = {"person": {"reference": f"Practitioner/{person}"}, "reason": fields["reason"], "on": today.isoformat()}
    return {"members": [one for one in focus.get("member", ()) if named(one["person"]) != person], "entry": entry}


def enough_present(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of reporting assembled: not more than are called, and at least as many as were asked for."""
    present, called, wanted = fields["present"], len(focus.get("member", ())), int(focus["wanted"])
    if not isinstance(present, int) or not 0 <= present <= called:
        return [wrong("present", f"到位人数应在 0 至 {called} 之间", f"between 0 and {called}")]
    if present < wanted:
        remedy = Words("请调派方增补队员", "whoever called is to name more members")
        return [wrong("present", f"到位 {present} 人，少于要求的 {wanted} 人", f"{present} of {wanted} came", remedy)]
    return []


def absence_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of declaring an absence: it ends after it begins and not before today, of a member of the team."""
    told = focus.get("period", {})
    start, end = day_of(told.get("start")), day_of(told.get("end"))
    if start is None or end is None or end < start:
        return [wrong("until", "截止日期不能早于起始日期", "it ends after it begins")]
    if end < today:
        return [wrong("until", "截止日期已过", "it is over already")]
    if not any(named(one["practitioner"]) == named(focus["person"]) for one in fields["roster"]):
        return [wrong("person", "不是该队在册队员", "not on the roster of the team")]
    return []


def absence_end_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of ending an absence: from its beginning to its end."""
    day, told = day_of(fields["last"]), focus.get("period", {})
    if day is None or not str(told.get("start")) <= day.isoformat() <= str(told.get("end")):
        return [wrong("last", f"应在 {told.get('start')} 至 {told.get('end')} 之间", "between its first and last day")]
    return []
