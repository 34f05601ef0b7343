"""What decides in the room of posts and people: terms of loans, what of the pool is free, who may sit on a post. Pure.

A post of the pool stays approved for whoever gave it: approved = held + vacant + given, and given = free + lent.
"""

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.money import cents
from tongmai.base.outcome import Issue, wrong
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
_RULES = room_table(__file__, "pool_rules", "rule")
PROFESSIONS = room_table(__file__, "professions", "category", "profession")
NORMS = room_table(__file__, "norms", "profession", "norm", "base")
PROGRAMMES = room_table(__file__, "programmes", "programme")
OUT = ("lent", "staffed", "returning")
"""States of a loan in which its post is out of the pool."""
FULL = ("established", "pool")
"""How a person sits on a post that is one of the establishment: on an approved one, on one of the pool."""
_MONTHS = 12
YEARS = 3  # assessments of a talent, one a year of the support


def rule(name: str, day: date) -> int:
    """The figure of a dated rule on a day. ValueError when none holds."""
    row = _RULES.find(day, rule=name)
    if row is None:
        raise ValueError(f"no rule {name} holds on {day}")
    return int(row["value"])


def category_of(profession: str, day: date) -> str:
    """The category of posts that a profession sits on; "" for none."""
    row = PROFESSIONS.find(day, profession=profession)
    return row["category"] if row else ""


def norms(profession: str, day: date) -> list[DatedRow]:
    """The yardsticks beside a goal that were known on a day: each with its base and status."""
    return [row for row in NORMS.on(day) if row["profession"] == profession]


# Terms: whole months from a day end on the day before that day of a later month.


def later(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(since: date, months: int) -> date:
    """The last day of a term of whole months that begins on a day: three years from 2024-07-01 end on 2027-06-30, from
    29 February on 27 February. ValueError: no month at all."""
    if months < 1:
        raise ValueError("a term has a month at least")
    return later(since, months) - timedelta(days=1)


# The pool: what is in it, what is out.


@dataclass(frozen=True, slots=True)
class Standing:
    """A post of the pool on a day; `loan`: the one that it is out by."""

    post: Json
    loan: Json | None
    late: bool

    @property
    def free(self) -> bool:
        return self.loan is None


def standings(posts: Iterable[Json], loans: Iterable[Json], day: date) -> list[Standing]:
    """Every post that is in the pool on a day, and every one that is out, by number: each once."""
    out = {named(one["post"]): one for one in loans if one.get("state") in OUT and one.get("post")}
    found = [
        Standing(post, out.get(str(post["id"])), _late(out.get(str(post["id"])), day))
        for post in posts
        if str(post["id"]) in out or in_force(post, day)
    ]
    return sorted(found, key=lambda one: (str(one.post["area"]), str(one.post["name"])))


def _late(loan: Json | None, day: date) -> bool:
    end = day_of((loan.get("period") or {}).get("end")) if loan else None
    return end is not None and end < day


def in_force(record: Json, day: date) -> bool:
    """Whether a record's period holds on a day; an open side holds."""
    start, end = (day_of((record.get("period") or {}).get(side)) for side in ("start", "end"))
    return (start is None or start <= day) and (end is None or day <= end)


@dataclass(frozen=True, slots=True)
class Posts:
    """The establishment of an institution or of an area: approved = held + vacant + given."""

    approved: int
    held: int
    given: int
    borrowed: int = 0

    @property
    def vacant(self) -> int:
        """Neither held nor given; below zero: more are held than there are."""
        return self.approved - self.held - self.given

    def __add__(self, other: "Posts") -> "Posts":
        return Posts(
            self.approved + other.approved, self.held + other.held, self.given + other.given,
            self.borrowed + other.borrowed,
        )  # fmt: skip


def named(reference: Any) -> str:
    """The id behind a reference, or as it stands."""
    text = str(reference.get("reference", "")) if isinstance(reference, Mapping) else str(reference or "")
    return text.rpartition("/")[2]


# What the steps of a loan ask for and derive.


def loan_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a request: a known profession, months within the longest term, not wanted in the past."""
    issues, longest = [], rule("longest_months", today)
    if not category_of(str(focus.get("profession", "")), today):
        issues.append(wrong("profession", "不在可借用的岗位之列", "no post is lent for this work"))
    if not 1 <= int(focus.get("months") or 0) <= longest:
        issues.append(wrong("months", f"借用期限为 1 至 {longest} 个月", f"a term of 1 to {longest} months"))
    wanted = day_of(focus.get("wanted"))
    if wanted is None or wanted < today:
        issues.append(wrong("wanted", "用编起始日期不能早于今天", "it cannot be wanted from a day in the past"))
    return issues


def asked_of(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives whose pool is asked, the county of the borrower, and the place that a loan holds before it has a post."""
    return {"county": f"{str(focus['area'])[:6]}000000", "own_place": str(focus["id"])}


def asked_again(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of asking again: as for the first time, with what was changed."""
    return loan_fits({**focus, "months": fields.get("months"), "wanted": fields.get("wanted")}, fields, today)


def pool_has_one(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an approval: of the county's pool a post of the category is free, those promised taken off."""
    category = category_of(str(focus["profession"]), today)
    free = sum(one.free and one.post["category"] == category
               for one in standings(fields["pooled"], fields["loans"], today))  # fmt: skip
    promised = sum(
        one.get("state") == "approved" and one["id"] != focus["id"]
        and category_of(str(one["profession"]), today) == category
        for one in fields["loans"]
    )  # fmt: skip
    if free > promised:
        return []
    zh = f"周转池没有可借的空编（空编 {free}，已批待借 {promised}）"
    return [wrong("profession", zh, f"the pool has none to lend ({free} free, {promised} promised)",
                   Words("请等收回后再批，或不予批准", "wait until one is taken back, or decline"))]  # fmt: skip


def post_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of lending: the post is of the county's pool and of the category, free, in the pool to the end."""
    chosen = next((one for one in fields["pooled"] if one["id"] == named(fields["post"])), None)
    if chosen is None:
        return [wrong("post", "不是本县周转池的编制", "not a post of this county's pool")]
    issues = []
    if any(one["id"] != focus["id"] and named(one.get("post")) == chosen["id"] and one.get("state") in OUT
           for one in fields["loans"]):  # fmt: skip
        issues.append(wrong("post", "这个编制已经借出", "the post is lent already"))
    if chosen["category"] != category_of(str(focus["profession"]), today):
        issues.append(wrong("post", "岗位类别不符", "a post of another category"))
    begins = day_of(fields["begins"]) or today
    if begins < today:
        issues.append(wrong("begins", "借用起始日期不能早于今天", "it cannot be lent from a day in the past"))
    elif not (in_force(chosen, begins) and in_force(chosen, last_day(begins, int(focus["months"])))):
        issues.append(wrong("post", "借用期内该编制不在周转池", "the post is not in the pool for the whole term"))
    return issues


def lent(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the term and the place of a loan: from the day on for the months that were asked for."""
    begins = day_of(fields["begins"]) or today
    end = last_day(begins, int(focus["months"]))
    return {"term": {"start": begins.isoformat(), "end": end.isoformat()}, "held": named(fields["post"])}


def one_post_only(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of naming: nobody sits on two full posts, whether approved or of the pool."""
    person = named(fields["person"])
    elsewhere = [one for one in fields["roles"] if tenure(one) in FULL and in_force(one, today)]
    named_before = [
        one for one in fields["named"]
        if one["id"] != focus["id"] and named(one.get("person")) == person and one.get("state") == "staffed"
    ]  # fmt: skip
    if elsewhere or named_before:
        out = Words("请先办理原岗位离任，或另选人员", "end the other post first, or choose somebody else")
        return [wrong("person", "此人已占用一个编制，一人不能占两编", "somebody who sits on a post already", out)]
    return []


def seated_from(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives from when somebody sits on a lent post: today, or the loan's first day where that is to come."""
    return {"seat_from": max(today, day_of(focus["period"]["start"]) or today).isoformat()}


def tenure(role: Json) -> str:
    """How a post held is held: on an approved post, on one of the pool, otherwise; "" where it is not said."""
    found = (one.get("valueCode", "") for one in role.get("extension", ()) if one.get("url") == "urn:tongmai:tenure")
    return str(next(found, ""))


def longer(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an extension: to a day to come, beyond the present end, within the longest term, the post still in
    the pool on that day."""
    until, start, end = day_of(fields["until"]), day_of(focus["period"]["start"]), day_of(focus["period"]["end"])
    if until is None or start is None or end is None or until <= end or until < today:
        return [wrong("until", "展期须晚于原归还日期，且不早于今天", "beyond the present end and not in the past")]
    longest = rule("longest_months", start)
    if until > last_day(start, longest):
        zh = f"连同原期限最长 {longest} 个月，最晚至 {last_day(start, longest)}"
        return [wrong("until", zh, f"{longest} months in all at most, to {last_day(start, longest)}")]
    if any(one["id"] == named(focus.get("post")) and not in_force(one, until) for one in fields["pooled"]):
        return [wrong("until", "届时该编制已不在周转池", "the post leaves the pool before")]
    return []


def came_back(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of giving back: within the loan, by today."""
    day, start = day_of(fields["on"]), day_of(focus["period"]["start"])
    named_on = day_of(focus.get("named")) or start
    if day is None or start is None or named_on is None or not max(start, named_on) <= day <= today:
        return [wrong("on", "日期应在借出（到岗）之后、今天之前", "a day since it was lent or taken up, by today")]
    return []


# Talents: put forward, screened, on show, supported for three years, assessed each year.


def talent_batch_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of putting somebody forward: a batch of this year or the next, `YYYY-n`, and not in it already."""
    year, _, number = str(focus.get("batch", "")).partition("-")
    if year not in (str(today.year), str(today.year + 1)) or number not in ("1", "2"):
        return [wrong("batch", f"批次应为 {today.year}-1 或 {today.year}-2", f"such as {today.year}-1")]
    return []


def supported_once(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of selecting: the list was on show long enough, and nobody is supported twice at a time."""
    issues, days = [], rule("notice_days", today)
    shown = day_of(focus.get("shown"))
    if shown is None or today < shown + timedelta(days=days):
        issues.append(wrong("", f"公示未满 {days} 天", f"on show for fewer than {days} days"))
    if any(_supports(one) and in_force(one, today) for one in fields["roles"]):
        issues.append(wrong("person", "此人仍在上一批的支持期内", "somebody who is still supported"))
    return issues


def _supports(role: Json) -> bool:
    every = (coding for code in role.get("code", ()) for coding in code.get("coding", ()))
    return any(coding.get("code") == "supported_talent" for coding in every)


def support(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the three years of a support from today, and when its first year is to be assessed."""
    end = last_day(today, rule("support_months", today))
    return {
        "term": {"start": today.isoformat(), "end": end.isoformat()}, "since": today.isoformat(),
        "until": end.isoformat(), "due_on": last_day(today, _MONTHS).isoformat(),
    }  # fmt: skip


def support_year_over(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an assessment: the year is nearly over, and not all three are assessed."""
    due, ahead = day_of(focus.get("due")), rule("assess_ahead_days", today)
    if due is None or today < due - timedelta(days=ahead):
        return [wrong("result", f"年度期满前 {ahead} 天起考核", f"from {ahead} days before the end of the year")]
    return []


def last_year(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of concluding: it is the third year."""
    if len(focus.get("assessment", ())) != YEARS - 1:
        return [wrong("result", "前两个年度考核完成后才能期满办结", "the two years before are assessed first")]
    return []


def not_last(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a yearly assessment: it is not the third, which concludes."""
    if len(focus.get("assessment", ())) >= YEARS - 1:
        return [wrong("result", "第三年请办理期满考核", "the third year is concluded")]
    return []


def assessed(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the entry of an assessment, and when the next is due."""
    number, start = len(focus.get("assessment", ())) + 1, day_of(focus["period"]["start"]) or today
    entry = {"year": number, "on": today.isoformat(), "result": fields["result"], "text": fields.get("opinion", "")}
    return {"entry": entry, "due_on": last_day(start, _MONTHS * min(number + 1, YEARS)).isoformat()}


def stopped(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the term of a support that ends today."""
    return {"since": str(focus["period"]["start"])[:10], "until": today.isoformat()}


# Lists.


def term_in_order(row: Json) -> list[Issue]:
    """A check of a list: what has an end ends after it begins."""
    if row.get("until") and str(row["until"]) < str(row.get("since") or ""):
        return [wrong("until", "截止日期早于起始日期", "it ends before it begins")]
    return []


def pay_fits(row: Json) -> list[Issue]:
    """A check of the list of pay: whole cents, heads to two decimals, performance pay within the pay, no pay without
    anybody."""
    pay, performance = _amount(row, "pay"), _amount(row, "performance")
    found = [wrong(name, "金额应精确到分，且不小于零", "an amount in whole cents, not below zero")
             for name, amount in (("pay", pay), ("performance", performance)) if amount is None]  # fmt: skip
    staff = _amount(row, "staff")
    if staff is None:
        found.append(
            wrong("staff", "平均人数最多两位小数，且不小于零", "heads with two decimals at most, not below zero")
        )
    if pay is not None and performance is not None and performance > pay:
        found.append(wrong("performance", "绩效大于薪酬总额", "more performance pay than pay"))
    if pay and staff == 0:
        found.append(wrong("staff", "有薪酬而平均人数为零", "somebody was paid, nobody is counted"))
    return found


def _amount(row: Json, name: str) -> int | None:
    """Hundredths of what a cell says, 0 for an empty one; None when it is finer or below zero."""
    try:
        found = cents(row.get(name) or 0)
    except ValueError:
        return None
    return found if found >= 0 else None


def service_owed(row: Json) -> list[Issue]:
    """A check of the list of trainees: who is bound by contract has a term of service as long as the programme's."""
    since, until = day_of(row.get("serve_from")), day_of(row.get("serve_until"))
    found = PROGRAMMES.find(day_of(row.get("since")) or date.min, programme=str(row.get("programme", "")))
    months = int(found["service_months"]) if found else 0
    if since and until and until < since:
        return [wrong("serve_until", "服务期止早于服务期起", "the service ends before it begins")]
    if months and since and (until is None or until < last_day(since, months)):
        return [wrong("serve_until", f"协议服务期为 {months} 个月", f"the contract asks for {months} months")]
    return []


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    f.__name__: f for f in (
        loan_fits, asked_of, asked_again, pool_has_one, post_fits, lent, one_post_only,
        seated_from, longer, came_back, talent_batch_fits,
        supported_once, support, support_year_over, last_year, not_last, assessed, stopped, term_in_order,
        service_owed, pay_fits,
    )
}  # fmt: skip
